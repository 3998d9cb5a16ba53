import { browser } from "@web/core/browser/browser";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillStart, onWillUnmount, useEffect, useState } from "@odoo/owl";

const { DateTime } = luxon;
const COLOURS = { ready: "success", busy: "danger", away: "warning", out: "secondary" };
const MINUTE = 60 * 1000;

/** What an agent of a phone or chat desk shows, and since when (ATT-15). */
export class DeskState extends Component {
    static template = "cs_attendance.DeskState";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.lazySession = useService("lazy_session");
        this.shown = useState({ desk: false, isLoaded: false, now: DateTime.now() });
        onWillStart(() => {
            // Not waited for: it must not hold the page up.
            this.lazySession.getValue("cs_desk", (desk) => {
                this.shown.desk = desk || false;
                this.shown.isLoaded = true;
            });
        });
        // The menu bar has been fitted before the buttons that come late: once more.
        useEffect(
            (isLoaded) => {
                if (isLoaded) {
                    browser.dispatchEvent(new Event("resize"));
                }
            },
            () => [this.shown.isLoaded]
        );
        const tick = setInterval(() => (this.shown.now = DateTime.now()), MINUTE);
        onWillUnmount(() => clearInterval(tick));
    }

    get label() {
        return Object.fromEntries(this.shown.desk.states)[this.shown.desk.state];
    }

    get minutes() {
        const { since, state } = this.shown.desk;
        if (!since || state === "out") {
            return false;
        }
        const spent = this.shown.now.diff(deserializeDateTime(since), "minutes");
        return Math.max(Math.floor(spent.minutes), 0);
    }

    get isOver() {
        const { state, limit } = this.shown.desk;
        return state === "away" && this.minutes !== false && this.minutes >= limit;
    }

    colour(state) {
        return COLOURS[state];
    }

    async refresh() {
        this.shown.desk = await this.orm.call("cs.desk", "load", []);
        this.shown.now = DateTime.now();
    }

    async choose(state) {
        this.shown.desk = await this.orm.call("cs.desk", "show", [state]);
        this.shown.now = DateTime.now();
    }
}

registry
    .category("systray")
    .add("cs_attendance.desk_state", { Component: DeskState }, { sequence: 102 });
