from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_repr

from ..engine.customer_class import Standard

GRADES = [("a", "Class A"), ("b", "Class B"), ("c", "Class C")]
#: ours, as the regulations name none: what a class asks for and its interval in days
READY = [
    {
        "grade": "a",
        "turnover_from": 50000,
        "services_from": 6,
        "limits_complaints": True,
        "complaints_max": 1,
        "interval_days": 30,
    },
    {"grade": "b", "turnover_from": 10000, "services_from": 3, "interval_days": 60},
    {"grade": "c", "interval_days": 180},
]


class CsCustomerPolicy(models.Model):
    """By what customers are classed, and how often they are visited (HD-21).

    A new one holds a ready standard. It is for the whole company: a customer is in one
    class, whoever serves. Access as in the mixin.
    """

    _name = "cs.customer.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Customer Standard"

    def _default_class_ids(self):
        return [Command.create(row) for row in READY]

    previous_id = fields.Many2one("cs.customer.policy")
    window_months = fields.Integer(
        "Business of the Last",
        default=12,
        unit="month",
        help="HD-21: turnover, services and complaints of so many months count.",
    )
    loyal_days = fields.Integer(
        "Loyal Up To",
        default=90,
        unit="day",
        help="HD-21: since the last activity, the day included.",
    )
    lost_days = fields.Integer(
        "Lost After",
        default=365,
        unit="day",
        help="HD-21: since the last activity; in between a customer is general.",
    )
    reminder_days = fields.Integer(
        "Reminded Before",
        default=14,
        unit="day",
        help="HD-21: so many days before the next due service a visit is planned, and"
        " whose customer it is is reminded.",
    )
    is_lost_visited = fields.Boolean(
        "Plan Visits of Lost Customers",
        default=False,
        help="HD-21: else a lost customer is visited when somebody plans it.",
    )
    class_ids = fields.One2many(
        "cs.customer.policy.class",
        "policy_id",
        "Classes",
        copy=True,
        default=lambda self: self._default_class_ids(),
        help="HD-21: a customer is in the best class whose turnover or number of"
        " services is reached. C takes the rest.",
    )

    _whole_company = models.Constraint(
        "CHECK(department_id IS NULL AND job_id IS NULL)",
        "HD-21: the customer standard is for the whole company.",
    )
    _lost_after_loyal = models.Constraint(
        "CHECK(loyal_days >= 0 AND loyal_days < lost_days)",
        "A customer is lost later than loyal.",
    )
    _window_valid = models.Constraint(
        "CHECK(window_months BETWEEN 1 AND 120 AND reminder_days BETWEEN 0 AND 120)",
        "The business of 1 to 120 months counts, and the reminder comes at most 120"
        " days ahead.",
    )

    def _decision_check_submit(self):
        super()._decision_check_submit()
        rest = self.class_ids.filtered(lambda row: row.grade == "c")
        if not rest or any(row._asks() for row in rest):
            raise UserError(
                self.env._(
                    "HD-21: class C takes every other customer. Please add it, without"
                    " turnover and services."
                )
            )
        if not all(row._asks() for row in self.class_ids - rest):
            raise UserError(
                self.env._("HD-21: classes A and B ask for a turnover or for services.")
            )

    @api.model
    def _customer_policy(self, company):
        """The standard in force today, else an unsaved one of the defaults (sudo)."""
        none = self.env["hr.department"]
        found = self._policy_of_unit(company, none, company._cs_today())
        return found or self.sudo().new({"company_id": company.id})

    def _standards(self):
        """The classes as the engine takes them, the best first."""
        return [row._standard() for row in self.class_ids.sorted("grade")]


class CsCustomerPolicyClass(models.Model):
    """What a class asks for (HD-21); frozen with its policy."""

    _name = "cs.customer.policy.class"
    _inherit = ["cs.policy.line.mixin"]
    _description = "Class of Customers"
    _order = "grade, id"
    _rec_name = "grade"
    _policy_row_key = ("grade",)

    policy_id = fields.Many2one(
        "cs.customer.policy", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="policy_id.company_id.currency_id")
    grade = fields.Selection(GRADES, "Class", required=True)
    turnover_from = fields.Monetary(help="0: not asked for.")
    services_from = fields.Integer(
        "Or Services From", unit="service", help="0: not asked for."
    )
    limits_complaints = fields.Boolean("Complaints Count")
    complaints_max = fields.Integer("Complaints at Most", default=0)
    interval_days = fields.Integer(
        "Visited Every", unit="day", help="0: no visits are planned."
    )

    _grade_uniq = models.Constraint(
        "UNIQUE(policy_id, grade)", "This class is in the table already."
    )
    _numbers_valid = models.Constraint(
        "CHECK(turnover_from >= 0 AND services_from >= 0 AND complaints_max >= 0"
        " AND interval_days BETWEEN 0 AND 3650)",
        "Thresholds and intervals of classes cannot be negative.",
    )

    def _asks(self):
        return bool(self.turnover_from or self.services_from)

    def _standard(self):
        turnover = self.turnover_from and Decimal(float_repr(self.turnover_from, 2))
        return Standard(
            self.grade,
            turnover or None,
            self.services_from or None,
            self.complaints_max if self.limits_complaints else None,
            self.interval_days,
        )
