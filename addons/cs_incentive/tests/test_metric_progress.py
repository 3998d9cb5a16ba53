from datetime import date
from decimal import Decimal

from odoo.addons.cs_appraisal.engine.measure import Measure
from odoo.addons.cs_base.engine.period import month_end
from odoo.tests import tagged

from .withheld_case import WithheldCase

MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)
NONE = Measure(Decimal(0), Decimal(0))


@tagged("cs_incentive", "cs_incentive_progress")
class TestMetricProgress(WithheldCase):
    """INC-14: who improved most, as a figure of the monthly appraisals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scores = {
            MAY: {"agent": 80, "agent2": 90},
            JUNE: {"agent": 86.55, "agent2": 89.99, "leader": 95},
        }
        for month, given in scores.items():
            cls.given(month, given)
        cls.env.invalidate_all()

    @classmethod
    def given(cls, month, scores):
        """One cycle, and the results of it."""
        role, *others = scores
        cls.graded(month, role=role)
        for other in others:
            cls.env.cr.execute(
                """
                WITH own AS (
                    INSERT INTO cs_appraisal (cycle_id, company_id, employee_id, state)
                    SELECT id, company_id, %s, 'released' FROM cs_appraisal_cycle
                     WHERE company_id = %s AND date_from = %s
                    RETURNING id, cycle_id, company_id, employee_id
                )
                INSERT INTO cs_appraisal_result
                       (appraisal_id, cycle_id, company_id, employee_id, month)
                SELECT id, cycle_id, company_id, employee_id, %s FROM own
                """,
                [cls.people[other].id, cls.company.id, month, month],
            )
        for role, score in scores.items():
            cls.env.cr.execute(
                "UPDATE cs_appraisal_result SET score = %s, is_scored = TRUE"
                " WHERE month = %s AND employee_id = %s",
                [score, month, cls.people[role].id],
            )

    def gains(self, first=JUNE, last=JUNE):
        people = self.env["hr.employee"].union(
            *(self.people[role] for role in ("agent", "agent2", "leader"))
        )
        found = self.env["cs.metric.progress"]._metric_measure(
            {"appraisal_gain"}, self.company, people, first, month_end(last)
        )["appraisal_gain"]
        return [found[one.id] for one in people]

    def test_the_gain(self):
        """Not below 0, and nothing for who has no month before."""
        self.assertEqual(
            self.gains(), [Measure(Decimal("6.55")), Measure(Decimal(0)), NONE]
        )

    def test_only_what_was_given(self):
        self.env.cr.execute(
            "UPDATE cs_appraisal_cycle SET state = 'open', released_at = NULL"
            " WHERE date_from = %s",
            [JUNE],
        )
        self.env.invalidate_all()
        self.assertEqual(self.gains(), [NONE] * 3)

    def test_over_several_months(self):
        """The last month against the one before the period."""
        self.assertEqual(self.gains(MAY, JUNE), [NONE] * 3)
