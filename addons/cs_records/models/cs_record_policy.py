from odoo import api, fields, models


class CsRecordPolicy(models.Model):
    """How long documents are kept and lent (ALL-06, HD-20). Where none is in force the
    defaults below hold. Access as in the mixin.
    """

    _name = "cs.record.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Records Policy"

    previous_id = fields.Many2one("cs.record.policy")
    short_years = fields.Integer(
        "Short Retention",
        default=10,
        unit="year",
        help="ALL-06: after the day of the document; then it may be disposed of.",
    )
    long_years = fields.Integer(
        "Long Retention",
        default=30,
        unit="year",
        help="ALL-06: after the day of the document; then it may be disposed of.",
    )
    normal_days = fields.Integer(
        "Normal Ones Are Lent For",
        default=14,
        unit="day",
        help="HD-20: at most, the first and the last day included.",
    )
    secret_days = fields.Integer(
        "Secret Ones Are Lent For",
        default=3,
        unit="day",
        help="HD-20: at most, the first and the last day included.",
    )
    top_days = fields.Integer(
        "Top Secret Ones Are Lent For",
        default=1,
        unit="day",
        help="HD-20: at most, the first and the last day included.",
    )

    _years_in_order = models.Constraint(
        "CHECK(short_years > 0 AND long_years >= short_years)",
        "Long retention is at least as long as short, and short at least a year.",
    )
    _days_positive = models.Constraint(
        "CHECK(normal_days > 0 AND secret_days > 0 AND top_days > 0)",
        "Documents are lent for at least a day.",
    )

    @api.model
    def _in_force(self, company, department, day):
        """The policy of a unit on a day, or one that holds the defaults."""
        found = self._policy_of_unit(company, department, day)
        return found or self.new({})

    def _years(self, retention):
        """:return: years of retention, or None for ever"""
        return {"short": self.short_years, "long": self.long_years}.get(retention)

    def _loan_days(self, secrecy):
        return {
            "normal": self.normal_days,
            "secret": self.secret_days,
            "top": self.top_days,
        }[secrecy]
