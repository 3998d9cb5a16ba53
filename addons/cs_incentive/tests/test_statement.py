from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .pay_case import JULY, JUNE, PayCase

RATIO = {
    "metric_id": "sales_amount",
    "ratio_metric_id": "conversion",
    "bands": "0%: 1%; 70%: 1.5%",
}


@tagged("cs_incentive", "cs_incentive_statement")
class TestStatement(PayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1200}),
            ("COMMISSION", "ratio", RATIO),
            ("FULL", "full", {"amount": 200}, "award"),
        )

    def sell(self, role, sales, deals, inquiries, month=JUNE):
        self.figure("sales_amount", role, sales, month)
        self.figure("conversion", role, deals, month, denominator=inquiries)

    def test_lines_make_the_total(self):
        """INC-01, INC-30: 71.2 % gives 1.5 % of 86 400."""
        self.sell("agent", 86400, 356, 500)
        self.book()
        self.assertEqual(
            self.amounts(), {"BASE": 1200, "COMMISSION": 1296}, "no sheet: no bonus"
        )
        one = self.statement()
        self.assertEqual((one.earning, one.award, one.total), (2496, 0, 2496))
        self.assertFalse(self.statement("leader"), "nobody without a scheme")

    def test_exactly_the_edge(self):
        """INC-01: exactly 70 % is the higher rate, a hair less the lower one."""
        self.sell("agent", 1000, 350, 500)
        self.sell("agent2", 1000, 349, 500)
        self.book()
        self.assertEqual(self.amounts()["COMMISSION"], 15)
        self.assertEqual(self.amounts("agent2")["COMMISSION"], 10)

    def test_nothing_to_divide_by_is_not_applicable(self):
        self.sell("agent", 1000, 0, 0)
        self.book()
        self.assertEqual(self.amounts(), {"BASE": 1200})

    def test_computing_again_writes_nothing(self):
        """INC-30."""
        self.sell("agent", 86400, 356, 500)
        self.book()
        before = self.statement().item_ids
        self.book()
        self.book(roles=["agent"])
        self.assertEqual(self.statement().item_ids, before)

    def test_computing_again_touches_no_statement(self):
        """INC-30: the same facts write nothing, so who reads it keeps what was read."""
        self.sell("agent", 86400, 356, 500)
        self.book()
        computed = self.statement().computed_at
        with freeze_time("2025-07-09 02:00"):
            self.book()
            self.assertEqual(self.statement().computed_at, computed)
            self.sell("agent2", 1000, 350, 500)
            self.book()
            self.assertEqual(self.statement().computed_at, computed)
            self.assertGreater(self.statement("agent2").computed_at, computed)

    def test_a_correction_reverses_and_adds(self):
        """What stood stays readable; the total is that of what stands."""
        self.sell("agent", 1000, 350, 500)
        self.book()
        figure = self.env["cs.metric.figure"].search(
            [("metric_id.code", "=", "sales_amount")]
        )
        figure.with_user(self.users["hr"]).create(
            {
                "employee_id": figure.employee_id.id,
                "metric_id": figure.metric_id.id,
                "date_from": figure.date_from,
                "date_to": figure.date_to,
                "numerator": 2000,
                "origin": "Shop",
                "corrects_id": figure.id,
                "reason": "Typing error",
            }
        )
        self.book()
        commissions = self.statement().item_ids.filtered(
            lambda item: item.code == "COMMISSION"
        )
        self.assertEqual(commissions.sorted("version").mapped("amount"), [15, -15, 30])
        self.assertEqual(self.amounts(), {"BASE": 1200, "COMMISSION": 30})
        self.assertEqual(self.statement().total, 1230)

    def test_what_was_reviewed_and_differs_is_looked_at_again(self):
        self.book()
        one = self.statement()
        one.with_user(self.users["hr"]).action_review()
        self.sell("agent", 1000, 350, 500)
        self.book()
        self.assertEqual(one.state, "computed")
        self.assertFalse(one.reviewed_by_id)

    def test_late_facts_stand_in_the_next_statement(self):
        """INC-30: an approved statement never changes."""
        self.book()
        one = self.approve()
        self.sell("agent", 1000, 350, 500)
        self.book()
        self.assertEqual(self.amounts(), {"BASE": 1200})
        self.assertEqual(one.total, 1200)
        late = self.statement(month=JULY)
        self.assertEqual(self.amounts(month=JULY), {"COMMISSION": 15})
        self.assertEqual(late.line_ids.for_month, JUNE)
        self.book()
        self.assertEqual(len(late.item_ids), 1, "booked once")

    def test_late_facts_are_found_every_night(self):
        """INC-30: nobody has to compute the month again."""
        self.book()
        self.approve()
        self.sell("agent", 1000, 350, 500)
        cron = self.env.ref("cs_incentive.cs_incentive_late_cron")
        for _night in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(self.amounts(month=JULY), {"COMMISSION": 15})
            self.assertEqual(len(self.statement(month=JULY).item_ids), 1)
        with freeze_time("2025-10-08 02:00"):
            months = self.maker._late_months()
        self.assertFalse([one for one in months if one[0] == self.company])

    def test_once_is_a_constraint(self):
        """TRUST.md: whatever Python sees, the database lets nothing stand twice."""
        self.book()
        for column in ("key", "reverses_id"):
            with (
                self.assertRaises(UniqueViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    "INSERT INTO cs_incentive_item (company_id, employee_id,"
                    " statement_id, month, for_month, section, code, name, rule, key,"
                    " version, amount, points, booked_at, reverses_id)"
                    " SELECT company_id, employee_id, statement_id, month, for_month,"
                    " section, code, name, rule, key || x, version, amount, points,"
                    " booked_at, id FROM cs_incentive_item,"
                    " (VALUES (%s), (%s)) AS v (x)",
                    ["", ""] if column == "key" else ["a", "b"],
                )

    def test_nobody_writes(self):
        self.book()
        one = self.statement()
        for record in (one, one.item_ids[:1]):
            for user in ("hr", "gm", "admin", None):
                record = record.with_user(self.users[user]) if user else record
                with self.subTest(record=record._name, user=user):
                    for attack in (
                        lambda record=record: record.write({"amount": 1, "total": 1}),
                        lambda record=record: record.unlink(),
                        lambda record=record: record.copy(),
                        lambda record=record: record.create({}),
                    ):
                        with self.assertRaises(UserError):
                            attack()
        with self.assertRaises(UserError):
            one.write({"item_ids": [(2, one.item_ids[0].id)]})

    # Three people

    def test_three_people(self):
        """INC-30: who reviews, who approves and the person are three."""
        self.book()
        one = self.statement()
        with self.assertRaises(UserError):
            one.with_user(self.users["gm"]).action_approve()
        for role in ("agent", "leader", "supervisor", "payroll", "gm"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                one.with_user(self.users[role]).action_review()
        one.with_user(self.users["hr"]).action_review()
        for role in ("agent", "leader", "payroll", "hr"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                one.with_user(self.users[role]).action_approve()
        one.with_user(self.users["supervisor"]).action_approve()
        self.assertEqual(one.state, "approved")
        with self.assertRaises(UserError):
            one.with_user(self.users["gm"]).action_return()

    def test_a_month_that_is_not_over(self):
        """INC-30: what is booked during the month is no statement of it yet."""
        self.book(JULY)
        one = self.statement(month=JULY).with_user(self.users["hr"])
        with self.assertRaisesRegex(UserError, "INC-30"):
            one.action_review()
        with freeze_time("2025-07-31 15:59:59"), self.assertRaises(UserError):
            one.action_review()
        with freeze_time("2025-07-31 16:00:00"):
            one.action_review()

    def test_never_the_own_one(self):
        self.people["hr"].job_id = self.people["supervisor"].job_id = self.job
        self.book()
        with self.assertRaises(AccessError):
            self.statement("hr").with_user(self.users["hr"]).action_review()
        hr2 = self._create_role("hr2", "cs_base.group_hr_officer")
        own = self.statement("supervisor")
        own.with_user(hr2.user_id).action_review()
        with self.assertRaises(AccessError):
            own.with_user(self.users["supervisor"]).action_approve()

    def test_several_at_once(self):
        """INC-30: of several, those that one reviewed are left, and that is said."""
        self.book()
        mine, other = self.statement(), self.statement("agent2")
        hr2 = self._create_role("hr2", "cs_base.group_hr_officer").user_id
        mine.with_user(self.users["hr"]).action_review()
        other.with_user(hr2).action_review()
        said = (mine | other).with_user(self.users["hr"]).action_approve()
        self.assertEqual(said["params"]["type"], "warning")
        self.assertEqual((mine.state, other.state), ("reviewed", "approved"))

    def test_of_several_those_in_another_state_are_left(self):
        """INC-30: choosing the whole list does what can be done, and says the rest."""
        self.book()
        first, second = self.statement(), self.statement("agent2")
        hr = self.users["hr"]
        first.with_user(hr).action_review()
        said = (first | second).with_user(hr).action_review()
        self.assertEqual(said["params"]["type"], "warning")
        self.assertIn("1", said["params"]["message"])
        self.assertEqual(second.state, "reviewed")
        with self.assertRaises(UserError):
            (first | second).with_user(hr).action_review()

    def test_who_reads(self):
        """TRUST.md: the person once it is approved; leaders totals, no lines."""
        self.book()
        one = self.statement()
        reads = {"leader", "supervisor", "hr", "payroll", "gm"}
        self.assertReaders(one, reads)
        self.assertReaders(one.item_ids[:1], reads - {"leader"})
        self.approve()
        self.assertReaders(one, reads | {"agent"})
        self.assertReaders(one.item_ids[:1], reads - {"leader"} | {"agent"})

    def assertReaders(self, record, expected):
        found = set()
        for role, user in self.users.items():
            if record.with_user(user).has_access("read"):
                found.add(role)
        self.assertEqual(found, expected)

    def test_explanation_has_rule_facts_and_numbers(self):
        """ALL-01."""
        self.sell("agent", 86400, 356, 500)
        self.book()
        [item] = self.statement().item_ids.filtered(
            lambda one: one.code == "COMMISSION"
        )
        said = str(item.with_user(self.users["hr"]).get_explanation())
        for part in ("INC-01", "86,400.00", "1.5%", "71.2%", "1,296.00"):
            self.assertIn(part, said)

    def test_appeal(self):
        """ALL-02: the person may appeal once the statement is approved."""
        self.book()
        item = self.statement().item_ids[:1].with_user(self.users["agent"])
        self.assertFalse(item.sudo().appeal_deadline)
        self.approve()
        item.invalidate_recordset()
        self.assertTrue(item.can_appeal)
        with self.assertRaises(AccessError):
            item.with_user(self.users["hr"]).action_appeal()
