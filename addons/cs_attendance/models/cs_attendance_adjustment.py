import hashlib
import json

from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date, split_every

from .cs_attendance_day import VERDICTS
from .sheet_figures import DAY_FIGURES, DAY_UNITS, day_values, month_end

BATCH = 500


class CsAttendanceAdjustment(models.Model):
    """What became known about a day after its month was handed over (ATT-08).

    The frozen day stays as it is; the difference between what was handed over, or
    said by the adjustment before, and what the rules now say is booked in the next
    open month. A day's adjustments are a chain: each names the one before, and the
    database lets each have one follower, so that nothing is booked twice.

    Access as for sheets; nobody writes. HR approves, never for the own person; that
    of an HR officer the general manager may approve.
    """

    _name = "cs.attendance.adjustment"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Attendance Adjustment"
    _order = "month desc, employee_id, date, id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict", index=True
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date = fields.Date("Corrected Day", required=True, readonly=True)
    day_id = fields.Many2one(
        "cs.attendance.day",
        "Day Record",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="As it was handed over; empty when there was none.",
    )
    previous_id = fields.Many2one(
        "cs.attendance.adjustment",
        "Follows",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    month = fields.Date(
        "Booked In", required=True, readonly=True, help="First day of the month"
    )
    sheet_id = fields.Many2one(
        "cs.attendance.sheet",
        "On Sheet",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    verdict_before = fields.Selection(VERDICTS, readonly=True)
    verdict_after = fields.Selection(VERDICTS, readonly=True)
    before = fields.Json(readonly=True, required=True)
    after = fields.Json(readonly=True, required=True)
    digest = fields.Char(readonly=True, required=True, help="Of the resulting state")
    work_days = fields.Float("Days Due", digits=(16, 2), readonly=True)
    present_days = fields.Float("Days Present", digits=(16, 2), readonly=True)
    absent_days = fields.Float("Days Absent", digits=(16, 2), readonly=True)
    leave_days = fields.Float("Days of Leave", digits=(16, 2), readonly=True)
    unpaid_days = fields.Float("Days of Unpaid Leave", digits=(16, 2), readonly=True)
    late_count = fields.Integer("Late", readonly=True)
    late_minutes = fields.Integer("Minutes Late", readonly=True)
    early_count = fields.Integer("Early Leave", readonly=True)
    early_minutes = fields.Integer("Minutes Early", readonly=True)
    missed_count = fields.Integer("Missed Punches", readonly=True)
    forgiven_count = fields.Integer("Missed Punches, Confirmed", readonly=True)
    out_minutes = fields.Integer("Minutes Out of Office", readonly=True)
    worked_minutes = fields.Integer("Minutes Worked", readonly=True)
    reason = fields.Char(compute="_compute_reason")
    found_at = fields.Datetime(readonly=True, required=True)
    state = fields.Selection(
        [
            ("proposed", "Waiting for HR"),
            ("approved", "Approved"),
            ("handed_over", "Handed to finance"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        index=True,
    )
    approved_at = fields.Datetime(readonly=True)
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    can_approve = fields.Boolean(compute="_compute_can_approve")

    _chain_uniq = models.UniqueIndex(
        "(employee_id, date, COALESCE(previous_id, 0))",
        "This day has been adjusted already.",
    )
    _approved_complete = models.Constraint(
        "CHECK((state = 'proposed') = (approved_by_id IS NULL)"
        " AND (approved_by_id IS NULL) = (approved_at IS NULL))",
        "An approved adjustment says who approved it and when.",
    )
    _month_company_index = models.Index("(company_id, month, state)")

    @api.depends("employee_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for adjustment in self:
            # sudo: whoever may read it may know whose it is
            name = adjustment.sudo().employee_id.name or ""
            day = format_date(self.env, adjustment.date)
            adjustment.display_name = f"{name} {day}"

    @api.depends("verdict_before", "verdict_after")
    @api.depends_context("lang")
    def _compute_reason(self):
        names = dict(self._fields["verdict_after"]._description_selection(self.env))
        for adjustment in self:
            month = words.month_name(self.env, adjustment.date)
            before, after = adjustment.verdict_before, adjustment.verdict_after
            adjustment.reason = self.env._(
                "%(month)s was handed over when this became known. Before:"
                " %(before)s, now: %(after)s.",
                month=month,
                before=names.get(before, "–"),
                after=names.get(after, "–"),
            )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_approve(self):
        for adjustment in self:
            adjustment.can_approve = (
                adjustment.state == "proposed" and adjustment._may_approve()
            )

    # The methods below are the only ways in.
    def _kept_text(self):
        return self.env._(
            "Adjustments follow from facts that arrived after a month was handed"
            " over. They cannot be entered, changed or deleted by hand."
        )

    def action_approve(self):
        """HR approves; those before it on the same day first."""
        self.check_access("read")
        for adjustment in self.sorted("id"):
            adjustment._check_approve(self)
        # sudo: checked above; nobody has write access
        adjustments = self.sudo()
        self._check_booking(adjustments)
        adjustments._kept_write(
            {
                "state": "approved",
                "approved_at": fields.Datetime.now(),
                "approved_by_id": self.env.uid,
            }
        )
        for month, same in adjustments.grouped("month").items():
            same._rebuild(month)
        return True

    def _check_approve(self, together):
        if not self._may_approve():
            raise AccessError(
                self.env._(
                    "HR approves adjustments, and somebody else those of the own"
                    " person: %(name)s.",
                    name=self.display_name,
                )
            )
        if self.state != "proposed":
            raise UserError(
                self.env._("%(name)s is approved already.", name=self.display_name)
            )
        before = self.sudo().previous_id
        if before.state == "proposed" and before not in together:
            raise UserError(
                self.env._(
                    "Please approve the earlier adjustment of %(name)s too.",
                    name=self.display_name,
                )
            )

    def _check_booking(self, adjustments):
        for company, month in {(row.company_id, row.month) for row in adjustments}:
            self.env["cs.period"].sudo()._check_open(
                company, month, code="attendance_sheet"
            )

    def _rebuild(self, month):
        """The sheet of the month shows it, if that sheet is there already."""
        people = self.employee_id
        if self.env["cs.attendance.sheet"].search_count(
            [("month", "=", month), ("employee_id", "in", people.ids)], limit=1
        ):
            self.env["cs.attendance.sheet.builder"]._build(people, month)

    def _may_approve(self):
        user, person = self.env.user, self.sudo().employee_id
        if any(person._cs_is_same_person(me) for me in user._cs_employees()):
            return False
        return user.has_group("cs_base.group_hr_officer") or (
            user.has_group("cs_base.group_general_manager")
            and bool(person.user_id)
            and person.user_id.has_group("cs_base.group_hr_officer")
        )

    @api.model
    def _adjust(self, employees, month):
        """Book what the rules now say differently of the locked days of ``month``.

        Safe at any race and any number of times: the same state gives no second row.

        :return: the new adjustments
        """
        found = self.browse()
        for ids in split_every(BATCH, employees.ids):
            found |= self._adjust_batch(employees.browse(ids).sudo(), month)
        return found

    def _adjust_batch(self, employees, month):
        last = month_end(month)
        days = self.env["cs.attendance.day"].sudo()
        verdicts = days._evaluate(employees, month, last)
        frozen = days.search(
            [
                ("employee_id", "in", employees.ids),
                ("month", "=", month),
                ("is_locked", "=", True),
            ]
        ).grouped(lambda day: (day.employee_id.id, day.date))
        chain = self._chain_ends(employees, month)
        rows, reasons = [], {}
        for key in sorted(verdicts.keys() | frozen.keys()):
            row = self._difference(key, frozen.get(key), chain.get(key), verdicts)
            if row:
                rows.append(row)
                reasons[key] = _explanation(verdicts.get(key))
        return self._book(employees, rows, reasons)

    def _chain_ends(self, employees, month):
        """The last adjustment of each day: (employee id, date) -> adjustment."""
        rows = self.sudo().search(
            [
                ("employee_id", "in", employees.ids),
                ("date", ">=", month),
                ("date", "<=", month_end(month)),
            ],
            order="id",
        )
        return {(row.employee_id.id, row.date): row for row in rows}

    def _difference(self, key, day, last, verdicts):
        """Values of a new adjustment, or None when the day stands as it was."""
        verdict = verdicts.get(key)
        before = last.after if last else day_values(day) if day else _nothing()
        after = day_values(verdict) if verdict else _nothing()
        if before == after:
            return None
        return {
            "employee_id": key[0],
            "date": key[1],
            "day_id": day.id if day else None,
            "previous_id": last.id if last else None,
            "verdict_before": before["verdict"] or None,
            "verdict_after": after["verdict"] or None,
            "before": before,
            "after": after,
            "digest": _digest(after),
            **{
                name: round(after[name] - before[name], 2)
                if name in DAY_UNITS
                else after[name] - before[name]
                for name in DAY_FIGURES
            },
        }

    def _book(self, employees, rows, reasons):
        """Insert in one statement; who comes second at the same moment adds nothing."""
        if not rows:
            return self.browse()
        people = {person.id: person for person in employees}
        booked, now = {}, fields.Datetime.now()
        for row in rows:
            person = people[row["employee_id"]]
            place = (person.company_id, row["date"].replace(day=1))
            if place not in booked:
                booked[place] = self._booking_month(*place)
            row |= {
                "company_id": person.company_id.id,
                "department_id": person.department_id.id or None,
                "month": booked[place],
                "found_at": now,
                "state": "proposed",
            }
        self.flush_model()
        made = self.env.execute_query(_insert_sql(rows, self.env.uid, now))
        self.invalidate_model()
        self._set_explanations(
            {
                id_: reasons[employee, day]
                for id_, employee, day in made
                if reasons.get((employee, day))
            }
        )
        return self.browse([id_ for id_, _employee, _day in made])

    def _booking_month(self, company, month):
        """The next open month, which is held open until the end of the transaction."""
        Period, code = self.env["cs.period"], "attendance_sheet"
        found = Period._next_open(company, month, code=code)
        Period._check_open(company, found, code=code)
        return found

    def _hand_over(self, company, month):
        """Booked in a month that is handed over: final."""
        adjustments = self.search(
            [("company_id", "=", company.id), ("month", "=", month)]
            + [("state", "=", "approved")]
        )
        return adjustments._kept_write({"state": "handed_over"})


def _nothing():
    """The state of a day of which there is no record."""
    return {
        "verdict": False,
        **{name: 0.0 if name in DAY_UNITS else 0 for name in DAY_FIGURES},
        "leave_type_id": None,
    }


def _explanation(verdict):
    """Why the day is now what it is, as the judge says."""
    return verdict and Explanation.from_json(json.loads(verdict.why))


def _digest(values):
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


_TYPES = {
    "company_id": "integer",
    "employee_id": "integer",
    "department_id": "integer",
    "date": "date",
    "day_id": "integer",
    "previous_id": "integer",
    "month": "date",
    "verdict_before": "varchar",
    "verdict_after": "varchar",
    "before": "jsonb",
    "after": "jsonb",
    "digest": "varchar",
    **{name: "numeric" if name in DAY_UNITS else "integer" for name in DAY_FIGURES},
    "found_at": "timestamp",
    "state": "varchar",
}


def _insert_sql(rows, uid, now):
    # pylint: disable=sql-injection
    columns = [SQL("%s " + kind, SQL.identifier(name)) for name, kind in _TYPES.items()]
    return SQL(
        "INSERT INTO cs_attendance_adjustment (%(names)s, create_uid, write_uid,"
        " create_date, write_date) SELECT %(names)s, %(uid)s, %(uid)s, %(now)s, %(now)s"
        " FROM jsonb_to_recordset(%(rows)s::jsonb) AS x (%(columns)s)"
        " ON CONFLICT DO NOTHING RETURNING id, employee_id, date",
        names=SQL(", ").join(map(SQL.identifier, _TYPES)),
        uid=uid,
        now=now,
        rows=json.dumps(rows, default=str),
        columns=SQL(", ").join(columns),
    )
