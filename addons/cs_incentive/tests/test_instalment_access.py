from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .instalment_case import CHANGE, ENTRY, InstalmentCase
from .pay_case import JUNE


@tagged("cs_incentive", "cs_incentive_instalment")
class TestInstalmentAccess(InstalmentCase):
    """Who agrees and who changes (TRUST.md): nobody for the own debt, leaders not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls._create_role("foreman", "cs_base.group_supervisor", cls.other)
        cls.other.manager_id = cls.people["foreman"]

    def test_only_who_decides_agrees(self):
        entry = self.entry("DEBT", amount=10000)
        for role in ("agent", "agent2", "leader", "supervisor", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                entry.with_user(self.users[role]).action_agree_instalment(10)
        with self.assertRaises(UserError):
            entry.with_user(self.users["gm"]).action_agree_instalment(10)
        self.assertFalse(entry.instalment)
        entry.with_user(self.users["hr"]).action_agree_instalment(500)
        self.decided_by("hr", entry)
        with self.assertRaises(UserError):
            entry.with_user(self.users["hr"]).action_agree_instalment(10)
        entry.with_user(self.users["gm"]).action_agree_instalment(800)
        self.decided_by("gm", entry)
        self.assertEqual((entry.state, entry.instalment), ("approved", 800))
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                entry.with_user(self.users[role]).action_agree_instalment(10)
        self.assertEqual(
            [one.detail["instalment"] for one in entry.decision_ids.sorted("id")],
            [500, 800],
        )

    def decided_by(self, role, entry):
        entry.with_user(self.users[role]).action_approve()

    def test_what_a_caller_may_send(self):
        entry = self.entry("DEBT", amount=1000)
        hr = entry.with_user(self.users["hr"])
        bad = (-1, 1000.01, 0.001, float("nan"), float("inf"), True, None, "much")
        bad += ([], {}, "1E+999", 10**400)
        for amount in bad:
            with self.subTest(amount), self.assertRaises(UserError):
                hr.action_agree_instalment(amount)
        for amount in (1000, 0.01, "250.50", 0):
            hr.action_agree_instalment(amount)
            self.assertEqual(entry.instalment, float(amount))

    def test_nobody_writes_the_agreement(self):
        """Neither in the draft, nor by creating, importing or a context."""
        entry = self.debt(instalment=800)
        for role in ("agent", "leader", "supervisor", "hr", "gm"):
            mine = entry.with_user(self.users[role])
            for vals in (
                {"instalment": 1},
                {"instalment_ids": [(0, 0, {"instalment": 1, "reason": "x"})]},
            ):
                with self.subTest(role), self.assertRaises(UserError):
                    mine.write(vals)
        vals = {
            "employee_id": self.people["agent"].id,
            "rule_id": self.rules["DEBT"].id,
            "description": "x",
            "instalment": 1,
        }
        with self.assertRaises(UserError):
            self.env[ENTRY].with_user(self.users["leader"]).create(vals)
        del vals["instalment"]
        draft = (
            self.env[ENTRY]
            .with_user(self.users["leader"])
            .with_context(default_instalment=1)
            .create(vals)
        )
        self.assertFalse(draft.instalment)
        self.assertEqual(entry.instalment, 800)

    def test_submitted_anew_it_is_agreed_anew(self):
        entry = self.entry("DEBT", amount=1000)
        hr = entry.with_user(self.users["hr"])
        hr.action_agree_instalment(500)
        hr.action_return("How much was it?")
        leader = entry.with_user(self.users["leader"])
        leader.amount_chosen = 600
        leader.action_submit()
        self.assertFalse(entry.instalment)

    def test_who_proposes_a_change(self):
        """The person may not lower the own instalment, the leader not that of an
        approved entry."""
        entry = self.debt(instalment=800)
        for role in ("agent", "agent2", "leader", "foreman", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.change(entry, 1, by=role)
        for role in ("supervisor", "hr"):
            self.assertTrue(self.change(entry, 1, by=role, submit=False))

    def test_naming_an_entry_tells_nothing(self):
        """Neither the dialog nor a draft tells of an entry that one may not read."""
        entry = self.entry("DEBT", amount=10000)
        for role in ("agent2", "foreman"):
            for model in ("cs.discipline.agree", CHANGE):
                asked = self.env[model].with_user(self.users[role])
                values = {"entry_id": entry.id, "instalment": 100}
                with self.subTest(role, model=model), self.assertRaises(AccessError):
                    spec = {"amount": {}, "balance": {}, "employee_id": {}, "plan": {}}
                    spec = {name: {} for name in spec if name in asked._fields}
                    told = asked.onchange(values, ["entry_id"], spec)["value"]
                    self.assertFalse(any(told.values()), told)
                    asked.create(
                        values | {"reason": "x"} if model == CHANGE else values
                    )

    def test_nobody_for_the_own_debt(self):
        """Not as a supervisor, and not by moving a draft to the own debt."""
        mine = self.env[ENTRY].create(
            {
                "employee_id": self.people["supervisor"].id,
                "rule_id": self.rules["DEBT"].id,
                "date": "2025-06-10",
                "description": "Seen at the desk",
                "amount_chosen": 10000,
            }
        )
        mine.action_submit()
        self.decided(mine, "hr", "gm")
        with self.assertRaises(AccessError):
            self.change(mine, 1, by="supervisor")
        other = self.debt(instalment=800)
        draft = self.change(other, 1, by="supervisor", submit=False)
        with self.assertRaises(AccessError):
            draft.with_user(self.users["supervisor"]).entry_id = mine

    def test_who_decides_on_a_change(self):
        change = self.change(self.debt(instalment=800), 500)
        for role in ("agent", "leader", "supervisor", "hr", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                change.with_user(self.users[role]).action_approve()
        self.decided(change, "gm")

    @mute_logger("odoo.models.unlink")
    def test_a_change_stays_as_it_was_decided(self):
        entry = self.debt(instalment=800)
        change = self.change(entry, 500)
        for vals in (
            {"instalment": 1},
            {"state": "approved"},
            {"approved_at": "2025-01-01"},
            {"instalment_before": 1},
            {"entry_id": self.debt(900, date="2025-06-11").id},
        ):
            for role in ("agent", "leader", "supervisor", "hr", "gm"):
                with self.subTest(role), self.assertRaises(UserError):
                    change.with_user(self.users[role]).write(vals)
        for role in ("hr", "gm"):
            mine = change.with_user(self.users[role])
            for method in ("unlink", "copy"):
                with self.subTest(role), self.assertRaises(UserError):
                    getattr(mine, method)()
        with self.assertRaises(UserError):
            self.change(entry, 400, state="approved")

    def test_who_reads_changes(self):
        waiting = self.change(self.debt(instalment=800), 500)
        done = self.change(self.debt(900, date="2025-06-11"), 100)
        self.decided(done, "gm")
        both = waiting | done
        expected = {
            "agent": done,
            "agent2": both.browse(),
            "leader": both,
            "supervisor": both,
            "foreman": both.browse(),
            "hr": both,
            "payroll": both,
            "gm": both,
        }
        for role, changes in expected.items():
            with self.subTest(role):
                seen = self.env[CHANGE].with_user(self.users[role]).search([])
                self.assertEqual(seen.with_env(self.env), changes.sorted())
        with self.assertRaises(AccessError):
            self.env[CHANGE].with_user(self.users["admin"]).search([])

    def test_who_reads_what_is_withheld(self):
        self.scheme(
            ("PAY", "merit", {"amount": 3000, "rate": 30, "withheld": 30}),
            date_from="2025-06-01",
        )
        self.graded(JUNE)
        entry = self.warned()
        self.book(JUNE)
        Withheld = self.env["cs.incentive.withheld"]
        for role in ("supervisor", "hr", "payroll", "gm"):
            with self.subTest(role):
                [row] = Withheld.with_user(self.users[role]).search([])
                self.assertEqual(
                    (row.employee_id.name, row.month, row.amount, row.balance),
                    ("agent", JUNE, 270, 270),
                )
                self.assertEqual((row.state, str(row.until)), ("open", "2025-09-30"))
                self.assertEqual(row.entry_ids.with_env(self.env), entry)
        self.assertFalse(Withheld.with_user(self.users["foreman"]).search([]))
        for role in ("agent", "leader", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                Withheld.with_user(self.users[role]).search([])
        self.approve()
        My = self.env["cs.incentive.my"].with_user(self.users["agent"])
        box = My.get_income()["statement"]["withheld"]
        self.assertEqual(box["rows"], [{"month": "June 2025", "amount": "270.00"}])
        self.assertIn("2025", box["text"])
        leader = self.env["cs.incentive.my"].with_user(self.users["leader"])
        page = leader.get_statement(self.statement().id)["statement"]
        self.assertFalse(page["withheld"] or page["debts"])
        with self.assertRaises(AccessError):
            Withheld.with_user(self.users["hr"]).search([]).write({"amount": 0})
