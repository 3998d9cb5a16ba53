import { patch } from "@web/core/utils/patch";
import { View } from "@web/views/view";

/**
 * The action with its domain as a filter in the search bar, to be removed as any other.
 * It travels in the context, so that it is still there after the page was loaded anew.
 */
export function withFilter(action) {
    if (!Array.isArray(action.domain) || !action.domain.length) {
        return { ...action };
    }
    const { name: description, domain } = action;
    const context = { ...action.context, cs_open_filter: { description, domain } };
    return { ...action, domain: [], context };
}

patch(View.prototype, {
    async loadView(props) {
        await super.loadView(...arguments);
        const filter = props.context?.cs_open_filter;
        if (filter && !this.withSearchProps.dynamicFilters?.length) {
            this.withSearchProps.dynamicFilters = [filter];
            const { cs_open_filter, ...context } = this.withSearchProps.context;
            this.withSearchProps.context = context;
        }
    },
});
