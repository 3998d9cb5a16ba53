from odoo import fields, models

RATE = {"digits": (16, 4), "unit": "percent"}


class CsIncentivePolicy(models.Model):
    """Parameters of the incentive rules (INC-01 to INC-33); access as in the mixin.

    Amounts are in the company's currency; rates are percentages.
    """

    _name = "cs.incentive.policy"
    _inherit = ["cs.policy.mixin"]
    _description = "Incentive Policy"

    previous_id = fields.Many2one("cs.incentive.policy")
    currency_id = fields.Many2one(related="company_id.currency_id")

    # Earning
    conversion_threshold = fields.Float(
        default=70,
        **RATE,
        help="INC-01: inquiry conversion rate from which the higher rate applies.",
    )
    threshold_rate = fields.Selection(
        [("higher", "The higher rate"), ("lower", "The lower rate")],
        string="Exactly at the Threshold",
        required=True,
        default="higher",
        help="INC-01: what applies to a conversion of exactly the threshold.",
    )
    rate_below = fields.Float(
        "Commission Below",
        default=1,
        **RATE,
        help="INC-01: of the own sales, at a conversion below the threshold.",
    )
    rate_above = fields.Float(
        "Commission Above",
        default=1.5,
        **RATE,
        help="INC-01: of the own sales, at a conversion above the threshold.",
    )
    commission_base = fields.Selection(
        [("whole", "The whole amount"), ("marginal", "What lies above")],
        string="Higher Commission On",
        required=True,
        default="whole",
        help="INC-01: the higher rate counts for all own sales, or only for the part"
        " above the threshold.",
    )
    pool_rate = fields.Float(
        "Public Pool",
        default=0.5,
        **RATE,
        help="INC-02: of the group's public sales, divided among the group.",
    )
    is_pool_prorated = fields.Boolean(
        "Pool by Days Present",
        help="INC-02: otherwise everybody of the group has the same share.",
    )
    manager_contract_amount = fields.Monetary(
        "Manager per Contract",
        default=50,
        help="INC-03: per design contract signed.",
    )
    desk_contract_amount = fields.Monetary(
        "Front Desk per Contract",
        default=10,
        help="INC-03: per construction contract.",
    )
    base_points = fields.Float(
        "Base Points a Month",
        default=17,
        digits=(16, 2),
        unit="service_point",
        help="INC-04: service points that are part of the wage.",
    )
    point_amount = fields.Monetary(
        "For Each Point Above the Base",
        default=270,
        help="INC-04: for every service point above the base.",
    )
    incident_points = fields.Float(
        "Points per Safety Incident",
        default=-2,
        digits=(16, 2),
        unit="service_point",
        help="INC-04: added to the service points of the month.",
    )
    below_base = fields.Selection(
        [("nothing", "Nothing"), ("negative", "A deduction")],
        string="Points Below the Base",
        required=True,
        default="nothing",
        help="INC-04: what follows from fewer points than the base.",
    )
    parts_rate = fields.Float(
        "Spare Parts and Service Contracts",
        default=0,
        **RATE,
        help="INC-05: of what was sold in a quarter, paid in the month after it."
        " The regulations leave the rate to each company.",
    )
    seniority_amount = fields.Monetary(
        "Seniority Pay",
        default=100,
        help="INC-08: a month, once the years of service below are full.",
    )
    seniority_years = fields.Integer(
        "Seniority Pay After",
        default=1,
        unit="year",
        help="INC-08: full years of service from which it is paid.",
    )
    housing_amount = fields.Monetary(
        "Housing Allowance",
        default=0,
        help="INC-08: a month. The regulations leave the amount to each company.",
    )
    full_attendance_amount = fields.Monetary(
        "Full-Attendance Bonus",
        default=0,
        help="INC-08: for a month of full attendance (ATT-16). The regulations leave"
        " the amount to each company.",
    )
    birthday_amount = fields.Monetary(
        "Birthday Allowance", default=100, help="INC-08: in the month of the birthday."
    )
    year_end_low = fields.Monetary(
        "Year-End Bonus From",
        default=1000,
        help="INC-08: for people without a major demerit in the year.",
    )
    year_end_high = fields.Monetary(
        "Year-End Bonus To",
        default=2000,
        help="INC-08: for people without a major demerit in the year.",
    )
    merit_share = fields.Float(
        "Merit Part",
        default=30,
        **RATE,
        help="INC-09: paid by appraisal; the rest of the merit pay is basic.",
    )
    withheld_share = fields.Float(
        "Withheld of the Merit Part",
        default=30,
        **RATE,
        help="INC-09: of the merit part, during a disciplinary period.",
    )

    # Awards
    best_amount = fields.Monetary(
        "Best of the Group", default=50, help="INC-10: the first month."
    )
    best_second_amount = fields.Monetary(
        "Best for the Second Month", default=100, help="INC-10: as the best."
    )
    best_later_amount = fields.Monetary(
        "Best for Each Month After That", default=200, help="INC-10: as the best."
    )
    tie = fields.Selection(
        [("each", "Each gets the award"), ("split", "They divide the award")],
        string="Best of the Group, Shared Rank",
        required=True,
        default="each",
        help="INC-10: people with the same result share the rank.",
    )
    streak_amount = fields.Monetary(
        "Three Months First in the Group",
        default=200,
        help="INC-11: once, after as many months as the appraisal policy says.",
    )
    quarter_top_rank = fields.Integer(
        "First Prize of the Quarter to Rank", default=3, help="INC-12: of the quarter."
    )
    quarter_top_amount = fields.Monetary(
        "First Prize of the Quarter",
        default=1500,
        help="INC-12: for each of these ranks.",
    )
    quarter_next_rank = fields.Integer(
        "Second Prize of the Quarter to Rank", default=8, help="INC-12: of the quarter."
    )
    quarter_next_amount = fields.Monetary(
        "Second Prize of the Quarter",
        default=1000,
        help="INC-12: for each of these ranks.",
    )
    growth_low = fields.Float(
        "Team Growth From",
        default=25,
        **RATE,
        help="INC-13: of the team's sales against the month before.",
    )
    growth_low_amount = fields.Monetary(
        "Award for This Growth", default=50, help="INC-13: from the lower growth."
    )
    growth_high = fields.Float(
        "Higher Team Growth From",
        default=50,
        **RATE,
        help="INC-13: of the team's sales; instead of the lower award.",
    )
    growth_high_amount = fields.Monetary(
        "Award for the Higher Growth",
        default=100,
        help="INC-13: from the higher growth.",
    )
    service_satisfaction = fields.Float(
        "Satisfaction Needed",
        default=90,
        **RATE,
        help="INC-14: share of satisfied ratings for the best service.",
    )
    service_amount = fields.Monetary(
        "Best Service", default=100, help="INC-14: of the month."
    )
    standard_months = fields.Integer(
        "Service Standard Held For",
        default=3,
        unit="month",
        help="INC-14: consecutive months.",
    )
    standard_amount = fields.Monetary(
        "Award for the Service Standard",
        default=300,
        help="INC-14: once for these months.",
    )
    flower_leader_budget = fields.Integer(
        "Flowers of a Leader",
        default=2,
        unit="flower",
        help="INC-15: that a leader may give in a month.",
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

    # Discipline
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
    leak_amount = fields.Monetary(
        "Leaking Customer Data", default=1000, help="INC-25: for each case."
    )
    leak_serious_low = fields.Monetary(
        "Serious Leak From",
        default=10000,
        help="INC-25: with a proposal of dismissal.",
    )
    leak_serious_high = fields.Monetary(
        "Serious Leak To",
        default=100000,
        help="INC-25: with a proposal of dismissal.",
    )
    leak_forced_low = fields.Monetary(
        "Forcing Others to Leak From",
        default=50000,
        help="INC-25: who makes others leak by rank.",
    )
    leak_forced_high = fields.Monetary(
        "Forcing Others to Leak To",
        default=150000,
        help="INC-25: who makes others leak by rank.",
    )
    joint_factor = fields.Float(
        "Direct Supervisor Pays",
        default=2,
        digits=(16, 2),
        unit="fold",
        help="INC-26: times the fine of the person, for the direct supervisor only."
        " 0: no joint liability.",
    )
    unpaid_fine = fields.Monetary(
        "Fine per Unfollowed Order",
        default=5,
        help="INC-27: for each one found in a spot check.",
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

    _shares = models.Constraint(
        "CHECK(conversion_threshold BETWEEN 0 AND 100 AND rate_below BETWEEN 0 AND 100"
        " AND rate_above BETWEEN 0 AND 100 AND pool_rate BETWEEN 0 AND 100"
        " AND parts_rate BETWEEN 0 AND 100 AND merit_share BETWEEN 0 AND 100"
        " AND withheld_share BETWEEN 0 AND 100"
        " AND service_satisfaction BETWEEN 0 AND 100 AND fine_cap BETWEEN 0 AND 100)",
        "Rates and shares run from 0 to 100 %.",
    )
    _amounts_not_negative = models.Constraint(
        "CHECK(manager_contract_amount >= 0 AND desk_contract_amount >= 0"
        " AND point_amount >= 0 AND seniority_amount >= 0 AND housing_amount >= 0"
        " AND full_attendance_amount >= 0 AND birthday_amount >= 0"
        " AND best_amount >= 0 AND best_second_amount >= 0 AND best_later_amount >= 0"
        " AND streak_amount >= 0 AND quarter_top_amount >= 0"
        " AND quarter_next_amount >= 0 AND growth_low_amount >= 0"
        " AND growth_high_amount >= 0 AND service_amount >= 0 AND standard_amount >= 0"
        " AND leak_amount >= 0 AND unpaid_fine >= 0)",
        "Amounts cannot be negative.",
    )
    _ranges_in_order = models.Constraint(
        "CHECK(year_end_low BETWEEN 0 AND year_end_high"
        " AND leak_serious_low BETWEEN 0 AND leak_serious_high"
        " AND leak_forced_low BETWEEN 0 AND leak_forced_high"
        " AND growth_low BETWEEN 0 AND growth_high)",
        "The lower end of a range cannot be above its upper end, nor negative.",
    )
    _counts_not_negative = models.Constraint(
        "CHECK(base_points >= 0 AND seniority_years >= 0 AND joint_factor >= 0"
        " AND flower_leader_budget >= 0 AND flower_company_budget >= 0"
        " AND flower_top >= 0)",
        "Counts and factors cannot be negative.",
    )
    _months_and_ranks_positive = models.Constraint(
        "CHECK(flower_months > 0 AND standard_months > 0 AND quarter_top_rank > 0"
        " AND quarter_next_rank >= quarter_top_rank AND rebate_day BETWEEN 1 AND 28)",
        "Months and ranks begin at 1, the second prize goes on after the first, and the"
        " day of a month is between 1 and 28.",
    )
    _incident_costs_points = models.Constraint(
        "CHECK(incident_points <= 0)", "A safety incident cannot add points."
    )
    _classes_in_order = models.Constraint(
        "CHECK(points_a2 > points_a1 AND points_a1 > points_b1"
        " AND points_b1 > points_c1 AND points_c1 > 0)",
        "The classes weigh A2 > A1 > B1 > C1 > 0.",
    )
