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
import { useBus, useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Person } from "@cs_base/month_close/person";
import { refusalOf } from "@cs_base/refusal";
import {
    CELLS,
    changedCells,
    hasException,
    IDS,
    NAME,
    PERSON,
    selectPeople,
    sortPeople,
    sumUp,
} from "./board_people";
import { labelOf, MonthBoardRow } from "./month_board_row";

/** Milliseconds: until hovering previews, until grey blocks show, between two steps. */
export const WAIT = { preview: 300, blank: 150, follow: 150 };
/** Rows drawn beyond what is in sight, above and below; the others are empty space. */
export const MARGIN = 12;
/** Pixels from one row to the next, until they can be measured. */
const PITCH = 27;

const DAY = "cs.attendance.day";

/**
 * Month board (ALL-01): people by days, every cell opens to its reason. Month and
 * filters are in the address: /odoo/attendance-board/202610?department=3&q=周&only=1.
 */
export class MonthBoard extends Component {
    static template = "cs_attendance.MonthBoard";
    static components = { Layout, MonthBoardRow, Person };
    static props = { ...standardActionServiceProps };
    static path = "attendance-board";
    static displayName = _t("Month Board");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.explanation = useService("cs_explanation");
        this.panel = useState(this.explanation.state);
        this.ui = useState(useService("ui"));
        this.grid = useRef("grid");
        this.scroller = useRef("scroller");
        this.previews = new Map();
        const kept = this.props.state || this.props.action.params || {};
        this.state = useState({
            board: null,
            people: markRaw([]),
            sums: null,
            first: 0,
            isPrinting: false,
            failed: "",
            blank: false,
            department: Number(kept.department) || 0,
            search: kept.q === undefined ? "" : String(kept.q),
            only: Boolean(kept.only),
            row: 0,
            day: 0,
            preview: null,
            said: "",
            printed: "",
        });
        this.display = { controlPanel: {}, layoutActions: true };
        this.load(Number(kept.month || this.props.resId) || null);
        useSetupAction({
            getLocalState: () => ({ month: this.state.board?.month, ...this.filters }),
        });
        useBus(this.explanation.bus, "moved", ({ detail }) => this.onMoved(detail));
        useBus(this.explanation.bus, "changed", ({ detail }) => {
            if (detail.resModel === DAY) {
                this.load(this.board.month, { quiet: true });
            }
        });
        useExternalListener(window, "keydown", (ev) => this.onPrintKey(ev), { capture: true });
        useExternalListener(window, "resize", () => this.onScroll());
        onMounted(() => this.pushState());
        onWillUnmount(() => {
            browser.clearTimeout(this.hoverTimer);
            browser.clearTimeout(this.followTimer);
            browser.clearTimeout(this.blankTimer);
        });
        useEffect(
            () => this.focusCell(),
            () => [this.state.row, this.state.day, this.state.board]
        );
    }

    get board() {
        return this.state.board;
    }

    get filters() {
        const { department, search, only } = this.state;
        return {
            department: department || undefined,
            q: search || undefined,
            only: only ? 1 : undefined,
        };
    }

    /** From which row to which one, exclusive: five hundred rows would take a second. */
    get range() {
        const count = this.state.people.length;
        if (this.state.isPrinting) {
            return [0, count];
        }
        const first = Math.min(this.state.first, Math.max(count - this.windowSize, 0));
        return [first, Math.min(first + this.windowSize, count)];
    }

    get windowSize() {
        const height = this.scroller.el?.clientHeight || window.innerHeight;
        return Math.ceil(height / PITCH) + 2 * MARGIN;
    }

    get drawn() {
        const [from, to] = this.range;
        return this.state.people
            .slice(from, to)
            .map((person, offset) => ({ person, index: from + offset }));
    }

    /** Pixels of the rows above and below that are not drawn. */
    get space() {
        const [from, to] = this.range;
        const pitch = this.pitch || PITCH;
        return [from * pitch, (this.state.people.length - to) * pitch];
    }

    get isFiltered() {
        return Boolean(this.state.search || this.state.only || this.state.department);
    }

    get totalLabels() {
        return [_t("Present"), _t("Late"), _t("Early"), _t("Missed"), _t("Absent"), _t("Leave")];
    }

    get countLine() {
        const { people, sums } = this.state;
        return _t("%(people)s people · %(todo)s to do", {
            people: people.length,
            todo: sums?.todo || 0,
        });
    }

    get shortfallLine() {
        return _t("Orange: %s or more fewer than due", this.board.shortfall);
    }

    get emptyLine() {
        if (this.board.too_many) {
            return _t("%s people are too many for one board. Choose a department.", this.board.too_many);
        }
        return this.isFiltered
            ? _t("Nobody matches these filters.")
            : _t("There are no attendance days in %s yet.", this.board.month_label);
    }

    /** On a phone: only who has exceptions, each with the days that need somebody. */
    get phonePeople() {
        const { codes, days } = this.board;
        return this.state.people
            .filter((person) => hasException(person, codes))
            .map((person) => ({
                id: person[PERSON],
                name: person[NAME],
                days: days
                    .map(([day, , , title], index) => ({
                        day,
                        title,
                        code: codes[person[CELLS][index]],
                        id: person[IDS][index],
                        person,
                    }))
                    .filter(({ code }) => code?.exception),
            }));
    }

    get isExplaining() {
        return this.panel.target?.resModel === DAY;
    }

    isPicked(index) {
        return (
            this.isExplaining &&
            this.state.people[index]?.[IDS].includes(this.panel.target.resId)
        );
    }

    isLow(index) {
        const { present, due } = this.state.sums;
        const { today } = this.board;
        const isOver = !today || index + 1 < today;
        return isOver && due[index] - present[index] >= this.board.shortfall;
    }


    // Loading

    async load(month, { quiet = false } = {}) {
        const turn = (this.turn = (this.turn || 0) + 1);
        if (!quiet) {
            this.blankTimer ??= browser.setTimeout(() => {
                this.state.blank = true;
            }, WAIT.blank);
        }
        let board;
        try {
            board = await this.orm.silent.call("cs.attendance.board", "get_board", [month], {
                department_id: this.state.department || null,
            });
        } catch (error) {
            if (turn !== this.turn) {
                return;
            }
            this.endBlank();
            this.state.failed = refusalOf(error);
            return;
        }
        if (turn !== this.turn || status(this) === "destroyed") {
            return; // another month has been asked for meanwhile
        }
        this.endBlank();
        this.show(board);
    }

    endBlank() {
        browser.clearTimeout(this.blankTimer);
        this.blankTimer = null;
        this.state.blank = false;
    }

    show(board) {
        const before = this.board;
        const locale = user.lang || undefined;
        board.people = sortPeople(board.people, board.departments, locale);
        if (before?.month === board.month) {
            this.announceChanges(before, board);
        } else {
            this.state.day = Math.max((board.today || 1) - 1, 0);
            this.state.said = board.month_label;
        }
        this.previews.clear();
        this.state.failed = "";
        this.state.board = markRaw(board);
        this.refilter();
        this.env.config.setDisplayName(_t("Month Board"));
        this.pushState();
    }

    announceChanges(before, board) {
        const changed = changedCells(before, board);
        if (changed.length) {
            this.state.said = changed
                .slice(0, 3)
                .map(([person, index, code]) => `${person[NAME]} ${labelOf(board.days[index][3], code)}`)
                .join(", ");
        }
    }

    refilter() {
        const people = selectPeople(this.board, this.state);
        const dayCount = this.board.days.length;
        this.state.people = markRaw(people);
        this.state.sums = markRaw(sumUp(people, this.board.codes, dayCount));
        this.state.row = Math.min(this.state.row, Math.max(people.length - 1, 0));
        this.state.day = Math.min(this.state.day, dayCount - 1);
        this.state.first = 0;
        if (this.scroller.el) {
            this.scroller.el.scrollTop = 0;
        }
    }

    pushState() {
        if (this.board) {
            this.props.updateActionState?.({ resId: this.board.month, ...this.filters });
        }
    }

    // Filters

    goTo(month) {
        if (month) {
            this.load(month);
        }
    }

    onDepartment(ev) {
        this.state.department = Number(ev.target.value);
        this.load(this.board.month);
    }

    onSearch(ev) {
        this.state.search = ev.target.value;
        this.applyFilters();
    }

    toggleOnly() {
        this.state.only = !this.state.only;
        this.applyFilters();
    }

    applyFilters() {
        this.state.row = 0;
        this.refilter();
        this.state.said = this.countLine;
        this.pushState();
    }

    clearFilters() {
        const reload = Boolean(this.state.department);
        Object.assign(this.state, { department: 0, search: "", only: false });
        if (reload) {
            this.load(this.board.month);
        } else {
            this.applyFilters();
        }
    }

    // The grid

    /** [row, day index] of the cell that an event happened in. */
    cellOf(ev) {
        const cell = ev.target.closest?.("td[data-day]");
        return cell && [Number(cell.parentElement.dataset.row), Number(cell.dataset.day) - 1];
    }

    onClick(ev) {
        const place = this.cellOf(ev);
        if (place) {
            this.moveTo(...place);
            this.explain();
        }
    }

    onKeydown(ev) {
        if (!this.cellOf(ev)) {
            return;
        }
        const { row, day, people } = this.state;
        const [lastRow, lastDay] = [people.length - 1, this.board.days.length - 1];
        const key = (ev.ctrlKey || ev.metaKey ? "ctrl+" : "") + ev.key;
        const move = {
            ArrowUp: () => this.moveTo(row - 1, day),
            ArrowDown: () => this.moveTo(row + 1, day),
            ArrowLeft: () => this.moveTo(row, day - 1),
            ArrowRight: () => this.moveTo(row, day + 1),
            Home: () => this.moveTo(row, 0),
            End: () => this.moveTo(row, lastDay),
            "ctrl+Home": () => this.moveTo(0, 0),
            "ctrl+End": () => this.moveTo(lastRow, lastDay),
            PageUp: () => this.turnPage(this.board.previous),
            PageDown: () => this.turnPage(this.board.next),
            Enter: () => this.explain(),
            " ": () => this.explain(),
        }[key];
        if (move && !ev.altKey && !ev.shiftKey) {
            ev.preventDefault();
            ev.stopPropagation();
            move();
        }
    }

    turnPage(month) {
        this.wantsFocus = true;
        this.goTo(month);
    }

    moveTo(row, day) {
        this.hidePreview();
        const inside = (value, last) => Math.max(0, Math.min(value, last));
        this.state.row = inside(row, this.state.people.length - 1);
        this.state.day = inside(day, this.board.days.length - 1);
        this.wantsFocus = true;
        const [from, to] = this.range;
        if (this.state.row < from || this.state.row >= to) {
            this.state.first = Math.max(this.state.row - MARGIN, 0);
        }
        if (this.isExplaining) {
            browser.clearTimeout(this.followTimer);
            this.followTimer = browser.setTimeout(() => this.explain(), WAIT.follow);
        }
    }

    focusCell() {
        if (!this.wantsFocus || !this.grid.el) {
            return;
        }
        const row = this.grid.el.querySelector(`tr[data-row="${this.state.row}"]`);
        const cell = row?.querySelector(`td[data-day="${this.state.day + 1}"]`);
        if (cell) {
            this.wantsFocus = false;
            cell.focus({ preventScroll: true });
            cell.scrollIntoView({ block: "nearest", inline: "nearest" });
        }
    }

    onScroll() {
        this.hidePreview();
        const [one, other] = this.grid.el?.querySelectorAll("tr[data-row]") || [];
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
        if (isShort || to < Math.min(bottom + half, this.state.people.length)) {
            this.state.first = Math.max(top - MARGIN, 0);
        }
    }

    explain() {
        browser.clearTimeout(this.followTimer);
        const person = this.state.people[this.state.row];
        const id = person?.[IDS][this.state.day];
        if (id) {
            this.openDay(person, id);
        } else if (person) {
            this.state.said = _t("There is no verdict on this day yet.");
        }
    }

    openDay(person, id) {
        this.explanation.open(DAY, id, {
            ids: person[IDS].filter(Boolean),
            focus: this.ui.isSmall,
        });
    }

    /** The reader stepped to another day with the arrows of the panel. */
    onMoved({ resModel, resId }) {
        const row = this.state.people.findIndex((person) => person[IDS].includes(resId));
        if (resModel === DAY && row >= 0) {
            this.state.row = row;
            this.state.day = this.state.people[row][IDS].indexOf(resId);
        }
    }

    // Hovering only previews

    onMouseover(ev) {
        const place = this.cellOf(ev);
        browser.clearTimeout(this.hoverTimer);
        if (!place || this.ui.isSmall) {
            return this.hidePreview();
        }
        const id = this.state.people[place[0]]?.[IDS][place[1]];
        const cell = ev.target.closest("td");
        this.hidePreview();
        if (id) {
            this.hoverTimer = browser.setTimeout(() => this.preview(id, cell), WAIT.preview);
        }
    }

    async preview(id, cell) {
        if (!this.previews.has(id)) {
            const call = this.orm.silent.call("cs.attendance.board", "get_preview", [id]);
            this.previews.set(id, await call.catch(() => null));
        }
        const text = this.previews.get(id);
        if (text && cell.isConnected && cell.matches(":hover")) {
            this.state.preview = { ...text, ...this.placeOf(cell) };
        }
    }

    placeOf(cell) {
        const { left, bottom, top } = cell.getBoundingClientRect();
        const isLow = bottom > window.innerHeight - 130;
        return {
            left: Math.min(left, window.innerWidth - 280),
            top: isLow ? null : bottom + 4,
            bottom: isLow ? window.innerHeight - top + 4 : null,
        };
    }

    hidePreview() {
        browser.clearTimeout(this.hoverTimer);
        if (this.state.preview) {
            this.state.preview = null;
        }
    }

    get previewStyle() {
        const { left, top, bottom } = this.state.preview;
        return `left: ${left}px; ${top === null ? `bottom: ${bottom}` : `top: ${top}`}px`;
    }

    // Elsewhere

    async openList(employeeId = null) {
        const action = await this.action.loadAction("cs_attendance.cs_attendance_day_action");
        const { month } = this.board;
        const day = `${Math.floor(month / 100)}-${String(month % 100).padStart(2, "0")}-01`;
        const domain = [["month", "=", day]];
        if (employeeId) {
            domain.push(["employee_id", "=", employeeId]);
        } else if (this.state.department) {
            domain.push(["department_id", "child_of", this.state.department]);
        }
        const name = this.board.month_label;
        return this.action.doAction({ ...action, domain, context: {}, name, display_name: name });
    }

    async export() {
        const action = await this.orm.call("cs.attendance.board", "export", [
            this.board.month,
            this.state.department || null,
        ]);
        return this.action.doAction(action);
    }

    /** All rows have to be there before the browser prints. */
    onPrintKey(ev) {
        if ((ev.ctrlKey || ev.metaKey) && ev.key === "p" && this.board && !this.ui.isSmall) {
            ev.preventDefault();
            this.print();
        }
    }

    async print() {
        this.explanation.close();
        this.state.printed = luxon.DateTime.local().toFormat("yyyy-MM-dd HH:mm");
        this.state.isPrinting = true;
        await new Promise((resolve) =>
            browser.requestAnimationFrame(() => browser.setTimeout(resolve))
        );
        window.print();
        this.state.isPrinting = false;
    }
}

registry.category("actions").add("cs_attendance.month_board", MonthBoard);
