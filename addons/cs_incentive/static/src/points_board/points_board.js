import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { IncentiveScreen } from "../screen/incentive_screen";

const ENTRY = "cs.discipline.entry";

/** Steps of the arrow keys in the grid: [rows, columns]. */
const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -12],
    End: [0, 12],
};

/**
 * Points board: people of a department by month, with the running balance (INC-21).
 * Year and department are in the address: /odoo/points-board/2026?department=3.
 */
export class PointsBoard extends IncentiveScreen {
    static template = "cs_incentive.PointsBoard";
    static path = "points-board";
    static displayName = _t("Points Board");
    static choices = ["department"];

    get question() {
        const { department } = this.chosen;
        const args = [this.place, Number(department) || null];
        return ["cs.incentive.points", "get_points", args];
    }

    get shownPlace() {
        return this.data.year;
    }

    get placeLabel() {
        return String(this.data.year);
    }

    get emptyLine() {
        return this.data.department_id
            ? _t("Nobody works in this department.")
            : _t("Nobody was given or taken points in %s.", this.data.year);
    }

    get classLine() {
        return this.data.classes.map(({ label, value }) => `${label} ${value}`).join(" · ");
    }

    get hasClasses() {
        return this.data.classes.some(({ value }) => value);
    }

    get hasBars() {
        return this.data.bars.some(({ given, taken }) => given || taken);
    }

    get moreLine() {
        return _t("%s more people. Please choose a department.", this.data.more);
    }

    /** On a phone only people with points, and the own line. */
    shownRows(group) {
        const { rows } = group;
        return this.ui.isSmall ? rows.filter((row) => row.is_own || this.marks(row).length) : rows;
    }

    /** Nothing is quiet. */
    shown(points) {
        return points === "0" ? "" : points;
    }

    restLine(group) {
        const rest = group.rows.length - this.shownRows(group).length;
        return rest ? _t("%s people have no points.", rest) : "";
    }

    /** Months of a row with entries. */
    marks(row) {
        return row.cells
            .map((cell, index) => ({ ...cell, index, label: this.data.months[index] }))
            .filter((cell) => cell.count);
    }

    cellLabel(row, cell, index) {
        return _t("%(name)s, %(month)s: %(points)s points, %(balance)s since January", {
            name: row.name,
            month: this.data.months[index],
            points: cell.points,
            balance: cell.balance,
        });
    }

    rowLabel(row) {
        return _t("%(name)s, %(balance)s points: open the entries", row);
    }

    openMonth(row, index) {
        const { year, months } = this.data;
        const month = (number) => String(number).padStart(2, "0");
        const next = index === 11 ? `${year + 1}-01-01` : `${year}-${month(index + 2)}-01`;
        return this.openEntries(`${row.name} · ${months[index]}`, [
            ["employee_id", "=", row.id],
            ["date", ">=", `${year}-${month(index + 1)}-01`],
            ["date", "<", next],
        ]);
    }

    openYear(row) {
        return this.openEntries(`${row.name} · ${this.data.year}`, [["employee_id", "=", row.id]]);
    }

    openEntries(label, domain) {
        return this.openList({ label, model: ENTRY, domain: [...this.data.domain, ...domain] });
    }

    /** One tab stop in the grid: arrows move between cells that open something. */
    onKeydown(ev) {
        const step = STEPS[ev.key];
        const cell = ev.target.closest("[data-row]");
        if (!step || !cell) {
            return;
        }
        ev.preventDefault();
        const cells = [...ev.currentTarget.querySelectorAll("button[data-row]")];
        const at = (one) => [Number(one.dataset.row), Number(one.dataset.column)];
        const [row, column] = at(cell);
        const distance = (one) => {
            const [r, c] = at(one);
            const ahead = step[0] ? (r - row) * step[0] : (c - column) * step[1];
            const same = step[0] ? true : r === row;
            return ahead > 0 && same ? Math.abs(r - row) * 13 + Math.abs(c - column) : Infinity;
        };
        const found = cells.filter((one) => distance(one) < Infinity);
        const last = Math.abs(step[1]) > 1;
        found.sort((a, b) => (last ? distance(b) - distance(a) : distance(a) - distance(b)));
        found[0]?.focus();
    }

    /** Rows numbered through all departments, for the arrow keys. */
    rowNumber(group, index) {
        const groups = this.data.groups;
        const before = groups.slice(0, groups.indexOf(group));
        return before.reduce((sum, one) => sum + one.rows.length, 0) + index;
    }
}

registry.category("actions").add("cs_incentive.points", PointsBoard);
