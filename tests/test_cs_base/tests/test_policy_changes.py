from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCase

GRACE = {"rule": "TST-01", "field": "grace", "label": "Grace"}


@tagged("cs_base", "cs_base_policy")
@freeze_time("2025-06-15 04:00")
class TestPolicyChanges(PolicyCase):
    """ALL-07: before and after, shown before the decision and kept after it."""

    def _bands(self, **lows):
        return [
            Command.create({"name": name, "low": low}) for name, low in lows.items()
        ]

    def _next(self, policy, **vals):
        action = self._as("hr", policy).action_new_version()
        draft = self.Policy.browse(action["res_id"])
        self._as("hr", draft).write(vals)
        return draft

    def test_only_what_differs(self):
        first = self._approved("2025-01-01")
        second = self._next(first, grace=10, outcome="absent", is_strict=True)
        self._as("hr", second).action_submit()
        self.assertEqual(second.previous_id, first)
        self.assertEqual(
            second.changes,
            [
                {**GRACE, "before": 5, "after": 10},
                {
                    "rule": None,
                    "field": "outcome",
                    "label": "Outcome",
                    "before": "late",
                    "after": "absent",
                },
                {
                    "rule": None,
                    "field": "is_strict",
                    "label": "Is Strict",
                    "before": False,
                    "after": True,
                },
            ],
        )

    def test_tables(self):
        first = self._approved("2025-01-01", band_ids=self._bands(A=90, B=80, C=70))
        second = self._next(first)
        a, b, _c = second.band_ids
        self._as("hr", second).write(
            {
                "band_ids": [
                    Command.update(a.id, {"low": 92}),
                    Command.delete(b.id),
                    *self._bands(D=60),
                ]
            }
        )
        self._as("hr", second).action_submit()
        where = {"rule": None, "field": "band_ids", "label": "Band"}
        self.assertEqual(
            second.changes,
            [
                {
                    **where,
                    "row": {"name": "A"},
                    "column": "low",
                    "column_label": "From",
                    "before": 90,
                    "after": 92,
                },
                {
                    **where,
                    "row": {"name": "D"},
                    "before": None,
                    "after": {"name": "D", "low": 60, "coefficient": 1},
                },
                {
                    **where,
                    "row": {"name": "B"},
                    "before": {"name": "B", "low": 80, "coefficient": 1},
                    "after": None,
                },
            ],
        )

    def test_rows_of_one_name_are_compared_in_order(self):
        bands = [Command.create({"name": "A", "low": n}) for n in (1, 2)]
        first = self._approved("2025-01-01", band_ids=bands)
        second = self._next(first)
        second.band_ids.sorted()[1].with_user(self.users["hr"]).low = 0.5
        self._as("hr", second).action_submit()
        self.assertEqual([c["after"] for c in second.changes], [0.5])

    def test_compared_with_the_wider_scope_at_first(self):
        wide = self._approved("2025-01-01")
        narrow = self._proposed(department_id=self.group_one.id, grace=6)
        self.assertEqual(narrow.previous_id, wide)
        self.assertEqual([c["field"] for c in narrow.changes], ["grace"])

    def test_without_anything_before_all_is_listed(self):
        policy = self._proposed()
        self.assertFalse(policy.previous_id)
        self.assertEqual(
            {c["field"] for c in policy.changes},
            {*self.Policy._policy_parameters()} - {"band_ids"},
        )
        self.assertEqual({c["before"] for c in policy.changes}, {None})

    def test_kept_in_the_decision_for_ever(self):
        first = self._approved("2025-01-01")
        second = self._next(first, grace=10, job_id=self.job.id)
        self._as("hr", second).action_submit()
        self._as("gm", second).action_approve()
        self.assertEqual(
            second.decision_ids.detail,
            {
                "company_id": [self.company.id, "Star Ripple"],
                "department_id": None,
                "job_id": [self.job.id, "Agent"],
                "date_from": "2025-07-01",
                "previous_id": [first.id, "Rules 2025-01-01"],
                "changes": [{**GRACE, "before": 5, "after": 10}],
            },
        )

    def test_shown_with_units_and_words(self):
        partner = self.env["res.partner"].create({"name": "<b>Wang</b>"})
        first = self._approved("2025-01-01", band_ids=self._bands(A=90))
        second = self._next(
            first,
            grace=1234,
            factor=0.125,
            quiet_from=8.5,
            bonus=12.5,
            outcome="absent",
            note="=1+1",
            starts_on="2025-02-03",
            manager_id=partner.id,
            band_ids=[Command.clear(), *self._bands(B=80)],
        )
        draft_table = second.change_table
        self._as("hr", second).action_submit()
        table = second.change_table
        self.assertEqual(table, draft_table)
        for text in (
            "TST-01",
            "1,234 minutes",
            "0.125",
            "12:30",
            "08:30",
            "12.50",
            "Absent",
            "=1+1",
            "02/03/2025",
            "&lt;b&gt;Wang&lt;/b&gt;",
            "Band · A",
            "From 90 points, Coefficient 1",
            "Compared with Rules 2025-01-01",
        ):
            with self.subTest(text):
                self.assertIn(text, table)
        self.assertNotIn("<b>Wang", table)

    def test_nothing_changes(self):
        first = self._approved("2025-01-01")
        self.assertIn("Nothing changes", self._next(first).change_table)

    def test_a_parameter_that_is_gone_is_still_shown(self):
        policy = self._proposed()
        gone = [{"field": "gone", "label": "Old rule", "before": 1, "after": 2}]
        policy._decision_write({"changes": gone})
        self.assertIn("Old rule", policy.change_table)
