from lxml import etree
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .dispatch_case import NOW, DispatchCase

LOST = "cs.lost.order"


@tagged("cs_helpdesk", "cs_dispatch")
@freeze_time(NOW)
class TestLostOrder(DispatchCase):
    """HD-24: reported, called about by somebody else, approved, archived."""

    def _vals(self, order, reason="no_intent", **vals):
        record = self.env.ref(f"cs_helpdesk.lost_reason_{reason}")
        return {
            "ticket_id": order.id,
            "kind": record.kind,
            "is_served": record.kind == "failed",
            "reason_id": record.id,
            "course": "Asked for a price only",
            **vals,
        }

    def _report(self, reason="no_intent", role="agent", order=None, **vals):
        order = order or self._order(role="agent")
        vals = self._vals(order, reason, **vals)
        return self.env[LOST].with_user(self.users[role]).create(vals)

    def _call(self, report, role="agent2", result="lost"):
        wizard = self.env["cs.lost.order.call"].with_user(self.users[role])
        vals = {"lost_id": report.id, "result": result, "said": "Not needed"}
        wizard.create(vals).action_confirm()

    def _judge(self, report, role="leader", held="cleared", person=None, **vals):
        wizard = self.env["cs.lost.order.judge"].with_user(self.users[role])
        vals = {"lost_id": report.id, "is_held": held, "reason": "Recorded", **vals}
        if person:
            vals["employee_id"] = self.people[person].id
        wizard.create(vals).action_confirm()

    def test_the_whole_way(self):
        report = self._report("price").with_env(self.env)
        order = report.ticket_id
        self.assertEqual((report.state, report.amount), ("reported", 10000))
        with self.assertRaisesRegex(UserError, "HD-24"):
            self._as("agent", order).write(
                {"cs_outcome_id": self.env.ref("cs_helpdesk.outcome_order_served").id}
            )
            self._as("agent", order).action_close()
        self._call(report)
        self.assertEqual(report.state, "submitted")
        self.assertEqual(report.called_by_id, self.users["agent2"])
        self._judge(report)
        self.assertEqual((report.state, report.verdict), ("approved", "cleared"))
        self.assertTrue(order.closed)
        self.assertEqual(
            order.cs_outcome_id, self.env.ref("cs_helpdesk.outcome_order_failed")
        )
        # a lost order is no finished service (HD-07)
        self.assertFalse(order.cs_callback_ids)
        told = self._as("leader", report).get_explanation()
        self.assertIn("HD-24", str(told))
        self.assertIn("Price", str(told["reasons"]))

    def test_invalid_only_before_service(self):
        order = self._order()
        for vals, error in (
            ({"is_served": True}, CheckViolation),
            ({"kind": "failed"}, CheckViolation),
            ({"kind": "failed", "is_served": True}, ValidationError),
        ):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
                self.env.cr.savepoint(),
            ):
                self._report(order=order, **vals).flush_recordset()
        self.assertEqual(self._report("competitor", order=order).kind, "failed")

    def test_the_form_keeps_kind_and_reason_together(self):
        form = Form(self.env[LOST].with_user(self.users["agent"]))
        form.ticket_id = self._order()
        form.kind = "failed"
        form.reason_id = self.env.ref("cs_helpdesk.lost_reason_price")
        form.course = "Too dear"
        self.assertTrue(form.save().is_served)

    def test_only_deciding_approves(self):
        arch = self.env[LOST].get_view(view_type="form")["arch"]
        buttons = etree.fromstring(arch).xpath("//header/button")
        contexts = " ".join(one.get("context") or "" for one in buttons)
        names = [one.get("name") for one in buttons]
        self.assertIn("action_judge", names)
        self.assertNotIn("action_approve", names)
        self.assertNotIn("'approve'", contexts)
        self.assertIn("'refuse'", contexts)

    def test_another_person_calls(self):
        report = self._report(responsible_id=self.people["agent2"].id)
        for role in ("agent", "agent2"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._call(report, role)
        for role in ("fitter", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._call(report, role)
        self._call(report, "leader")
        with self.assertRaises(UserError):
            self._call(report, "supervisor")
        # who called does not decide; it goes up
        with self.assertRaises(UserError):
            self._judge(report, "leader")
        self._judge(report, "supervisor", "held", "agent2")

    def test_the_customer_still_wants_it(self):
        report = self._report().with_env(self.env)
        self._call(report, result="alive")
        self.assertEqual(report.state, "refused")
        self.assertFalse(report.ticket_id.closed)
        # and it may be lost later
        self._report(order=report.ticket_id)

    def test_one_report_at_a_time(self):
        report = self._report()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._report(order=report.with_env(self.env).ticket_id)

    def test_a_verdict_with_reason(self):
        report = self._report()
        self._call(report)
        for reason in ("", " ", "x" * 2001):
            with self.subTest(reason), self.assertRaises(UserError):
                report.with_user(self.users["leader"])._judge(
                    self.env["hr.employee"], False, reason
                )
        with self.assertRaisesRegex(UserError, "name the person"):
            self._judge(report, held="held")
        with self.assertRaisesRegex(UserError, "Decide"):
            self._as("leader", report).action_approve("Fine")
        for person in ("leader", "agent2"):
            with self.subTest(person), self.assertRaises(UserError):
                self._judge(report, held="held", person=person)

    def test_refused_and_returned(self):
        report = self._report().with_env(self.env)
        self._call(report)
        self._as("leader", report).action_return("Ask when he moves")
        self.assertEqual(report.state, "reported")
        self.assertFalse(report.called_by_id or report.customer_said)
        self._call(report)
        self._as("leader", report).action_refuse("He pays on Friday")
        self.assertEqual(report.state, "refused")
        self.assertFalse(report.ticket_id.closed)

    def test_withdrawn(self):
        report = self._report().with_env(self.env)
        self._call(report)
        self._as("agent", report).action_withdraw()
        self.assertEqual((report.state, report.called_at), ("reported", False))

    def test_appeal(self):
        """ALL-02: who is held responsible appeals; somebody else decides."""
        report = self._report(
            "service", "agent2", responsible_id=self.people["agent"].id
        )
        report = report.with_env(self.env)
        self.assertFalse(self._as("agent", report).has_access("read"))
        self.team.user_ids += self.users["agent3"]
        self._call(report, "agent3")
        self._judge(report, held="held", person="agent")
        self.assertEqual(report.verdict, "held")
        self.assertTrue(self._as("agent", report).can_appeal)
        self.assertFalse(self._as("agent2", report).can_appeal)
        appeal = (
            self.env["cs.appeal"]
            .with_user(self.users["agent"])
            .create(
                {
                    "res_model": LOST,
                    "res_id": report.id,
                    "claim": "The address was wrong",
                }
            )
        )
        appeal.action_submit()
        request = appeal.with_env(self.env).decision_request_ids
        self.assertNotIn(self.people["leader"], request.pending_decider_ids)
        decider = request.pending_decider_ids[:1].user_id
        appeal.with_user(decider).action_approve("It was")
        self.assertEqual(report.verdict, "cleared_on_appeal")
        self.assertEqual(report.state, "approved")

    def test_a_refusal_is_taken_back_an_approval_stays(self):
        """Only what can be taken back is offered."""
        report = self._report().with_env(self.env)
        self._call(report)
        why = report.explanation
        offer = self._as("leader", report).action_refuse("Ask once more")["params"]
        decision = self.env[offer["model"]].with_user(self.users["leader"])
        decision.browse(offer["ids"]).action_undo()
        self.assertEqual((report.state, report.verdict), ("submitted", False))
        self.assertEqual(report.explanation, why)
        self._judge(report)
        self.assertEqual(report.state, "approved")
        mine = self._as("leader", report)
        self.assertFalse(mine.can_undo_decision)
        self.assertFalse(mine.decision_request_id.can_undo)
        with self.assertRaises(UserError):
            mine.action_undo_decision()
        self.assertTrue(report.ticket_id.closed)

    def test_archived_never_changes(self):
        report = self._report().with_env(self.env)
        self._call(report)
        self._judge(report)
        changes = (
            {"course": "Other"},
            {"verdict": "held"},
            {"state": "reported"},
            {"responsible_id": self.people["agent"].id},
            {"amount": 1},
            {"called_by_id": self.users["hr"].id},
        )
        for role in ("agent", "leader", "supervisor", "hr", "gm", "admin", None):
            local = report.with_user(self.users[role]) if role else report.sudo()
            for vals in changes:
                with (
                    self.subTest((role, vals)),
                    self.assertRaises(UserError),
                ):
                    local.write(vals)
            with self.assertRaises(UserError):
                local.unlink()

    def test_stamps_are_nobody_s_to_enter(self):
        order = self._order()
        for vals in (
            {"state": "approved"},
            {"called_by_id": self.users["agent2"].id},
            {"verdict": "cleared"},
            {"reported_by_id": self.users["agent2"].id},
            {"amount": 5},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                self._report(order=order, **vals)
        forged = self.env[LOST].with_user(self.users["agent"])
        forged = forged.with_context(default_state="approved", default_verdict="held")
        self.assertEqual(forged.create(self._vals(order)).state, "reported")

    def test_who_reads(self):
        report = self._report(responsible_id=self.people["agent3"].id)
        self.team.user_ids += self.users["agent3"]
        readers = {
            role for role in self.users if self._as(role, report).has_access("read")
        }
        expected = {"agent", "agent2", "leader", "supervisor", "hr", "gm"}
        self.assertEqual(readers, expected)
        for role in ("fitter", "payroll", "admin", "agent3"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._as(role, report).action_call()

    def test_only_what_one_reads_and_only_orders(self):
        other = self.env["helpdesk.ticket.team"].create(
            {"name": "Works", "company_id": self.company.id}
        )
        order = self._order(role=None, team_id=other.id)
        with self.assertRaises(AccessError):
            self._report(role="agent2", order=order)
        with self.assertRaises(UserError):
            self._report(order=self._ticket("agent"))

    def test_closed_with_a_lost_outcome_only_by_the_report(self):
        order = self._order()
        order.cs_outcome_id = self.env.ref("cs_helpdesk.outcome_order_invalid")
        with self.assertRaisesRegex(UserError, "HD-24"):
            self._as("leader", order).action_close()

    def test_nobody_is_sent_meanwhile(self):
        report = self._report()
        Ticket = self.env["helpdesk.ticket"]
        order = report.with_env(self.env).ticket_id
        self.assertNotIn(order, Ticket.search(Ticket._cs_dispatch_domain()))
