from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsExemption(models.Model):
    """Somebody need not punch from a day to a day; by the general manager (ATT-06).

    The general manager and who holds a post with ``hr.job.cs_is_exempt`` need none.
    Asked for by an HR officer or by the supervisor of the department, never for
    oneself. Ending early takes a freedom away and gives none, so an HR officer or the
    general manager does it alone; it only shortens, never into the past, and is kept
    with name, time and reason.

    Access: HR officers and supervisors (own department) make and change their own
    drafts; the person, leaders, HR, payroll and the general manager read.
    """

    _name = "cs.exemption"
    _inherit = ["cs.attendance.request.mixin"]
    _description = "Exemption from Punching"
    _order = "date_from desc, id desc"

    employee_id = fields.Many2one(default=None)
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", help="Empty: for good.")
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
    approved_to = fields.Date(
        "Approved Until",
        readonly=True,
        copy=False,
        help="The last day as approved, when it was ended early.",
    )
    ended_by_id = fields.Many2one(
        "hr.employee", readonly=True, copy=False, ondelete="restrict"
    )
    ended_at = fields.Datetime(readonly=True, copy=False)
    end_reason = fields.Text(readonly=True, copy=False)
    can_end = fields.Boolean(compute="_compute_can_end")

    _in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The last day is before the first day."
    )
    _person_days_excl = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (state IN ('submitted', 'approved'))",
        "There is an exemption of this person for some of these days already.",
    )

    @api.depends_context("lang")
    @api.depends("employee_id", "date_from", "date_to")
    def _compute_display_name(self):
        for record in self:
            first = record.date_from and record._day_name(record.date_from) or ""
            last = record.date_to and record._day_name(record.date_to)
            record.display_name = self.env._(
                "Exemption %(first)s – %(last)s",
                first=first,
                last=last or self.env._("for good"),
            )

    @api.depends_context("uid")
    @api.depends("state", "date_to")
    def _compute_can_end(self):
        may = self._may_end()
        for record in self:
            today = record.company_id._cs_today()
            open_end = not record.date_to or record.date_to >= today
            record.can_end = may and record.state == "approved" and open_end

    @api.model
    def _may_end(self):
        user = self.env.user
        return user.has_group("cs_base.group_hr_officer") or user.has_group(
            "cs_base.group_general_manager"
        )

    def action_end(self, last_day, reason):
        """End an approved exemption early.

        :param last_day: the last exempt day; not before yesterday
        :raise AccessError: for others than HR officers and the general manager, and
            for the person concerned
        :raise UserError: when it would not end earlier, or end in the past
        """
        for record in self:
            record.check_access("read")
            mine = self.env.user._cs_employees()._cs_all_records()
            if not self._may_end() or record.sudo().employee_id in mine:
                raise AccessError(
                    self.env._(
                        "HR officers and the general manager end an exemption, but"
                        " not their own."
                    )
                )
            record._end(fields.Date.to_date(last_day), reason)
        return True

    def _end(self, last_day, reason):
        reason = self._decision_clean_reason("refuse", reason)
        yesterday = self.company_id._cs_today() - timedelta(days=1)
        if self.state != "approved":
            raise UserError(self.env._("Only an approved exemption can be ended."))
        if not last_day or last_day < yesterday or last_day < self.date_from:
            raise UserError(
                self.env._(
                    "Days that have passed stay exempt. The last day can be"
                    " yesterday or later, and not before the first day."
                )
            )
        if self.date_to and last_day >= self.date_to:
            raise UserError(
                self.env._(
                    "It ends on %(day)s already. For more days please ask the general"
                    " manager for another exemption.",
                    day=self._day_name(self.date_to),
                )
            )
        [document] = self._decision_actor()
        document._decision_write(
            {
                "approved_to": self.date_to,
                "date_to": last_day,
                "ended_by_id": self.env.user._cs_employees()[:1].id,
                "ended_at": fields.Datetime.now(),
                "end_reason": reason,
            }
        )
        document._rejudge()

    def _request_days(self):
        today = self.company_id._cs_today()
        last = min(self.date_to or today, today)
        if self.approved_to:
            last = min(self.approved_to, today)
        return self.date_from, max(self.date_from, last)

    def _decision_protected_fields(self):
        return super()._decision_protected_fields() | {
            "approved_to",
            "ended_by_id",
            "ended_at",
            "end_reason",
        }

    def _decision_kind(self):
        return "exemption"

    def _decision_ladder_fallback(self):
        return ["general_manager"]

    def _decision_maker(self):
        makers = self.create_uid._cs_employees()
        return makers.filtered(lambda maker: maker.company_id == self.company_id)

    def _decision_detail(self):
        return {
            "date_from": fields.Date.to_string(self.date_from),
            "date_to": fields.Date.to_string(self.date_to) or None,
        }

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if self.ended_at:
            raise UserError(
                self.env._("The exemption has been ended since, so it stays decided.")
            )

    def _check_filed_by_the_person(self):
        """Here it is the contrary: somebody else asks for the person."""
        mine = self.env.user._cs_employees()._cs_all_records()
        if self.employee_id in mine:
            raise UserError(
                self.env._(
                    "Nobody asks for the own exemption. Please let HR or your"
                    " supervisor ask for it (ATT-06)."
                )
            )
