from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_end
from odoo.exceptions import AccessError, UserError

APPROVERS = (
    "cs_base.group_supervisor",
    "cs_base.group_hr_officer",
    "cs_base.group_general_manager",
)


class CsIncentiveStatement(models.Model):
    """computed → reviewed → approved (INC-30), by three people: who reviews, who
    approves, and the one it is about are never the same."""

    _inherit = "cs.incentive.statement"

    @api.depends_context("uid")
    @api.depends("state", "reviewed_by_id")
    def _compute_can_act(self):
        user = self.env.user
        is_hr = user.has_group("cs_base.group_hr_officer")
        approves = any(user.has_group(group) for group in APPROVERS)
        mine = user._cs_employees()
        for one in self:
            other = one.sudo().employee_id not in mine
            reviewed = one.state == "reviewed"
            one.can_review = is_hr and other and one.state == "computed"
            one.can_return = approves and other and reviewed
            one.can_approve = one.can_return and not one.sudo()._reviewers() & mine

    def _reviewers(self):
        """hr.employee of who reviewed it; perhaps empty."""
        user = self.reviewed_by_id
        return user._cs_employees() if user else self.env["hr.employee"]

    def action_review(self):
        """HR officers: these statements were looked at. Of several, the own one and
        those that are further or not so far are left.

        :raise AccessError: for others, and for the own statement alone
        :raise UserError: when none is computed, or the month of one is not over
        """
        self._check_groups("cs_base.group_hr_officer")
        ready = self._ready("computed")
        ready._check_others()
        ready._check_over()
        ready._move("computed", "reviewed")
        ready.sudo()._kept_write(
            {
                "state": "reviewed",
                "reviewed_at": fields.Datetime.now(),
                "reviewed_by_id": self.env.uid,
            }
        )
        return self._say_left(ready)

    def action_approve(self):
        """Approve reviewed statements; the people concerned may read them now. Of
        several, the own one, those that the caller reviewed, and those that are
        further or not so far are left.

        :raise AccessError: for the own one alone, for only such that the caller
            reviewed, and without the role
        :raise UserError: when none is reviewed
        """
        self._check_groups(*APPROVERS)
        mine = self.env.user._cs_employees()
        ready = self._ready("reviewed")
        reviewed = ready.filtered(lambda one: one.sudo()._reviewers() & mine)
        others = ready - reviewed or ready
        others._check_others()
        for one in others.sudo():
            if one._reviewers() & mine:
                raise AccessError(
                    self.env._(
                        "%(name)s: who reviewed a statement does not approve it"
                        " (INC-30).",
                        name=one.display_name,
                    )
                )
        others._move("reviewed", "approved")
        others.sudo()._kept_write(
            {
                "state": "approved",
                "approved_at": fields.Datetime.now(),
                "approved_by_id": self.env.uid,
            }
        )
        self.env["cs.training.obligation"].sudo()._taken_by(others.sudo())
        others._wake()
        return self._say_left(others)

    def action_return(self):
        """Give reviewed statements back, to be computed and looked at again."""
        self._check_groups(*APPROVERS)
        self._check_others()
        self._move("reviewed", "computed")
        self.sudo()._kept_write(
            {"state": "computed", "reviewed_at": False, "reviewed_by_id": False}
        )
        return True

    def _check_groups(self, *groups):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._(
                    "HR officers review statements; supervisors, HR officers and the"
                    " general manager approve them (INC-30)."
                )
            )

    def _ready(self, state):
        """Those that this step is for, others' only; all, when there is none."""
        mine = self.env.user._cs_employees()
        return (
            self.filtered(
                lambda one: one.state == state and not one.sudo().employee_id & mine
            )
            or self
        )

    def _say_left(self, done):
        """For the screen: how many were left as they are, if any."""
        if done == self:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "%(done)s statements done. Left as they are, because they are"
                    " your own, reviewed by you, or in another state: %(left)s",
                    done=len(done),
                    left=len(self) - len(done),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_others(self):
        mine = self.env.user._cs_employees()
        for one in self.sudo():
            if one.employee_id & mine:
                raise AccessError(
                    self.env._("Nobody decides on the own statement (INC-30).")
                )

    def _check_over(self):
        """What an entry of the rule book books during the month is not yet a month."""
        for one in self.sudo():
            if month_end(one.month) >= one.company_id._cs_today():
                raise UserError(
                    self.env._(
                        "%(name)s: the month is not over yet (INC-30).",
                        name=one.display_name,
                    )
                )

    def _move(self, before, after):
        """Claim the rows, so that of two callers the later one sees the new state."""
        self.sudo().lock_for_update()
        self.invalidate_recordset(["state"])
        names = dict(self._fields["state"]._description_selection(self.env))
        for one in self.sudo():
            if one.state != before:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”; only “%(before)s” ones can become"
                        " “%(after)s” (INC-30).",
                        name=one.display_name,
                        state=names[one.state],
                        before=names[before],
                        after=names[after],
                    )
                )
