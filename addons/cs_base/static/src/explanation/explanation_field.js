import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, onWillUpdateProps, useState } from "@odoo/owl";

/**
 * The button "Why?" of an explained record, for its field `is_explained`. An open panel
 * follows the form to the next record.
 */
export class ExplanationField extends Component {
    static template = "cs_base.ExplanationField";
    static props = standardFieldProps;

    setup() {
        this.explanation = useService("cs_explanation");
        this.panel = useState(this.explanation.state);
        onWillUpdateProps(({ record: next }) => {
            const { record } = this.props;
            if (next.resId !== record.resId && this.isOpenFor(record) && next.resId) {
                this.open(next, { focus: false });
            }
        });
        useBus(this.props.record.model.bus, "update", () => this.onRecordUpdate());
        useBus(this.explanation.bus, "changed", () => this.onChanged());
    }

    get isExplained() {
        const { record, name } = this.props;
        return record.resId && record.data[name];
    }

    get isOpen() {
        return this.isOpenFor(this.props.record);
    }

    isOpenFor({ resModel, resId }) {
        const { target } = this.panel;
        return target?.resModel === resModel && target.resId === resId;
    }

    open(record, options = {}) {
        const { model, resModel, resId } = record;
        this.explanation.open(resModel, resId, {
            ids: model.root.records?.map((sibling) => sibling.resId) || [],
            ...options,
        });
    }

    toggle() {
        if (this.isOpen) {
            this.explanation.close();
        } else {
            this.open(this.props.record);
        }
    }

    /** Saving may have led to another verdict. */
    onRecordUpdate() {
        const { record } = this.props;
        if (record === record.model.root && this.isOpen && !record.dirty) {
            this.explanation.refresh();
        }
    }

    /** What was done from the panel shows in the form; never at the price of edits. */
    onChanged() {
        const { record } = this.props;
        if (this.isOpen && !record.dirty) {
            record.load();
        }
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            // A list would open the record instead.
            ev.stopPropagation();
        }
    }
}

export const explanationField = {
    component: ExplanationField,
    displayName: _t("Explanation"),
    supportedTypes: ["boolean"],
    isEmpty: () => false,
    listViewWidth: 80,
};

registry.category("fields").add("cs_explanation", explanationField);
