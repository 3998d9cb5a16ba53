from collections import Counter, defaultdict

from odoo import api, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.exceptions import UserError


class CsRosterBoard(models.AbstractModel):
    """The roster board on paper and as a workbook (ATT-10)."""

    _inherit = "cs.roster.board"

    @api.model
    def export(self, month=None, week=None, department_id=None):
        """The board as a workbook, as the caller reads it.

        :return: action by which the browser fetches it
        """
        board, shifts, groups = self._in_words(month, week, department_id)
        name = self.env._("Roster %(period)s", period=board["label"])
        sheet = Sheet(
            name,
            self._columns(board, shifts),
            [
                (department, person, *marks, *totals)
                for department, rows in groups
                for person, marks, totals in rows
            ],
            title=f"{self.env.company.name} · {name}",
            notes=[self._legend_line(shifts), self._draft_line(board)],
            frozen_columns=2,
        )
        content = self.env["cs.sheet"]._xlsx([sheet], title=name)
        return self.env["cs.sheet"]._download_action(f"{name}.xlsx", content)

    def _columns(self, board, shifts):
        days = [
            Column(iso, f"{number} {mark}", width=5)
            for iso, number, mark, *_rest in board["days"]
        ]
        totals = [
            Column(f"shift_{shift['id']}", shift["name"], "integer", total=True)
            for shift in shifts
        ]
        return [
            Column("department", self.env._("Department")),
            Column("name", self.env._("Person")),
            *days,
            *totals,
            Column("rest", self.env._("Days off"), "integer", total=True),
            Column("leave", self.env._("Leave"), "integer", total=True),
        ]

    def _legend_line(self, shifts):
        return " · ".join(
            f"{shift['char']} {shift['name']} {shift['hours']}" for shift in shifts
        )

    def _draft_line(self, board):
        """What of it counts not yet; empty when all is published."""
        drafts = {number for number, look in enumerate(board["looks"]) if look["draft"]}
        count = sum(look in drafts for one in board["people"] for look in one["cells"])
        if not count:
            return ""
        return self.env._("Draft: %s days are not published yet.", count)

    @api.model
    def print_roster(self, month=None, week=None, department_id=None):
        """The board on A4 landscape, as the caller reads it.

        :return: action of the report
        """
        self._in_words(month, week, department_id)
        report = self.env.ref("cs_attendance.cs_roster_print_action")
        data = {"month": month, "week": week, "department_id": department_id}
        # sudo: who may load the board may print it
        return report.sudo().report_action(None, data=data, config=False)

    @api.model
    def _in_words(self, month=None, week=None, department_id=None):
        """The board as rows of text, for paper and workbook.

        :return: (board, shifts in the totals, list of (department, rows)); a row is
            (name, characters, totals)
        """
        board = self.load(month, week, department_id)
        if board["too_many"]:
            raise UserError(
                self.env._(
                    "%s people are too many for one board. Choose a department.",
                    board["too_many"],
                )
            )
        chars = {shift["id"]: shift["char"] for shift in board["shifts"]}
        used = {look["shift"] for look in board["looks"]}
        shifts = [shift for shift in board["shifts"] if shift["id"] in used]
        texts = [_text(look, chars, board["signs"]) for look in board["looks"]]
        groups = defaultdict(list)
        for person in board["people"]:
            cells = [look for look in person["cells"] if look >= 0]
            counts = Counter(_counted(board["looks"][look]) for look in cells)
            marks = [texts[look] if look >= 0 else "" for look in person["cells"]]
            totals = [counts[shift["id"]] for shift in shifts]
            totals += [counts["rest"], counts["leave"]]
            groups[person["department"]].append((person["name"], marks, totals))
        names = {row[0]: row[1] for row in board["departments"]}
        order = [row[0] for row in board["departments"]] + [0]
        return (
            board,
            shifts,
            [(names.get(key, ""), groups[key]) for key in order if key in groups],
        )


def _text(look, chars, signs):
    """The character of a cell on paper."""
    if look["leave"] and not look["leave"][2]:
        return look["leave"][0]
    return chars.get(look["shift"]) or signs[look["kind"]][0]


def _counted(look):
    """Under what a cell is counted at the right: a shift id, rest or leave."""
    if look["leave"] and not look["leave"][2]:
        return "leave"
    if look["kind"] in ("rest", "holiday"):
        return "rest"
    return look["shift"]
