from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_out import Column, Sheet
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import split_every

_PEOPLE = 200
#: from so many people on, memory is kept flat
_STREAMING = 300
_ADJUSTED = (
    "present_days",
    "absent_days",
    "leave_days",
    "unpaid_days",
    "late_count",
    "early_count",
    "missed_count",
)


class CsAttendanceExport(models.TransientModel):
    """The month sheets as a workbook for finance (ATT-08, INC-32).

    Holds what the user may read of sheets, days and adjustments; nothing else.
    """

    _name = "cs.attendance.export"
    _description = "Attendance for Finance"

    def _default_month(self):
        today = self.env.company._cs_today()
        return today.replace(day=1) - relativedelta(months=1)

    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month.",
    )
    department_id = fields.Many2one(
        "hr.department", help="With those below it. Empty: the whole company."
    )
    with_details = fields.Boolean("One Row a Day", default=True)

    def action_export(self):
        """Write the workbook and hand it to the browser."""
        self.ensure_one()
        sheets = self._sheets()
        if not sheets:
            raise UserError(
                self.env._(
                    "There are no month sheets of %(month)s that you may read. They are"
                    " computed when the month is over.",
                    month=words.month_name(self.env, self._month()),
                )
            )
        name = self.env._("Attendance %(month)s", month=f"{self._month():%Y-%m}")
        content = self.env["cs.sheet"]._xlsx(
            self._book(sheets), title=name, streaming=len(sheets) > _STREAMING
        )
        return self.env["cs.sheet"]._download_action(f"{name}.xlsx", content)

    def _month(self):
        return self.month.replace(day=1)

    def _sheets(self):
        domain = Domain("month", "=", self._month())
        domain &= Domain("company_id", "=", self.env.company.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.id)
        return self.env["cs.attendance.sheet"].search(
            domain, order="department_id, employee_id"
        )

    def _book(self, sheets):
        book = [self._totals(sheets)]
        if self.with_details:
            book.append(self._details(sheets))
        book.append(self._adjustments(sheets))
        return book

    def _title(self):
        return {
            "title": f"{self.env.company.name} · "
            + words.month_name(self.env, self._month()),
            "frozen_columns": 2,
        }

    def _label(self, model, name):
        return self.env[model]._fields[name]._description_string(self.env)

    def _column(self, name, kind="integer", model="cs.attendance.sheet", **options):
        return Column(name, self._label(model, name), kind, **options)

    # One row a person

    def _totals(self, sheets):
        types = self._leave_types(sheets)
        days = {"kind": "decimal", "total": True}
        columns = [
            *self._people_columns(),
            self._column("state", "text"),
            *(self._column(n, **days) for n in ("due_days", "present_days")),
            self._column("absent_days", **days),
            *(
                self._column(name, total=True)
                for name in (
                    "late_count",
                    "late_minutes",
                    "early_count",
                    "early_minutes",
                    "missed_count",
                    "forgiven_count",
                    "unconfirmed_days",
                )
            ),
            self._column("leave_days", **days),
            *(
                Column(f"leave_{kind.id}", kind.name, "decimal", total=True)
                for kind in types
            ),
            self._column("unpaid_days", **days),
            *(
                self._column(name, total=True)
                for name in ("out_days", "exempt_days", "rest_days", "holiday_days")
            ),
            Column("worked", self.env._("Hours Worked"), "duration", total=True),
            self._column("is_full_attendance", "text"),
            self._column("full_reason", "text"),
            *self._adjusted_columns(),
        ]
        return Sheet(
            self.env._("Totals"),
            columns,
            (self._total_row(sheet, types) for sheet in sheets),
            **self._title(),
        )

    def _people_columns(self):
        return [
            Column("department", self.env._("Department")),
            Column("person", self.env._("Person")),
        ]

    def _adjusted_columns(self):
        """Sums of the adjustments of earlier months, apart from the month's own."""
        return [
            Column(
                f"adjusted_{name}",
                self.env._(
                    "Adjustment: %(figure)s",
                    figure=self._label("cs.attendance.adjustment", name),
                ),
                "decimal" if name.endswith("_days") else "integer",
                total=True,
            )
            for name in _ADJUSTED
        ]

    def _leave_types(self, sheets):
        ids = {int(key) for sheet in sheets for key in sheet.leave_by_type or {}}
        # sudo: names of leave types are no secret
        types = self.env["hr.leave.type"].sudo().with_context(active_test=False)
        return types.search([("id", "in", list(ids))])

    def _total_row(self, sheet, types):
        leave = sheet.leave_by_type or {}
        reasons = dict(sheet._fields["full_reason"]._description_selection(self.env))
        states = dict(sheet._fields["state"]._description_selection(self.env))
        row = {name: sheet[name] for name in _FIGURES}
        adjustments = sheet.sudo().adjustment_ids
        return row | {
            **self._person(sheet),
            "state": states[sheet.state],
            **{f"leave_{kind.id}": leave.get(str(kind.id), 0) for kind in types},
            "worked": timedelta(minutes=sheet.worked_minutes),
            "is_full_attendance": self._yes(sheet.is_full_attendance),
            "full_reason": reasons.get(sheet.full_reason, ""),
            **{f"adjusted_{n}": sum(adjustments.mapped(n)) for n in _ADJUSTED},
        }

    def _person(self, record):
        # sudo: names of the people and departments whose rows the user reads
        record = record.sudo()
        return {
            "department": record.department_id.name,
            "person": record.employee_id.name,
        }

    def _yes(self, value):
        return self.env._("Yes") if value else self.env._("No")

    # One row a person and day

    def _details(self, sheets):
        day = "cs.attendance.day"
        columns = [
            *self._people_columns(),
            Column("date", self.env._("Date"), "date"),
            self._column("verdict", "text", day),
            self._column("shift_id", "text", day),
            *(self._column(name, "text", day) for name in ("check_in", "check_out")),
            *(
                self._column(name, "integer", day, total=True)
                for name in (
                    "late_count",
                    "late_minutes",
                    "early_count",
                    "early_minutes",
                    "missed_count",
                    "forgiven_count",
                )
            ),
            *(
                self._column(name, "decimal", day, total=True)
                for name in (
                    "work_days",
                    "present_days",
                    "absent_days",
                    "leave_days",
                    "unpaid_days",
                )
            ),
            self._column("leave_type_id", "text", day),
            Column("worked", self.env._("Hours Worked"), "duration", total=True),
            Column("is_pending", self.env._("Request Waiting")),
        ]
        return Sheet(
            self.env._("Day by Day"), columns, self._day_rows(sheets), **self._title()
        )

    def _day_rows(self, sheets):
        """Rows of a few people at a time; memory does not grow with the company."""
        Day = self.env["cs.attendance.day"]
        verdicts = dict(Day._fields["verdict"]._description_selection(self.env))
        zone = self.env.company._cs_zone()
        for ids in split_every(_PEOPLE, sheets.employee_id.ids):
            days = Day.search(
                [("month", "=", self._month()), ("employee_id", "in", ids)],
                order="employee_id, date",
            )
            for day in days:
                yield self._day_row(day, verdicts, zone)
            days.invalidate_recordset()

    def _day_row(self, day, verdicts, zone):
        # sudo: names of shifts and leave types are no secret
        known = day.sudo()
        return {
            **{name: day[name] for name in _DAY_COLUMNS},
            **self._person(day),
            "verdict": verdicts[day.verdict],
            "shift_id": known.shift_id.name,
            "check_in": _clock(day.check_in, day.date, zone),
            "check_out": _clock(day.check_out, day.date, zone),
            "leave_type_id": known.leave_type_id.name,
            "worked": timedelta(minutes=day.worked_minutes),
            "is_pending": self.env._("Yes") if day.is_pending else "",
        }

    # One row an adjustment

    def _adjustments(self, sheets):
        model = "cs.attendance.adjustment"
        rows = self.env[model].search(
            [
                ("month", "=", self._month()),
                ("employee_id", "in", sheets.employee_id.ids),
                ("state", "!=", "proposed"),
            ],
            order="employee_id, date, id",
        )
        columns = [
            *self._people_columns(),
            self._column("date", "date", model),
            self._column("verdict_before", "text", model),
            self._column("verdict_after", "text", model),
            *(
                self._column(
                    name,
                    "decimal" if name.endswith("_days") else "integer",
                    model,
                    total=True,
                )
                for name in _ADJUSTED
            ),
            self._column("approved_by_id", "text", model),
            self._column("reason", "text", model, width=60),
        ]
        return Sheet(
            self.env._("Adjustments"),
            columns,
            (self._adjustment_row(row) for row in rows),
            **self._title(),
        )

    def _adjustment_row(self, row):
        names = dict(row._fields["verdict_after"]._description_selection(self.env))
        return {
            **{name: row[name] for name in (*_ADJUSTED, "date", "reason")},
            **self._person(row),
            "verdict_before": names.get(row.verdict_before, ""),
            "verdict_after": names.get(row.verdict_after, ""),
            "approved_by_id": row.sudo().approved_by_id.name,
        }


_FIGURES = frozenset(
    (
        "due_days",
        "present_days",
        "absent_days",
        "leave_days",
        "unpaid_days",
        "late_count",
        "late_minutes",
        "early_count",
        "early_minutes",
        "missed_count",
        "forgiven_count",
        "unconfirmed_days",
        "out_days",
        "exempt_days",
        "rest_days",
        "holiday_days",
    )
)
_DAY_COLUMNS = (
    "date",
    "late_count",
    "late_minutes",
    "early_count",
    "early_minutes",
    "missed_count",
    "forgiven_count",
    "work_days",
    "present_days",
    "absent_days",
    "leave_days",
    "unpaid_days",
)


def _clock(moment, day, zone):
    """``08:24`` where the company works; ``00:10 (+1)`` on the following day."""
    if not moment:
        return ""
    local = words.localized(moment, zone)
    extra = (local.date() - day).days
    return f"{local:%H:%M}" + (f" ({extra:+})" if extra else "")
