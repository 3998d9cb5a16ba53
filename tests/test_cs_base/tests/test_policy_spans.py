from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .policy_common import PolicyCase

FIRST, LAST = date(2025, 6, 1), date(2025, 6, 30)


def june(n):
    return date(2025, 6, n)


@tagged("cs_base", "cs_base_policy")
@freeze_time("2025-06-15 04:00")
class TestPolicySpans(PolicyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.people["agent"]

    def _spans(self, person, *args, **kwargs):
        people = self.env["hr.employee"].browse(person.id)
        found = self.Policy._policy_spans(people, FIRST, LAST, *args, **kwargs)
        self.assertEqual(list(found), [person.id])
        return found[person.id]

    def test_nothing_approved(self):
        self._proposed(date_from="2025-01-01")
        self.assertEqual(self._spans(self.agent), [(FIRST, LAST, self.Policy)])

    def test_most_specific_scope(self):
        company = self._approved("2025-01-01")
        department = self._approved("2025-01-01", department_id=self.department.id)
        group = self._approved("2025-01-01", department_id=self.group_one.id)
        job = self._approved("2025-01-01", job_id=self.job.id)
        both = self._approved(
            "2025-06-11", department_id=self.department.id, job_id=self.job.id
        )
        self.assertEqual(
            self._spans(self.agent), [(FIRST, june(10), job), (june(11), LAST, both)]
        )
        leader, hr = self.people["leader"], self.people["hr"]
        self.assertEqual(self._spans(leader), [(FIRST, LAST, department)])
        hr.department_id = False
        self.assertEqual(self._spans(hr), [(FIRST, LAST, company)])
        leader.department_id = self.group_one
        self.assertEqual(self._spans(leader), [(FIRST, LAST, group)])

    def test_move_of_department_in_the_month(self):
        company = self._approved("2025-01-01")
        group = self._approved("2025-01-01", department_id=self.group_one.id)
        self.agent.create_version(
            {"date_version": "2025-06-20", "department_id": self.department.id}
        )
        self.assertEqual(
            self._spans(self.agent),
            [(FIRST, june(19), group), (june(20), LAST, company)],
        )

    def test_before_the_first_and_after_the_last_version(self):
        """The first version stands for the days before it, the last has no end."""
        policy = self._approved("2025-01-01", department_id=self.group_one.id)
        self.agent.version_id.write(
            {
                "date_version": "2025-06-20",
                "contract_date_start": "2025-06-20",
                "contract_date_end": "2025-06-25",
            }
        )
        self.assertEqual(self._spans(self.agent), [(FIRST, LAST, policy)])

    def test_archived_people_versions_and_departments(self):
        policy = self._approved("2025-01-01", department_id=self.group_one.id)
        mistake = self.agent.create_version(
            {"date_version": "2025-06-20", "department_id": False}
        )
        mistake.active = False
        self.agent.active = False
        self.group_one.active = False
        self.assertEqual(self._spans(self.agent), [(FIRST, LAST, policy)])

    def test_other_company(self):
        self._approved("2025-01-01")
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.env["hr.employee"].create(
            {"name": "stranger", "company_id": other.id, "date_version": "2024-01-01"}
        )
        self.assertEqual(self._spans(stranger), [(FIRST, LAST, self.Policy)])

    def test_superseded_and_taken_back(self):
        first = self._approved("2025-01-01")
        second = self._approved("2025-06-16")
        self.assertEqual(
            self._spans(self.agent),
            [(FIRST, june(15), first), (june(16), LAST, second)],
        )
        self._as("hr", second).action_take_back()
        self._as("gm", second).action_approve()
        self.assertEqual(self._spans(self.agent), [(FIRST, LAST, first)])

    def test_what_if_a_draft_were_approved(self):
        first = self._approved("2025-01-01")
        last = self._approved("2025-06-21")
        draft = self._draft(date_from="2025-06-11")
        self.assertEqual(
            self._spans(self.agent, drafts=draft),
            [
                (FIRST, june(10), first),
                (june(11), june(20), draft),
                (june(21), LAST, last),
            ],
        )
        self._as("hr", draft).action_submit()
        before = self._spans(self.agent, drafts=draft)
        self._as("gm", draft).action_approve()
        self.assertEqual(self._spans(self.agent), before)

    def test_what_if_on_past_months(self):
        self._approved("2025-01-01")
        self._approved("2025-06-21")
        draft = self._draft(date_from="2025-09-01")
        self.assertEqual(
            self._spans(self.agent, drafts=draft, drafts_from=FIRST),
            [(FIRST, LAST, draft)],
        )
        self.assertEqual(draft.state, "draft")
        # Another version of an approved policy, tried instead of it
        narrow = self._draft(department_id=self.group_one.id, date_from="2025-06-16")
        found = self._spans(self.agent, drafts=narrow | draft)
        self.assertEqual([policy for _f, _l, policy in found][-1], narrow)

    def test_in_the_readers_rights(self):
        """The answer does not depend on who asks; reading the policy does."""
        policy = self._approved("2025-01-01")
        Policy = self.Policy.with_user(self.users["admin"])
        found = Policy._policy_on(self.agent, FIRST)[self.agent.id]
        self.assertEqual(found, policy)
        self.assertEqual(found.env.uid, self.users["admin"].id)

    def test_on_one_day(self):
        policy = self._approved("2025-06-16")
        people = self.agent | self.people["leader"]
        self.assertEqual(
            self.Policy._policy_on(people, june(15)),
            {person.id: self.Policy for person in people},
        )
        self.assertEqual(
            self.Policy._policy_on(people, june(16)),
            {person.id: policy for person in people},
        )
        self.assertEqual(self.Policy._policy_on(people.browse(), june(16)), {})

    def test_number_of_queries_is_constant(self):
        departments = self.env["hr.department"].create(
            [
                {"name": str(n), "parent_id": self.group_one.id}
                | {"company_id": self.company.id}
                for n in range(30)
            ]
        )
        people = self.env["hr.employee"].create(
            [
                {
                    "name": str(n),
                    "company_id": self.company.id,
                    "department_id": departments[n % 30].id,
                    "date_version": "2024-01-01",
                }
                for n in range(200)
            ]
        )
        for person in people[:40]:
            person.create_version(
                {"date_version": "2025-06-10", "department_id": self.department.id}
            )
        self._approved("2025-01-01")
        for n in range(1, 6):
            self._approved(f"2025-06-{n * 5:02d}", department_id=self.group_one.id)
            self._approved(f"2025-06-{n * 5:02d}", department_id=departments[n].id)
        drafts = self._draft(date_from="2025-06-28")
        for department in departments[:9]:
            drafts |= self._draft(department_id=department.id)
        for count, days in ((5, 1), (200, 1), (200, 30)):
            with self.subTest(count=count, days=days):
                self.env.flush_all()
                self.env.invalidate_all()
                with self.assertQueryCount(3):
                    found = self.Policy._policy_spans(people[:count], FIRST, june(days))
                self.assertEqual(len(found), count)
                # one to read the drafts, one for what follows them
                self.env.invalidate_all()
                with self.assertQueryCount(5):
                    self.Policy._policy_spans(people[:count], FIRST, LAST, drafts)

    def test_tables_of_many_policies_are_read_at_once(self):
        for n in range(1, 6):
            bands = [Command.create({"name": "A", "low": n})]
            self._approved(f"2025-06-{n * 5:02d}", band_ids=bands)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            spans = self._spans(self.agent)
            lows = [policy.band_ids.low for _f, _l, policy in spans if policy]
        self.assertEqual(lows, [1, 2, 3, 4, 5])
