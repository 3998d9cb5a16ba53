import { _t } from "@web/core/l10n/translation";

/** What pressing means, by the name of the button; people are shown it on pointing. */
const TITLES = {
    start: _t("Works this step out anew. It can be paused and repeated; nothing is final."),
    pause: _t("Stops after this batch. Continue goes on from there."),
    lock: _t("Makes the results final. Later corrections go into the next open month."),
};

/**
 * What can be done with a step now, the main thing first.
 *
 * @param {Object} step as `cs.period.screen` describes it
 * @returns {{name: string, label: string, title: string, icon: string,
 *     missing?: string, main: boolean, disabled: boolean}[]} `missing` says why it is disabled
 */
export function stepButtons(step) {
    const compute = { name: "start", label: step.run_label, icon: "" };
    const goOn = { name: "start", label: _t("Continue"), icon: "fa-play" };
    const lock = { name: "lock", label: _t("Lock"), icon: "fa-lock", missing: step.lock_hint };
    const first = step.computes ? compute : lock;
    const byState = {
        waiting: [{ ...first, disabled: true }],
        ready: [first],
        running: [step.pausing ? goOn : { name: "pause", label: _t("Pause"), icon: "fa-pause" }],
        paused: [goOn],
        error: [{ name: "start", label: _t("Try again"), icon: "fa-repeat" }],
        done: [lock, { name: "start", label: _t("Compute again"), icon: "fa-repeat" }],
        locking: [],
        locked: [],
    };
    return byState[step.state].map((button, index) => ({
        ...button,
        title: TITLES[button.name],
        main: index === 0 && !["running", "waiting"].includes(step.state),
        disabled: Boolean(button.disabled || button.missing || !step.can_act),
    }));
}
