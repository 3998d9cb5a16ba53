import { onMounted } from "@odoo/owl";
import { useSetupAction } from "@web/search/action_hook";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";

/** Class of a change: colour beside a sign, never alone. */
const TRENDS = { up: "cs_good", down: "cs_bad", same: "cs_mute" };

/**
 * What the boards of incentives share: a place in time that is the record number in the
 * address, choices beside it, and numbers that open the records they stand for.
 */
export class IncentiveScreen extends ServiceScreen {
    /** Names of the choices that stand in the address behind the place. */
    static choices = [];

    setup() {
        super.setup();
        const kept = this.props.state || this.props.action.params || {};
        this.place = Number(kept.place || this.props.resId) || null;
        this.chosen = {};
        for (const name of this.constructor.choices) {
            this.chosen[name] = kept[name] || null;
        }
        useSetupAction({ getLocalState: () => ({ place: this.place, ...this.chosen }) });
        onMounted(() => this.pushState());
        this.load();
    }

    /** Hook: the place that is shown, as the data has it. */
    get shownPlace() {
        return this.data.month;
    }

    /** Hook: the place in words. */
    get placeLabel() {
        return this.data.month_label;
    }

    onLoaded() {
        this.place = this.shownPlace;
        this.pushState();
    }

    pushState() {
        if (this.data) {
            const shown = Object.entries(this.chosen).filter(([, value]) => value);
            this.props.updateActionState?.({
                resId: this.place,
                ...Object.fromEntries(shown),
            });
        }
    }

    async goTo(place) {
        if (place) {
            this.place = place;
            await this.load();
            this.state.said = this.state.failed || this.placeLabel;
        }
    }

    async choose(name, value) {
        this.chosen[name] = value || null;
        await this.load();
        this.state.said = this.state.failed || this.placeLabel;
    }

    trendClass(trend) {
        return TRENDS[trend];
    }

    openList({ label, model, domain }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: label,
            res_model: model,
            domain,
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            mobile_view_mode: "kanban",
        });
    }
}
