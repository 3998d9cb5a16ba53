from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .suggestion_case import STUDIED, SuggestionCase


@tagged("cs_helpdesk", "cs_helpdesk_suggestion")
@freeze_time("2025-06-10 02:00:00")  # Tuesday 10:00 in Shanghai
class TestSuggestion(SuggestionCase):
    """HD-08: received, studied, decided, told, carried out."""

    def test_hd08_comes_with_its_ticket_once(self):
        ticket = self._ticket()
        one = ticket.sudo().cs_suggestion_id
        self.assertEqual(one.state, "received")
        self.assertEqual(one.partner_id, self.customer)
        ticket.write({"cs_kind": "suggestion"})
        found = one.search([("ticket_id", "=", ticket.id)])
        self.assertEqual(found, one)
        self.assertFalse(self._ticket(cs_kind="inquiry").sudo().cs_suggestion_id)

    def test_hd08_kind_changed_by_mistake(self):
        ticket = self._ticket()
        ticket.cs_kind = "inquiry"
        self.assertFalse(ticket.sudo().cs_suggestion_id)
        ticket.cs_kind = "suggestion"
        self.assertEqual(ticket.sudo().cs_suggestion_id.state, "received")
        one = self._studied()
        with self.assertRaisesRegex(UserError, "HD-08"):
            one.ticket_id.with_user(self.users["agent"]).cs_kind = "inquiry"

    def test_hd08_a_caller_fills_in_nothing(self):
        """Neither context nor stored defaults forge a state or a grade."""
        user = self.users["agent"]
        self.env["ir.default"].set("cs.suggestion", "grade", "A", user_id=user.id)
        self.env["ir.default"].set("cs.suggestion", "state", "done", user_id=user.id)
        ticket = self._ticket().with_context(default_state="done", default_reward=5)
        other = ticket.create(
            {
                "name": "x",
                "description": "x",
                "cs_kind": "suggestion",
                "team_id": self.team.id,
            }
        )
        for one in (ticket | other).sudo().mapped("cs_suggestion_id"):
            self.assertEqual((one.state, one.grade, one.reward), ("received", False, 0))

    def test_hd08_study_needs_a_department(self):
        one = self._received()
        with self.assertRaisesRegex(UserError, "department"):
            self._as(one, "agent").action_study()
        self._as(one, "agent").department_id = self.group_one
        self._as(one, "agent").action_study()
        self.assertEqual(one.state, "studying")
        self.assertEqual(one.step_ids.user_id, self.users["agent"])
        told = self.env["mail.message"].search(
            [("model", "=", "cs.suggestion"), ("res_id", "=", one.id)]
        )
        self.assertEqual(told.notified_partner_ids, self.users["leader"].partner_id)
        with self.assertRaises(UserError):
            self._as(one, "agent").action_study()

    def test_hd08_adopted_told_and_tracked_to_done(self):
        one = self._studied()
        self._answer(one, "adopted")
        self.assertEqual(one.state, "adopted")
        self.assertEqual(str(one.decided_on), "2025-06-10")
        self.assertEqual(one.decided_by_id, self.users["leader"])
        step = self._last(one)
        self.assertEqual((step.way, step.state_to), ("email", "adopted"))
        self.assertIn("A second counter", step.body)
        self.assertIn("09/30/2025", step.body)
        self.assertIn(self.customer, step.mail_message_id.partner_ids)
        self.assertEqual(step.mail_message_id.res_id, one.ticket_id.id)
        self.assertFalse(one.ticket_id.stage_id.closed)
        worker = self._as(one, "agent2")
        self.assertTrue(worker.can_report)
        self.assertFalse(self._as(one, "agent").can_report)
        with self.assertRaisesRegex(UserError, "What Was Done"):
            worker.action_done()
        worker.result = "Opened on 1 September"
        self._answer(one, "done", "agent2")
        self.assertEqual(one.state, "done")
        self.assertIn("Opened on 1 September", self._last(one).body)
        self.assertTrue(one.ticket_id.stage_id.closed)
        outcome = self.env.ref("cs_helpdesk.outcome_suggestion_adopted")
        self.assertEqual(one.ticket_id.cs_outcome_id, outcome)

    def test_hd08_not_adopted_told_thanked_and_closed(self):
        one = self._studied()
        self._answer(one, "not_adopted")
        self.assertIn("Thank you", self._last(one).body)
        self.assertTrue(one.ticket_id.stage_id.closed)
        outcome = self.env.ref("cs_helpdesk.outcome_suggestion_not_adopted")
        self.assertEqual(one.ticket_id.cs_outcome_id, outcome)

    def test_hd08_what_is_missing_is_said(self):
        one = self._studied()
        leader = self._as(one, "leader")
        for name in ("study", "plan", "plan_date", "responsible_id", "ownership"):
            kept = one[name]
            leader.write({name: False})
            with self.subTest(name), self.assertRaisesRegex(UserError, "HD-08"):
                leader.action_adopt()
            leader.write({name: kept})
        leader.ownership = "shared"
        with self.assertRaisesRegex(UserError, "Agreement"):
            leader.action_adopt()
        leader.plan_date = "2025-06-09"
        leader.ownership = "ours"
        with self.assertRaisesRegex(UserError, "passed"):
            leader.action_adopt()
        leader.plan_date = "2025-06-10"
        self._answer(one, "adopted")

    def test_hd08_no_decision_without_message(self):
        one = self._studied()
        for vals in (
            {"body": ""},
            {"body": "<p><br/></p>"},
            {"way": False},
            {"way": "phone", "recipient": ""},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self._answer(one, "not_adopted", **vals)
        self.assertEqual(one.state, "studying")
        self.assertEqual(len(one.step_ids), 1)

    @mute_logger("odoo.sql_db")
    def test_hd08_the_database_refuses_an_untold_decision(self):
        one = self._studied()
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            one._step("not_adopted", self.users["leader"], {"decided_by_id": 1})

    def test_hd08_customer_without_address_is_told_otherwise(self):
        one = self._studied(partner_id=False, partner_name="Mr Wu", cs_phone="139")
        with self.assertRaisesRegex(UserError, "no valid e-mail"):
            self._answer(one, "not_adopted", way="email")
        self._answer(one, "not_adopted", way="phone", body="<p>Called</p>")
        step = self._last(one)
        self.assertEqual((step.way, step.recipient), ("phone", "Mr Wu 139"))
        self.assertFalse(step.mail_message_id)

    def test_hd08_contact_is_made_from_the_address(self):
        one = self._studied(
            partner_id=False, partner_name="Mr Wu", partner_email="wu@example.com"
        )
        self._answer(one, "not_adopted")
        self.assertEqual(one.partner_id.name, "Mr Wu")
        self.assertIn(one.partner_id, self._last(one).mail_message_id.partner_ids)

    def test_hd08_message_in_the_customers_language(self):
        self.env["res.lang"]._activate_and_install_lang("zh_CN")
        self.customer.lang = "zh_CN"
        one = self._studied()
        self._answer(one, "not_adopted")
        self.assertIn("感谢", self._last(one).body)

    # Who may

    def test_hd08_who_decides(self):
        one = self._studied()
        for role in ("agent", "agent2"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "HD-08"):
                self._as(one, role).action_adopt()
        for role in ("hr", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                self._as(one, role)._answer("not_adopted", "phone", "x", "x", "x")
        for role in ("leader", "supervisor", "gm"):
            with self.subTest(role):
                self.assertTrue(self._as(one, role).can_decide)
        self._answer(one, "not_adopted", "gm")

    def test_hd08_nobody_decides_on_the_own(self):
        self.customer = self.users["leader"].partner_id
        self.customer.email = "leader@example.com"
        one = self._studied()
        with self.assertRaisesRegex(UserError, "own"):
            self._as(one, "leader").action_adopt()
        self._answer(one, "not_adopted", "supervisor")

    def test_hd08_read_and_write_by_role(self):
        one = self._studied()
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Other", "user_ids": [(6, 0, self.users["hr"].ids)]}
        )
        far = self._received()
        far.ticket_id.sudo().write({"team_id": team.id})
        far.ticket_id.sudo().flush_recordset()
        expected = {
            "agent": (True, True),
            "leader": (True, True),
            "supervisor": (True, True),
            "gm": (True, True),
            "hr": (False, False),
            "payroll": (False, False),
            "admin": (False, False),
        }
        for role, (reads, writes) in expected.items():
            seen = self._as(one, role)
            with self.subTest(role):
                self.assertEqual(seen.has_access("read"), reads)
                self.assertEqual(seen.has_access("write"), writes)
                self.assertFalse(seen.has_access("create"))
                self.assertFalse(seen.has_access("unlink"))
                self.assertEqual(seen.step_ids.has_access("read") and reads, reads)
        self._committee("hr")
        self.assertTrue(self._as(one, "hr").has_access("read"))
        self.assertFalse(self._as(one, "hr").has_access("write"))
        self.env["cs.suggestion.member"].search([]).active = False
        self.assertFalse(self._as(one, "hr").has_access("read"))

    def test_hd08_without_a_team_the_service_registers(self):
        """From the portal perhaps none was chosen; who is in any team takes care."""
        portal = {"team_id": False, "user_id": False, "partner_id": self.customer.id}
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "A bench",
                "description": "To wait on",
                "cs_kind": "suggestion",
                "company_id": self.company.id,
                **portal,
            }
        )
        one = ticket._cs_suggestions()
        for role, reads in {"agent": True, "leader": False, "payroll": False}.items():
            seen = self._as(one, role)
            with self.subTest(role):
                self.assertEqual(seen.has_access("read"), reads)
                self.assertEqual(seen.has_access("write"), reads)

    def test_hd08_other_company(self):
        one = self._studied()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            "cs_base.group_general_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for record in (one, one.step_ids):
            seen = record.with_user(stranger).with_company(other)
            seen = seen.with_context(allowed_company_ids=other.ids)
            self.assertFalse(seen.has_access("read"))

    def test_hd08_states_are_not_written(self):
        one = self._studied()
        for vals in (
            {"state": "adopted"},
            {"decided_on": "2025-06-10"},
            {"held_until": "2030-01-01"},
            {"grade": "A"},
            {"reward": 5000},
            {"ticket_id": 1},
            {"department_id": self.department.id},
            {"result": "done"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self._as(one, "gm").write(vals)
        self._answer(one, "not_adopted")
        with self.assertRaises(UserError):
            self._as(one, "gm").write({"study": "Otherwise"})
        for call in (
            lambda: one.create({"ticket_id": one.ticket_id.id}),
            one.unlink,
            one.copy,
            one.step_ids.unlink,
            lambda: one.step_ids.write({"body": "x"}),
            lambda: one.step_ids.create({"suggestion_id": one.id}),
        ):
            with self.assertRaises(UserError):
                call()

    def test_hd08_text_from_outside(self):
        one = self._studied()
        leader = self._as(one, "leader")
        leader.reason = "\0<script>alert(1)</script>{{ 7*7 }}"
        with self.assertRaisesRegex(UserError, "5000"):
            leader.reason = "x" * 5001
        self._answer(one, "not_adopted")
        body = self._last(one).body
        self.assertNotIn("<script", body)
        self.assertIn("{{ 7*7 }}", body)

    # Closing and reopening

    def test_hd08_ticket_does_not_close_before(self):
        one = self._studied()
        ticket = one.ticket_id.with_user(self.users["agent"])
        with self.assertRaisesRegex(UserError, "HD-08"):
            ticket.write({"stage_id": self.closed.id})
        with self.assertRaisesRegex(UserError, "HD-08"):
            self._ticket(stage_id=self.closed.id)
        inquiry = self._ticket(cs_kind="inquiry")
        inquiry.write({"stage_id": self.closed.id})
        with self.assertRaisesRegex(UserError, "HD-08"):
            inquiry.write({"cs_kind": "suggestion"})

    def test_hd08_reopened(self):
        self.team.sudo().cs_department_id = self.group_one
        one = self._studied()
        self._answer(one, "not_adopted")
        one.ticket_id.with_user(self.users["supervisor"]).stage_id = self.opened
        self.assertEqual((one.state, one.decided_on), ("studying", False))
        self._as(one, "leader").write(STUDIED)
        self._answer(one, "adopted")
        self._as(one, "agent2").result = "Done"
        self._answer(one, "done", "agent2")
        one.ticket_id.with_user(self.users["supervisor"]).stage_id = self.opened
        self.assertEqual((one.state, one.done_on), ("adopted", False))
        self.assertEqual(len(one.step_ids), 6)
