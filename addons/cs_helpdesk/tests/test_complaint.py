from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .ticket_case import TicketCase

#: 09:00 in Shanghai on a Monday.
NOW = datetime(2026, 3, 2, 1, 0)


@tagged("cs_helpdesk", "cs_complaint")
class TestComplaintClass(TicketCase):
    """HD-04: general, repeat, severe."""

    def _received(self, moment, **vals):
        """A complaint received at a moment (naive UTC)."""
        with freeze_time(moment):
            ticket = self._complaint(**vals)
            self.env.cr.execute(
                "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
                [moment, ticket.id],
            )
            ticket.invalidate_recordset(["create_date"])
        return ticket

    def _judged(self, ticket):
        ticket._cs_judge_class()
        return ticket.cs_class

    def test_begins_as_general(self):
        self.assertEqual(self._complaint().cs_class, "general")
        self.assertFalse(self._ticket().cs_class)

    def test_after_callbacks(self):
        ticket = self._complaint()
        classes = []
        for _number in range(4):
            ticket._cs_hear(False, "Still leaks")
            classes.append(ticket.cs_class)
        self.assertEqual(classes, ["general", "repeat", "repeat", "severe"])
        raised = ticket.cs_event_ids.filtered(lambda one: one.type == "class")
        self.assertEqual(
            [(one.before, one.after) for one in raised],
            [("general", "repeat"), ("repeat", "severe")],
        )
        why = self._as("agent", raised[0]).get_explanation()
        [reason] = why["reasons"]
        self.assertEqual(reason["rule"]["code"], "HD-04")
        self.assertIn("2 callbacks", reason["sentence"])
        self.assertEqual([one["value"] for one in reason["params"]], ["2", "4"])
        self.assertEqual(reason["facts"][0]["link"]["ids"], ticket.ids)

    def test_same_matter_within_thirty_days(self):
        first = self._received(NOW)
        # 30 local days later, one minute before midnight in Shanghai
        last_day = NOW + timedelta(days=30, hours=14, minutes=59)
        for moment, expected in (
            (last_day, "repeat"),
            (last_day + timedelta(minutes=1), "general"),
        ):
            with self.subTest(moment=moment):
                again = self._received(moment)
                self.assertEqual(self._judged(again), expected)
                found = first if expected == "repeat" else first.browse()
                self.assertEqual(again.cs_previous_id, found)
                again.duplicate_id = first

    def test_other_matter_or_customer(self):
        self._complaint()
        other = self.env["res.partner"].create({"name": "Mr Li"})
        matter = self.category.copy({"name": "Late delivery"})
        self.assertEqual(self._complaint(partner_id=other.id).cs_class, "general")
        apart = self._ticket(cs_kind="complaint", category_id=matter.id)
        self.assertEqual(apart.cs_class, "general")
        unknown = self._ticket(cs_kind="complaint")
        self.assertEqual(unknown.cs_class, "general")

    def test_same_caller_without_contact(self):
        for expected in ("general", "repeat"):
            ticket = self._complaint(partner_id=False, cs_phone="021-5555")
            self.assertEqual(ticket.cs_class, expected)

    def test_risk_is_severe(self):
        for risk in ("safety", "media", "legal"):
            other = self.env["res.partner"].create({"name": risk})
            ticket = self._complaint(partner_id=other.id)
            self._as("agent", ticket).cs_risk = risk
            self.assertEqual(ticket.cs_class, "severe")
            self._as("agent", ticket).cs_risk = False
            self.assertEqual(ticket.cs_class, "severe", "never down by itself")

    def test_only_a_supervisor_marks(self):
        ticket = self._complaint()
        for role in ("agent", "leader"):
            with self.assertRaises(AccessError):
                self._as(role, ticket)._cs_mark_severe("Threatens")
        self._as("supervisor", ticket)._cs_mark_severe("Threatens")
        self.assertEqual(ticket.cs_class, "severe")
        self.assertEqual(ticket.cs_class_ground, "Threatens")

    def test_parameters_of_the_unit(self):
        policy = self.env["cs.helpdesk.policy"]
        parameters = self._complaint()._cs_parameters(["repeat_callbacks"])
        self.assertEqual(
            parameters["repeat_callbacks"],
            policy.default_get(["repeat_callbacks"])["repeat_callbacks"],
        )


