from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pay_case import JUNE, PayCase


@tagged("cs_incentive", "cs_incentive_trial")
class TestIncentiveTrial(PayCase):
    """ALL-03: a draft scheme on a past month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1000}),
            ("SALES", "bands", {"metric_id": "sales_amount", "bands": "0: 1%"}),
        )
        cls.draft = cls.pay.with_user(cls.users["hr"]).copy()
        cls.draft.line_ids.filtered(lambda line: line.code == "SALES").bands = "0: 2%"

    def tried(self, role="hr", month=JUNE):
        trial = (
            self.env["cs.incentive.trial"]
            .with_user(self.users[role])
            .create({"scheme_id": self.draft.id, "month": month})
        )
        trial.action_try()
        return trial

    def test_who_would_get_what(self):
        self.figure("sales_amount", "agent", 5000)
        self.book()
        items = self.statement().item_ids
        trial = self.tried()
        self.assertEqual(trial.people_count, 2)
        self.assertEqual((trial.before, trial.after), (2050, 2100))
        [line] = trial.line_ids
        self.assertEqual(
            (line.employee_id, line.code, line.before, line.after, line.difference),
            (self.people["agent"], "SALES", 50, 100, 50),
        )
        self.assertEqual(self.statement().item_ids, items, "nothing is written")
        self.assertEqual(self.draft.state, "draft")

    def test_only_people_whose_items_one_reads(self):
        with self.assertRaises(UserError):
            self.tried()
        self.book()
        self.assertEqual(self.tried("supervisor").people_count, 2)
        for role in ("agent", "leader", "payroll", "admin"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.tried(role)
        self.assertFalse(
            self.env["cs.incentive.trial"]
            .with_user(self.users["supervisor"])
            .search([("create_uid", "!=", self.users["supervisor"].id)])
        )
