from odoo import api, fields, models
from odoo.exceptions import UserError


class CsAppraisalRaterChange(models.TransientModel):
    """An HR officer changes who rates, with a reason that is kept (APP-05).

    Access: HR officers, each the own form; not on the own appraisal.
    """

    _name = "cs.appraisal.rater.change"
    _description = "Change Who Rates"

    rater_id = fields.Many2one(
        "cs.appraisal.rater", "Person Rated", required=True, readonly=True
    )
    mode = fields.Selection(
        [
            ("replace", "Ask somebody else instead"),
            ("add", "Ask one more person"),
            ("remove", "Ask this person no longer"),
        ],
        "What to Do",
        required=True,
        default="replace",
    )
    group = fields.Selection(
        [("peer", "Peers"), ("subordinate", "Subordinates")],
        "As",
        default="peer",
        help="There is one superior; somebody else instead is a delegated rater.",
    )
    employee_id = fields.Many2one("hr.employee", "New Rater")
    reason = fields.Text(required=True)

    @api.constrains("rater_id")
    def _check_rater(self):
        # constraints run as superuser
        self.sudo(False).rater_id.check_access("read")

    def action_confirm(self):
        """Change the raters of an open appraisal."""
        self.ensure_one()
        rater = self.rater_id._check_officer()
        reason = self.env["cs.appraisal.rating"]._check_reason(self.reason)
        if not reason:
            raise UserError(self.env._("Please give a reason."))
        if self.mode != "remove" and not self.employee_id:
            raise UserError(self.env._("Please choose the new rater."))
        # sudo: checked above; nobody has write access
        getattr(self, f"_{self.mode}")(rater, self.employee_id.sudo(), reason)
        return {"type": "ir.actions.act_window_close"}

    def _replace(self, rater, employee, reason):
        if rater.group == "self":
            raise UserError(
                self.env._("Nobody else can do the self evaluation of a person.")
            )
        origin = "delegate" if rater.group == "superior" else "chosen"
        rater._ask_instead(employee, reason, origin)

    def _add(self, rater, employee, reason):
        if self.group not in rater.appraisal_id.template_id._asked_groups():
            raise UserError(
                self.env._(
                    "This group has no weight in the template, so its rating would not"
                    " count (APP-05)."
                )
            )
        rater._ask_also(self.group, employee, reason)

    def _remove(self, rater, _employee, reason):
        rater._remove(reason)
