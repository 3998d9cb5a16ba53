import { markRaw, status } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { groupBy } from "@web/core/utils/arrays";
import { refusalOf } from "@cs_base/refusal";
import { RosterBoardBubbles } from "./roster_board_bubbles";
import { MODEL } from "./roster_board_view";
import { countDrafts, draw, lookAs, mergeCoverage, stateFor, stateOf, troublesByDay } from "./roster_people";

/**
 * What is changed on the roster board: drawn at once, sent one after the other, taken
 * back and explained at the cell when the server refuses.
 */
export class RosterBoardChanges extends RosterBoardBubbles {
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
            const text = refusalOf(error);
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
}
