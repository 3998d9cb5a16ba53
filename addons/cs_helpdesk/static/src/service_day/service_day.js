import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { ServiceScreen } from "@cs_helpdesk/service/service_screen";

/** My day: what is due next, whom to call back, what colleagues ask, what waits. */
export class ServiceDay extends ServiceScreen {
    static template = "cs_helpdesk.ServiceDay";
    static path = "my-day";
    static displayName = _t("My Day");

    setup() {
        super.setup();
        this.load();
    }

    get question() {
        return ["cs.service.day", "get_day", []];
    }

    get isEmpty() {
        const { due, callbacks, transfers, mine } = this.data;
        return !due.count && !callbacks.count && !transfers.count && !mine.count;
    }

    get lateLine() {
        return _t("%s overdue", this.data.due.late);
    }

    get mineLine() {
        return _t("All my open tickets: %s", this.data.mine.count);
    }

    moreLine(part) {
        return _t("%s more", part.count - part.lines.length);
    }

    callLabel(line) {
        return _t("Call %s", line.customer);
    }

    sinceLine(line) {
        return _t("since %s", line.since);
    }

    attemptsLine(line) {
        return line.missed === 1
            ? _t("not reached once")
            : _t("not reached %s times", line.missed);
    }

    openAll(part, name) {
        return this.openTickets(name, part.domain);
    }

    openDue() {
        return this.openAll(this.data.due, _t("Due Next"));
    }

    openWaiting() {
        return this.openAll(this.data.waiting, _t("On hold"));
    }

    openMine() {
        return this.openAll(this.data.mine, _t("My open tickets"));
    }

    openFree() {
        return this.openAll(this.data.free, _t("Tickets without a person"));
    }

    openCallbacks() {
        return this.action.doAction("cs_helpdesk.cs_callback_action");
    }
}

registry.category("actions").add("cs_helpdesk.service_day", ServiceDay);
