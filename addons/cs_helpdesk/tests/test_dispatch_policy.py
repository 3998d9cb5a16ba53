from odoo.addons.cs_base.tests.common import CsCase
from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged


@tagged("cs_helpdesk", "cs_dispatch")
class TestDispatchPolicy(PolicyModelChecks, CsCase):
    """HD-23: parameters of dispatch are data in force on a date."""

    policy_model = "cs.dispatch.policy"
    regulations = {
        "is_automatic": True,
        "pending_off_season": 2,
        "pending_peak": 4,
        "day_cap": 2,
        "week_cap": 6,
        "season_champion_exempt": True,
        "year_champion_exempt": True,
        "band_ids": [
            "Junior (small orders)",
            "Director (medium orders)",
            "Chief (large orders)",
        ],
        "peak_ids": ["Spring", "Autumn"],
    }
    refused = [
        {"pending_off_season": 0},
        {"pending_peak": 1},
        {"day_cap": 0},
        {"week_cap": 1},
    ]

    def test_bands_are_the_regulations(self):
        bands = self._draft().band_ids
        self.assertEqual(bands.mapped("amount_from"), [0, 30000, 50000.01])

    def test_no_order_is_for_nobody(self):
        policy = self._draft()
        policy.band_ids[0].amount_from = 0.01
        with self.assertRaisesRegex(UserError, "HD-23"):
            policy.action_submit()

    def test_days_of_a_peak_season_are_days(self):
        policy = self._draft()
        policy.peak_ids[0].write({"month_from": 2, "day_from": 29})
        for vals in (
            {"month_from": 2, "day_from": 30},
            {"month_to": 13},
            {"day_to": 0},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                policy.peak_ids[0].write(vals)

    def test_a_season_may_cross_the_new_year(self):
        policy = self._draft(
            peak_ids=[
                Command.create(
                    {
                        "name": "Winter",
                        "month_from": 12,
                        "day_from": 15,
                        "month_to": 1,
                        "day_to": 10,
                    }
                )
            ]
        )
        day = self.env["cs.dispatch.policy"]._fields["date_from"].to_date
        self.assertEqual(policy._caps(day("2026-01-10")).pending, 4)
        self.assertEqual(policy._caps(day("2026-01-11")).pending, 2)
