import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { Person } from "./person";

const ICONS = {
    waiting: "fa-unlock-alt",
    ready: "fa-unlock-alt",
    running: "fa-play",
    paused: "fa-pause",
    done: "fa-check",
    error: "fa-exclamation-triangle",
    locking: "fa-lock",
    locked: "fa-lock",
};

/** One step: what it is, where it stands, who does it, what can be done now. */
export class MonthCloseStep extends Component {
    static template = "cs_base.MonthCloseStep";
    static components = { Person };
    static props = {
        step: Object,
        number: Number,
        busy: Boolean,
        frozen: Boolean,
        refusal: { type: String, optional: true },
        onAct: Function,
        onOpen: Function,
    };

    get icon() {
        return ICONS[this.props.step.state];
    }

    get figures() {
        const { done, total, unit } = this.props.step;
        return `${formatInteger(done)} / ${formatInteger(total)} ${unit}`.trim();
    }

    get percent() {
        return Math.round(this.props.step.share * 100);
    }

    get isMoving() {
        return ["running", "paused", "error"].includes(this.props.step.state);
    }

    get timeLeft() {
        const seconds = this.props.step.seconds_left;
        if (this.props.step.state !== "running" || seconds === null || !seconds) {
            return "";
        }
        return seconds < 90
            ? _t("about %s seconds left", Math.max(seconds, 1))
            : _t("about %s minutes left", Math.round(seconds / 60));
    }

    /** Buttons of this state, the main one first. */
    get buttons() {
        const { step, frozen } = this.props;
        if (frozen || step.state === "locked") {
            return [];
        }
        const run = { name: "start", label: step.run_label, icon: "" };
        const lock = {
            name: "lock",
            label: _t("Lock"),
            icon: "fa-lock",
            missing: step.lock_hint,
        };
        const byState = {
            waiting: [step.computes ? { ...run, missing: " " } : { ...lock, missing: " " }],
            ready: [step.computes ? run : lock],
            running: [
                step.pausing
                    ? { name: "start", label: _t("Continue"), icon: "fa-play" }
                    : { name: "pause", label: _t("Pause"), icon: "fa-pause" },
            ],
            paused: [{ name: "start", label: _t("Continue"), icon: "fa-play" }],
            error: [{ name: "start", label: _t("Try again"), icon: "fa-repeat" }],
            done: [lock, { name: "start", label: _t("Again"), icon: "fa-repeat" }],
            locking: [],
        };
        return byState[step.state].map((button, index) => ({
            ...button,
            main: index === 0 && !["running", "waiting"].includes(step.state),
            disabled: !step.can_act || Boolean(button.missing) || this.props.busy,
        }));
    }

    /** What stands beside a disabled button. */
    get missing() {
        const { step, frozen } = this.props;
        if (frozen || ["locked", "waiting", "locking"].includes(step.state)) {
            return "";
        }
        if (!step.can_act) {
            return _t("Done by: %s", step.group);
        }
        return this.buttons.find((button) => button.missing)?.missing || "";
    }

    format(count) {
        return typeof count === "number" ? formatInteger(count) : count;
    }
}
