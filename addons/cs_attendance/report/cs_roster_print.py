from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools import split_every

#: People on a sheet, so that each has head, legend and signatures of its own.
ROWS = 28


class CsRosterPrint(models.AbstractModel):
    """The roster on paper: A4 landscape, one table a department (ATT-10)."""

    _name = "report.cs_attendance.roster_print"
    _description = "Roster, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        data = data or {}
        asked = {name: data.get(name) for name in ("month", "week", "department_id")}
        board, shifts, groups = self.env["cs.roster.board"]._in_words(**asked)
        sheets = [
            (department, list(part))
            for department, rows in groups
            for part in split_every(ROWS, rows)
        ]
        return {
            "doc_ids": [],
            "doc_model": "cs.duty.slot",
            "board": board,
            "shifts": shifts,
            "pages": [
                self._page(board, *sheet, f"{number} / {len(sheets)}")
                for number, sheet in enumerate(sheets, 1)
            ],
            "legend": self._legend(board, shifts),
        }

    def _page(self, board, department, rows, number):
        company = self.env.company
        now = words.stamp(fields.Datetime.now(), company._cs_zone(), year=True)
        printed = self.env._("Printed %(moment)s", moment=now)
        return {
            "title": self.env._("Roster · %(period)s", period=board["label"]),
            "line": " · ".join(filter(None, [company.name, department])),
            "draft": self.env["cs.roster.board"]._draft_line(board),
            "rows": rows,
            "printed": f"{printed} · {number}",
        }

    def _legend(self, board, shifts):
        entries = [
            (shift["char"], f"{shift['name']} {shift['hours']}") for shift in shifts
        ]
        kinds = {look["kind"] for look in board["looks"]}
        return entries + [
            tuple(board["signs"][kind]) for kind in ("rest", "holiday") if kind in kinds
        ]
