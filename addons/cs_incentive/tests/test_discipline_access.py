from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .discipline_case import NOW, DisciplineCase

ENTRY, PROPOSAL = "cs.discipline.entry", "cs.discipline.proposal"


@tagged("cs_incentive", "cs_discipline")
@freeze_time(NOW)
class TestDisciplineAccess(DisciplineCase):
    """Who sees and does what (TRUST.md, row "discipline / award entry")."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["hr.department"].create(
            {"name": "Workshop", "company_id": cls.company.id}
        )
        cls._create_role("foreman", "cs_base.group_supervisor", other)
        other.manager_id = cls.people["foreman"]

    def seen(self, role, model=ENTRY):
        records = self.env[model].with_user(self.users[role])
        if not records.has_access("read"):
            return None
        return records.search([("company_id", "=", self.company.id)]).with_env(self.env)

    def test_who_reads(self):
        draft = self.entry()
        waiting = self.submitted("AGAIN")
        mine = self.approved("UNPAID")
        joint = mine.joint_ids
        other = self.approved("LIGHT", "agent2")
        leaders = self.submitted("LIGHT", "leader", "supervisor")
        self.decided(leaders, "gm")
        own, all_ = mine, draft | waiting | mine | joint | other | leaders
        expected = {
            "agent": own,
            "agent2": other,
            # The own joint fine, and the own entry once it is approved.
            "leader": draft | waiting | mine | other | joint | leaders,
            "supervisor": all_,
            "foreman": self.env[ENTRY],
            "hr": all_,
            "payroll": all_,
            "gm": all_,
        }
        for role, entries in expected.items():
            with self.subTest(role):
                self.assertEqual(self.seen(role), entries.sorted())
        self.assertIsNone(self.seen("admin"))

    def test_nobody_reads_the_own_before_it_is_approved(self):
        """Not even who reads all others, and not as the one whom it concerns."""
        entry = self.submitted("LIGHT", "leader", "supervisor")
        self.assertNotIn(entry, self.seen("leader"))
        for role in ("hr", "payroll"):
            about = self.submitted("LIGHT", role, "supervisor")
            self.assertNotIn(about, self.seen(role))

    def test_who_reports(self):
        """Leaders on their team, supervisors on their departments; not on oneself."""
        allowed = {
            ("leader", "agent"),
            ("supervisor", "agent"),
            ("supervisor", "leader"),
        }
        for by in self.users:
            for person in ("agent", "leader", "supervisor", "hr"):
                if by == "supervisor" and person == "hr":
                    continue
                with self.subTest(by=by, person=person):
                    if (by, person) in allowed:
                        self.assertTrue(self.entry("LIGHT", person, by))
                        continue
                    with self.assertRaises(AccessError):
                        self.entry("LIGHT", person, by)

    def test_who_decides(self):
        for role in ("agent", "agent2", "leader", "foreman", "hr", "payroll", "admin"):
            entry = self.submitted()
            with self.subTest(role), self.assertRaises(UserError):
                entry.with_user(self.users[role]).action_approve()
        self.decided(entry, "supervisor")

    def test_two_users_of_one_person(self):
        """The reporter's second account does not decide; nor does the person's."""
        second = new_test_user(
            self.env,
            login="cs_second",
            groups="cs_base.group_supervisor",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        twin = self.env["hr.employee"].create(
            {
                "name": "twin",
                "user_id": second.id,
                "company_id": self.company.id,
            }
        )
        twin.work_contact_id = self.people["leader"].work_contact_id
        self.department.manager_id = twin
        self.people["leader"].parent_id = twin
        entry = self.submitted()
        with self.assertRaises(UserError):
            entry.with_user(second).action_approve()

    def test_created_in_a_state(self):
        for vals in (
            {"state": "approved"},
            {"points": 100},
            {"amount": 1},
            {"kind": "award"},
            {"approved_at": "2025-06-01"},
            {"place": 1},
            {"reverses_id": self.approved().id},
            {"joint_of_id": self.approved().id},
            {"consequence_ids": self.besides("police")},
            {"decision_ids": [Command.create({"outcome": "approve"})]},
            {"proposal_ids": [Command.create({})]},
            {"joint_ids": [Command.create({"employee_id": self.people["agent2"].id})]},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self.entry(**vals)

    def test_stamps_are_the_servers(self):
        """Reporter, company and department follow; a context or a default of one's own
        does not forge them."""
        stranger, workshop = (
            self.people["foreman"],
            self.people["foreman"].department_id,
        )
        entry = self.entry(reporter_id=stranger.id, department_id=workshop.id)
        self.assertEqual(entry.reporter_id, self.people["leader"])
        self.assertEqual(entry.department_id, self.group_one)
        Entry = self.env[ENTRY].with_user(self.users["leader"])
        forged = Entry.with_context(
            default_state="approved",
            default_points=99,
            default_reporter_id=stranger.id,
            default_department_id=workshop.id,
        ).create(
            {
                "employee_id": self.people["agent"].id,
                "rule_id": self.rules["LIGHT"].id,
                "description": "x",
            }
        )
        forged = forged.with_env(self.env)
        found = (forged.state, forged.points, forged.reporter_id, forged.department_id)
        expected = ("draft", 0, self.people["leader"], self.group_one)
        self.assertEqual(found, expected)

    def test_written(self):
        """Results never, facts only while it is a draft of one's own."""
        draft, waiting, done = self.entry(), self.submitted(), self.approved("UNPAID")
        for entry in (draft, waiting, done):
            for vals in ({"state": "approved"}, {"points": 0}, {"amount": 0}):
                for role in ("leader", "supervisor", "hr", "gm"):
                    with self.subTest(vals), self.assertRaises(UserError):
                        entry.with_user(self.users[role]).write(vals)
                with self.subTest(vals), self.assertRaises(UserError):
                    entry.write(vals)
        for entry in (waiting, done):
            for vals in (
                {"description": "Other"},
                {"employee_id": self.people["agent2"].id},
                {"count": 2},
                {"evidence_ids": [Command.clear()]},
            ):
                with self.subTest(vals), self.assertRaises(UserError):
                    entry.write(vals)
        with self.assertRaises(AccessError):
            draft.with_user(self.users["supervisor"]).write({"description": "Other"})
        draft.with_user(self.users["leader"]).write({"description": "Other"})
        with self.assertRaises(AccessError):
            draft.with_user(self.users["leader"]).write(
                {"employee_id": self.people["hr"].id}
            )

    def test_through_parents(self):
        done = self.approved("UNPAID")
        draft = self.entry()
        for command in (
            {"joint_ids": [Command.update(done.joint_ids.id, {"amount": 0})]},
            {"joint_ids": [Command.unlink(done.joint_ids.id)]},
            {
                "reversal_ids": [
                    Command.create({"employee_id": self.people["agent"].id})
                ]
            },
        ):
            with self.subTest(command), self.assertRaises(UserError):
                done.write(command)
            with self.subTest(command), self.assertRaises(UserError):
                draft.with_user(self.users["leader"]).write(command)

    def test_deleted_and_copied(self):
        for entry in (self.entry(), self.submitted(), self.approved()):
            for role in ("leader", "supervisor", "hr", "gm", "admin"):
                with self.subTest(role), self.assertRaises(UserError):
                    entry.with_user(self.users[role]).unlink()
                with self.subTest(role), self.assertRaises(UserError):
                    entry.with_user(self.users[role]).copy()
            with self.assertRaises(UserError):
                entry.unlink()
            with self.assertRaises(UserError):
                entry.with_context(force_delete=True, _force_unlink=True).unlink()

    def test_a_ticket_that_one_may_not_read(self):
        """Naming an id must not tell what the ticket is called."""
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Others", "company_id": self.company.id}
        )
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Secret",
                "description": "x",
                "team_id": team.id,
                "company_id": self.company.id,
            }
        )
        reader = ticket.with_user(self.users["leader"])
        if reader.has_access("read"):
            return
        with self.assertRaises(AccessError):
            self.entry(ticket_id=ticket.id)

    def test_the_complaint_is_not_shown_to_the_person(self):
        entry = self.approved()
        with self.assertRaises(AccessError):
            entry.with_user(self.users["agent"]).read(["ticket_id"])

    def test_appeals_of_others(self):
        entry = self.approved()
        for role in ("agent2", "leader", "supervisor", "hr", "gm"):
            with self.subTest(role), self.assertRaises(UserError):
                self.appeal(entry, role)

    def test_proposals(self):
        entry = self.submitted("FIRED")
        for role in ("hr", "gm"):
            entry.with_user(self.users[role]).action_approve()
        proposal = entry.proposal_ids
        for role in ("agent", "agent2", "leader", "payroll", "admin"):
            with self.subTest(role):
                self.assertIsNone(self.seen(role, PROPOSAL))
        for role in ("supervisor", "hr", "gm"):
            with self.subTest(role):
                self.assertEqual(self.seen(role, PROPOSAL), proposal)
                for method in ("unlink", "copy"):
                    with self.assertRaises(UserError):
                        getattr(proposal.with_user(self.users[role]), method)()
                for vals in ({"state": "approved"}, {"employee_id": 1}):
                    with self.assertRaises(UserError):
                        proposal.with_user(self.users[role]).write(vals)
                    with self.assertRaises(UserError):
                        proposal.write(vals)
        self.assertFalse(self.seen("foreman", PROPOSAL))
        with self.assertRaises(UserError):
            proposal.create({"entry_id": entry.id})

    def test_another_company(self):
        """Rules on every model, children too."""
        entry = self.submitted("MOVE")
        self.decided(entry, "supervisor")
        company = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            login="cs_other",
            groups="cs_base.group_supervisor,cs_base.group_hr_officer,"
            "cs_base.group_general_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        records = (entry, entry.proposal_ids, self.book)
        records += (self.book.rule_ids[:1], self.book.step_ids[:1])
        for record in records:
            with self.subTest(record._name):
                found = self.env[record._name].with_user(user)
                found = found.with_context(allowed_company_ids=company.ids)
                self.assertFalse(found.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError):
                    found.browse(record.id).read(["display_name"])

    def test_technical_administrator(self):
        for model in ("entry", "proposal", "book", "rule", "step", "consequence"):
            Model = self.env[f"cs.discipline.{model}"].with_user(self.users["admin"])
            with self.subTest(model):
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(Model.has_access(operation))

    @mute_logger("odoo.sql_db")
    def test_cancelled_once(self):
        entry = self.approved()
        appeal = self.appeal(entry)
        with self.assertRaises(UserError):
            entry._cancel(appeal)
