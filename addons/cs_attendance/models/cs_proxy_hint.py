from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class CsProxyHint(models.Model):
    """Two people's punches that may show proxy punching (代打卡, ATT-12).

    Found by ``cs.proxy.finder`` (same device, within the policy's seconds) or
    reported by hand. It is a hint and accuses nobody: at the door of an office
    people do punch one after the other. Somebody who is not concerned confirms it or
    says no, with a reason; only a confirmed hint has consequences (INC-22).

    Hints are many, so they wait in a list and send no mail. Whoever decides one makes
    submission and decision in one act: both are kept as for every other document.

    ``employee_id`` is the one of the two with the lower id, so that the same two
    people are always the same pair.

    Access: everybody reports and reads the own reports; supervisors (own department),
    HR officers and the general manager read and decide; team leaders read their team;
    the people concerned see it once it is confirmed. Nobody writes or deletes.
    """

    _name = "cs.proxy.hint"
    _inherit = ["cs.decision.mixin"]
    _description = "Hint at Proxy Punching"
    _order = "date desc, id desc"
    _mail_post_access = "read"

    _decision_initial = "open"
    _decision_approved = "confirmed"
    _decision_refused = "dismissed"
    _decision_approve_needs_reason = True
    _decision_undoes_approval = True
    #: There is nothing to submit; the form has buttons of its own.
    _decision_draws_form = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee",
        string="First Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    other_id = fields.Many2one(
        "hr.employee",
        string="Second Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, index=True)
    source = fields.Selection(
        [("found", "Found in the punches"), ("reported", "Reported")],
        required=True,
        readonly=True,
        default="reported",
    )
    note = fields.Text("What Was Seen")
    terminal_id = fields.Many2one(
        "cs.terminal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    punch_id = fields.Many2one(
        "cs.punch",
        "First Person's Punch",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    other_punch_id = fields.Many2one(
        "cs.punch",
        "Second Person's Punch",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    moment = fields.Datetime("First Punch", related="punch_id.moment")
    other_moment = fields.Datetime("Second Punch", related="other_punch_id.moment")
    seconds = fields.Integer("Seconds Apart", readonly=True)
    repeat_count = fields.Integer(
        "Times in 30 Days",
        readonly=True,
        default=1,
        help="Hints about these two people in the 30 days up to this one.",
    )
    state = fields.Selection(
        [
            ("open", "To Be Looked At"),
            ("submitted", "Being Decided"),
            ("confirmed", "Confirmed"),
            ("dismissed", "No Proxy Punching"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    verdict_reason = fields.Text(compute="_compute_verdict", compute_sudo=True)
    decided_by_id = fields.Many2one(
        "hr.employee", compute="_compute_verdict", compute_sudo=True
    )
    can_judge = fields.Boolean(compute="_compute_can_judge")
    is_my_department = fields.Boolean(
        compute="_compute_is_my_department", search="_search_is_my_department"
    )

    _punches_uniq = models.UniqueIndex(
        "(punch_id, other_punch_id) WHERE punch_id IS NOT NULL",
        "There is a hint about these two punches already.",
    )
    _pair_ordered = models.Constraint(
        "CHECK(employee_id < other_id)", "A hint is about two different people."
    )
    _found_has_punches = models.Constraint(
        "CHECK(source <> 'found' OR (punch_id IS NOT NULL"
        " AND other_punch_id IS NOT NULL AND terminal_id IS NOT NULL))",
        "What was found names both punches.",
    )
    _pair_date_idx = models.Index("(employee_id, other_id, date)")

    @api.depends("employee_id", "other_id", "date")
    def _compute_display_name(self):
        for hint in self:
            people = hint.sudo().employee_id | hint.sudo().other_id
            names = " / ".join(name for name in people.mapped("name") if name)
            day = hint.date and format_date(self.env, hint.date) or ""
            hint.display_name = f"{names} {day}".strip()

    @api.depends("state", "decision_ids")
    def _compute_verdict(self):
        for hint in self:
            verdict = hint.decision_ids._standing()[:1]
            hint.verdict_reason = verdict.reason
            hint.decided_by_id = verdict.decider_id

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_judge(self):
        for hint in self:
            hint.can_judge = bool(
                hint._origin and hint.state == "open" and not hint._why_not()
            )

    @api.depends_context("uid")
    @api.depends("employee_id.department_id", "other_id.department_id")
    def _compute_is_my_department(self):
        departments = self.env.user.cs_managed_department_ids
        for hint in self:
            people = hint.sudo().employee_id | hint.sudo().other_id
            hint.is_my_department = bool(people.department_id & departments)

    def _search_is_my_department(self, operator, value):
        if operator != "in":
            return NotImplemented
        departments = self.env.user.cs_managed_department_ids.ids
        return Domain("employee_id.department_id", "in", departments) | Domain(
            "other_id.department_id", "in", departments
        )

    @api.model_create_multi
    def create(self, vals_list):
        hints = super().create([self._prepare_report_vals(vals) for vals in vals_list])
        for hint in hints.sudo():
            hint._check_report()
        return hints

    @api.model
    def _prepare_report_vals(self, vals):
        """A report by hand: what the finder sets is dropped, the pair is put in
        order, the company is that of the people."""
        given = ("employee_id", "other_id", "date", "note")
        vals = {name: vals[name] for name in given if name in vals}
        pair = [vals.get("employee_id"), vals.get("other_id")]
        if all(isinstance(id_, int) and id_ for id_ in pair):
            vals["employee_id"], vals["other_id"] = sorted(pair)
        person = self.env["hr.employee"].sudo().browse(vals.get("employee_id"))
        return vals | {
            "source": "reported",
            "company_id": person.exists().company_id.id,
        }

    def _check_report(self):
        people = self.employee_id | self.other_id
        if len(
            people._cs_all_records() & people
        ) < 2 or self.employee_id._cs_is_same_person(self.other_id):
            raise ValidationError(self.env._("Please name two different people."))
        if self.other_id.company_id != self.company_id:
            raise ValidationError(
                self.env._("The two people work in different companies.")
            )
        if self.date > self.company_id._cs_today():
            raise ValidationError(self.env._("This day has not come yet."))
        if not (self.note or "").strip():
            raise ValidationError(self.env._("Please say what was seen."))
        reporter = self.env.user._cs_employees()._cs_all_records()
        if people & reporter and self.env.uid != SUPERUSER_ID:
            raise ValidationError(
                self.env._(
                    "What concerns you is not reported this way. Please speak to"
                    " your supervisor."
                )
            )

    def action_submit(self):
        raise UserError(
            self.env._("A hint is not submitted: please confirm it or say no.")
        )

    def action_confirm(self, reason):
        """Two people did punch for each other; with a reason."""
        return self._judge_hints("approve", reason)

    def action_dismiss(self, reason):
        """It was no proxy punching; with a reason."""
        return self._judge_hints("refuse", reason)

    def _judge_hints(self, outcome, reason):
        self.check_access("read")
        reason = self._decision_clean_reason(outcome, reason)
        for hint in self:
            refusal = hint._why_not()
            if refusal:
                raise AccessError(refusal)
        decisions = self.env["cs.decision"].browse()
        for hint in self._decision_actor():
            hint._open_for_me()
            hint._decision_decide(outcome, reason)
            decisions |= hint.decision_ids._standing()[:1].with_env(self.env)
        return decisions._offer_undo(decisions)

    def _why_not(self):
        """Why the current user may not decide on this hint, or None."""
        me, user, hint = self.env.user._cs_employees(), self.env.user, self.sudo()
        concerned = hint.employee_id | hint.other_id | hint._decision_maker()
        if not me:
            return self.env._("Only people of the company decide on hints.")
        if me._cs_all_records() & concerned._cs_all_records():
            return self.env._(
                "You are concerned by this or reported it, so somebody else decides."
            )
        if user.has_group("cs_base.group_hr_officer") or user.has_group(
            "cs_base.group_general_manager"
        ):
            return None
        if user.has_group("cs_base.group_supervisor") and self.is_my_department:
            return None
        return self.env._(
            "HR officers and the supervisor of the department decide on hints."
        )

    def _open_for_me(self):
        """Submit the hint to the current user, who decides it in the same act."""
        if self.state != self._decision_initial:
            self.env["cs.decision.request"].sudo().search(
                self._decision_domain(), limit=1
            )._raise_closed()
        me = self.env.user._cs_employees()
        me = (
            me.filtered(lambda person: person.company_id == self.company_id)[:1]
            or me[:1]
        )
        Request = self.env["cs.decision.request"].sudo()
        concerned = self._decision_beneficiaries() | self._decision_maker()
        request = Request._insert(
            Request._prepare_request_vals(self)
            | {
                "excluded_ids": concerned._cs_all_records().ids,
                "steps": [{"step": 1, "decider": "employee", "employee_id": me.id}],
            }
        )
        request._ask(1, me)
        self._decision_write({"state": self._decision_pending})

    def _decision_revert(self, decision):
        # The submission was opened by the decision, so nobody else was ever asked.
        decision.request_id._close("withdrawn")
        self._decision_write({"state": self._decision_initial})

    def _decision_kind(self):
        return "proxy_hint"

    def _decision_maker(self):
        if self.source == "found":
            return self.env["hr.employee"].sudo()
        return super()._decision_maker()

    def _decision_beneficiaries(self):
        return (self.employee_id | self.other_id).sudo()

    def _decision_detail(self):
        return {
            "punch_ids": (self.punch_id | self.other_punch_id).ids,
            "seconds": self.seconds,
            "repeat_count": self.repeat_count,
        }

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "terminal_id",
            "punch_id",
            "other_punch_id",
            "seconds",
        }
