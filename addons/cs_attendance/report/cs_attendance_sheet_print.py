from datetime import timedelta

from babel.dates import format_date

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.tools.misc import babel_locale_parse

from ..models.sheet_figures import month_end

#: design/DESIGN.md, "Day codes", column "paper"
MARKS = {
    "open": "",
    "ok": "√",
    "fixed": "√",
    "late": "※",
    "early": "◇",
    "late_early": "※◇",
    "missed": "□",
    "absent": "×",
    "out": "＋",
    "exempt": "免",
    "rest": "",
    "holiday": "",
}
#: character of a leave type -> its mark; other types print their own character
LEAVE_MARKS = {"事": "○", "病": "☆", "年": "▽", "婚": "△", "产": "◎"}


class CsAttendanceSheetPrint(models.AbstractModel):
    """Month sheets on paper: a department on A4 landscape, 31 days and totals on one
    width (ATT-08)."""

    _name = "report.cs_attendance.sheet_print"
    _description = "Attendance Sheets, Printed"

    @api.model
    def _get_report_values(self, docids, data=None):
        sheets = self.env["cs.attendance.sheet"].browse(docids)
        sheets.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": sheets._name,
            "docs": sheets,
            "pages": self._pages(sheets),
        }

    def _pages(self, sheets):
        """One table a company, month and department."""
        cells = self._cells(sheets)
        groups = sheets.sorted(
            lambda s: (s.month, s.sudo().department_id.complete_name or "", s.id)
        ).grouped(lambda s: (s.company_id, s.month, s.department_id))
        return [
            self._page(company, month, department, own, cells)
            for (company, month, department), own in groups.items()
        ]

    def _page(self, company, month, department, sheets, cells):
        # sudo: name of a department whose sheets the user reads
        place = [company.sudo().name, department.sudo().name]
        name = words.month_name(self.env, month)
        return {
            "title": self.env._("Attendance sheet · %(month)s", month=name),
            "line": " · ".join(filter(None, place)),
            "days": self._days(month),
            "rows": [self._row(sheet, cells) for sheet in sheets],
            "legend": self._legend(),
            "printed": self._printed(company),
        }

    def _printed(self, company):
        now = words.stamp(fields.Datetime.now(), company._cs_zone(), year=True)
        return self.env._("Printed %(moment)s", moment=now)

    def _days(self, month):
        """Day of the month and weekday of each column; all sheets have 31."""
        last = month_end(month).day
        locale = babel_locale_parse(self.env.lang or "en_US")
        return [
            {
                "day": number,
                "weekday": format_date(
                    month + timedelta(days=number - 1), "EEEEE", locale=locale
                )
                if number <= last
                else "",
                "exists": number <= last,
            }
            for number in range(1, 32)
        ]

    def _row(self, sheet, cells):
        return {
            "sheet": sheet,
            # sudo: names of the people whose sheets the user reads
            "name": sheet.sudo().employee_id.name,
            "marks": [
                cells.get((sheet.employee_id.id, sheet.month, number), "")
                for number in range(1, 32)
            ],
            "hours": f"{sheet.worked_minutes // 60}:{sheet.worked_minutes % 60:02}",
        }

    def _cells(self, sheets):
        """Mark of each day: (employee id, month, day of the month) -> text."""
        days = self.env["cs.attendance.day"].search_fetch(
            [("employee_id", "in", sheets.employee_id.ids)]
            + [("month", "in", list(set(sheets.mapped("month"))))],
            ["employee_id", "month", "date", "verdict", "leave_type_id"],
        )
        # sudo: characters of leave types are no secret
        codes = {kind: self._leave_mark(kind) for kind in days.sudo().leave_type_id}
        return {
            (day.employee_id.id, day.month, day.date.day): self._mark(day, codes)
            for day in days
        }

    def _mark(self, day, codes):
        if day.verdict == "leave":
            return codes.get(day.sudo().leave_type_id, "○")
        return MARKS[day.verdict]

    def _leave_mark(self, kind):
        chinese = kind.with_context(lang="zh_CN").cs_code or ""
        return LEAVE_MARKS.get(chinese) or kind.cs_code or kind.name[:1]

    def _legend(self):
        return [
            ("√", self.env._("present")),
            ("※", self.env._("late")),
            ("◇", self.env._("early leave")),
            ("□", self.env._("missed punch")),
            ("×", self.env._("absent")),
            ("○", self.env._("personal leave")),
            ("☆", self.env._("sick leave")),
            ("▽", self.env._("annual leave")),
            ("△", self.env._("marriage leave")),
            ("◎", self.env._("maternity leave")),
            ("＋", self.env._("out of office, business trip")),
            ("免", self.env._("need not punch")),
            ("1 + 2", self.env._("missed: not confirmed + confirmed")),
        ]


class CsAttendancePersonPrint(models.AbstractModel):
    """One person's month on paper, with what is behind the figures (ATT-08)."""

    _name = "report.cs_attendance.person_print"
    _inherit = "report.cs_attendance.sheet_print"
    _description = "Attendance Sheet of a Person, Printed"

    def _pages(self, sheets):
        cells = self._cells(sheets)
        return [
            self._page(sheet.company_id, sheet.month, sheet.department_id, sheet, cells)
            | self._behind(sheet)
            for sheet in sheets
        ]

    def _behind(self, sheet):
        days = sheet.day_ids.filtered(
            lambda day: day.verdict not in ("ok", "rest", "holiday", "exempt", "open")
        )
        verdicts = dict(days._fields["verdict"]._description_selection(self.env))
        zone = sheet.company_id._cs_zone()
        states = dict(sheet._fields["state"]._description_selection(self.env))
        # sudo: names of people, departments and leave types of readable sheets
        known = sheet.sudo()
        line = [known.company_id.name, known.department_id.name, states[sheet.state]]
        return {
            "title": self.env._(
                "Month sheet · %(name)s · %(month)s",
                name=known.employee_id.name,
                month=words.month_name(self.env, sheet.month),
            ),
            "line": " · ".join(filter(None, line)),
            "exceptions": [
                {
                    "date": words.day_name(self.env, day.date),
                    "verdict": verdicts[day.verdict],
                    "leave": day.sudo().leave_type_id.name or "",
                    "check_in": self._clock(day.check_in, zone),
                    "check_out": self._clock(day.check_out, zone),
                    "minutes": day.late_minutes + day.early_minutes,
                }
                for day in days
            ],
            "adjustments": [
                {"date": words.day_name(self.env, row.date), "text": row.reason}
                for row in sheet.adjustment_ids
            ],
        }

    def _clock(self, moment, zone):
        return f"{words.localized(moment, zone):%H:%M}" if moment else ""
