"""What follows from drafts for entries of the rule book, and for what is carried."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .pay_case import JULY, JUNE, PayCase
from .what_if_case import LATE, WhatIfCase, june

AUGUST = JUNE.replace(month=8)


@tagged("cs_incentive", "cs_what_if")
class TestWhatIfEntries(WhatIfCase):
    """Each late costs 50, and the leader twice as much (INC-20, INC-26)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.values = cls.approved(
            "cs.incentive.policy", {"name": "Values", "date_from": "2024-01-01"}
        )
        rule = {
            "code": "LATE",
            "name": "Late",
            "kind": "fine",
            "amount_mode": "fixed",
            "amount_from": 50,
            "suggested_by": "late",
            "counting": "each",
            "period": "month",
        }
        cls.book_of_rules = cls.approved(
            "cs.discipline.book",
            {
                "name": "Book",
                "date_from": "2024-01-01",
                "rule_ids": [Command.create(rule)],
            },
        )
        cls.fine_lates()

    @classmethod
    def fine_lates(cls):
        last = june(30)
        cls.env["cs.discipline.finder"]._find(cls.company, JUNE, last)
        found = cls.env["cs.discipline.suggestion"].search(
            [("employee_id", "=", cls.agent.id)]
        )
        found.with_user(cls.users["hr"]).action_confirm()
        for entry in found.entry_id:
            entry.with_user(cls.users["supervisor"]).action_approve()

    def setUp(self):
        super().setUp()
        self.settled()

    def test_a_day_that_is_none_fines_nobody(self):
        entries = self.env["cs.discipline.entry"].search(
            [("employee_id", "=", self.agent.id)]
        )
        self.assertEqual(sorted(day.day for day in entries.mapped("date")), [*LATE])
        self.assertEqual(self.amounts()["FINE"], -150)
        draft = self.draft(self.attendance, grace_minutes=1)
        what_if = self.tried(attendance_policy_ids=draft)
        self.assertEqual(self.changes(what_if)["FINE"], (-150, 0))
        self.assertEqual(self.person(what_if).difference, 390)
        # The leader is paid nothing, so all of it had been carried on.
        self.assertEqual(
            self.changes(what_if, "leader"),
            {"JOINT_FINE": (-300, 0), "CARRIED_OUT": (300, 0)},
        )
        self.assertEqual(self.person(what_if, "leader").difference, 0)

    def test_another_book(self):
        draft = self.draft(self.book_of_rules)
        draft.rule_ids.amount_from = 20
        what_if = self.tried(book_ids=draft)
        self.assertEqual(self.changes(what_if), {"FINE": (-150, -60)})
        self.assertEqual(self.changes(what_if, "leader")["JOINT_FINE"], (-300, -120))
        self.assertEqual((what_if.before, what_if.difference), (3950, 90))

    def test_another_factor(self):
        draft = self.draft(self.values, joint_factor=1)
        what_if = self.tried(incentive_policy_ids=draft)
        self.assertEqual(
            self.changes(what_if, "leader"),
            {"JOINT_FINE": (-300, -150), "CARRIED_OUT": (300, 150)},
        )
        self.assertFalse(self.changes(what_if))

    def test_drafts_that_change_nothing(self):
        what_if = self.tried(
            book_ids=self.draft(self.book_of_rules),
            incentive_policy_ids=self.draft(self.values),
            attendance_policy_ids=self.draft(self.attendance),
        )
        self.assertFalse(what_if.line_ids)


@tagged("cs_incentive", "cs_what_if")
class TestWhatIfCarry(PayCase):
    """A fine of 450 of June is taken over three months, by a fifth of 1 000 each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pay = cls.scheme(
            ("BASE", "fixed", {"amount": 1000}),
            ("CHECK", "event", {"metric_id": "sets_sold", "amount": 5}, "deduction"),
        )
        cls.values = cls.approved(
            "cs.incentive.policy", {"name": "Values", "date_from": "2024-01-01"}
        )
        cls.startClassPatcher(freeze_time(AUGUST + timedelta(days=40)))

    def setUp(self):
        super().setUp()
        self.figure("sets_sold", "agent", 90)
        for month in (JUNE, JULY, AUGUST):
            self.book(month)

    def months(self, what_if):
        """dict month -> more or less of the agent's statement"""
        lines = what_if.line_ids.filtered(
            lambda line: line.employee_id == self.people["agent"]
        )
        return {
            month: sum(own.mapped("difference"))
            for month, own in lines.grouped("month").items()
        }

    def tried(self, **drafts):
        what_if = (
            self.env["cs.what.if"]
            .with_user(self.users["hr"])
            .create(
                {"month_from": JUNE, "month_to": AUGUST, "company_id": self.company.id}
                | {name: [Command.set(one.ids)] for name, one in drafts.items()}
            )
        )
        what_if.action_try()
        return what_if

    def copied(self, policy):
        hr = policy.with_user(self.users["hr"])
        return hr.copy({"date_from": "2030-01-01"}).with_env(self.env)

    def test_a_lower_cap(self):
        """800, 800, 950 would be 900 three times, and 150 carried on further."""
        draft = self.copied(self.values)
        draft.fine_cap = 10
        what_if = self.tried(incentive_policy_ids=draft)
        self.assertEqual(self.months(what_if), {JUNE: 100, JULY: 100, AUGUST: -50})
        self.assertEqual((what_if.before, what_if.difference), (5550, 150))

    def test_what_is_not_fined_is_not_carried(self):
        draft = self.copied(self.pay)
        draft.line_ids.filtered(lambda line: line.code == "CHECK").amount = 1
        what_if = self.tried(scheme_ids=draft)
        self.assertEqual(self.months(what_if), {JUNE: 110, JULY: 200, AUGUST: 50})

    def test_the_same_rules(self):
        what_if = self.tried(
            incentive_policy_ids=self.copied(self.values),
            scheme_ids=self.copied(self.pay),
        )
        self.assertFalse(what_if.line_ids)
        self.assertEqual(what_if.before, 5550)
