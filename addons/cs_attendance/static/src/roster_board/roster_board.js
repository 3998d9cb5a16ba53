import {
    Component,
    markRaw,
    onMounted,
    onWillUnmount,
    status,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { groupBy } from "@web/core/utils/arrays";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Person } from "@cs_base/month_close/person";
import { RosterBoardRow } from "./roster_board_row";
import {
    countDrafts,
    draw,
    groupPeople,
    lookAs,
    mergeCoverage,
    openCells,
    shortfalls,
    stateFor,
    stateOf,
    totalHeads,
    troublesByDay,
    usedShifts,
} from "./roster_people";

/** Milliseconds: until hovering previews, until grey blocks show. */
export const WAIT = { preview: 300, blank: 150 };
/** Rows drawn beyond what is in sight, above and below; the others are empty space. */
export const MARGIN = 12;
/** Pixels from one row to the next, until they can be measured. */
const PITCH = 32;
/** Pixels that the pointer moves before it drags. */
const SLACK = 5;
const MODEL = "cs.roster.board";

/**
 * Roster board (ATT-10): people by days, planned by keyboard and by dragging. What is
 * shown is in the address: /odoo/roster-board/202611?department=3&week=2026-11-02.
 *
 * Changes are drawn at once and sent one after the other; what the server refuses is
 * taken back and explained at the cell.
 */
