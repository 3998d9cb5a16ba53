from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .discipline_case import NOW
from .suggestion_case import DAY, SUGGESTION, SuggestionCase

#: who reads suggestions about the agents
READERS = ("supervisor", "hr", "gm")


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineSuggestion(SuggestionCase):
    """People decide on what is suggested (INC-21, TRUST.md)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls._create_role("foreman", "cs_base.group_supervisor", other)
        other.manager_id = cls.people["foreman"]

    def test_confirmed_in_bulk(self):
        """Entries as reported by who confirms; somebody else decides on them."""
        self.day("late", late_count=2, late_minutes=17)
        self.day("early", "agent2")
        found = self.find()
        message = self.as_("supervisor", found).action_confirm()
        self.assertIn("2", message["params"]["message"])
        self.assertEqual(found.mapped("state"), ["confirmed"] * 2)
        self.assertEqual(found.decided_by_id, self.users["supervisor"])
        entries = found.entry_id
        self.assertEqual(entries.mapped("state"), ["submitted"] * 2)
        self.assertEqual(entries.reporter_id, self.people["supervisor"])
        late = entries.filtered(lambda one: one.employee_id == self.people["agent"])
        self.assertEqual((late.count, late.rule_id.code), (2, "S-LATE"))
        self.assertEqual(late.day_id.employee_id, self.people["agent"])
        self.assertIn("17", late.description)
        for role in ("supervisor", "hr", "leader"):
            with self.subTest(role), self.assertRaises(UserError):
                late.with_user(self.users[role]).action_approve()
        self.decided(late, "gm")
        self.assertEqual(late.points, -2)

    def test_nothing_is_booked_before(self):
        """Neither by finding nor by confirming."""
        self.day("late")
        items = self.env["cs.incentive.item"].search_count([])
        found = self.find()
        self.as_("supervisor", found).action_confirm()
        self.assertEqual(self.env["cs.incentive.item"].search_count([]), items)
        self.assertFalse(found.entry_id.approved_at)

    def test_confirmed_by_hr(self):
        """The supervisor then decides, not the officer."""
        self.day("late")
        found = self.find()
        self.as_("hr", found).action_confirm()
        entry = found.entry_id
        self.assertEqual(entry.reporter_id, self.people["hr"])
        with self.assertRaises(UserError):
            entry.with_user(self.users["hr"]).action_approve()
        self.decided(entry, "supervisor")
        self.assertEqual(entry.state, "approved")

    def test_a_rule_of_single_events(self):
        """INC-29: an entry by such a rule is about one event."""
        self.in_force(
            "cs.discipline.book",
            {
                "kind": "other",
                "rule_ids": [
                    Command.create(
                        {
                            "code": "ONE",
                            "name": "One",
                            "points_class": "c1",
                            "suggested_by": "late",
                            "department_ids": [Command.set(self.group_one.ids)],
                        }
                    )
                ],
            },
        )
        self.day("late", late_count=2)
        found = self.find()
        self.as_("supervisor", found).action_confirm()
        self.assertEqual((found.count, found.entry_id.count), (2, 1))

    def test_decided_once(self):
        self.day("late")
        found = self.find()
        self.as_("supervisor", found).action_confirm()
        for role in ("supervisor", "hr"):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_(role, found).action_confirm()
            with self.subTest(role), self.assertRaises(UserError):
                self.as_(role, found).action_dismiss("Late for us")
        entries = self.env["cs.discipline.entry"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(entries, found.entry_id)

    def test_all_or_none(self):
        """One that was decided, or that cannot become an entry: none is made."""
        self.day("late")
        self.day("late", "agent2")
        first, second = self.find()
        self.as_("hr", first).action_dismiss("The bus was late")
        with self.assertRaises(UserError):
            self.as_("hr", first | second).action_confirm()
        self.assertEqual(second.state, "open")

    def test_of_several_the_own_one_is_left(self):
        self.day("late", "hr")
        self.day("late")
        self.day("late", "agent2")
        found = self.find()
        own = found.filtered(lambda one: one.employee_id == self.people["hr"])
        first, second = found - own
        self.assertTrue(own)
        said = self.as_("hr", own | first).action_dismiss("The bus was late")
        self.assertIn("left to somebody else: 1", said["params"]["message"])
        said = self.as_("hr", own | second).action_confirm()
        self.assertIn("left to somebody else: 1", said["params"]["message"])
        states = [one.state for one in own | first | second]
        self.assertEqual(states, ["open", "dismissed", "confirmed"])
        with self.assertRaises(AccessError):
            self.as_("hr", own).action_dismiss("No")

    def test_holds_no_more(self):
        """The day was judged anew since: no entry, and the suggestion ends."""
        day = self.day("late")
        self.day("late", "agent2")
        found = self.find()
        self.env.cr.execute(
            "UPDATE cs_attendance_day SET late_count = 0, verdict = 'ok' WHERE id = %s",
            [day.id],
        )
        self.as_("supervisor", found).action_confirm()
        states = {one.employee_id.name: one.state for one in found}
        self.assertEqual(states, {"agent": "void", "agent2": "confirmed"})

    def test_dismissed_with_a_reason(self):
        self.day("late")
        found = self.find()
        for reason in ("", "  ", None, False, 7, ["x"], "x" * 5001):
            with self.subTest(reason=str(reason)[:9]), self.assertRaises(UserError):
                self.as_("supervisor", found).action_dismiss(reason)
        wizard = self.env["cs.discipline.dismiss"].with_user(self.users["supervisor"])
        wizard = wizard.with_context(active_ids=found.ids)
        wizard.create({"reason": " The bus "}).action_confirm()
        found.invalidate_recordset()
        self.assertEqual((found.state, found.reason), ("dismissed", "The bus"))
        self.assertFalse(found.entry_id)

    def test_who_reads(self):
        """Not the person, nor the leader; nobody the own ones."""
        for person in ("agent", "leader", "supervisor", "hr"):
            self.day("late", person)
        found = {one.employee_id.name: one for one in self.find()}
        expected = {
            "supervisor": {"agent", "leader", "hr"},
            "foreman": set(),
            "hr": {"agent", "leader", "supervisor"},
            "gm": {"agent", "leader", "supervisor", "hr"},
        }
        Suggestion = self.env[SUGGESTION]
        for role in self.users:
            seen = Suggestion.with_user(self.users[role])
            with self.subTest(role):
                if role not in expected:
                    self.assertFalse(seen.has_access("read"))
                    continue
                seen = seen.search([("company_id", "=", self.company.id)])
                self.assertEqual(set(seen.mapped("employee_id.name")), expected[role])
        for role in ("supervisor", "hr"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, found[role]).action_confirm()

    def test_who_decides(self):
        self.day("late")
        found = self.find()
        for role in self.users:
            if role in ("supervisor", "hr"):
                self.assertTrue(self.as_(role, found).can_decide)
                continue
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, found).action_confirm()
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_(role, found).action_dismiss("No")
        self.assertFalse(self.as_("gm", found).can_decide)
        self.assertEqual(found.state, "open")
        self.assertEqual((self.waits("supervisor"), self.waits("gm")), (1, 0))

    def waits(self, role):
        """How many suggestions "Waiting for Me" counts for somebody."""
        waiting = self.as_(role, self.env["cs.waiting"])
        kinds = {one.code: one for one in waiting._kinds()}
        return self.as_(role, self.env[SUGGESTION]).search_count(
            kinds["discipline_suggestion"].domain
        )

    def test_about_the_only_hr_officer(self):
        """Of another department than the supervisor's: the general manager decides, or
        the month could not be closed."""
        self.people["hr"].department_id = self.people["foreman"].department_id
        self.people["foreman"].department_id.manager_id = False
        self.day("late", "hr")
        found = self.find()
        with self.assertRaises(AccessError):
            self.as_("hr", found).action_dismiss("No")
        self.assertTrue(self.as_("gm", found).can_decide)
        self.assertEqual(self.waits("gm"), 1)
        self.as_("gm", found).action_dismiss("The train was late")
        self.assertEqual(found.state, "dismissed")

    def test_about_somebody_without_a_login(self):
        self.day("late")
        found = self.find()
        self.people["agent"].user_id = False
        self.assertTrue(self.as_("supervisor", found).can_decide)
        self.assertFalse(self.as_("gm", found).can_decide)

    def test_second_account_of_the_person(self):
        """TRUST.md: two users linked to one human being are one person."""
        self.day("late")
        found = self.find()
        contact = self.people["agent"].work_contact_id
        self.people["hr"].work_contact_id = contact
        with self.assertRaises(AccessError):
            self.as_("hr", found).action_confirm()

    def test_written(self):
        """By nobody, not even the superuser, and whatever the context says."""
        self.day("late")
        found = self.find()
        for role in (*READERS, "admin", None):
            one = self.as_(role, found) if role else found
            one = one.with_context(install_mode=True, _force_unlink=True)
            for call in (
                lambda one=one: one.write({"state": "dismissed", "reason": "x"}),
                lambda one=one: one.write({"count": 9}),
                lambda one=one: one.unlink(),
                lambda one=one: one.copy(),
                lambda one=one: one.create({"count": 1}),
            ):
                with self.subTest(role), self.assertRaises(UserError):
                    call()

    def test_context_sets_nothing(self):
        """Defaults of the caller's do not reach the entry."""
        self.day("late")
        found = self.find()
        forged = self.as_("supervisor", found).with_context(
            default_count=99,
            default_state="approved",
            default_evidence_ids=[],
            default_reporter_id=self.people["gm"].id,
            default_case_id=1,
        )
        forged.action_confirm()
        entry = found.entry_id
        self.assertEqual((entry.count, entry.state), (1, "submitted"))
        self.assertEqual(entry.reporter_id, self.people["supervisor"])

    def test_through_the_entry(self):
        """The link is the server's."""
        self.day("late")
        found = self.find()
        entry = self.entry()
        for command in (
            [Command.link(found.id)],
            [Command.update(found.id, {"count": 5})],
            [Command.create({"count": 5})],
        ):
            with self.subTest(command), self.assertRaises(UserError):
                entry.with_user(self.users["leader"]).write({"suggestion_ids": command})
            with self.subTest(command), self.assertRaises(UserError):
                entry.write({"suggestion_ids": command})

    def test_another_company(self):
        self.day("late")
        found = self.find()
        company = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="cs_other",
            groups="cs_base.group_hr_officer,cs_base.group_general_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        theirs = found.with_user(user).with_context(allowed_company_ids=company.ids)
        self.assertFalse(theirs.search([("id", "=", found.id)]))
        with self.assertRaises(AccessError):
            theirs.action_dismiss("No")

    def test_month_close_waits(self):
        """ALL-05: what is open in the month stands in the way of its statements."""
        self.day("late")
        self.day("late", day=date(2025, 5, 30))
        found = self.find()
        period = self.env["cs.period"]._open_month(self.company, DAY.replace(day=1))
        step = self.env["cs.incentive.step"]
        self.assertEqual(step._period_open(period)[-1]["count"], 1)
        self.as_("hr", found).action_dismiss("The bus was late")
        self.assertEqual(step._period_open(period)[-1]["count"], 0)

    def test_waiting_counts_what_one_decides(self):
        """The general manager decides about HR officers only."""
        self.day("late")
        self.day("late", "hr")
        self.find()
        data = self.env["cs.waiting"].with_user(self.users["gm"]).load()
        rows = [row for one in data["sections"] for row in one["rows"]]
        counts = {row["code"]: row["count"] for row in rows}
        self.assertEqual(counts["discipline_suggestion"], 1)

    def test_opened(self):
        day = self.day("late")
        found = self.find()
        action = self.as_("supervisor", found).action_open_fact()
        self.assertEqual((action["res_model"], action["res_id"]), (day._name, day.id))
        with self.assertRaises(AccessError):
            self.as_("leader", found).action_open_fact()
