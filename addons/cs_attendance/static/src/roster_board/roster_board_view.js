import { Component, markRaw, status } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { refusalOf } from "@cs_base/refusal";
import {
    countDrafts,
    draw,
    groupPeople,
    openCells,
    shortfalls,
    totalHeads,
    troublesByDay,
    usedShifts,
} from "./roster_people";

/** Milliseconds: until hovering previews, until grey blocks show. */
export const WAIT = { preview: 300, blank: 150 };
/** Rows drawn beyond what is in sight, above and below; the others are empty space. */
export const MARGIN = 12;
export const MODEL = "cs.roster.board";
/** Pixels from one row to the next, until they can be measured. */
const PITCH = 32;

/** What the roster board shows, and how it gets it. */
export class RosterBoardView extends Component {
    get board() {
        return this.state.board;
    }

    get filters() {
        return {
            department: this.state.department || undefined,
            week: this.board?.is_week ? this.board.first : undefined,
        };
    }

    get view() {
        const { first, last } = this.board;
        return { first, last, department_id: this.state.department || null };
    }

    get windowSize() {
        const height = this.scroller.el?.clientHeight || window.innerHeight;
        return Math.ceil(height / PITCH) + 2 * MARGIN;
    }

    /** From which item to which one, exclusive. */
    get range() {
        const count = this.state.items.length;
        const first = Math.min(this.state.first, Math.max(count - this.windowSize, 0));
        return [first, Math.min(first + this.windowSize, count)];
    }

    get drawn() {
        const [from, to] = this.range;
        return this.state.items.slice(from, to).map((item, offset) => ({
            ...item,
            position: from + offset,
            person: item.row === undefined ? null : this.state.people[item.row],
        }));
    }

    /** Pixels of the rows above and below that are not drawn. */
    get space() {
        const [from, to] = this.range;
        const pitch = this.pitch || PITCH;
        return [from * pitch, (this.state.items.length - to) * pitch];
    }

    get columnCount() {
        return this.board.days.length + this.state.heads.length + 1;
    }

    get legend() {
        return usedShifts(this.board).map((shift) => ({ ...shift, key: this.keyOf(shift) }));
    }

    /** Shifts that have a key of their own, in the order of the legend. */
    get keyed() {
        return this.board.shifts.filter((shift) => shift.active).slice(0, 9);
    }

    keyOf(shift) {
        const number = this.keyed.indexOf(shift) + 1;
        return number ? String(number) : "";
    }

    get drafts() {
        return countDrafts(this.state.people);
    }

    /** Also of rosters that are only read; empty where nothing is rostered. */
    get draftLine() {
        const looks = this.state.people.flatMap((person) => person.looks);
        const drafts = looks.filter((look) => look?.stored && look.draft).length;
        if (drafts) {
            return _t("Draft: %s days not published", drafts);
        }
        return this.hasRoster ? _t("Published") : "";
    }

    get hasRoster() {
        return this.state.people.some((person) => person.looks.some((look) => look?.stored));
    }

    get gapLine() {
        return _t("%s gaps", this.gaps.length);
    }

    get gaps() {
        return shortfalls(this.state.coverage);
    }

    get troubleCount() {
        return this.state.people.reduce(
            (count, person) => count + Object.values(person.troubles).flat().length,
            0
        );
    }

    get troubleLine() {
        return _t("%s to look at", this.troubleCount);
    }

    get coverageRows() {
        const order = this.board.shifts.map(({ id }) => id);
        return this.state.coverage
            .filter(([id]) => this.context.shifts[id])
            .sort(([one], [other]) => order.indexOf(one) - order.indexOf(other))
            .map(([id, cells]) => {
                const shift = this.context.shifts[id];
                return {
                    shift,
                    label: _t("%s plan/need", shift.name),
                    cells: cells.map(([planned, needed, missing], day) => ({
                        day,
                        text: planned || needed ? `${planned}/${needed}` : "–",
                        low: missing > 0,
                        label: _t("%(day)s %(shift)s: %(planned)s planned, %(needed)s needed", {
                            day: this.board.days[day][4],
                            shift: shift.name,
                            planned,
                            needed,
                        }),
                    })),
                };
            });
    }

    get emptyLine() {
        if (this.board.too_many) {
            return _t("%s people are too many for one board. Choose a department.", this.board.too_many);
        }
        return _t("Nobody is employed here in %s.", this.board.label);
    }

    get groupLine() {
        return (item) =>
            item.leader
                ? _t("%(name)s · %(count)s people · led by %(leader)s", item)
                : _t("%(name)s · %(count)s people", item);
    }

    rangeOf(row) {
        const box = this.box;
        return box && box.count > 1 && box.top <= row && row <= box.bottom
            ? `${box.left} ${box.right}`
            : "";
    }

    /** The selected cells, at least the one with the focus. */
    get box() {
        const { anchor, row, day } = this.state;
        const other = anchor || { row, day };
        const [top, bottom] = [Math.min(row, other.row), Math.max(row, other.row)];
        const [left, right] = [Math.min(day, other.day), Math.max(day, other.day)];
        return { top, bottom, left, right, count: (bottom - top + 1) * (right - left + 1) };
    }

    get fillLine() {
        const { count } = this.box;
        return count > 1
            ? _t("Fill %s cells", count)
            : _t("Select cells with Shift + arrows or Shift + click");
    }

