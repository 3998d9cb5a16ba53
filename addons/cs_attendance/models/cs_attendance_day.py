from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ..engine.month import judge_days, month_of
from .cs_attendance_day_writer import NULL, text, verdict_text
from .cs_duty_slot import SLOT_KINDS

#: People whose facts are in memory at one time.
BATCH = 500

#: What a day is. The code is one of design/DESIGN.md; late and early are counted apart.
VERDICTS = [
    ("open", "Not over yet"),
    ("ok", "Present"),
    ("fixed", "Present, missed punch confirmed"),
    ("late", "Late"),
    ("early", "Early leave"),
    ("late_early", "Late and early leave"),
    ("missed", "Missed punch, to be confirmed"),
    ("absent", "Absent"),
    ("leave", "Leave"),
    ("out", "Out of office"),
    ("exempt", "Exempt from punching"),
    ("rest", "Rest day"),
    ("holiday", "Public holiday"),
]


class CsAttendanceDay(models.Model):
    """The verdict on one person's day, with its reasons (ATT-01 to ATT-09, ALL-01).

    A pure function of the facts and of the policy in force that day; written by
    ``_judge`` only. Rows of a handed-over month are locked and never change.

    Access: everybody the own days; team leaders their team, supervisors their
    departments; HR, payroll and the general manager the company. Nobody writes.
    """

    _name = "cs.attendance.day"
    _inherit = ["cs.kept.mixin", "cs.appealable.mixin"]
    _description = "Attendance Day"
    _order = "date desc, employee_id"
    _rec_names_search = ["employee_id"]
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date = fields.Date(required=True, readonly=True)
    month = fields.Date(required=True, readonly=True, help="First day of the month")
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    is_pending = fields.Boolean(
        readonly=True, help="A request for this day waits for a decision."
    )
    is_part = fields.Boolean("Part of the Day", readonly=True)
    kind = fields.Selection(SLOT_KINDS, required=True, readonly=True)
    shift_id = fields.Many2one("cs.shift", readonly=True, ondelete="set null")
    plan_start = fields.Datetime("Planned Start", readonly=True)
    plan_end = fields.Datetime("Planned End", readonly=True)
    check_in = fields.Datetime("On Duty", readonly=True)
    check_out = fields.Datetime("Off Duty", readonly=True)
    late_count = fields.Integer("Late", readonly=True)
    early_count = fields.Integer("Early", readonly=True)
    late_minutes = fields.Integer(readonly=True)
    early_minutes = fields.Integer(readonly=True)
    missed_count = fields.Integer("Missed Punches", readonly=True)
    forgiven_count = fields.Integer("Confirmed Missed Punches", readonly=True)
    work_days = fields.Float("Days Due", readonly=True, help="1 on a working day.")
    present_days = fields.Float(readonly=True)
    absent_days = fields.Float(readonly=True)
    leave_days = fields.Float(readonly=True)
    unpaid_days = fields.Float("Unpaid Leave Days", readonly=True)
    leave_type_id = fields.Many2one("hr.leave.type", readonly=True, ondelete="set null")
    out_minutes = fields.Integer("Minutes Out of Office", readonly=True)
    worked_minutes = fields.Integer(readonly=True)
    policy_id = fields.Many2one(
        "cs.attendance.policy", readonly=True, ondelete="restrict"
    )
    is_locked = fields.Boolean(readonly=True)
    known_at = fields.Datetime(
        readonly=True, help="When this verdict was reached; appeals count from it."
    )

    due_at = fields.Datetime(
        readonly=True, help="When an open day is over and is judged again."
    )

    _person_day_uniq = models.Constraint(
        "UNIQUE(employee_id, date)", "There is one verdict a person and day."
    )
    _month_index = models.Index("(month, employee_id)")
    _company_date_index = models.Index("(company_id, date)")
    _due_index = models.Index("(due_at) WHERE due_at IS NOT NULL")

    @api.depends("employee_id", "date", "verdict")
    def _compute_display_name(self):
        names = dict(self._fields["verdict"]._description_selection(self.env))
        for day in self:
            # sudo: the name of who the day is of is public
            person = day.sudo().employee_id.name or ""
            verdict = names.get(day.verdict, "")
            day.display_name = f"{person} {day.date or ''} {verdict}".strip()

    # Nobody writes days, whoever it is: they follow from the facts.

    def _kept_text(self):
        return self.env._(
            "A day follows from punches, requests and the policy; nobody writes it."
            " Please correct what it rests on, or appeal."
        )

    @api.model
    def _lock(self, employees, month, locked=True):
        """Make the days of a month final, or open them again before it is handed over.

        :param month: any day of the month
        """
        self.flush_model()
        self.env.execute_query(
            SQL(
                "UPDATE cs_attendance_day SET is_locked = %s"
                " WHERE employee_id = ANY(%s) AND month = %s"
                " AND is_locked IS DISTINCT FROM %s RETURNING id",
                locked,
                employees.ids,
                month_of(month)[0],
                locked,
            )
        )
        self.invalidate_model(["is_locked"], flush=False)

    # Judging

    @api.model
    def _evaluate(self, employees, first, last, drafts=None, drafts_from=None):
        """Verdicts for whole calendar months, nothing written (ALL-03).

        Days that have not begun, on which somebody is not employed or no policy is in
        force, have none.

        :param drafts: cs.attendance.policy in any state that rule as if approved
        :param drafts_from: first day of the drafts instead of their own
        :return: dict (employee id, date) -> ``engine.verdict.Verdict``
        """
        first, last = month_of(first)[0], month_of(last)[1]
        result = {}
        for people in self._batches(employees):
            facts = self.env["cs.attendance.facts"]._load(
                people, first, last, drafts, drafts_from
            )
            for employee in people.ids:
                for slot, _rules, verdict in judge_days(
                    facts.by_day(employee), facts.now
                ):
                    result[employee, slot.date] = verdict
        return result

    @api.model
    def _judge(self, employees, first, last):
        """Judge the calendar months that touch first..last and write what differs.

        Locked days are left as they are. :return: number of rows written
        """
        first, last = month_of(first)[0], month_of(last)[1]
        written = 0
        for people in self._batches(employees):
            facts = self.env["cs.attendance.facts"]._load(people, first, last)
            written += self.env["cs.attendance.day.writer"]._write_days(
                self._lines(facts, people), people, first, last
            )
        return written

    def _batches(self, employees):
        """People in parts, so that memory does not grow with their number."""
        for ids in split_every(BATCH, employees.ids):
            yield employees.browse(ids)

    def _lines(self, facts, people):
        """The verdicts as rows for the writer."""
        plans, free, now = {}, {}, facts.now
        for employee in people.ids:
            places = iter(facts.employments.get(employee, ()))
            place = until = None
            for slot, rules, verdict in judge_days(facts.by_day(employee), now):
                day = slot.date
                while until is None or day > until:
                    stay = next(places)
                    until = stay.last
                    place = text(stay.company, employee, stay.department)
                key = id(slot)
                if key not in plans:
                    plans[key] = self._plan_text(slot)
                # A free day without punches is the same for all who share the slot.
                what = free.get(key) if verdict is slot.free else None
                if what is None:
                    what = verdict_text(verdict)
                    if verdict is slot.free:
                        free[key] = what
                due = slot.window[1] if verdict.verdict == "open" else NULL
                yield (
                    f"{place}\t{plans[key]}\t{what}\t{rules.policy or NULL}\t{due}\n"
                )

    def _plan_text(self, slot):
        """What a row says of the slot; written once for all who share the slot."""
        month = slot.date.replace(day=1)
        hours = (slot.start, slot.stop) if slot.is_due else (None, None)
        return text(slot.date, month, slot.kind, slot.shift, *hours)

    # Appeals

    def _appeal_since(self):
        """A day that is not over is not known yet."""
        return self.known_at or None

    def _appeal_accepted(self, appeal):
        """What the appeal asked for becomes a fact above all others of the day.

        Of a month that is handed over the day stays as it is; the ruling then is what
        an adjustment of the next open month rests on (ATT-08).
        """
        self.env["cs.attendance.ruling"]._record(appeal, self)
        self._judge(self.employee_id, self.date, self.date)
        self.env["cs.attendance.stale"]._touch([(self.employee_id.id, self.date)])

    def _explanation_history(self):
        """When the verdict was reached, and the appeals against it."""
        history = super()._explanation_history()
        if self.known_at:
            history.append((self.known_at, self.env._("Verdict reached")))
        states = dict(
            self.env["cs.appeal"]._fields["state"]._description_selection(self.env)
        )
        for appeal in self.appeal_ids.sorted("id"):
            if appeal.filed_at:
                what = self.env._("Appeal: %(state)s", state=states[appeal.state])
                history.append((appeal.filed_at, what))
        return sorted(history, key=lambda entry: entry[0])
