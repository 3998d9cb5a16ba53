from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsCardReplacement(models.Model):
    """A lost or damaged punch card that was replaced at the front desk (ATT-17).

    The fee is that of the policy in force on the day and becomes a compensation entry
    (INC-20). A record is never changed or deleted; what was entered by mistake is
    taken back by a second record with the fee the other way round.

    Access: the front desk and HR officers enter them, never their own; the person,
    HR, payroll and the general manager read.
    """

    _name = "cs.card.replacement"
    _inherit = ["cs.kept.mixin"]
    _kept_is_entered = True
    _description = "Replaced Punch Card"
    _order = "date desc, id desc"
    _rec_name = "employee_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, default=lambda self: self.env.company._cs_today())
    cause = fields.Selection(
        [("lost", "Lost"), ("damaged", "Damaged")], required=True, default="lost"
    )
    note = fields.Char()
    fee = fields.Monetary(readonly=True)
    handled_by_id = fields.Many2one("hr.employee", readonly=True, ondelete="restrict")
    reversal_of_id = fields.Many2one(
        "cs.card.replacement", "Takes Back", readonly=True, ondelete="restrict"
    )
    reversal_ids = fields.One2many(
        "cs.card.replacement", "reversal_of_id", "Taken Back By"
    )

    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "This has been taken back already.",
    )
    _fee_sign = models.Constraint(
        "CHECK((reversal_of_id IS NULL AND fee >= 0)"
        " OR (reversal_of_id IS NOT NULL AND fee <= 0))",
        "Only what takes a fee back is negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        given = ("employee_id", "date", "cause", "note")
        prepared = []
        for vals in vals_list:
            kept = {name: vals[name] for name in given if name in vals}
            prepared.append(self._prepare_stamps(kept) | kept)
        return super().create(prepared)

    def action_take_back(self, note):
        """Take a record back that was entered by mistake.

        :param note: why
        """
        self.check_access("create")
        for record in self:
            record._prepare_stamps({"employee_id": record.sudo().employee_id.id})
            if record.reversal_of_id:
                raise UserError(
                    self.env._("What takes something back is not taken back itself.")
                )
            if not isinstance(note, str) or not note.strip():
                raise UserError(self.env._("Please give a reason."))
            record._kept_create([record._prepare_reversal_vals(note)])
        return True

    def action_ask_take_back(self):
        """Ask why before taking the record back."""
        self.ensure_one()
        self.check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back"),
            "res_model": "cs.card.take.back",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_card_id": self.id},
        }

    def _kept_text(self):
        return self.env._(
            "Replaced cards are never changed or deleted. Take a mistake back and"
            " enter it anew."
        )

    @api.model
    def _prepare_stamps(self, vals):
        """What the server sets: company, fee of the day, who handled it."""
        number = vals.get("employee_id")
        # sudo: company and fee of whom it is about
        employee = self.env["hr.employee"].sudo()
        employee = employee.browse(number if type(number) is int else []).exists()
        if not employee:
            raise ValidationError(self.env._("Please choose who lost the card."))
        me = self.env.user._cs_employees()
        if employee in me._cs_all_records():
            raise ValidationError(
                self.env._("Somebody else enters the card that you lost.")
            )
        today = employee.company_id._cs_today()
        day = fields.Date.to_date(vals.get("date")) or today
        if day > today:
            raise ValidationError(self.env._("This day has not come yet."))
        policy = self.env["cs.attendance.policy"]._policy_on(employee, day)
        fee = policy[employee.id].sudo().card_fee
        return {
            "company_id": employee.company_id.id,
            "date": day,
            "fee": fee,
            "handled_by_id": me[:1].id,
        }

    def _prepare_reversal_vals(self, note):
        return {
            "company_id": self.company_id.id,
            "employee_id": self.employee_id.id,
            "date": self.company_id._cs_today(),
            "cause": self.cause,
            "note": note.strip(),
            "fee": -self.fee,
            "handled_by_id": self.env.user._cs_employees()[:1].id,
            "reversal_of_id": self.id,
        }