export class RosterBoard extends Component {
    static template = "cs_attendance.RosterBoard";
    static components = { Layout, Person, RosterBoardRow };
    static props = { ...standardActionServiceProps };
    static path = "roster-board";
    static displayName = _t("Roster Board");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.ui = useState(useService("ui"));
        this.grid = useRef("grid");
        this.scroller = useRef("scroller");
        this.ghost = useRef("ghost");
        this.bubble = useRef("bubble");
        this.undoable = [];
        this.sending = Promise.resolve();
        const kept = this.props.state || this.props.action.params || {};
        this.state = useState({
            board: null,
            people: markRaw([]),
            items: markRaw([]),
            heads: markRaw([]),
            coverage: markRaw([]),
            checked: false,
            first: 0,
            failed: "",
            blank: false,
            department: Number(kept.department) || 0,
            row: 0,
            day: 0,
            anchor: null,
            picked: null,
            target: null,
            dragging: null,
            bubble: null,
            preview: null,
            pattern: 0,
            stagger: false,
            steps: 0,
            said: "",
        });
        this.display = { controlPanel: {}, layoutActions: true };
        this.load({ month: Number(kept.month || this.props.resId) || null, week: kept.week });
        useSetupAction({
            getLocalState: () => ({ month: this.board?.month, ...this.filters }),
        });
        useExternalListener(window, "resize", () => this.onScroll());
        useExternalListener(window, "pointermove", (ev) => this.onPointermove(ev));
        useExternalListener(window, "pointerup", (ev) => this.onPointerup(ev));
        useExternalListener(window, "pointercancel", () => this.endDrag());
        useExternalListener(window, "keydown", (ev) => this.onWindowKey(ev), { capture: true });
        onMounted(() => this.pushState());
        onWillUnmount(() => {
            browser.clearTimeout(this.hoverTimer);
            browser.clearTimeout(this.blankTimer);
        });
        useEffect(
            () => this.focusCell(),
            () => [this.state.row, this.state.day, this.state.board]
        );
        // Drawn first, then placed where there is room.
        useEffect(
            () => this.placeBubble(),
            () => [this.state.bubble]
        );
    }

    // What the template shows

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
                    label: _t("%s planned/needed", shift.name),
                    cells: cells.map(([planned, needed], day) => ({
                        day,
                        text: planned || needed ? `${planned}/${needed}` : "–",
                        low: planned < needed,
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
                this.state.failed = this.sentence(error);
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

    sentence(error) {
        if (!error.exceptionName?.startsWith("odoo.exceptions.")) {
            throw error;
        }
        return error.data.message;
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

    // Changing cells

    /** One step after the other, so that each is compared with what is stored. */
    inTurn(task) {
        this.sending = this.sending.then(task, task);
        return this.sending;
    }

    /**
     * Change cells: drawn at once, sent in turn, taken back when refused.
     *
     * @param {{ row: number, day: number, state: Object|null }[]} changes
     * @param {Object} [options]
     * @param {boolean} [options.exchange] two people exchange their shifts
     * @param {Function} [options.retry] called with the id of who could do it instead
     */
    change(changes, options = {}) {
        this.hideBubble();
        const reader = changes.find(({ row }) => !this.state.people[row].edit);
        if (reader) {
            return this.refuseHere(reader, _t("Only to be read"), this.readOnlyLine(reader));
        }
        const place = ({ row, day }) => [this.state.people[row].id, this.board.days[day][0]];
        const lookAt = ({ row, day }) => this.state.people[row].looks[day];
        const rows = changes.map((one) => [...place(one), one.state]);
        const before = changes.map((one) => [...place(one), lookAt(one)]);
        const undo = before.map(([id, iso, look]) => [id, iso, stateOf(look)]);
        this.repaint(rows, (look, state) => look && lookAs(look, state));
        return this.inTurn(() => this.send(rows, { ...options, undo, before, expected: undo }));
    }

    readOnlyLine({ row }) {
        const { name } = this.state.people[row];
        return this.board.can_edit
            ? _t("%s does not belong to your team. Ask who leads the group.", name)
            : _t("Rosters are planned by team leaders and supervisors. You may read this one.");
    }

    async send(rows, { exchange = false, expected, ...rest }) {
        const options = { view: this.view, expected };
        if (exchange) {
            options.exchange = true;
        }
        const call = () => this.orm.silent.call(MODEL, "apply", [rows], options);
        await this.settle(call, { ...rest, at: rows[0] });
    }

    /**
     * Show what became of a change, or take it back and say why.
     *
     * @param {Function} call
     * @param {Object} context
     * @param {Array} context.at [employee id, ISO date] of the first cell
     * @param {Array} [context.undo] what restores the cells
     * @param {Array} [context.before] how the cells looked
     * @param {Function} [context.retry]
     */
    async settle(call, { at, undo, before = [], retry }) {
        let answer;
        try {
            answer = await call();
        } catch (error) {
            this.repaint(before, (_look, old) => old);
            const text = this.sentence(error);
            this.refuseAt(at[0], at[1], { title: _t("Not changed"), text });
            return;
        }
        if (status(this) === "destroyed") {
            return;
        }
        if (answer.refused) {
            this.repaint(before, (_look, old) => old);
            if (answer.refused.is_outdated) {
                this.forget();
                await this.reload();
            }
            this.refused(answer.refused, retry);
            return;
        }
        this.take(answer);
        if (undo) {
            const expected = answer.cells.map(([id, iso, look]) => [id, iso, stateOf(look)]);
            this.undoable.push({ rows: undo, expected });
            this.state.steps = this.undoable.length;
        }
    }

    /** Draw cells anew: `rows` are [employee id, ISO date, what `make` is given]. */
    repaint(rows, make) {
        const dayOf = new Map(this.board.days.map(([iso], index) => [iso, index]));
        const byPerson = groupBy(rows, ([id]) => id);
        this.state.people = markRaw(
            this.state.people.map((person) => {
                if (!byPerson[person.id]) {
                    return person;
                }
                const looks = [...person.looks];
                for (const [, iso, value] of byPerson[person.id]) {
                    const day = dayOf.get(iso);
                    if (day !== undefined) {
                        looks[day] = make(looks[day], value);
                    }
                }
                return { ...person, looks };
            })
        );
    }

    take(answer) {
        this.repaint(answer.cells, (_look, fresh) => fresh);
        const { days } = this.board;
        const concerned = new Set(answer.people);
        this.state.people = markRaw(
            this.state.people.map((person) =>
                concerned.has(person.id)
                    ? { ...person, troubles: troublesByDay(person.id, answer.troubles, days) }
                    : person
            )
        );
        const from = days.findIndex(([iso]) => iso === answer.from);
        if (from >= 0) {
            const count = days.findIndex(([iso]) => iso === answer.to) - from + 1;
            this.state.coverage = markRaw(
                mergeCoverage(this.state.coverage, days.length, from, count, answer.coverage)
            );
        }
        this.say(answer.cells);
    }

    say(cells) {
        const [id, iso, look] = cells[0];
        const person = this.state.people.find((one) => one.id === id);
        const day = this.board.days.find(([one]) => one === iso);
        if (!person || !day) {
            return;
        }
        const { words } = draw(look, this.context);
        this.state.said =
            cells.length > 1
                ? _t("%s cells changed.", cells.length)
                : `${person.name} ${day[4]}: ${words.join(", ")}`;
    }

    undo() {
        return this.inTurn(async () => {
            const step = this.undoable.pop();
            if (!step) {
                this.state.said = _t("There is nothing to undo.");
                return;
            }
            this.state.steps = this.undoable.length;
            await this.send(step.rows, { expected: step.expected });
        });
    }

    forget() {
        this.undoable = [];
        this.state.steps = 0;
    }

    /** Give all selected cells a state; null follows the working calendar again. */
    setCells(state) {
        const { top, bottom, left, right } = this.box;
        const changes = [];
        for (let row = top; row <= bottom; row++) {
            for (let day = left; day <= right; day++) {
                if (this.state.people[row].looks[day]) {
                    changes.push({ row, day, state });
                }
            }
        }
        if (!changes.length) {
            return this.refuseHere(this.state, _t("Not possible"), this.notEmployedLine());
        }
        const [{ day }] = changes;
        const retry = changes.length === 1 && ((id) => this.giveTo(id, day, state));
        return this.change(changes, { retry });
    }

    notEmployedLine() {
        const { name } = this.state.people[this.state.row];
        return _t("%s is not employed on this day.", name);
    }

    rowOf(id) {
        return this.state.people.findIndex((person) => person.id === id);
    }

    giveTo(id, day, state) {
        const row = this.rowOf(id);
        if (row >= 0) {
            this.moveTo(row, day);
            return this.change([{ row, day, state }]);
        }
    }

    /** Put what is in one cell into another: exchange, or copy. */
    drop(source, target, isCopy) {
        if (source.row === target.row && source.day === target.day) {
            return;
        }
        const { people } = this.state;
        const [from, to] = [people[source.row], people[target.row]];
        const sameDay = source.day === target.day;
        const given = stateFor(from.looks[source.day], sameDay);
        if (given === undefined) {
            return this.refuseNothing(source);
        }
        if (isCopy) {
            const retry = (id) => this.giveTo(id, target.day, given);
            return this.change([{ ...target, state: given }], { retry });
        }
        if (!sameDay && source.row !== target.row) {
            return this.refuseHere(
                target,
                _t("Not possible"),
                _t(
                    "A shift moves within the row of its person or within its day. Hold Ctrl to copy it anywhere."
                )
            );
        }
        const taken = stateFor(to.looks[target.day], sameDay);
        if (taken === undefined) {
            return this.refuseNothing(target);
        }
        const changes = [
            { ...target, state: given },
            { ...source, state: taken },
        ];
        const exchange = source.row !== target.row;
        // Who is refused makes room: somebody else exchanges with the other one.
        const retry = (id, refusedId) => {
            const stays = refusedId === to.id ? source : target;
            const row = this.rowOf(id);
            if (row >= 0) {
                return this.drop(stays, { row, day: target.day }, false);
            }
        };
        return this.change(changes, { exchange, retry: exchange && retry });
    }

    nothingLine({ row, day }) {
        const { name, looks } = this.state.people[row];
        const look = looks[day];
        if (!look) {
            return _t("%s is not employed on this day.", name);
        }
        return look.leave
            ? _t("%(name)s is on approved leave (%(leave)s) on this day.", {
                  name,
                  leave: look.leave[1],
              })
            : _t("%s has no shift on this day that could be moved; set one first.", name);
    }

    fill() {
        const { top, bottom, left, right } = this.box;
        const people = this.state.people.slice(top, bottom + 1);
        const reader = people.findIndex((person) => !person.edit);
        if (reader >= 0) {
            const place = { row: top + reader, day: left };
            return this.refuseHere(place, _t("Only to be read"), this.readOnlyLine(place));
        }
        const { days } = this.board;
        const undo = people.flatMap((person) =>
            days.slice(left, right + 1).flatMap(([iso], offset) => {
                const look = person.looks[left + offset];
                return look && !(look.leave && !look.leave[2])
                    ? [[person.id, iso, stateOf(look)]]
                    : [];
            })
        );
        const args = [
            this.state.pattern,
            people.map(({ id }) => id),
            days[left][0],
            days[right][0],
        ];
        const options = { view: this.view, stagger: this.state.stagger };
        const call = () => this.orm.silent.call(MODEL, "fill", args, options);
        const at = [people[0].id, days[left][0]];
        return this.inTurn(() => this.settle(call, { at, undo }));
    }

    // The whole roster

    get editable() {
        return this.state.people.filter((person) => person.edit).map(({ id }) => id);
    }

    async generate() {
        const { first, last } = this.board;
        await this.sending;
        const counts = await this.orm.call("cs.roster", "generate", [this.editable, first, last]);
        this.notification.add(
            _t("%(made)s days planned as drafts, %(kept)s stay as they were.", counts),
            { type: "success" }
        );
        this.forget();
        await this.reload();
    }

    async openPublish() {
        await this.sending;
        const { first, last } = this.board;
        const people = this.state.people.filter((person) => countDrafts([person]).days);
        return this.action.doAction("cs_attendance.cs_roster_publish_action", {
            additionalContext: {
                default_date_from: first,
                default_date_to: last,
                default_employee_ids: people.map(({ id }) => id),
            },
            onClose: () => {
                this.forget();
                return this.reload();
            },
        });
    }

    get asked() {
        const { is_week, first, month } = this.board;
        return {
            month: is_week ? null : month,
            week: is_week ? first : null,
            department_id: this.state.department || null,
        };
    }

    async print() {
        await this.sending;
        return this.action.doAction(await this.orm.call(MODEL, "print_roster", [], this.asked));
    }

    async export() {
        await this.sending;
        return this.action.doAction(await this.orm.call(MODEL, "export", [], this.asked));
    }

    openMine() {
        return this.action.doAction("cs_attendance.cs_roster_mine_action");
    }

    // Keyboard

    /** { row, day } of the cell that an event happened in. */
    cellOf(element) {
        const cell = element?.closest?.(".cs_rb_grid td[data-day]");
        return (
            cell && {
                row: Number(cell.parentElement.dataset.row),
                day: Number(cell.dataset.day),
            }
        );
    }

    onKeydown(ev) {
        if (!this.cellOf(ev.target) || ev.altKey) {
            return;
        }
        const key = (ev.ctrlKey || ev.metaKey ? "ctrl+" : "") + ev.key;
        const action = this.moves(ev.shiftKey)[key] || (!ev.shiftKey && this.edits(key));
        if (action) {
            ev.preventDefault();
            ev.stopPropagation();
            action();
        }
    }

    moves(extend) {
        const { row, day, people } = this.state;
        const [lastRow, lastDay] = [people.length - 1, this.board.days.length - 1];
        return {
            ArrowUp: () => this.moveTo(row - 1, day, extend),
            ArrowDown: () => this.moveTo(row + 1, day, extend),
            ArrowLeft: () => this.moveTo(row, day - 1, extend),
            ArrowRight: () => this.moveTo(row, day + 1, extend),
            Home: () => this.moveTo(row, 0, extend),
            End: () => this.moveTo(row, lastDay, extend),
            "ctrl+Home": () => this.moveTo(0, 0, extend),
            "ctrl+End": () => this.moveTo(lastRow, lastDay, extend),
            PageUp: () => this.turnPage(this.board.previous),
            PageDown: () => this.turnPage(this.board.next),
        };
    }

    edits(key) {
        const shift = this.keyed[Number(key) - 1];
        if (shift) {
            return () => this.setCells({ kind: "work", shift: shift.id });
        }
        return {
            0: () => this.setCells({ kind: "rest" }),
            Delete: () => this.setCells(null),
            Backspace: () => this.setCells(null),
            Enter: () => this.explain(),
            " ": () => this.pickOrDrop(false),
            "ctrl+ ": () => this.pickOrDrop(true),
            "ctrl+c": () => this.pick(),
            "ctrl+v": () => this.pickOrDrop(true),
            "ctrl+z": () => this.undo(),
        }[key];
    }

    /** Esc takes back what is under way, Ctrl+Z works wherever the focus is. */
    onWindowKey(ev) {
        if (ev.key === "Escape" && this.board) {
            const { dragging, bubble, picked, anchor } = this.state;
            if (dragging || bubble || picked || anchor) {
                this.endDrag();
                this.hideBubble();
                Object.assign(this.state, { picked: null, anchor: null });
                this.wantsFocus = true;
                this.focusCell();
                ev.stopPropagation();
            }
        }
        const isUndo = (ev.ctrlKey || ev.metaKey) && !ev.shiftKey && ev.key === "z";
        const isTyping = ev.target.closest?.("input, textarea, select, .modal, td[data-day]");
        if (isUndo && this.board?.can_edit && !isTyping) {
            ev.preventDefault();
            this.undo();
        }
    }

    pick() {
        const { row, day } = this.state;
        const person = this.state.people[row];
        if (!person.edit) {
            const place = { row, day };
            return this.refuseHere(place, _t("Only to be read"), this.readOnlyLine(place));
        }
        if (stateFor(person.looks[day], true) === undefined) {
            return this.refuseNothing({ row, day });
        }
        this.state.picked = { row, day };
        this.state.anchor = null;
        const { words } = draw(person.looks[day], this.context);
        this.state.said = _t("Picked up: %s. Arrows move, Space drops, Ctrl + V copies, Esc cancels.", words[0]);
    }

    pickOrDrop(isCopy) {
        const { picked, row, day } = this.state;
        if (!picked) {
            return isCopy ? undefined : this.pick();
        }
        if (!isCopy) {
            this.state.picked = null;
        }
        return this.drop(picked, { row, day }, isCopy);
    }

    moveTo(row, day, extend = false) {
        this.hidePreview();
        this.hideBubble();
        if (extend) {
            this.state.anchor ||= { row: this.state.row, day: this.state.day };
        } else {
            this.state.anchor = null;
        }
        const inside = (value, last) => Math.max(0, Math.min(value, last));
        this.state.row = inside(row, this.state.people.length - 1);
        this.state.day = inside(day, this.board.days.length - 1);
        this.wantsFocus = true;
        const position = this.state.items.findIndex((item) => item.row === this.state.row);
        const [from, to] = this.range;
        if (position < from || position >= to) {
            this.state.first = Math.max(position - MARGIN, 0);
        }
    }

    focusCell() {
        const cell = this.wantsFocus && this.elementOf(this.state);
        if (cell) {
            this.wantsFocus = false;
            cell.focus({ preventScroll: true });
            cell.scrollIntoView({ block: "nearest", inline: "nearest" });
        }
    }

    elementOf({ row, day }) {
        const line = this.grid.el?.querySelector(`tr[data-row="${row}"]`);
        return line?.querySelector(`td[data-day="${day}"]`);
    }

    onScroll() {
        this.hidePreview();
        this.placeBubble();
        const [one, other] = this.grid.el?.querySelectorAll("tbody tr:not(.cs_rb_space)") || [];
        if (!other) {
            return;
        }
        this.pitch = other.offsetTop - one.offsetTop;
        const top = Math.floor(this.scroller.el.scrollTop / this.pitch);
        const [from, to] = this.range;
        const bottom = top + Math.ceil(this.scroller.el.clientHeight / this.pitch);
        // Half of the margin is left when the next rows are drawn.
        const half = MARGIN / 2;
        const isShort = from > Math.max(top - half, 0);
        if (isShort || to < Math.min(bottom + half, this.state.items.length)) {
            this.state.first = Math.max(top - MARGIN, 0);
        }
    }

    // Dragging

    onPointerdown(ev) {
        const place = this.cellOf(ev.target);
        if (!place || ev.button || ev.pointerType === "touch") {
            return;
        }
        this.press = { ...place, x: ev.clientX, y: ev.clientY };
    }

    onPointermove(ev) {
        if (!this.press) {
            return;
        }
        if (!this.state.dragging) {
            const way = Math.hypot(ev.clientX - this.press.x, ev.clientY - this.press.y);
            if (way < SLACK || !this.startDrag()) {
                return;
            }
        }
        const target = this.cellOf(document.elementFromPoint(ev.clientX, ev.clientY)) || null;
        const { target: before } = this.state;
        if (target?.row !== before?.row || target?.day !== before?.day) {
            this.state.target = target;
        }
        if (this.ghost.el) {
            this.ghost.el.style.transform = `translate(${ev.clientX + 12}px, ${ev.clientY - 18}px)`;
            this.ghost.el.classList.toggle("cs_rb_copy", ev.ctrlKey || ev.metaKey);
        }
    }

    startDrag() {
        const { row, day } = this.press;
        const person = this.state.people[row];
        if (!person.edit || stateFor(person.looks[day], true) === undefined) {
            this.press = null;
            const place = { row, day };
            if (person.edit) {
                this.refuseNothing(place);
            } else {
                this.refuseHere(place, _t("Only to be read"), this.readOnlyLine(place));
            }
            return false;
        }
        this.hidePreview();
        this.hideBubble();
        const drawing = draw(person.looks[day], this.context);
        this.state.dragging = { row, day, text: drawing.words[0], class: drawing.class };
        return true;
    }

    onPointerup(ev) {
        const { dragging, target } = this.state;
        const isCopy = ev.ctrlKey || ev.metaKey;
        this.endDrag();
        if (dragging) {
            // The click that follows is part of the drag.
            this.wasDragged = true;
            browser.setTimeout(() => (this.wasDragged = false));
            if (target) {
                this.moveTo(target.row, target.day);
                this.drop({ row: dragging.row, day: dragging.day }, target, isCopy);
            }
        }
    }

    endDrag() {
        this.press = null;
        if (this.state.dragging) {
            Object.assign(this.state, { dragging: null, target: null });
        }
    }

    onClick(ev) {
        const place = this.cellOf(ev.target);
        if (place && !this.wasDragged) {
            this.moveTo(place.row, place.day, ev.shiftKey);
        }
    }

    sourceOf(row) {
        const source = this.state.dragging || this.state.picked;
        return source?.row === row ? source.day : -1;
    }

    targetOf(row) {
        const { target, picked } = this.state;
        if (picked && this.state.row === row) {
            return this.state.day;
        }
        return target?.row === row ? target.day : -1;
    }

    // Bubbles: what was refused and why, who could help

    refused({ employee_id, date, others, ...words }, retry) {
        const instead = retry
            ? others
                  .filter(([id]) => this.rowOf(id) >= 0)
                  .map(([id, name]) => ({ id, name, act: () => retry(id, employee_id) }))
            : [];
        this.refuseAt(employee_id, date, { ...words, others: instead });
    }

    refuseAt(id, iso, words) {
        const row = this.rowOf(id);
        const day = this.board.days.findIndex(([one]) => one === iso);
        if (row < 0 || day < 0) {
            this.notification.add(words.text, { title: words.title, type: "danger" });
            return;
        }
        this.showBubble({ row, day }, { tone: "bad", others: [], ...words });
    }

    refuseHere(place, title, text, rule = {}) {
        this.showBubble(place, { tone: "bad", title, text, others: [], ...rule });
    }

    /** There is nothing in a cell that could be moved. */
    refuseNothing(place) {
        const { looks } = this.state.people[place.row];
        const isAway = looks[place.day]?.leave;
        const rule = isAway && {
            rule: "ATT-09",
            rule_text: _t("The roster below approved leave stays as it was: the leave is counted on it."),
        };
        this.refuseHere(place, _t("Not possible"), this.nothingLine(place), rule || {});
    }

    showBubble({ row, day }, content) {
        this.state.bubble = { row, day, othersLabel: _t("Rests that day and could:"), ...content };
        this.state.said = `${content.title}. ${content.text}`;
    }

    placeBubble() {
        const { bubble } = this.state;
        const cell = bubble && (bubble.anchor?.() || this.elementOf(bubble));
        const el = this.bubble.el;
        if (!cell || !el) {
            return;
        }
        const { left, bottom, top } = cell.getBoundingClientRect();
        const isLow = bottom + el.offsetHeight + 16 > window.innerHeight;
        const x = Math.max(8, Math.min(left - 14, window.innerWidth - el.offsetWidth - 8));
        el.style.left = `${x}px`;
        el.style.top = `${isLow ? Math.max(top - el.offsetHeight - 12, 8) : bottom + 12}px`;
        el.style.setProperty("--cs-rb-tip", `${left - x + 8}px`);
        el.classList.toggle("cs_rb_above", isLow);
        el.style.visibility = "visible";
    }

    hideBubble() {
        if (this.state.bubble) {
            this.state.bubble = null;
        }
    }

    useOther(other) {
        this.hideBubble();
        return other.act();
    }

    /** What a cell holds, for who asks with Enter. */
    explain() {
        const { row, day } = this.state;
        const { title, lines, rules } = this.detailsOf({ row, day });
        this.showBubble({ row, day }, { tone: "plain", title, text: lines.join(" · "), rules, others: [] });
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

    /** Who could fill a gap of the coverage. */
    async openCoverage(ev, shift, day) {
        const cell = ev.target.closest("td");
        const iso = this.board.days[day][0];
        const people = await this.orm.call(MODEL, "candidates", [shift.id, iso], {
            department_id: this.state.department || null,
        });
        const state = { kind: "work", shift: shift.id };
        const others = people
            .filter(([id]) => this.rowOf(id) >= 0)
            .map(([id, name]) => ({ id, name, act: () => this.giveTo(id, day, state) }));
        this.showBubble(
            { row: -1, day },
            {
                tone: "plain",
                anchor: () => cell,
                title: `${shift.name} · ${this.board.days[day][4]}`,
                text: others.length
                    ? _t("These people rest that day and could take the shift:")
                    : _t("Nobody who rests that day could take this shift."),
                othersLabel: "",
                others,
            }
        );
    }

    // Hovering only previews

    onMouseover(ev) {
        const place = this.cellOf(ev.target);
        browser.clearTimeout(this.hoverTimer);
        this.hidePreview();
        if (place && !this.state.dragging && !this.state.bubble) {
            const cell = ev.target.closest("td");
            this.hoverTimer = browser.setTimeout(() => this.preview(place, cell), WAIT.preview);
        }
    }

    preview(place, cell) {
        if (!cell.isConnected || !this.state.people[place.row]) {
            return;
        }
        const { left, bottom, top } = cell.getBoundingClientRect();
        const isLow = bottom > window.innerHeight - 130;
        const x = Math.min(left, window.innerWidth - 280);
        this.state.preview = {
            ...this.detailsOf(place),
            style: `left: ${x}px; ${
                isLow ? `bottom: ${window.innerHeight - top + 4}` : `top: ${bottom + 4}`
            }px`,
        };
    }

    hidePreview() {
        browser.clearTimeout(this.hoverTimer);
        if (this.state.preview) {
            this.state.preview = null;
        }
    }
}

registry.category("actions").add("cs_attendance.roster_board", RosterBoard);
