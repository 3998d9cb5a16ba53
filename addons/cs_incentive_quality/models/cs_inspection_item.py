from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsInspectionItem(models.Model):
    """An item can name the rule by which an entry is suggested when it is not met
    (HD-30, INC-21, INC-24)."""

    _inherit = "cs.inspection.item"

    company_id = fields.Many2one(related="policy_id.company_id")
    suggested_rule_id = fields.Many2one(
        "cs.discipline.rule",
        "Suggests Rule",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id), ('policy_id.state', '=', 'approved'),"
        " ('suggested_by', '=', False), ('kind', '!=', 'award'),"
        " ('counting', '!=', 'place'), ('amount_mode', 'in', ('none', 'fixed')),"
        " ('needs_file', '=', False), ('needs_ticket', '=', False),"
        " ('needs_day', '=', False)]",
        help="INC-21: when this is not met and the result is final, an entry by this"
        " rule is suggested; people decide on it. The rule as it is in force on the day"
        " of the inspection.",
    )

    @api.constrains("suggested_rule_id", "policy_id")
    def _check_suggested_rule(self):
        for item in self:
            # sudo: a rule of another company is refused, not read
            rule, company = item.sudo().suggested_rule_id, item.policy_id.company_id
            if rule and not (
                rule._is_nameable()
                and rule.company_id == company
                and rule.policy_id.state in ("approved", "superseded")
            ):
                raise ValidationError(
                    self.env._(
                        "INC-21: “%s” can suggest a rule of a book in force that needs"
                        " nothing to be chosen or shown, and that nothing else"
                        " suggests.",
                        item.name,
                    )
                )

    @api.onchange("suggested_rule_id")
    def _onchange_suggested_rule_id(self):
        if self.suggested_rule_id:
            self.fault_code = self.suggested_rule_id.code
