import { Component, status, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { refusalOf } from "@cs_base/refusal";
import { RatingForm } from "./rating_form";

export const MODEL = "cs.appraisal.rating.form";

/**
 * My ratings to give: whom, until when; and the form of one person after the other.
 * The person is the record number in the address: /odoo/my-ratings/12.
 */
export class MyRatings extends Component {
    static template = "cs_appraisal.MyRatings";
    static components = { Layout, RatingForm };
    static props = { ...standardActionServiceProps };
    static path = "my-ratings";
    static displayName = _t("My Ratings");

    setup() {
        this.orm = useService("orm");
        this.state = useState({ data: null, form: null, failed: "", said: "" });
        this.display = { controlPanel: {} };
        this.load(this.props.resId || null);
    }

    get people() {
        return this.state.data.people;
    }

    get leftLine() {
        const { left } = this.state.data;
        return left ? _t("%s to give", left) : _t("All given, thank you.");
    }

    progressLine(person) {
        return _t("%(noted)s of %(total)s scored", person);
    }

    async load(id) {
        const data = await this.ask("get_raters");
        if (data) {
            this.state.data = data;
            await this.open(id);
        }
    }

    /** The answer of the server; what it refuses is said instead of the page. */
    async ask(method, ...args) {
        try {
            const answer = await this.orm.silent.call(MODEL, method, args);
            return status(this) === "destroyed" ? null : answer;
        } catch (error) {
            this.state.failed = refusalOf(error);
            return null;
        }
    }

    async open(id) {
        const form = id ? await this.ask("get_form", id) : null;
        Object.assign(this.state, { form, failed: form || !id ? "" : this.state.failed });
        this.props.updateActionState?.({ resId: (form && id) || false });
    }

    async back() {
        this.state.said = "";
        await this.load(null);
    }

    /** The next person, when one is left; else the list. */
    async given(name, data) {
        this.state.data = data;
        this.state.said = _t("The rating of %s has been submitted.", name);
        const next = data.people.find((person) => !person.is_done);
        await this.open(next ? next.id : null);
    }
}

registry.category("actions").add("cs_appraisal.my_ratings", MyRatings);