    /** Phone: the coming days of the reader. */
    get ownDays() {
        const person = this.state.people.find(({ id }) => id === this.board.mine);
        return person
            ? this.board.days
                  .map(([iso, , , , title], day) => ({
                      iso,
                      title,
                      look: person.looks[day],
                      drawing: draw(person.looks[day], this.context),
                  }))
                  .filter(({ iso, look }) => look && iso >= this.board.today)
            : [];
    }

    /** Phone: what needs the reader, soonest first. */
    get todo() {
        return this.troubleRows.filter(({ iso }) => iso >= this.board.today);
    }

    get troubleRows() {
        return this.state.people
            .flatMap((person) =>
                Object.entries(person.troubles).flatMap(([day, list]) =>
                    list.map((one, number) => ({
                        ...one,
                        key: `${person.id} ${day} ${number}`,
                        iso: this.board.days[day][0],
                        day: this.board.days[day][4],
                        name: person.name,
                    }))
                )
            )
            .sort((one, other) => (one.iso < other.iso ? -1 : one.iso > other.iso ? 1 : 0));
    }

    rowOf(id) {
        return this.state.people.findIndex((person) => person.id === id);
    }

    elementOf({ row, day }) {
        const line = this.grid.el?.querySelector(`tr[data-row="${row}"]`);
        return line?.querySelector(`td[data-day="${day}"]`);
    }

    detailsOf({ row, day }) {
        const person = this.state.people[row];
        const { words } = draw(person.looks[day], this.context);
        return {
            title: `${person.name} · ${this.board.days[day][4]}`,
            lines: words,
            rules: person.troubles[day] || [],
        };
    }

    // Loading

    async load(asked, { quiet = false } = {}) {
        const turn = (this.turn = (this.turn || 0) + 1);
        if (!quiet) {
            this.blankTimer ??= browser.setTimeout(() => {
                this.state.blank = true;
            }, WAIT.blank);
        }
        let board;
        try {
            board = await this.orm.silent.call(MODEL, "load", [], {
                month: asked.week ? null : asked.month,
                week: asked.week || null,
                department_id: this.state.department || null,
            });
        } catch (error) {
            if (turn === this.turn) {
                this.endBlank();
                this.state.failed = refusalOf(error);
            }
            return;
        }
        if (turn !== this.turn || status(this) === "destroyed") {
            return; // something else has been asked for meanwhile
        }
        this.endBlank();
        this.show(board);
        await this.check(turn);
    }

    /** Coverage and troubles come after the roster itself. */
    async check(turn) {
        if (!this.state.people.length) {
            return;
        }
        const found = await this.orm.silent.call(MODEL, "check", [this.view]);
        if (turn !== this.turn || status(this) === "destroyed") {
            return;
        }
        this.state.coverage = markRaw(found.coverage);
        this.state.checked = true;
        this.state.people = markRaw(
            this.state.people.map((person) => ({
                ...person,
                troubles: troublesByDay(person.id, found.troubles, this.board.days),
            }))
        );
    }

    reload() {
        const { is_week, first, month } = this.board;
        return this.load({ month, week: is_week ? first : null }, { quiet: true });
    }

    endBlank() {
        browser.clearTimeout(this.blankTimer);
        this.blankTimer = null;
        this.state.blank = false;
    }

    show(board) {
        const before = this.board;
        const { people, items } = groupPeople(board, user.lang || undefined);
        this.context = markRaw({
            shifts: Object.fromEntries(board.shifts.map((shift) => [shift.id, shift])),
            signs: board.signs,
        });
        Object.assign(this.state, {
            failed: "",
            board: markRaw(board),
            people: markRaw(people.map((one) => openCells(one, board.looks, [], board.days))),
            items: markRaw(items),
            heads: markRaw(totalHeads(usedShifts(board))),
            coverage: markRaw([]),
            checked: false,
            bubble: null,
            preview: null,
        });
        if (!this.state.pattern && board.patterns.length) {
            this.state.pattern = board.patterns[0][0];
        }
        if (before?.first !== board.first || before?.last !== board.last) {
            this.forget();
            const today = board.days.findIndex(([iso]) => iso === board.today);
            Object.assign(this.state, { day: Math.max(today, 0), anchor: null, picked: null });
            this.state.said = board.label;
        }
        this.state.row = Math.max(Math.min(this.state.row, people.length - 1), 0);
        this.env.config.setDisplayName(_t("Roster Board"));
        this.pushState();
    }

    pushState() {
        if (this.board) {
            this.props.updateActionState?.({ resId: this.board.month, ...this.filters });
        }
    }

    goTo(where) {
        if (where) {
            this.load(this.board.is_week ? { week: where } : { month: where });
        }
    }

    turnPage(where) {
        this.wantsFocus = true;
        this.goTo(where);
    }

    showWeek() {
        const day = this.board.days[this.state.day] || this.board.days[0];
        this.load({ week: day[0] });
    }

    showMonth() {
        this.load({ month: this.board.month });
    }

    onDepartment(ev) {
        this.state.department = Number(ev.target.value);
        Object.assign(this.state, { row: 0, first: 0, anchor: null });
        this.forget();
        this.load({ month: this.board.month, week: this.board.is_week && this.board.first });
    }
}