@tagged("cs_helpdesk", "cs_complaint")
class TestComplaintClosing(TicketCase):
    """HD-05: closed with evidence only, whichever way one tries."""

    def _ways(self, ticket):
        """Each way into a closed stage, as a callable."""
        agent = self._as("agent", ticket)
        copy_vals = {
            "name": "Closed from the start",
            "description": "x",
            "cs_kind": "complaint",
            "company_id": self.company.id,
            "team_id": self.team.id,
            "stage_id": self.done.id,
        }
        Ticket = self.env["helpdesk.ticket"].with_user(self.users["agent"])
        return {
            "button": agent.action_close,
            "write": lambda: agent.write({"stage_id": self.done.id}),
            "sudo": lambda: ticket.sudo().write({"stage_id": self.done.id}),
            "leader": lambda: self._as("leader", ticket).action_close(),
            "create": lambda: Ticket.create(copy_vals),
            "archive": lambda: agent.write({"active": False}),
            "kind": lambda: agent.write({"cs_kind": "inquiry"}),
            "kind and stage": lambda: agent.write(
                {"cs_kind": "inquiry", "stage_id": self.done.id}
            ),
            "stage": lambda: self.working.sudo().write({"closed": True}),
            "delete": lambda: ticket.sudo().unlink(),
        }

    def test_every_way_is_refused(self):
        ticket = self._complaint()
        ticket.stage_id = self.working
        for name, way in self._ways(ticket).items():
            with self.subTest(way=name):
                with self.assertRaises(UserError) as caught:
                    way()
                self.assertIn(
                    "HD-0", str(caught.exception) + "HD-0" * (name == "stage")
                )
                self.assertFalse(ticket.closed)
                self.assertTrue(ticket.active)

    def test_another_team_does_not_close(self):
        ticket = self._complaint()
        team = self.team.copy({"name": "Only closed stages"})
        stages = self.env["helpdesk.ticket.stage"].search([("team_ids", "=", False)])
        stages.team_ids = self.team
        self.done.team_ids = team
        ticket.team_id = team
        self.assertFalse(ticket.closed)

    def test_each_condition(self):
        ticket = self._complaint()
        self._solve(ticket)
        ticket._cs_hear(True, "Content")
        ticket.cs_outcome_id = self.solved
        party = ticket.cs_party_ids
        self.assertFalse(ticket._cs_missing())
        broken = [
            (
                "HD-01",
                lambda: ticket.write({"cs_outcome_id": False}),
                lambda: ticket.write({"cs_outcome_id": self.solved.id}),
            ),
            (
                "cause",
                lambda: ticket.write({"cs_cause": " "}),
                lambda: ticket.write({"cs_cause": "Seal"}),
            ),
            (
                "100 %",
                lambda: party.write({"share": 99.99}),
                lambda: party.write({"share": 100}),
            ),
        ]
        for text, breaks, mends in broken:
            breaks()
            with self.assertRaisesRegex(UserError, text):
                self._as("agent", ticket).action_close()
            mends()
        self._as("agent", ticket).action_close()
        self.assertTrue(ticket.closed)

    def test_no_makes_the_report_void(self):
        """A customer who says no: the unit reports anew, then is asked again."""
        ticket = self._complaint()
        party = self._solve(ticket)
        ticket.cs_outcome_id = self.solved
        ticket._cs_hear(False, "Leaks again")
        self.assertEqual(party.state, "void")
        ticket._cs_hear(True, "Now it is good")
        with self.assertRaisesRegex(UserError, "report"):
            ticket.action_close()
        self._as("foreman", party)._report("Another seal")
        with self.assertRaisesRegex(UserError, "callback after the reports"):
            ticket.action_close()
        ticket._cs_hear(True, "Content")
        ticket.action_close()
        types = ticket.cs_event_ids.mapped("type")
        self.assertEqual(types[-1], "closed")
        self.assertEqual(types.count("report"), 2)

    def test_no_after_closing_reopens(self):
        ticket = self._complaint()
        self._solve(ticket)
        ticket.cs_outcome_id = self.solved
        ticket._cs_hear(True, "Content")
        ticket.action_close()
        ticket._cs_hear(False, "It leaks again")
        self.assertFalse(ticket.closed)
        self.assertEqual(ticket.cs_reopen_count, 1)
        self.assertTrue(ticket._cs_missing())

    def test_duplicate(self):
        first, again = self._complaint(), self._complaint()
        other = self.env["res.partner"].create({"name": "Mr Li"})
        strangers = self._complaint(partner_id=other.id)
        inquiry = self._ticket()
        again.cs_outcome_id = self.solved
        for wrong in (strangers, inquiry):
            again.duplicate_id = wrong
            with self.assertRaises(UserError):
                again.action_close()
        again.duplicate_id = first
        again.action_close()
        self.assertTrue(again.closed)

    def test_only_a_supervisor_reopens(self):
        ticket = self._ticket(cs_outcome_id=False)
        self._as("agent", ticket).stage_id = self.done
        for role in ("agent", "leader"):
            with self.assertRaises(AccessError):
                self._as(role, ticket).stage_id = self.working
        self._as("supervisor", ticket).stage_id = self.working
        self.assertEqual(ticket.cs_reopen_count, 1)

    def test_outcome_of_the_kind(self):
        ticket = self._ticket(cs_kind="repair")
        with self.assertRaisesRegex(UserError, "outcome"):
            ticket.action_close()
        with self.assertRaisesRegex(UserError, "HD-01"):
            ticket.cs_outcome_id = self.solved
        ticket.cs_outcome_id = self.env.ref("cs_helpdesk.outcome_repair_repaired")
        ticket.action_close()
        self.assertTrue(ticket.closed)


