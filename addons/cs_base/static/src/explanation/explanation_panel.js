import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { Person } from "../month_close/person";
import { pressRecordButton } from "../record_button";

/**
 * What a model adds below the verdict, such as a drawing: model name -> component with
 * the prop `view`, which is what `get_explanation()` answered.
 */
export const explanationExtras = registry.category("cs_explanation_extras");

/**
 * Draws what `get_explanation()` of an explained record answers: verdict, rules, facts,
 * parameters, history, actions. At the side (with title and buttons, see the
 * `cs_explanation` service) or, with `inPlace`, inside a statement. All texts are
 * plain and escaped.
 */
export class ExplanationPanel extends Component {
    static template = "cs_base.ExplanationPanel";
    static components = { Person };
    static props = {
        resModel: String,
        resId: Number,
        revision: { type: Number, optional: true },
        inPlace: { type: Boolean, optional: true },
        previous: { type: [Function, { value: null }], optional: true },
        next: { type: [Function, { value: null }], optional: true },
        close: { type: Function, optional: true },
        follow: { type: Function, optional: true },
        onChange: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ view: null, error: "", isBusy: false, announcement: "" });
        this.load(this.props);
        onWillUpdateProps((next) => {
            if (next.resModel !== this.props.resModel || next.resId !== this.props.resId) {
                // Never the reasons of one record under the name of another.
                this.load(next);
            } else if (next.revision !== this.props.revision) {
                this.load(next, { quiet: true });
            }
        });
    }

    async load({ resModel, resId }, { quiet = false } = {}) {
        const { state } = this;
        if (!quiet) {
            Object.assign(state, { view: null, announcement: "" });
        }
        state.error = "";
        try {
            const request = this.orm.silent.call(resModel, "get_explanation", [[resId]]);
            state.view = await this.keepLast.add(request);
            state.announcement = [state.view.title, state.view.verdict].join(" ");
        } catch (error) {
            state.view = null;
            state.error = this.messageOf(error);
        }
    }

    messageOf(error) {
        if (error instanceof ConnectionLostError) {
            return _t("No connection. Check the network, then try again.");
        }
        if (error instanceof RPCError && error.exceptionName?.startsWith("odoo.exceptions.")) {
            return error.data?.message || error.message;
        }
        return _t(
            "The explanation could not be loaded. Try again; if that does not help, tell your administrator."
        );
    }

    get Extra() {
        return explanationExtras.get(this.props.resModel, null);
    }

    get badgeClass() {
        const { token, pending } = this.state.view;
        return `cs_day_${token}${pending ? " cs_day_pending" : ""}`;
    }

    get hiddenFacts() {
        const count = this.state.view.hidden_facts;
        return count === 1
            ? _t("1 more fact is not open to you")
            : _t("%s more facts are not open to you", count);
    }

    since(policy) {
        return _t("in force since %s", policy.since);
    }

    /** A real address where there is one, so that a fact opens in a new tab too. */
    hrefOf(link) {
        const name = link.model.includes(".") ? link.model : `m-${link.model}`;
        return link.ids.length === 1 ? `/odoo/${name}/${link.ids[0]}` : "#";
    }

    openRule(rule) {
        return this.openLink({ model: "cs.rule", ids: [rule.id] });
    }

    openLink({ model, ids }, name) {
        const action = { type: "ir.actions.act_window", res_model: model, name };
        if (ids.length === 1) {
            Object.assign(action, { res_id: ids[0], views: [[false, "form"]] });
        } else {
            action.views = [
                [false, "list"],
                [false, "form"],
            ];
            action.domain = [["id", "in", ids]];
        }
        return this.props.follow ? this.props.follow(action) : this.action.doAction(action);
    }

    async run(action) {
        const { resModel, resId } = this.props;
        this.state.isBusy = true;
        try {
            await pressRecordButton(this.action, {
                model: resModel,
                id: resId,
                method: action.method,
                onClose: () => this.afterAction(),
            });
        } finally {
            this.state.isBusy = false;
        }
    }

    afterAction() {
        if (this.props.onChange) {
            this.props.onChange();
        } else {
            this.load(this.props, { quiet: true });
        }
    }
}
