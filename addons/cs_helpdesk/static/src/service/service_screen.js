import { Component, onWillUnmount, status, useExternalListener, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { pressRecordButton } from "@cs_base/record_button";
import { refusalOf } from "@cs_base/refusal";

/** Milliseconds: between two looks at the server, and what counts as just looked. */
export const PAUSE = { look: 120000, just: 5000 };

/**
 * What the screens of the service share: they load with one call, again when somebody
 * comes back to the page, by button and every two minutes, and each number opens the
 * list of what it counts.
 */
export class ServiceScreen extends Component {
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useState(useService("ui"));
        this.state = useState({ data: null, failed: "", said: "", loaded: null });
        this.display = { controlPanel: {} };
        useExternalListener(window, "focus", () => this.lookAgain(PAUSE.just));
        useExternalListener(document, "visibilitychange", () => this.lookAgain(PAUSE.just));
        const timer = browser.setInterval(() => this.lookAgain(PAUSE.look), PAUSE.look);
        onWillUnmount(() => browser.clearInterval(timer));
    }

    /** The call that loads the screen: [model, method, arguments]. */
    get question() {
        throw new Error("Each screen asks for its own data.");
    }

    get data() {
        return this.state.data;
    }

    get loadedLine() {
        return _t("as of %s", this.data.clock);
    }

    async load() {
        if (status(this) === "destroyed") {
            return; // what was pressed led to another page
        }
        const turn = (this.turn = (this.turn || 0) + 1);
        let data;
        try {
            data = await this.orm.silent.call(...this.question);
        } catch (error) {
            if (turn === this.turn) {
                this.state.failed = refusalOf(error);
            }
            return;
        }
        if (turn === this.turn && status(this) !== "destroyed") {
            Object.assign(this.state, { data, failed: "", loaded: luxon.DateTime.now() });
            this.onLoaded();
        }
    }

    /** Hook: new data is there. */
    onLoaded() {}

    async refresh() {
        await this.load();
        this.state.said = this.state.failed || this.loadedLine;
    }

    lookAgain(age) {
        const { loaded } = this.state;
        const isOld = loaded && luxon.DateTime.now() - loaded >= age;
        if (isOld && document.visibilityState !== "hidden") {
            this.load();
        }
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openTickets(name, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: "helpdesk.ticket",
            domain,
            views: this.data.views,
            mobile_view_mode: "kanban",
        });
    }

    /** Runs a button of a record; what it changed is loaded when its dialog is closed. */
    async press(model, id, method) {
        try {
            const onClose = () => this.load();
            await pressRecordButton(this.action, { model, id, method, onClose });
        } finally {
            await this.load();
        }
    }
}
