import { Component, markup, onWillUnmount, status, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { withFilter } from "@cs_base/open_filter/open_filter";
import { refusalOf } from "@cs_base/refusal";
import { MonthCloseSide } from "./month_close_side";
import { MonthCloseStep } from "./month_close_step";
import { stepButtons } from "./step_buttons";

/** Milliseconds between two looks at the server: while computing, and at rest. */
export const POLL = { busy: 2000, idle: 20000 };
const BUSY = ["running", "locking"];

/**
 * Month close (ALL-05): one page on which a month goes from open to closed.
 * The month is the record number in the address: /odoo/month-close/202610.
 */
export class MonthClose extends Component {
    static template = "cs_base.MonthClose";
    static components = { Layout, MonthCloseSide, MonthCloseStep };
    static props = { ...standardActionServiceProps };
    static path = "month-close";
    static displayName = _t("Month Close");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ data: null, failed: "", refused: {}, busy: false, said: "" });
        this.display = { controlPanel: {} };
        this.load(this.props.resId || null);
        onWillUnmount(() => clearTimeout(this.timer));
    }

    get data() {
        return this.state.data;
    }

    /** The first step that is not locked: the one that needs somebody. */
    get activeStep() {
        return this.data?.steps?.find((step) => step.state !== "locked");
    }

    /** On a phone: the one thing to do next, at the bottom. */
    get mainAction() {
        const step = this.activeStep;
        const button = step && stepButtons(step)[0];
        return button && !button.disabled ? { step, button } : null;
    }

    get stepsLabel() {
        const { locked_count, step_count } = this.data;
        return _t("%(locked)s / %(all)s steps", { locked: locked_count, all: step_count });
    }

    get openLabel() {
        return _t("%s open", this.data.open_total);
    }

    get handoverLine() {
        const { label, days_left, late } = this.data.handover;
        if (late) {
            return _t("The hand-over to finance was planned for %s.", label);
        }
        if (days_left === null) {
            return _t("Hand-over to finance planned for %s.", label);
        }
        return days_left === 0
            ? _t("Hand-over to finance planned for %s, today.", label)
            : _t("Hand-over to finance planned for %(label)s, %(days)s working days left.", {
                  label,
                  days: days_left,
              });
    }

    async load(month) {
        const turn = (this.turn = (this.turn || 0) + 1);
        let data;
        try {
            data = await this.orm.call("cs.period.screen", "load", [month]);
        } catch (error) {
            this.plan(); // offline now, perhaps not at the next look
            if (turn === this.turn) {
                this.state.failed = refusalOf(error);
            }
            return;
        }
        if (turn !== this.turn) {
            return; // a later month has been asked for meanwhile
        }
        this.state.failed = "";
        this.state.data = data;
        this.env.config.setDisplayName(`${data.company} · ${data.month_label}`);
        this.plan();
    }

    plan() {
        clearTimeout(this.timer);
        const over = !this.data?.period_id || this.data.state === "closed";
        if (over || status(this) === "destroyed") {
            return;
        }
        const busy = this.data.steps.some((step) => BUSY.includes(step.state));
        this.timer = setTimeout(() => this.poll(), busy ? POLL.busy : POLL.idle);
    }

    /** Moves the figures; reloads when somebody has done something. */
    async poll() {
        const { period_id, version, month } = this.data;
        try {
            if (document.visibilityState !== "hidden") {
                const news = await this.orm.silent.call("cs.period.screen", "progress", [
                    period_id,
                ]);
                if (this.data.month !== month) {
                    return;
                }
                if (news.version !== version) {
                    return this.load(month);
                }
                for (const figures of news.steps) {
                    Object.assign(
                        this.data.steps.find((step) => step.id === figures.id),
                        figures
                    );
                }
                this.say();
            }
        } catch {
            // Offline or the server restarts: the next look tries again.
        }
        this.plan();
    }

    say() {
        const step = this.data.steps.find((each) => each.state === "running");
        this.state.said = step ? `${step.name} ${Math.round(step.share * 100)}%` : "";
    }

    goTo(month) {
        this.props.updateActionState?.({ resId: month });
        this.state.refused = {};
        this.load(month);
    }

    /** Calls a button's method; a refusal stays at the place of the attempt. */
    async call(place, model, method, args) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        delete this.state.refused[place];
        try {
            await this.orm.call(model, method, args);
        } catch (error) {
            this.state.refused[place] = refusalOf(error);
        } finally {
            this.state.busy = false;
        }
        await this.load(this.data.month);
    }

    act(step, name) {
        const run = () => this.call(step.id, "cs.period.step", `action_${name}`, [[step.id]]);
        if (name !== "lock") {
            return run();
        }
        this.confirm(
            _t("Lock “%s”?", step.name),
            _t(
                "What is locked does not change any more. Later corrections go into the next open month and name the record they correct."
            ),
            _t("Lock"),
            run
        );
    }

    assign(step, userId) {
        return this.call(step.id, "cs.period.step", "action_assign", [[step.id], userId]);
    }

    close() {
        this.confirm(
            _t("Close %s?", this.data.month_label),
            _t("A closed month stays as it is and cannot be reopened by anybody."),
            _t("Close the month"),
            () => this.call("close", "cs.period", "action_close", [[this.data.period_id]])
        );
    }

    confirm(title, body, confirmLabel, confirm) {
        this.dialog.add(ConfirmationDialog, {
            title,
            body,
            confirmLabel,
            confirm,
            cancel: () => {},
        });
    }

    openMonth() {
        const { month } = this.data;
        const day = `${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}-01`;
        return this.call("open", "cs.period", "action_open_month", [day]);
    }

    remind(row) {
        return this.call(`remind ${row.key}`, "cs.period.waiting", "remind", [
            this.data.period_id,
            row.key,
        ]);
    }

    remindAll() {
        return this.call("remind all", "cs.period.waiting", "remind_all", [
            this.data.period_id,
        ]);
    }

    /** In place of Odoo's advice to add records. */
    get nothingLeft() {
        return _t("Nothing is left here. The month close shows what is still open.");
    }

    openAction(action) {
        const help = markup`<p class="o_view_nocontent_smiling_face">${this.nothingLeft}</p>`;
        return this.action.doAction({ help, ...withFilter(action) });
    }

    print() {
        return this.action.doAction("cs_base.cs_period_protocol_action", {
            additionalContext: {
                active_id: this.data.period_id,
                active_ids: [this.data.period_id],
                active_model: "cs.period",
            },
        });
    }
}

registry.category("actions").add("cs_base.month_close", MonthClose);
