import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { refusalOf } from "@cs_base/refusal";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";
import { MoveDialog } from "./move_dialog";

const RESULT = "cs.appraisal.result";

/**
 * A cycle at a glance: its steps, its grades with their distribution, and its people.
 * In the calibration a person is moved to another grade with a reason: by dragging, by
 * keyboard (Space picks up, arrows choose, Space drops, Escape lets go) or by button.
 * The cycle is the record number in the address: /odoo/appraisal-board/3.
 */
export class AppraisalBoard extends ServiceScreen {
    static template = "cs_appraisal.Board";
    static path = "appraisal-board";
    static displayName = _t("Appraisal Board");

    setup() {
        super.setup();
        this.dialog = useService("dialog");
        this.explanation = useService("cs_explanation");
        this.asked = { cycle: this.props.resId || null, department: null };
        this.held = useState({ card: null, from: "", over: "" });
        this.load();
    }

    get question() {
        return ["cs.appraisal.board", "get_board", [this.asked.cycle, this.asked.department]];
    }

    onLoaded() {
        if (this.data.cycle) {
            this.props.updateActionState?.({ resId: this.data.cycle.id });
        }
    }

    countLine(grade) {
        const { count, target } = grade;
        const share = `${grade.share}%`;
        return target === false
            ? _t("%(count)s people, %(share)s", { count, share })
            : _t("%(count)s people, %(share)s of %(target)s", {
                  count,
                  share,
                  target: `${target}%`,
              });
    }

    cardLabel(card, grade) {
        return _t("%(person)s, %(score)s, grade %(grade)s", { ...card, grade: grade.name });
    }

    moreLine(grade) {
        return _t("%s more", grade.more);
    }

    async choose(name, value) {
        this.asked[name] = Number(value) || null;
        if (name === "cycle") {
            this.asked.department = null;
        }
        await this.load();
    }

    openFact(fact) {
        return this.openList(fact.label, fact.model, fact.domain);
    }

    openGrade(grade) {
        return this.openList(_t("Grade %s", grade.name), RESULT, grade.domain);
    }

    openList(name, model, domain) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
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

    openCycle() {
        return this.openRecord("cs.appraisal.cycle", this.data.cycle.id);
    }

    openCard(card) {
        return this.openRecord(RESULT, card.id);
    }

    explain(card) {
        this.explanation.open(RESULT, card.id);
    }

    // Moving

    take(card, grade) {
        if (this.data.can_move) {
            Object.assign(this.held, { card, from: grade.name, over: grade.name });
            this.state.said = _t("%(person)s is picked up from grade %(grade)s.", {
                person: card.person,
                grade: grade.name,
            });
        }
    }

    letGo() {
        Object.assign(this.held, { card: null, from: "", over: "" });
    }

    onDragOver(ev, grade) {
        if (this.held.card) {
            ev.preventDefault();
            this.held.over = grade.name;
        }
    }

    onDrop(ev, grade) {
        ev.preventDefault();
        this.drop(grade);
    }

    drop(grade) {
        const { card, from } = this.held;
        this.letGo();
        if (card && grade.name !== from) {
            this.ask(card, from, grade.name);
        }
    }

    ask(card, from, grade) {
        const choices = this.data.grades.map((one) => one.name).filter((name) => name !== from);
        this.dialog.add(MoveDialog, {
            person: card.person,
            from,
            grade: grade || "",
            choices,
            move: (chosen, reason) => this.move(card, chosen, reason),
        });
    }

    /** @returns {Promise<string>} why it was refused, or "" */
    async move(card, grade, reason) {
        try {
            await this.orm.silent.call("cs.appraisal.board", "move", [card.id, grade, reason]);
        } catch (error) {
            return refusalOf(error);
        }
        await this.load();
        this.state.said = _t("%(person)s has grade %(grade)s now.", {
            person: card.person,
            grade,
        });
        return "";
    }

    onKeydown(ev, card, grade) {
        // the keys of a button within the card are the button's
        if (!this.data.can_move || ev.target !== ev.currentTarget) {
            return;
        }
        const names = this.data.grades.map((one) => one.name);
        if (ev.key === " ") {
            ev.preventDefault();
            if (this.held.card) {
                this.drop({ name: this.held.over });
            } else {
                this.take(card, grade);
            }
        } else if (ev.key === "Escape" && this.held.card) {
            ev.stopPropagation();
            this.letGo();
        } else if (this.held.card && ["ArrowLeft", "ArrowRight"].includes(ev.key)) {
            ev.preventDefault();
            const step = ev.key === "ArrowLeft" ? -1 : 1;
            const place = names.indexOf(this.held.over) + step;
            this.held.over = names[Math.min(Math.max(place, 0), names.length - 1)];
            this.state.said = _t("Grade %s", this.held.over);
        }
    }
}

registry.category("actions").add("cs_appraisal.board", AppraisalBoard);
