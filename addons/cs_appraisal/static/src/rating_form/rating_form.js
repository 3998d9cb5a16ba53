import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { refusalOf } from "@cs_base/refusal";

const MODEL = "cs.appraisal.rating.form";
export const SCORES = [5, 4, 3, 2, 1];

/** What has to be explained (APP-04). */
export function needsReason(item) {
    return !item.is_points && [5, 2, 1].includes(item.score);
}

/**
 * The form of one person. Each choice is kept at once, one after the other, so what
 * was tapped last is what counts.
 */
export class RatingForm extends Component {
    static template = "cs_appraisal.RatingForm";
    static props = { form: Object, onBack: Function, onGiven: Function };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.scores = SCORES;
        this.needsReason = needsReason;
        this.state = useState({
            sections: this.props.form.sections,
            refusal: "",
            busy: false,
            isChecked: false,
            isDeclining: false,
            why: "",
        });
        this.saving = Promise.resolve(true);
    }

    get items() {
        return this.state.sections.flatMap((section) => section.items);
    }

    get open() {
        return this.items.filter((item) => this.isOpen(item));
    }

    get progress() {
        const total = this.items.length;
        return { done: total - this.open.length, total };
    }

    get progressLine() {
        return _t("%(done)s of %(total)s done", this.progress);
    }

    get progressStyle() {
        const { done, total } = this.progress;
        return `width: ${total ? (100 * done) / total : 0}%`;
    }

    get missingLine() {
        return _t("Still open: %s", this.open.map((item) => item.name).join(", "));
    }

    isScored(item) {
        return item.score !== false && item.score !== null;
    }

    isSilent(item) {
        return needsReason(item) && !item.reason.trim();
    }

    isOpen(item) {
        return !this.isScored(item) || this.isSilent(item);
    }

    hasReason(item) {
        return needsReason(item) || (this.isScored(item) && Boolean(item.reason));
    }

    reasonLabel(item) {
        return _t("Reason for %s, required", item.score);
    }

    pointsLabel(item) {
        return _t("Points from 0 to %s", item.full);
    }

    scoreLabel(item, score) {
        return _t("%(name)s: %(score)s", { name: item.name, score });
    }

    /** One tab stop an item: the chosen button, else the first. */
    tabIndex(item, score) {
        return score === (this.isScored(item) ? item.score : SCORES[0]) ? 0 : -1;
    }

    choose(item, score) {
        item.score = score;
        this.save(item);
    }

    onKeydown(ev, item) {
        const index = SCORES.indexOf(item.score);
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[ev.key];
        let score = Number(ev.key);
        if (step) {
            score = SCORES[Math.max(0, Math.min(index + step, SCORES.length - 1))];
        }
        if (SCORES.includes(score)) {
            ev.preventDefault();
            this.choose(item, score);
            ev.currentTarget.querySelector(`[data-score="${score}"]`).focus();
        }
    }

    onPoints(item, text) {
        item.score = text.trim() === "" ? false : Number(text.replace(",", "."));
        if (this.isScored(item)) {
            this.save(item);
        }
    }

    /** One after the other; what a lost connection kept is sent again by the next one. */
    save(item) {
        item.isUnsent = true;
        this.saving = this.saving.catch(() => false).then(() => this.send());
        return this.saving;
    }

    async send() {
        let answer = true;
        for (const item of this.items.filter((one) => one.isUnsent)) {
            const { id, score, reason } = item;
            item.isUnsent = false;
            try {
                const args = [this.props.form.id, id, score, reason];
                answer = await this.call(item, "save", args);
            } catch (error) {
                item.isUnsent = true;
                throw error;
            }
        }
        return answer;
    }

    /** The answer; false when it was refused, which is said at the place. */
    async call(place, method, args) {
        try {
            const answer = await this.orm.silent.call(MODEL, method, args);
            place.refusal = "";
            return answer;
        } catch (error) {
            place.refusal = refusalOf(error);
            return false;
        }
    }

    async submit() {
        this.state.isChecked = true;
        if (this.open.length) {
            return this.showOpen();
        }
        await this.give("submit", [this.props.form.id]);
    }

    async decline() {
        await this.give("decline", [this.props.form.id, this.state.why]);
    }

    async give(method, args) {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            await this.saving.catch(() => false);
            await this.send();
            const data = this.items.some((item) => item.refusal)
                ? false
                : await this.call(this.state, method, args);
            if (data) {
                this.props.onGiven(this.props.form.name, data);
            }
        } finally {
            this.state.busy = false;
        }
    }

    showOpen() {
        const place = this.root.el.querySelector(`[data-item="${this.open[0].id}"]`);
        place.scrollIntoView({ block: "center" });
        // a reason that is missing comes before the scores above it
        const field = place.querySelector("textarea, input");
        (field || place.querySelector("[tabindex='0']")).focus();
    }
}
