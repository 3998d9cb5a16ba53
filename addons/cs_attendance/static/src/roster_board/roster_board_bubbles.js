import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { RosterBoardView, WAIT } from "./roster_board_view";

/** What the roster board says at a cell: refusals with their rule, what it holds. */
export class RosterBoardBubbles extends RosterBoardView {
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

    readOnlyLine({ row }) {
        const { name } = this.state.people[row];
        return this.board.can_edit
            ? _t("%s does not belong to your team. Ask who leads the group.", name)
            : _t("Rosters are planned by team leaders and supervisors. You may read this one.");
    }

    notEmployedLine() {
        const { name } = this.state.people[this.state.row];
        return _t("%s is not employed on this day.", name);
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

    /** What is counted beside the grid is shown one after the other, soonest first. */
    nextTrouble() {
        const places = this.state.people
            .flatMap(({ troubles }, row) =>
                Object.keys(troubles).map((day) => ({ row, day: Number(day) }))
            )
            .sort((one, other) => one.day - other.day || one.row - other.row);
        const after = ({ row, day }) =>
            day > this.state.day || (day === this.state.day && row > this.state.row);
        const { row, day } = places.find(after) || places[0];
        this.moveTo(row, day);
        this.explain();
    }

    /** The figure of the next day with too few people is brought into view. */
    nextGap() {
        const days = [...new Set(this.gaps.map(([, day]) => day))].sort((a, b) => a - b);
        const day = days.find((one) => one > this.state.day) ?? days[0];
        this.moveTo(this.state.row, day);
        const short = this.gaps.find(([, one]) => one === day)[0];
        const line = this.coverageRows.findIndex(({ shift }) => shift.id === short);
        const cell = this.grid.el?.querySelectorAll("tfoot tr")[line]?.cells[day + 1];
        cell?.querySelector("button")?.click();
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
        const { people } = this.state;
        if (!cell.isConnected || !people[place.row] || !this.board.days[place.day]) {
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
