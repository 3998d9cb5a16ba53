import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/** Asks for what the chosen team wants to know of the chosen kind (HD-09). */
export class TicketIntake extends Interaction {
    static selector = ".cs_portal form";
    dynamicContent = {
        "input[name=kind]": {"t-on-change": this.show},
        "select[name=team]": {"t-on-change": this.show},
    };

    start() {
        this.show();
    }

    show() {
        const kind = this.el.querySelector("input[name=kind]:checked")?.value;
        const team = this.el.querySelector("select[name=team]")?.value;
        for (const question of this.el.querySelectorAll(".cs_intake_question")) {
            const {team: ofTeam, kind: ofKind} = question.dataset;
            const isAsked = (!ofTeam || ofTeam === team) && (!ofKind || ofKind === kind);
            question.classList.toggle("d-none", !isAsked);
        }
    }
}

registry.category("public.interactions").add("cs_helpdesk.TicketIntake", TicketIntake);
