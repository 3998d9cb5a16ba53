import { useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";
import { refusalOf } from "@cs_base/refusal";

const ITEM = "cs.incentive.item";
const PRINT = "cs_incentive.cs_incentive_statement_print_action";

/** Smaller numbers in the address are no months. */
const FIRST_MONTH = 190001;

/** Steps of the arrow keys between lines. */
const KEYS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/**
 * My income: the statement of a month, each line opens in place to its formula and its
 * reasons (INC-30, ALL-01). The month is the record number in the address:
 * /odoo/my-income/202610.
 */
export class MyIncome extends ServiceScreen {
    static template = "cs_incentive.MyIncome";
    static path = "my-income";
    static displayName = _t("My Income");

    setup() {
        super.setup();
        Object.assign(this.state, { open: false, detail: null, refused: "", hint: false });
        this.page = useRef("page");
        this.asked = this.firstAsked;
        useEffect(
            (hint) => hint && this.rows[0]?.focus(),
            () => [this.state.hint]
        );
        this.load();
    }

    /** Behind an appeal the address has the number of the line instead. */
    get firstAsked() {
        const { resId } = this.props;
        return resId >= FIRST_MONTH ? resId : null;
    }

    get question() {
        return ["cs.incentive.my", "get_income", [this.asked]];
    }

    get head() {
        return this.data.statement.head;
    }

    get comparison() {
        return this.data.statement.comparison;
    }

    /** The text around the deadline, which is set off: [before, deadline, after]. */
    get appealParts() {
        const { text, deadline } = this.data.appeal;
        const [before, after = ""] = text.split(deadline);
        return { before, deadline, after };
    }

    get emptyLine() {
        return this.data.has_any
            ? _t("There is no approved statement for this month.")
            : _t("You have no statement yet. It appears here as soon as one is approved.");
    }

    get rows() {
        return [...(this.page.el?.querySelectorAll(".cs_mi_line") || [])];
    }

    lineLabel(line) {
        return _t("%(name)s, %(amount)s. Why?", line);
    }

    onLoaded() {
        const ids = this.data.statement
            ? this.data.statement.sections.flatMap(({ lines }) => lines.map(({ id }) => id))
            : [];
        if (this.state.open && !ids.includes(this.state.open)) {
            this.closeLine();
        }
    }

    goTo(place) {
        if (place) {
            this.closeLine();
            this.asked = place;
            this.props.updateActionState?.({ resId: place });
            return this.load().then(() => {
                this.state.said = this.data.statement ? this.head.month : this.emptyLine;
            });
        }
    }

    // Lines

    toggle(line) {
        return this.state.open === line.id ? this.closeLine() : this.openLine(line);
    }

    closeLine() {
        Object.assign(this.state, { open: false, detail: null, refused: "" });
    }

    async openLine({ id }) {
        Object.assign(this.state, { open: id, detail: null, refused: "", hint: false });
        let detail = null;
        let refused = "";
        try {
            detail = await this.orm.silent.call("cs.incentive.my", "get_line", [id]);
        } catch (error) {
            refused = refusalOf(error);
        }
        if (this.state.open === id) {
            Object.assign(this.state, { detail, refused });
        }
    }

    onKeydown(ev) {
        if (ev.key === "Escape" && this.state.open) {
            const opened = this.page.el.querySelector(".cs_mi_line[aria-expanded=true]");
            this.closeLine();
            opened?.focus();
            return;
        }
        const { rows } = this;
        const place = rows.indexOf(document.activeElement);
        const step = KEYS[ev.key];
        if (step && place >= 0) {
            ev.preventDefault();
            rows[Math.max(0, Math.min(place + step, rows.length - 1))].focus();
        }
    }

    // What can be done

    openLink({ model, ids }, name) {
        const views = ids.length === 1 ? [[false, "form"]] : [[false, "list"], [false, "form"]];
        return this.action.doAction({
            type: "ir.actions.act_window",
            name,
            res_model: model,
            views,
            ...(ids.length === 1 ? { res_id: ids[0] } : { domain: [["id", "in", ids]] }),
        });
    }

    /** Appeals are against a line: the open one, else the person is asked for it. */
    appeal() {
        if (this.state.open) {
            return this.press(ITEM, this.state.open, "action_appeal");
        }
        this.state.hint = true;
    }

    print() {
        const { id } = this.head;
        return this.action.doAction(PRINT, {
            additionalContext: {
                active_id: id,
                active_ids: [id],
                active_model: "cs.incentive.statement",
            },
        });
    }
}

/** The same page with the statement of somebody else: /odoo/incentive-income/12. */
export class Income extends MyIncome {
    static path = "incentive-income";
    static displayName = _t("Statement");

    setup() {
        super.setup();
        if (this.asked) {
            this.props.updateActionState?.({ resId: this.asked });
        }
    }

    get firstAsked() {
        return this.props.resId || this.props.action.params?.statement_id || null;
    }

    get question() {
        return ["cs.incentive.my", "get_statement", [this.asked]];
    }
}

registry.category("actions").add("cs_incentive.my_income", MyIncome);
registry.category("actions").add("cs_incentive.income", Income);
