from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from .pay_case import JULY, JUNE
from .withheld_case import AUGUST, SEPTEMBER, WithheldCase

ENTRY, CHANGE = "cs.discipline.entry", "cs.discipline.instalment"


class InstalmentCase(WithheldCase):
    """A pay of 5 000 a month; fines take at most 20 % of it, 1 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who decides on an appeal has not decided before.
        cls._create_role("hr2", "cs_base.group_hr_officer")
        cls.scheme(("BASE", "fixed", {"amount": 5000}))

    def debt(self, amount=10000, instalment=None, date="2025-06-10", **vals):
        """An approved compensation; above 500 HR and the general manager decide."""
        entry = self.entry("DEBT", date, amount, **vals)
        deciders = ("hr", "gm") if amount > 500 else ("supervisor",)
        if instalment is not None:
            decider = entry.with_user(self.users[deciders[0]])
            decider.action_agree_instalment(instalment)
        return self.decided(entry, *deciders)

    def change(self, entry, instalment, month=JULY, by="hr", submit=True, **vals):
        vals = {
            "entry_id": entry.id,
            "instalment": instalment,
            "month": month,
            "reason": "Agreed with the person",
        } | vals
        change = self.env[CHANGE].with_user(self.users[by]).create(vals)
        if submit:
            change.action_submit()
        return change.with_env(self.env)

    def taken(self, *months):
        """What each month's statement takes of 5 000."""
        found = []
        for month in months:
            self.book(month)
            self.approve(month=month)
            found.append(5000 - self.statement(month=month).total)
        self.env.invalidate_all()
        return found


