import { Component, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { refusalOf } from "@cs_base/refusal";

/**
 * Setup assistant (ALL-04): from a kind of company to drafts, and a checklist of them
 * until the last one is approved.
 */
export class Setup extends Component {
    static template = "cs_base.Setup";
    static components = { DateTimeInput, Layout };
    static props = { ...standardActionServiceProps };
    static path = "department-setup";
    static displayName = _t("Set Up the Department");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.menu = useService("menu");
        this.state = useState({
            data: null,
            kind: false,
            dateFrom: false,
            chosen: {},
            opened: {},
            refused: {},
            failed: "",
            said: "",
            busy: false,
        });
        this.display = { controlPanel: {} };
        this.load(null, null);
    }

    get data() {
        return this.state.data;
    }

    get leadText() {
        return _t(
            "Choose what kind of company it is. You get shifts, policies, score cards, pay items and rules as drafts: read them, change them, try them on past months and propose them. Nothing is in force before the general manager approves it."
        );
    }

    get doneText() {
        return _t("Everything is ready. A month can now be closed without further settings.");
    }

    get chosenIds() {
        return this.openParts.filter((part) => this.state.chosen[part.id]).map(({ id }) => id);
    }

    /** Parts that can be made now. */
    get openParts() {
        const parts = this.data.areas.flatMap((area) => area.parts);
        return parts.filter((part) => !part.count && !part.obstacle);
    }

    get makeLabel() {
        return _t("Make drafts (%s)", this.chosenIds.length);
    }

    get progressLabel() {
        const { done, total } = this.data;
        return _t("%(done)s of %(total)s are ready", { done, total });
    }

    get isComplete() {
        return this.data.total && this.data.done === this.data.total;
    }

    take(data) {
        this.state.data = data;
        this.state.kind = data.kind;
        this.state.dateFrom = this.state.dateFrom || deserializeDate(data.date_from);
        this.state.chosen = Object.fromEntries(this.openParts.map((part) => [part.id, true]));
        this.state.refused = {};
    }

    async load(kind, departmentId) {
        try {
            this.take(await this.orm.call("cs.setup", "load", [kind, departmentId]));
            this.state.failed = "";
        } catch (error) {
            this.state.failed = refusalOf(error);
        }
    }

    reload() {
        return this.load(this.data.kind || null, this.data.department_id);
    }

    chooseKind(kind) {
        return this.load(kind, this.data.department_id);
    }

    chooseDepartment(ev) {
        return this.load(this.data.kind || null, Number(ev.target.value) || false);
    }

    setFirstDay(day) {
        this.state.dateFrom = day;
    }

    /** @param {"make" | number} place where a refusal is shown */
    async attempt(place, act) {
        this.state.busy = true;
        this.state.refused = {};
        try {
            await act();
        } catch (error) {
            this.state.refused = { [place]: refusalOf(error) };
        } finally {
            this.state.busy = false;
        }
    }

    make() {
        const { kind, department_id } = this.data;
        return this.attempt("make", async () => {
            const firstDay = this.state.dateFrom && serializeDate(this.state.dateFrom);
            const chosen = [kind, department_id, firstDay, this.chosenIds];
            this.take(await this.orm.call("cs.setup", "make", chosen));
            this.state.said = this.progressLabel;
            await this.menu.reload(); // it is not the first thing any more
            document.querySelector(".cs_su_list")?.scrollIntoView({ behavior: "smooth" });
        });
    }

    submit(part) {
        return this.attempt(part.id, async () => {
            await this.orm.call(part.record.model, "action_submit", [[part.record.id]]);
            await this.reload();
            this.state.said = _t("%s has been proposed.", part.name);
        });
    }

    open(action) {
        return this.action.doAction(action);
    }

    tryOut({ record }) {
        return this.action.doAction(record.trial, {
            additionalContext: { active_id: record.id, active_model: record.model },
        });
    }
}

registry.category("actions").add("cs_base.setup", Setup);
