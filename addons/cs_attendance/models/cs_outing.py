from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: How long before the deadline those who have to decide are reminded, once.
REMIND_BEFORE = timedelta(hours=3)
#: Who was asked less than this ago need not be reminded yet.
JUST_ASKED = timedelta(hours=1)
REMIND_BATCH = 50


class CsOuting(models.Model):
    """Working outside, where nobody can punch (外出, 出差; ATT-03).

    It counts only when it was filed and approved by the end of the day of return
    (plus what the policy allows). An end at midnight belongs to the day that ends
    then. Filing after the deadline is refused. A decision after it is still recorded,
    because somebody has to answer for the request, but ``approved_at`` lies after
    ``deadline``: the hours stay absence, and the decider sees that before deciding.

    Access as in the mixin.
    """

    _name = "cs.outing"
    _inherit = ["cs.attendance.request.mixin"]
    _description = "Out of Office"
    _order = "start desc, id desc"

    kind = fields.Selection(
        [("out", "Out of office"), ("trip", "Business trip")],
        required=True,
        default="out",
    )
    start = fields.Datetime("Begin", required=True)
    stop = fields.Datetime("Until", required=True)
    place = fields.Char(required=True)
    return_date = fields.Date(
        "Day of Return", compute="_compute_deadline", store=True, precompute=True
    )
    deadline = fields.Datetime(
        "To Be Approved By",
        compute="_compute_deadline",
        store=True,
        precompute=True,
        index=True,
        help="ATT-03: the last second of the day of return, plus what the policy"
        " allows.",
    )
    approved_at = fields.Datetime(readonly=True, copy=False)
    reminded_at = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(
        "Too Late",
        compute="_compute_is_late",
        help="ATT-03: not approved by the deadline, so the hours are absence.",
    )
    time_left = fields.Char(compute="_compute_time_left")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )

    _in_order = models.Constraint(
        "CHECK(start < stop)", "The end has to be after the start."
    )
    _out_within_a_day = models.Constraint(
        "CHECK(kind = 'trip' OR stop - start <= interval '24 hours')",
        "Out of office lasts a day at most. Please choose a business trip.",
    )
    _trip_within_a_year = models.Constraint(
        "CHECK(stop - start <= interval '366 days')",
        "A business trip lasts a year at most.",
    )
    _person_time_excl = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&) WHERE (state IN ('submitted', 'approved'))",
        "This person is out of office at that time already. Please check the times.",
    )

    @api.depends_context("lang")
    @api.depends("kind", "place", "start")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for outing in self:
            local = outing.start and outing._local(outing.employee_id, outing.start)
            parts = [kinds.get(outing.kind), outing.place]
            parts.append(local and outing._day_name(local.date()))
            outing.display_name = " ".join(part for part in parts if part)

    @api.depends("employee_id", "stop")
    def _compute_deadline(self):
        for outing in self:
            if not (outing.employee_id and outing.stop):
                outing.return_date = outing.deadline = False
                continue
            employee = outing.employee_id._origin or outing.employee_id
            back = self._local(employee, outing.stop - timedelta(seconds=1)).date()
            policies = self.env["cs.attendance.policy"]._policy_on(employee, back)
            days = policies[employee.id].sudo().out_deadline_days
            following = datetime.combine(back + timedelta(days=days + 1), time.min)
            outing.return_date = back
            outing.deadline = self._utc(employee, following) - timedelta(seconds=1)

    @api.depends("deadline", "approved_at", "state")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for outing in self:
            decided = outing.approved_at or now
            open_or_done = outing.state in ("submitted", "approved")
            outing.is_late = bool(
                open_or_done and outing.deadline and decided > outing.deadline
            )

    @api.depends("deadline", "state")
    @api.depends_context("lang")
    def _compute_time_left(self):
        for outing in self:
            waits = outing.deadline and outing.state in ("draft", "submitted")
            outing.time_left = outing._time_left() if waits else False

    def _time_left(self):
        """How long until the deadline, in words."""
        left = self.deadline - fields.Datetime.now()
        local = self._local(self.employee_id, self.deadline)
        if left < timedelta(0):
            return self.env._(
                "ended on %(moment)s", moment=local.strftime("%m-%d %H:%M")
            )
        minutes = left // timedelta(minutes=1)
        if minutes < 60:
            return self.env._("%(minutes)s minutes left", minutes=minutes)
        if minutes < 24 * 60:
            return self.env._("%(hours)s hours left", hours=minutes // 60)
        return self.env._("until %(moment)s", moment=local.strftime("%m-%d %H:%M"))

    @api.model
    def _request_stamps(self):
        return super()._request_stamps() | {"return_date", "deadline"}

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {"approved_at", "reminded_at"}

    def _decision_open_fields(self):
        # Computed from what is frozen; the server writes them when recomputing.
        return super()._decision_open_fields() | {"return_date", "deadline"}

    def _request_days(self):
        first = self._local(self.employee_id, self.start).date()
        return first, max(first, self.return_date)

    def _decision_kind(self):
        return "outing"

    def _decision_measure(self):
        """Calendar days touched."""
        if not (self.start and self.return_date):
            return 0
        first, last = self._request_days()
        return (last - first).days + 1

    def _decision_detail(self):
        return {
            "start": fields.Datetime.to_string(self.start),
            "stop": fields.Datetime.to_string(self.stop),
            "deadline": fields.Datetime.to_string(self.deadline),
            "is_late": self.is_late,
        }

    def _decision_check_submit(self):
        super()._decision_check_submit()
        self.env.add_to_compute(self._fields["deadline"], self)
        if fields.Datetime.now() > self.deadline:
            local = self._local(self.employee_id, self.deadline)
            raise UserError(
                self.env._(
                    "This had to be filed and approved by %(moment)s (ATT-03). If you"
                    " were at work, please speak to your supervisor, or appeal on the"
                    " day itself.",
                    moment=local.strftime("%m-%d %H:%M"),
                )
            )

    def _decision_on_submitted(self):
        super()._decision_on_submitted()
        self._decision_write({"reminded_at": False})
        cron = self.env.ref("cs_attendance.cs_outing_cron_remind", False)
        due = self.deadline - REMIND_BEFORE
        if cron and due > fields.Datetime.now():
            cron.sudo()._trigger(at=due)

    def _decision_on_approved(self):
        self._decision_write({"approved_at": fields.Datetime.now()})
        super()._decision_on_approved()

    def _decision_on_undone(self, decision, request_state):
        self._decision_write({"approved_at": False})
        super()._decision_on_undone(decision, request_state)

    @api.model
    def _remind_domain(self):
        """Requests whose deciders are to be reminded now."""
        now = fields.Datetime.now()
        return (
            Domain("state", "=", "submitted")
            & Domain("reminded_at", "=", False)
            & Domain("deadline", ">=", now)
            & Domain("deadline", "<=", now + REMIND_BEFORE)
            & Domain(
                "decision_request_ids",
                "any",
                [("state", "=", "pending"), ("submitted_at", "<=", now - JUST_ASKED)],
            )
        )

    @api.model
    def _cron_remind(self):
        """Remind those who have to decide, once, some hours before the deadline."""
        domain = self._remind_domain()
        while found := self.search(domain, limit=REMIND_BATCH, order="deadline, id"):
            for outing in found:
                outing._remind()
            left = self.search_count(domain)
            if not self.env["ir.cron"]._commit_progress(len(found), remaining=left):
                break

    def _remind(self):
        """Claim the reminder, then send it: of two workers at once one sends."""
        self.flush_recordset()
        claimed = self.env.execute_query(
            SQL(
                "UPDATE cs_outing SET reminded_at = %s"
                " WHERE id = %s AND reminded_at IS NULL RETURNING id",
                fields.Datetime.now(),
                self.id,
            )
        )
        self.invalidate_recordset(["reminded_at"])
        if not claimed:
            return
        request = self._decision_pending_request()
        for person in request._voices():
            user = person.user_id
            words = self.with_context(lang=user.lang)
            subject = words.env._(
                "Decide today: %(name)s, %(left)s",
                name=request.name,
                left=words._time_left(),
            )
            line = words.env._(
                "Without approval by then the hours count as absence (ATT-03)."
            )
            self.env["cs.decision.notice"]._mail(self, user, subject, [subject, line])
