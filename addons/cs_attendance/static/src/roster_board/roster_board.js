import {
    markRaw,
    onMounted,
    onWillUnmount,
    useEffect,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Person } from "@cs_base/month_close/person";
import { RosterBoardChanges } from "./roster_board_changes";
import { RosterBoardRow } from "./roster_board_row";
import { MARGIN } from "./roster_board_view";
import { draw, stateFor } from "./roster_people";

/** Pixels that the pointer moves before it drags. */
const SLACK = 5;

/**
 * Roster board (ATT-10): people by days, planned by keyboard and by dragging. What is
 * shown is in the address: /odoo/roster-board/202611?department=3&week=2026-11-02.
 */
export class RosterBoard extends RosterBoardChanges {
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
}

registry.category("actions").add("cs_attendance.roster_board", RosterBoard);
