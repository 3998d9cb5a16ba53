import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";
import { Person } from "./person";
import { stepButtons } from "./step_buttons";

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
    static components = { Dropdown, DropdownItem, Person };
    static props = {
        step: Object,
        number: Number,
        busy: Boolean,
        frozen: Boolean,
        refusal: { type: String, optional: true },
        onAct: Function,
        onAssign: Function,
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

    /** Before it runs: how long it took the last time. */
    get pastTime() {
        const { state, computes, past_seconds: seconds } = this.props.step;
        if (!computes || !seconds || !["waiting", "ready"].includes(state)) {
            return "";
        }
        if (seconds < 1.5) {
            return _t("took about a second last time");
        }
        return seconds < 90
            ? _t("took about %s seconds last time", Math.max(Math.round(seconds), 1))
            : _t("took about %s minutes last time", Math.round(seconds / 60));
    }

    get buttons() {
        return this.props.frozen ? [] : stepButtons(this.props.step);
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
