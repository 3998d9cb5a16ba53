import { Component, onWillStart, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { tourState } from "@web_tour/js/tour_state";
import { refusalOf } from "@cs_base/refusal";

/**
 * Tours that people are offered here: `{ label, group }` by the name of the tour.
 * `group` is who it is for; it runs on a desktop only.
 */
export const guidedTours = registry.category("cs_guided_tours");

/** Waiting for me: one page with everything that waits for the user, as counts that
 * open what they count. */
export class WaitingForMe extends Component {
    static template = "cs_base.WaitingForMe";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static path = "waiting";
    static displayName = _t("Waiting for Me");

    setup() {
        this.orm = useService("orm");
        this.ui = useService("ui");
        this.action = useService("action");
        this.tours = useService("tour_service");
        const running = Boolean(tourState.getCurrentTour());
        this.state = useState({ data: null, failed: "", tours: [], running });
        this.display = { controlPanel: {} };
        onWillStart(() => this.findTours());
        this.load();
    }

    get data() {
        return this.state.data;
    }

    get totalLine() {
        return this.data.total === 1
            ? _t("One thing waits for you.")
            : _t("%s things wait for you.", this.data.total);
    }

    async load() {
        try {
            this.state.data = await this.orm.call("cs.waiting", "load", []);
            this.state.failed = "";
        } catch (error) {
            this.state.failed = refusalOf(error);
        }
    }

    async findTours() {
        const offered = guidedTours.getEntries();
        const mine = await Promise.all(
            offered.map(([, tour]) => user.hasGroup(tour.group))
        );
        this.state.tours = offered
            .filter((_entry, index) => mine[index])
            .map(([name, tour]) => ({ name, label: tour.label }));
    }

    async open(code) {
        this.action.doAction(await this.orm.call("cs.waiting", "get_action", [code]));
    }

    follow(link) {
        return this.action.doAction(link.action);
    }

    startTour(name) {
        this.state.running = true;
        return this.tours.startTour(name, { mode: "manual", redirect: false });
    }

    /** Nobody is led on who does not want to be. */
    async stopTour() {
        tourState.clear();
        await this.orm.call("res.users", "switch_tour_enabled", [false]);
        browser.location.reload();
    }
}

registry.category("actions").add("cs_base.waiting", WaitingForMe);
