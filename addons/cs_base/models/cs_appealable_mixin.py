from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from . import period_words as words

UTC = ZoneInfo("UTC")


class CsAppealableMixin(models.AbstractModel):
    """An explained result that the person concerned can appeal against (ALL-02).

    In views: a button ``action_appeal`` shown by ``can_appeal``; the explanation
    panel offers the same.
    """

    _name = "cs.appealable.mixin"
    _description = "Result Open to Appeal"
    _inherit = ["cs.explained.mixin"]

    appeal_ids = fields.One2many(
        "cs.appeal",
        "res_id",
        string="Appeals",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
    )
    appeal_deadline = fields.Datetime(
        compute="_compute_appeal_deadline",
        string="Appeal Until",
        help="Last moment for an appeal of the person concerned.",
    )
    can_appeal = fields.Boolean(compute="_compute_can_appeal")

    def _compute_appeal_deadline(self):
        deadlines = self.sudo()._appeal_deadlines()
        for result in self:
            result.appeal_deadline = deadlines.get(result.id)

    @api.depends_context("uid")
    def _compute_can_appeal(self):
        mine = self.env.user._cs_employees()
        for result in self:
            deadline = result.appeal_deadline
            result.can_appeal = bool(
                result.sudo()._appeal_employee() & mine
                and deadline
                and fields.Datetime.now() <= deadline
            )

    def action_appeal(self):
        """Open the person's own appeal against this result, or a new one.

        :raise AccessError: for everybody but the person concerned
        :raise UserError: after the deadline, with its date
        """
        self.ensure_one()
        self.check_access("read")
        self._appeal_check()
        appeal = self.env["cs.appeal"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("is_open", "=", True),
                ("employee_id.user_id", "=", self.env.uid),
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appeal"),
            "res_model": "cs.appeal",
            "res_id": appeal.id,
            "views": [(False, "form")],
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    # Hooks; they run with superuser rights

    def _appeal_employee(self):
        """hr.employee concerned: who may appeal."""
        return self.employee_id

    def _appeal_since(self):
        """Naive UTC moment at which the result became known; None: not yet, so
        there is nothing to appeal against."""
        raise NotImplementedError

    def _appeal_first_decider(self):
        """hr.employee who made the result, and so does not decide on the appeal;
        perhaps empty."""
        return self.env["hr.employee"]

    def _appeal_accepted(self, appeal):
        """Correct the result and recompute what depends on it."""
        raise NotImplementedError

    def _appeal_company(self):
        return self.company_id

    def _appeal_days(self):
        """Working days for an appeal."""
        return self._appeal_company().cs_appeal_days

    def _appeal_title(self):
        """Name kept with the appeal, for who cannot open the result."""
        return self.display_name

    # What appeals ask

    def _appeal_deadlines(self):
        """End of the P-th working day after each result became known (ALL-02;
        P: ``_appeal_days``).

        :return: dict id -> naive UTC datetime, or None while there is nothing to
            appeal against
        """
        Calendar = self.env["cs.working.time"]
        departments = self._appeal_employee().department_id
        calendars = Calendar._calendars(departments)
        asked, result = {}, {}
        for record in self:
            since, company = record._appeal_since(), record._appeal_company()
            if not since or not record._appeal_employee():
                result[record.id] = None
                continue
            department = record._appeal_employee().department_id
            calendar = calendars.get(department.id) or company.resource_calendar_id
            question = (record.id, since, record._appeal_days())
            asked.setdefault((calendar, company), []).append(question)
        for (calendar, company), questions in asked.items():
            pairs = [(since, days) for _id, since, days in questions]
            answers = self._appeal_add_days(calendar, pairs, company)
            ids = [id_ for id_, _since, _days in questions]
            result.update(zip(ids, answers, strict=True))
        return result

    @api.model
    def _appeal_add_days(self, calendar, pairs, company):
        try:
            return self.env["cs.working.time"]._add_days(calendar, pairs, company)
        except UserError:
            # Nobody loses the appeal because working hours are not maintained:
            # whole days, to the end of the last one.
            zone = company._cs_zone()
            return [
                datetime.combine(
                    since.replace(tzinfo=UTC).astimezone(zone).date()
                    + timedelta(days=days),
                    time.max,
                    zone,
                )
                .astimezone(UTC)
                .replace(microsecond=0, tzinfo=None)
                for since, days in pairs
            ]

    def _appeal_check(self):
        """:raise AccessError, UserError: the current user cannot appeal now"""
        self.ensure_one()
        if not self.sudo()._appeal_employee() & self.env.user._cs_employees():
            raise AccessError(self.env._("Only the person concerned can appeal."))
        deadline = self.appeal_deadline
        if not deadline:
            raise UserError(self.env._("There is no result to appeal against yet."))
        if fields.Datetime.now() > deadline:
            # with the year: the result may be an old one
            zone = self.sudo()._appeal_company()._cs_zone()
            raise UserError(
                self.env._(
                    "The time for an appeal ended on %(deadline)s. If you have new"
                    " facts, please turn to your HR officer.",
                    deadline=words.stamp(deadline, zone, year=True),
                )
            )

    def _explanation_actions(self):
        actions = super()._explanation_actions()
        if self.can_appeal:
            actions.append(
                {
                    "method": "action_appeal",
                    "label": self._appeal_label(),
                    "primary": False,
                    "disabled": "",
                    "note": self.env._("Somebody else decides."),
                    "deadline": self.env._("due %s", self._appeal_deadline_text()),
                }
            )
        return actions

    def _appeal_label(self):
        """Who has appealed already goes on with that one."""
        if any(appeal.is_open for appeal in self.appeal_ids):
            return self.env._("Open Appeal")
        return self.env._("Appeal")

    def _appeal_deadline_text(self):
        """``12月5日 24:00`` on the company's clock, by which it is reckoned."""
        zone = self.sudo()._appeal_company()._cs_zone()
        return words.moment_name(self.env, self.appeal_deadline, zone)
