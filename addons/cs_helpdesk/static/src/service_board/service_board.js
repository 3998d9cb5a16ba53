import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useSetupAction } from "@web/search/action_hook";
import { onMounted } from "@odoo/owl";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";

/**
 * A leader's board: overdue by unit, load by person, what nobody works on. The team is
 * in the address: /odoo/service-board?team=3.
 */
export class ServiceBoard extends ServiceScreen {
    static template = "cs_helpdesk.ServiceBoard";
    static path = "service-board";
    static displayName = _t("Team Board");

    setup() {
        super.setup();
        const kept = this.props.state || this.props.action.params || {};
        this.team = Number(kept.team) || 0;
        this.display = { controlPanel: {}, layoutActions: true };
        useSetupAction({ getLocalState: () => ({ team: this.team || undefined }) });
        onMounted(() => this.pushState());
        this.load();
    }

    get question() {
        return ["cs.service.board", "get_board", [this.team || null]];
    }

    /** What is counted, with its words, in the order of the columns. */
    get columns() {
        return [
            { name: "open", label: _t("Not closed") },
            { name: "today", label: _t("Due Today") },
            { name: "overdue", label: _t("Overdue") },
            { name: "waiting", label: _t("On hold") },
        ];
    }

    get units() {
        const { units } = this.data;
        return this.ui.isSmall ? units.filter((one) => one.overdue.count) : this.sorted(units);
    }

    /** On a phone only whom something is overdue or due today of. */
    get people() {
        const people = this.sorted(this.data.people);
        const isDue = (one) => one.overdue.count || one.today.count;
        return this.ui.isSmall ? people.filter(isDue) : people;
    }

    get isQuiet() {
        return !this.units.length && !this.people.length && !this.data.unassigned.count;
    }

    /** By name as the reader's language sorts; what has none stays last. */
    sorted(rows) {
        const named = rows.filter((row) => row.id);
        named.sort((a, b) => a.name.localeCompare(b.name, user.lang || undefined));
        return [...named, ...rows.filter((row) => !row.id)];
    }

    onLoaded() {
        this.team = this.data.team;
        this.pushState();
    }

    pushState() {
        this.props.updateActionState?.({ team: this.team || undefined });
    }

    onTeam(ev) {
        this.team = Number(ev.target.value);
        this.refresh();
    }

    /** A class for numbers that need somebody. */
    classOf(column, figure) {
        return column.name === "overdue" && figure.count ? "cs_todo" : "";
    }

    openFigure(row, column) {
        const parts = [row?.name, column.label];
        const { domain } = row ? row[column.name] : this.data.totals[column.name];
        this.openTickets(parts.filter(Boolean).join(" · "), domain);
    }

    figureLabel(row, column) {
        return `${row.name} ${column.label} ${row[column.name].count}`;
    }

    openUnassigned() {
        this.openTickets(_t("Tickets without a person"), this.data.unassigned.domain);
    }

    get moreLine() {
        const { count, lines } = this.data.unassigned;
        return _t("%s more", count - lines.length);
    }

    openMyDay() {
        return this.action.doAction("cs_helpdesk.cs_service_day_action");
    }
}

registry.category("actions").add("cs_helpdesk.service_board", ServiceBoard);
