import { Component, onWillUnmount, status, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { isIosApp } from "@web/core/browser/feature_detection";
import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { pressRecordButton } from "@cs_base/record_button";
import { refusalOf } from "@cs_base/refusal";
import { punchMeaning } from "./punch_meaning";

/** Milliseconds between two looks at the clock. */
export const TICK = 15000;

const DAY = "cs.attendance.day";

/**
 * My month: today, the month in numbers, its days, what needs me. For a phone first.
 * The month is the record number in the address: /odoo/my-attendance/202610.
 */
export class MyMonth extends Component {
    static template = "cs_attendance.MyMonth";
    static components = { Layout };
    static props = { ...standardActionServiceProps };
    static path = "my-attendance";
    static displayName = _t("My Attendance");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.explanation = useService("cs_explanation");
        this.panel = useState(this.explanation.state);
        this.ui = useState(useService("ui"));
        this.calendar = useRef("calendar");
        this.state = useState({
            data: null,
            failed: "",
            busy: false,
            now: luxon.DateTime.now(),
            active: 0,
            plan: 0,
            said: "",
        });
        this.display = { controlPanel: {} };
        this.load(this.props.resId || null);
        const reload = () => this.load(this.data?.month || null);
        useBus(this.explanation.bus, "changed", ({ detail }) => {
            if (detail.resModel === DAY) {
                reload();
            }
        });
        const timer = browser.setInterval(() => {
            this.state.now = luxon.DateTime.now();
        }, TICK);
        onWillUnmount(() => browser.clearInterval(timer));
        useEffect(
            () => this.focusDay(),
            () => [this.state.active]
        );
    }

    get data() {
        return this.state.data;
    }

    get card() {
        return this.data.today_card;
    }

    get dateLine() {
        const clock = this.state.now.setZone(this.card.zone).toFormat("HH:mm");
        return _t("%(date)s · now %(clock)s", { date: this.card.date, clock });
    }

    get todayTitle() {
        const { kind, shift, hours } = this.card;
        if (hours) {
            return _t("Today %(shift)s %(hours)s", { shift, hours });
        }
        return kind === "holiday" ? _t("Today is a holiday") : _t("Today is a day off");
    }

    get punch() {
        return this.card.punch && punchMeaning(this.card.punch, this.state.now);
    }

    get inLine() {
        if (this.card.in) {
            return _t("On duty since %s", this.card.in);
        }
        return this.card.ready
            ? _t("No on-duty punch yet, be ready by %s", this.card.ready)
            : _t("No on-duty punch yet");
    }

    get outLine() {
        if (this.card.out) {
            return _t("Off duty at %s", this.card.out);
        }
        return this.card.stop ? _t("Normal off duty from %s", this.card.stop) : "";
    }

    get firstColumn() {
        return this.data.calendar[0].weekday + 1;
    }

    get plannedDay() {
        return this.data.calendar.find((day) => day.day === this.state.plan && !day.id);
    }

    isPicked(day) {
        const { target } = this.panel;
        return day.id
            ? target?.resModel === DAY && target.resId === day.id
            : this.state.plan === day.day;
    }

    async load(month) {
        const turn = (this.turn = (this.turn || 0) + 1);
        let data;
        try {
            data = await this.orm.silent.call("cs.attendance.my.month", "get_month", [month]);
        } catch (error) {
            const sentence = refusalOf(error);
            if (turn === this.turn) {
                this.state.failed = sentence;
            }
            return;
        }
        if (turn !== this.turn || status(this) === "destroyed") {
            return; // another month has been asked for meanwhile
        }
        if (this.data?.month !== data.month) {
            this.state.active = data.today || 1;
            this.state.plan = 0;
            this.state.said = data.month_label;
        }
        Object.assign(this.state, { data, failed: "", now: luxon.DateTime.now() });
    }

    goTo(month) {
        if (month) {
            this.explanation.close();
            this.props.updateActionState?.({ resId: month });
            this.load(month);
        }
    }

    // Calendar

    open(day) {
        this.state.active = day.day;
        this.state.plan = day.id ? 0 : day.day;
        if (day.id) {
            this.openDay(day.id);
        } else {
            this.explanation.close();
        }
    }

    openDay(id) {
        const ids = this.data.calendar.map((day) => day.id).filter(Boolean);
        this.explanation.open(DAY, id, { ids: ids.includes(id) ? ids : [], focus: this.ui.isSmall });
    }

    onKeydown(ev) {
        const step = {
            ArrowLeft: -1,
            ArrowRight: 1,
            ArrowUp: -7,
            ArrowDown: 7,
            Home: -Infinity,
            End: Infinity,
        }[ev.key];
        if (step) {
            ev.preventDefault();
            this.wantsFocus = true;
            const last = this.data.calendar.length;
            this.state.active = Math.max(1, Math.min(this.state.active + step, last));
        }
    }

    focusDay() {
        if (this.wantsFocus) {
            this.wantsFocus = false;
            this.calendar.el?.querySelector(`[data-day="${this.state.active}"]`)?.focus();
        }
    }

    // What can be done

    async punchNow() {
        if (this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const place = this.card.punch.tracking ? await this.whereAmI() : {};
            await rpc("/hr_attendance/systray_check_in_out", place);
            await this.load(this.data.month);
            this.state.said = this.card.out ? this.outLine : this.inLine;
        } finally {
            this.state.busy = false;
        }
    }

    /** As in the menu bar: without a place when the person or the device gives none. */
    whereAmI() {
        if (isIosApp() || !browser.navigator.geolocation) {
            return {};
        }
        return new Promise((resolve) => {
            browser.navigator.geolocation.getCurrentPosition(
                ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude }),
                () => resolve({}),
                { enableHighAccuracy: true }
            );
        });
    }

    async run({ model, id, method }) {
        if (!method) {
            return this.openDay(id);
        }
        if (method === "open") {
            return this.action.doAction({
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
            });
        }
        return pressRecordButton(this.action, {
            model,
            id,
            method,
            onClose: () => this.load(this.data.month),
        });
    }

    async request(kind) {
        const action = await this.orm.call("cs.attendance.my.month", "get_request", [
            kind,
            this.plannedDay.date,
        ]);
        return this.action.doAction(action, { onClose: () => this.load(this.data.month) });
    }
}

registry.category("actions").add("cs_attendance.my_month", MyMonth);