@tagged("cs_helpdesk", "cs_complaint")
class TestComplaintUnits(TicketCase):
    """HD-04: units and people responsible; they are told at once, and report."""

    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()

    def _name(self, role="agent", **vals):
        Party = self.env["cs.complaint.party"].with_user(self.users[role])
        return Party.create(
            {"ticket_id": self.ticket.id, "department_id": self.workshop.id, **vals}
        )

    def test_head_is_told(self):
        party = self._name(share=70)
        foreman = self.users["foreman"].partner_id
        told = self.env["mail.message"].search(
            [
                ("model", "=", "helpdesk.ticket"),
                ("res_id", "=", self.ticket.id),
                ("notified_partner_ids", "=", foreman.id),
            ]
        )
        self.assertEqual(len(told), 1)
        self.assertIn("HD-04", told.subject)
        self.assertTrue(party.sudo().told_at)
        second = self._name(department_id=self.group_one.id, share=30)
        self.assertEqual(sum((party | second).mapped("share")), 100)

    def test_who_reports(self):
        party = self._name()
        for role in ("agent", "leader", "gm", "supervisor"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._as(role, party)._report("I say so")
        self._as("fitter", party)._report("Replaced")
        self.assertEqual(party.reported_by_id, self.users["fitter"])
        with self.assertRaisesRegex(UserError, "already"):
            self._as("foreman", party)._report("Twice")

    def test_report_is_not_forged(self):
        party = self._name()
        for vals in (
            {"report": "x"},
            {"reported_at": "2026-03-02 01:00:00"},
            {"is_void": False},
            {"told_at": False},
        ):
            with self.assertRaises(AccessError):
                self._as("agent", party).write(vals)
            with self.assertRaises(AccessError):
                self._name(department_id=self.group_one.id, **vals)
        with self.assertRaises(AccessError):
            self._as("agent", self.ticket).write(
                {
                    "cs_party_ids": [
                        (1, party.id, {"reported_at": "2026-03-02 01:00:00"})
                    ]
                }
            )

    def test_reported_unit_stays(self):
        party = self._name()
        self._as("fitter", party)._report("Replaced")
        with self.assertRaises(UserError):
            self._as("agent", party).unlink()
        with self.assertRaises(UserError):
            self._as("agent", party).department_id = self.group_one
        self._as("agent", party).share = 0

    def test_never_the_subject(self):
        self._name(
            department_id=self.group_one.id, employee_id=self.people["agent2"].id
        )
        for record in (self.ticket, self.ticket.cs_party_ids, self.ticket.cs_event_ids):
            self.assertTrue(self._as("agent", record).has_access("read"))
            self.assertFalse(self._as("agent2", record).has_access("read"))
            found = record.with_user(self.users["agent2"]).search(
                [("id", "in", record.ids)]
            )
            self.assertFalse(found)

    def test_leader_as_subject(self):
        self._name(
            department_id=self.group_one.id, employee_id=self.people["leader"].id
        )
        self.assertFalse(self._as("leader", self.ticket).has_access("read"))
        self.assertTrue(self._as("supervisor", self.ticket).has_access("write"))

    def test_events_are_kept(self):
        event = self.ticket.cs_event_ids[:1]
        for role in ("agent", "supervisor", "admin"):
            own = event.with_user(self.users[role])
            for call in (
                lambda own=own: own.write({"text": "x"}),
                own.unlink,
                lambda own=own: own.create({"ticket_id": self.ticket.id}),
            ):
                with self.assertRaises(UserError):
                    call()
        with self.assertRaises(UserError):
            event.sudo().unlink()