@tagged("cs_incentive", "cs_incentive_instalment")
class TestInstalment(InstalmentCase):
    """INC-28: what is paid in instalments, until it is paid."""

    def test_as_agreed_until_paid(self):
        """10 000 by 800: 12 × 800 and 400, visible in each month."""
        entry = self.debt(instalment=800)
        months = [JUNE.replace(month=month) for month in range(6, 13)]
        months += [JUNE.replace(year=2026, month=month) for month in range(1, 8)]
        found = []
        for month in months:
            self.book(month)
            found.append(5000 - self.statement(month=month).total)
        self.assertEqual(found, [800] * 12 + [400, 0])
        self.assertEqual(
            self.amounts(), {"BASE": 5000, "COMPENSATION": -10000, "CARRIED_OUT": 9200}
        )
        self.assertEqual(entry.instalment, 800)

    def test_without_an_agreement_the_cap_takes_all_it_may(self):
        self.debt(2500)
        self.assertEqual(self.taken(JUNE, JULY, AUGUST), [1000, 1000, 500])

    def test_a_cap_below_the_instalment(self):
        self.debt(3000, instalment=1200)
        self.assertEqual(self.taken(JUNE, JULY), [1000, 1000])

    def test_two_debts_oldest_first(self):
        """800 of the older one, of the younger what the cap leaves of 1 000."""
        older = self.debt(2000, instalment=800)
        younger = self.debt(500, date="2025-06-11")
        self.assertEqual(self.taken(JUNE, JULY), [1000, 1000])
        self.assertEqual((older.balance, younger.balance), (400, 100))
        self.assertEqual(self.taken(AUGUST, SEPTEMBER), [500, 0])
        self.assertEqual((older.balance, younger.balance), (0, 0))

    def test_the_day_decides_within_a_month(self):
        """Also where the older one was entered later, and has more digits."""
        younger = self.debt(900, date="2025-06-20")
        older = self.debt(900, date="2025-06-05")
        self.assertEqual(self.taken(JUNE), [1000])
        self.assertEqual((older.balance, younger.balance), (0, 800))

    # Changes

    def test_a_change_counts_from_its_month(self):
        entry = self.debt(instalment=800)
        change = self.change(entry, 500)
        self.assertEqual(change.instalment_before, 800)
        self.decided(change, "gm")
        self.assertEqual(self.taken(JUNE, JULY, AUGUST), [800, 500, 500])
        self.assertEqual((entry.instalment, entry.instalment_now), (800, 500))
        [decision] = change.decision_ids
        self.assertEqual(
            decision.detail,
            {"entry": entry.id, "month": "2025-07-01", "before": 800, "after": 500},
        )

    def test_a_change_carries_computed_months_again(self):
        """July is computed and reviewed; it is computed anew and looked at again."""
        entry = self.debt(instalment=800)
        self.taken(JUNE)
        self.book(JULY)
        self.statement(month=JULY).with_user(self.users["hr"]).action_review()
        self.decided(self.change(entry, 300), "gm")
        one = self.statement(month=JULY)
        self.assertEqual((one.total, one.state), (4700, "computed"))
        self.assertEqual(self.statement().total, 4200, "approved: as it was")

    def test_the_newest_decision_counts(self):
        entry = self.debt(instalment=800)
        self.decided(self.change(entry, 100, AUGUST), "gm")
        self.decided(self.change(entry, 200, JULY), "gm")
        self.decided(self.change(entry, 0, SEPTEMBER), "gm")
        self.assertEqual(
            self.taken(JUNE, JULY, AUGUST, SEPTEMBER), [800, 200, 200, 1000]
        )

    def test_a_small_debt_is_decided_by_the_supervisor(self):
        entry = self.debt(400)
        change = self.change(entry, 100, JUNE)
        self.decided(change, "supervisor")
        self.assertEqual(self.taken(JUNE), [100])

    def test_not_in_months_that_are_approved(self):
        entry = self.debt(instalment=800)
        late = self.change(entry, 100, JUNE)
        self.taken(JUNE)
        with self.assertRaisesRegex(UserError, "approved"):
            late.with_user(self.users["gm"]).action_approve()
        with self.assertRaisesRegex(UserError, "approved"):
            self.change(entry, 100, JUNE)

    def test_what_makes_no_sense(self):
        entry = self.debt(instalment=800)
        for vals in ({"instalment": 10000.01}, {"instalment": 800}, {"reason": " "}):
            with self.subTest(vals), self.assertRaises(UserError):
                self.change(entry, **{"instalment": 700} | vals)
        warning = self.warned()
        with self.assertRaises(UserError):
            self.change(warning, 10)
        self.upheld(entry, decider="hr2")
        with self.assertRaisesRegex(UserError, "approved fines"):
            self.change(entry, 700)

    # Appeals

    def test_an_upheld_appeal_gives_back_what_was_taken(self):
        """1 600 of 10 000 were taken; August gives them back and carries nothing."""
        entry = self.debt(instalment=800)
        self.assertEqual(self.taken(JUNE, JULY), [800, 800])
        self.upheld(entry, decider="hr2")
        self.assertEqual(entry.balance, 0)
        self.assertEqual(self.taken(AUGUST, SEPTEMBER), [-1600, 0])

    # What people read

    def test_the_notice_and_the_personal_file(self):
        entry = self.debt(instalment=800)
        [notice] = self.env["mail.message"].search(
            [("model", "=", ENTRY), ("res_id", "=", entry.id)]
            + [("subject", "like", "INC-21")]
        )
        self.assertIn("800.00", html2plaintext(notice.body))
        action = self.people["agent"].action_open_cs_discipline()
        mine = self.env[ENTRY].with_user(self.users["agent"]).search(action["domain"])
        self.assertEqual((mine.instalment, mine.balance), (800, 10000))
        self.taken(JUNE)
        self.assertEqual(mine.balance, 9200)
        self.decided(self.change(entry, 500), "gm")
        notices = self.env["mail.message"].search(
            [("model", "=", ENTRY), ("res_id", "=", entry.id)]
            + [("subject", "like", "INC-28")]
        )
        self.assertIn("500.00", html2plaintext(notices.body))
        self.assertEqual(mine.instalment_ids.instalment, 500)

    def test_my_income_tells_the_plan(self):
        self.debt(3000, instalment=800)
        self.debt(500, date="2025-06-11")
        self.taken(JUNE)
        My = self.env["cs.incentive.my"].with_user(self.users["agent"])
        statement = My.get_income()["statement"]
        self.assertEqual(
            statement["debts"],
            {
                "rows": [
                    {
                        "name": "DEBT Debt",
                        "taken": "800.00",
                        "left": "2,200.00",
                        "plan": "800.00 a month, still 3 months",
                    },
                    {
                        "name": "DEBT Debt",
                        "taken": "200.00",
                        "left": "300.00",
                        "plan": "as far as the limit allows, still 2 months",
                    },
                ],
                "left": "2,500.00",
                "rule": "INC-28",
            },
        )
        self.assertIn("1,000.00 is taken; 2,500.00", statement["cap"]["text"])
        self.taken(JULY, AUGUST)
        page = My.get_income()["statement"]
        [row] = page["debts"]["rows"]
        self.assertEqual(row["plan"], "800.00 a month, still 1 month")
        [notes] = [
            [line["note"] for line in part["lines"]]
            for part in page["sections"]
            if part["key"] == "carry"
        ]
        self.assertTrue(all("DEBT Debt" in note for note in notes), notes)

    def test_the_explanation_of_an_instalment(self):
        self.debt(instalment=800)
        self.taken(JUNE)
        line = self.statement().line_ids.filtered(lambda one: one.code == "CARRIED_OUT")
        [reason] = line.with_user(self.users["agent"]).get_explanation()["reasons"]
        for amount in ("800.00", "10,000.00", "9,200.00"):
            self.assertIn(amount, reason["sentence"])

    def test_the_printed_statement(self):
        self.debt(3000, instalment=800)
        self.taken(JUNE)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "cs_incentive.statement_print", self.statement().ids
        )
        text = html2plaintext(html.decode())
        for part in ("Still to be paid", "2,200.00", "800.00 a month, still 3 months"):
            self.assertIn(part, text)

    def test_the_dialog_tells_what_it_comes_to(self):
        entry = self.entry("DEBT", amount=10000)
        hr = entry.with_user(self.users["hr"])
        action = hr.action_open_agree()
        Dialog = self.env[action["res_model"]].with_user(self.users["hr"])
        dialog = Dialog.with_context(**action["context"]).create({"instalment": 800})
        self.assertRegex(dialog.plan, "13 months.*400.00")
        dialog.action_confirm()
        self.assertEqual(entry.instalment, 800)
        self.assertTrue(hr.can_agree)
        self.assertFalse(entry.with_user(self.users["leader"]).can_agree)


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
                    asked.create(values | {"reason": "x"} if model == CHANGE else values)

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
