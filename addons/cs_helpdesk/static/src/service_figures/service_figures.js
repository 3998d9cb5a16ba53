import { onMounted } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useSetupAction } from "@web/search/action_hook";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";

/**
 * A manager's figures of a month beside those of the month before. The month and
 * whether days or weeks are shown are in the address:
 * /odoo/service-figures/202610?by=weeks.
 */
export class ServiceFigures extends ServiceScreen {
    static template = "cs_helpdesk.ServiceFigures";
    static path = "service-figures";
    static displayName = _t("Service Figures");

    setup() {
        super.setup();
        const kept = this.props.state || this.props.action.params || {};
        this.month = Number(kept.month || this.props.resId) || null;
        this.state.by = ["days", "weeks"].includes(kept.by) ? kept.by : "";
        useSetupAction({
            getLocalState: () => ({ month: this.month, by: this.state.by || undefined }),
        });
        onMounted(() => this.pushState());
        this.load();
    }

    get question() {
        return ["cs.service.figures", "get_figures", [this.month]];
    }

    /** Days do not fit on a phone with their numbers. */
    get by() {
        return this.state.by || (this.ui.isSmall ? "weeks" : "days");
    }

    get buckets() {
        return this.data.volumes[this.by];
    }

    /** The same scale for all kinds, so that bars may be compared. */
    get most() {
        return Math.max(1, ...this.data.volumes.kinds[0][this.by]);
    }

    get isEmpty() {
        const { volumes, closing, coverage } = this.data;
        return !volumes.kinds[0].count && !closing[0].count && !coverage[0].count;
    }

    get targetLine() {
        return _t("target %s", this.data.coverage[0].target);
    }

    get ratedLine() {
        const { rated, closed } = this.data.satisfaction;
        return _t("%(rated)s rated of %(closed)s closed", {
            rated: rated.count,
            closed: closed.count,
        });
    }

    onLoaded() {
        this.month = this.data.month;
        this.pushState();
    }

    pushState() {
        if (this.data) {
            this.props.updateActionState?.({
                resId: this.month,
                by: this.state.by || undefined,
            });
        }
    }

    async goTo(month) {
        if (month) {
            this.month = month;
            await this.load();
            this.state.said = this.data.month_label;
        }
    }

    setBy(by) {
        this.state.by = by;
        this.pushState();
    }

    height(number) {
        return `height: ${(100 * number) / this.most}%`;
    }

    barLabel(kind, index) {
        return `${this.buckets[index].label} ${kind.label} ${kind[this.by][index]}`;
    }

    /** What the picture of a kind says, for who does not see it. */
    chartLabel(kind) {
        const most = Math.max(...kind[this.by]);
        const label = this.buckets[kind[this.by].indexOf(most)].label;
        return most
            ? _t("%(kind)s: most on %(label)s, %(count)s", { kind: kind.label, label, count: most })
            : kind.label;
    }

    openBar(kind, index) {
        const { from, to, label } = this.buckets[index];
        const domain = [...kind.domain, ["create_date", ">=", from], ["create_date", "<", to]];
        this.openTickets(`${kind.label} · ${label}`, domain);
    }

    openFigure(title, row) {
        this.openTickets(`${title} · ${this.data.month_label}`, row.domain);
    }

    openCallbacks(title, row) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: `${title} · ${this.data.month_label}`,
            res_model: "cs.callback",
            domain: row.domain,
            views: [
                [false, "list"],
                [false, "kanban"],
                [false, "form"],
            ],
            mobile_view_mode: "kanban",
        });
    }

    get words() {
        return {
            received: _t("Received"),
            closed: _t("Closed"),
            late: _t("Closed late"),
            missing: _t("Not called back"),
            services: _t("Finished services"),
            rated: _t("Rated"),
        };
    }

    /** One tab stop a kind: arrows move from bar to bar. */
    onKeydown(ev) {
        const bars = [...ev.currentTarget.querySelectorAll("button")];
        const step = { ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length }[ev.key];
        if (step) {
            ev.preventDefault();
            const place = bars.indexOf(ev.target) + step;
            bars[Math.max(0, Math.min(place, bars.length - 1))].focus();
        }
    }

    firstBar(kind) {
        return kind[this.by].findIndex(Boolean);
    }
}

registry.category("actions").add("cs_helpdesk.service_figures", ServiceFigures);
