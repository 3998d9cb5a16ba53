from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

#: Longer stretches of days are left to the scheduled job.
JUDGED_AT_ONCE = 62


class CsAttendanceRequestMixin(models.AbstractModel):
    """A request about the days of one person, decided by others.

    Access: the person makes the own requests and changes them while they are
    drafts; the team leader, the supervisor of the department, who is asked to
    decide, HR officers, the payroll accountant and the general manager read them.

    Days of a month whose sheets have been handed over take no requests; until then
    a request can be filed. Whatever happens to it, its days are judged anew.
    """

    _name = "cs.attendance.request.mixin"
    _description = "Request about Attendance"
    _inherit = ["cs.decision.mixin"]
    # Whoever reads the request may ask and answer below it.
    _mail_post_access = "read"

    # What is judged follows the state of the requests.
    _decision_undoes_approval = True

    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_employee_id(),
    )
    department_id = fields.Many2one(related="employee_id.department_id")
    reason = fields.Text(required=True)
    evidence_ids = fields.Many2many("ir.attachment")
    decider_names = fields.Char(
        "Will Be Decided By", compute="_compute_decider_names", compute_sudo=True
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")
    is_my_department = fields.Boolean(
        compute="_compute_is_my_department", search="_search_is_my_department"
    )

    def _default_employee_id(self):
        return self.env.user.employee_id

    @api.depends("employee_id")
    def _compute_company_id(self):
        for request in self:
            request.company_id = request.employee_id.sudo().company_id

    @api.depends(lambda self: {"employee_id"} | self._decision_depends())
    def _compute_decider_names(self):
        for request in self:
            draft = request._decision_state() == request._decision_initial
            names = draft and request.employee_id and request._expected_deciders()
            request.decider_names = names or False

    @api.depends_context("uid")
    @api.depends("employee_id")
    def _compute_is_mine(self):
        mine = self.env.user._cs_employees()
        for request in self:
            request.is_mine = request.employee_id in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("employee_id", "in", self.env.user._cs_employees().ids)

    @api.depends_context("uid")
    @api.depends("employee_id.department_id")
    def _compute_is_my_department(self):
        departments = self.env.user.cs_managed_department_ids
        for request in self:
            department = request.sudo().employee_id.department_id
            request.is_my_department = department in departments

    def _search_is_my_department(self, operator, value):
        # Asked at the time of reading: a rule that inlined the ids would cache them.
        if operator != "in":
            return NotImplemented
        departments = self.env.user.cs_managed_department_ids.ids
        return Domain("employee_id.department_id", "in", departments)

    @api.model_create_multi
    def create(self, vals_list):
        stamps = self._request_stamps()
        requests = super().create(
            [{k: v for k, v in vals.items() if k not in stamps} for vals in vals_list]
        )
        requests._link_evidence()
        return requests

    def write(self, vals):
        stamps = self._request_stamps()
        result = super().write({k: v for k, v in vals.items() if k not in stamps})
        if "evidence_ids" in vals:
            self._link_evidence()
        return result

    def unlink(self):
        self._check_never_submitted()
        return super().unlink()

    def action_withdraw(self):
        result = super().action_withdraw()
        self.sudo()._rejudge()
        return result

    @api.model
    def _request_stamps(self):
        """Names of fields that the server sets: dropped from what callers send."""
        return {"company_id"}

    def _request_days(self):
        """First and last local date that the request is about."""
        raise NotImplementedError

    def _expected_deciders(self):
        """Names of who would decide first if this were submitted now."""
        process = self.env["cs.decision.request"].sudo()
        try:
            ladder = process._document_ladder(self)
            measure = process._document_measure(self)
            [step, *_later] = process._document_steps(self, ladder, measure)
            people = self._decision_beneficiaries() or self._decision_maker()
            concerned = self._decision_maker() | self._decision_beneficiaries()
            deciders = self.env["cs.decision.route"]._deciders(
                step,
                people.sudo(),
                self._decision_company(),
                (concerned | self._decision_excluded())._cs_all_records(),
                self._decision_kind(),
            )
        except UserError as error:
            return str(error)
        return ", ".join(deciders.mapped("name"))

    @api.model
    def _zone(self, employee, day):
        """Zone in which the person's days run: that of the working calendar of the
        version in force, else the company's (ATT-32)."""
        employee = employee.sudo()
        calendar = employee._get_version(day).resource_calendar_id
        return ZoneInfo(calendar.tz) if calendar.tz else employee.company_id._cs_zone()

    @api.model
    def _local(self, employee, moment):
        """A naive UTC moment as local time of the person."""
        zone = self._zone(employee, moment.date())
        return moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)

    @api.model
    def _utc(self, employee, local):
        """A naive local time of the person as naive UTC."""
        zone = self._zone(employee, local.date())
        return local.replace(tzinfo=zone).astimezone(timezone.utc).replace(tzinfo=None)

    @api.model
    def _local_today(self, employee):
        return self._local(employee, fields.Datetime.now()).date()

    def _check_open(self):
        """:raise UserError: when a month of the request is handed over"""
        for request in self:
            first, last = request._request_days()
            self.env["cs.period"]._check_open(
                request.company_id, first, last, code="attendance_sheet"
            )

    def _rejudge(self):
        """Judge the days of the requests anew, at once where they are few."""
        Stale, Day = self.env["cs.attendance.stale"], self.env["cs.attendance.day"]
        self.flush_recordset()
        for request in self:
            first, last = request._request_days()
            Stale._touch([(request.employee_id.id, first, last)])
            if last - first < timedelta(days=JUDGED_AT_ONCE):
                Day.sudo()._judge(request.employee_id.sudo(), first, last)

    def _link_evidence(self):
        """Let the request's access rights decide about its evidence: files that the
        caller has just uploaded and that belong to nothing yet."""
        for request in self:
            # sudo: only the caller's own unattached files
            request.sudo().evidence_ids.filtered(
                lambda file: file.create_uid == self.env.user and not file.res_id
            ).write({"res_model": self._name, "res_id": request.id})

    def _check_never_submitted(self):
        # sudo: also submissions that the caller has no share in
        if self.sudo().decision_request_ids:
            raise UserError(
                self.env._(
                    "What has been submitted once is kept. Leave it as a draft, or"
                    " submit it again."
                )
            )

    def _check_filed_by_the_person(self):
        if self.employee_id not in self.env.user._cs_employees():
            raise AccessError(
                self.env._("Only %(name)s can file this.", name=self.employee_id.name)
            )

    def _decision_maker(self):
        return self.employee_id

    def _decision_beneficiaries(self):
        return self.employee_id

    def _decision_ladder_fallback(self):
        return ["supervisor"]

    def _decision_title(self):
        # The name is kept and read by others: in the company's words, not in the
        # short form of the screen.
        return f"{self.employee_id.sudo().name} · {self.display_name}"

    def _decision_check_submit(self):
        self._check_filed_by_the_person()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        self._check_open()

    def _decision_on_submitted(self):
        super()._decision_on_submitted()
        self._rejudge()

    def _decision_on_approved(self):
        super()._decision_on_approved()
        self._check_open()
        self._rejudge()

    def _decision_on_refused(self):
        super()._decision_on_refused()
        self._rejudge()

    def _decision_on_returned(self):
        super()._decision_on_returned()
        self._rejudge()

    def _decision_offers_undo(self, decision):
        """A refusal is also possible once its month is handed over, and stays then; an
        approval is not."""
        offered = super()._decision_offers_undo(decision)
        if not offered or decision.request_id.state == "approved":
            return offered
        first, last = self._request_days()
        return not self.env["cs.period"]._closed_months(
            self.company_id, first, last, "attendance_sheet"
        )

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        self._check_open()
        self._rejudge()

    def _day_name(self, day):
        return format_date(self.env, day)
