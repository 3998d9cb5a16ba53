from odoo import fields, models

RATE = {"digits": (16, 4), "unit": "percent"}


class CsIncentivePolicy(models.Model):
    """Parameters that all pay and discipline share (INC-09 to INC-33).

    What people earn by is in ``cs.incentive.scheme``, what they are fined for in
    ``cs.discipline.book``. Amounts are in the company's currency; rates are
    percentages. Access as in the mixin.
    """

    _name = "cs.incentive.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Incentive Policy"

    previous_id = fields.Many2one("cs.incentive.policy")
    currency_id = fields.Many2one(related="company_id.currency_id")

    flower_leader_budget = fields.Integer(
        "Flowers of a Leader",
        default=2,
        unit="flower",
        help="INC-15: that a leader may give in a month.",
    )
    flower_manager_heads = fields.Integer(
        "People for Each Flower of a Manager",
        default=5,
        unit="person",
        help="INC-15: a manager may give one flower a month for so many people led, and"
        " no fewer than a leader. 0: as a leader.",
    )
    flower_company_budget = fields.Integer(
        "Flowers of the Company",
        default=30,
        unit="flower",
        help="INC-15: that may be given in a month in all.",
    )
    flower_months = fields.Integer(
        "Flowers Valid For",
        default=3,
        unit="month",
        help="INC-15: from the day the flower was given.",
    )
    flower_top = fields.Integer(
        "Honoured for Most Flowers",
        default=3,
        unit="person",
        help="INC-15: who received the most.",
    )

    points_a2 = fields.Float(
        "Class A2",
        default=10,
        digits=(16, 2),
        unit="point",
        help="INC-21: the heaviest class of the points book.",
    )
    points_a1 = fields.Float(
        "Class A1", default=5, digits=(16, 2), unit="point", help="INC-21: below A2."
    )
    points_b1 = fields.Float(
        "Class B1", default=3, digits=(16, 2), unit="point", help="INC-21: below A1."
    )
    points_c1 = fields.Float(
        "Class C1", default=1, digits=(16, 2), unit="point", help="INC-21: below B1."
    )
    joint_factor = fields.Float(
        "Direct Supervisor Pays",
        default=2,
        digits=(16, 2),
        unit="fold",
        help="INC-26: times the fine of the person, for the direct supervisor only."
        " 0: no joint liability.",
    )
    fine_cap = fields.Float(
        "Fines Take at Most",
        default=20,
        **RATE,
        help="INC-28: of the month's pay; the rest is carried to the next month.",
    )
    rebate_day = fields.Integer(
        "Agent Rebates Until Day",
        default=6,
        help="INC-33: of each month, turnover and rebate of the month before.",
    )

    _cap_is_a_share = models.Constraint(
        "CHECK(fine_cap BETWEEN 0 AND 100)", "The cap runs from 0 to 100 %."
    )
    _counts_not_negative = models.Constraint(
        "CHECK(joint_factor >= 0 AND flower_leader_budget >= 0"
        " AND flower_manager_heads >= 0 AND flower_company_budget >= 0"
        " AND flower_top >= 0)",
        "Counts and factors cannot be negative.",
    )
    _months_and_days_positive = models.Constraint(
        "CHECK(flower_months > 0 AND rebate_day BETWEEN 1 AND 28)",
        "Months begin at 1, and the day of a month is between 1 and 28.",
    )
    _classes_in_order = models.Constraint(
        "CHECK(points_a2 > points_a1 AND points_a1 > points_b1"
        " AND points_b1 > points_c1 AND points_c1 > 0)",
        "The classes weigh A2 > A1 > B1 > C1 > 0.",
    )
