from datetime import timedelta

from odoo import fields
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .test_callback import SATISFIED, CallbackCase

ROLES = ("agent", "leader", "supervisor", "hr", "gm", "admin")


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_callback")
class TestCallbackRpc(RpcMixin, CallbackCase):
    """Nobody forges a callback from outside (HD-07, TRUST.md)."""

    def setUp(self):
        super().setUp()
        self.ticket = self._finished()
        self.callback = self.ticket.cs_callback_ids
        # Whatever the time of day, somebody may be called.
        rest = {"quiet_noon_from": 12, "quiet_noon_to": 12, "quiet_night_to": 0}
        self._policy(quiet_night_from=24, **rest)
        self.callback._set({"next_at": fields.Datetime.now() - timedelta(hours=1)})

    def test_nobody_writes_what_calls_record(self):
        soon = fields.Datetime.to_string(fields.Datetime.now() + timedelta(days=9))
        forged = {
            "state": "reached",
            "satisfaction": "satisfied",
            "covered": 100,
            "in_time": 100,
            "due_at": soon,
            "next_at": soon,
            "missed_count": 0,
            "done_by_id": self.users["agent"].id,
            "served_by_id": False,
            "customer_agrees": "yes",
            "ticket_id": self._ticket().id,
            "attempt_ids": [(0, 0, {"outcome": "reached"})],
            "phone_key": "+86",
        }
        for role in ROLES:
            for name, value in forged.items():
                with self.subTest(role=role, field=name):
                    self._refused(
                        role, "cs.callback", "write", self.callback.ids, {name: value}
                    )

    def test_a_form_tells_nothing_of_what_one_may_not_read(self):
        """HD-20: the form of a call is filled for whoever names a callback."""
        spec = {"customer": {}, "phone": {}}
        asked = ([], {"callback_id": self.callback.id}, [], spec)
        self._refused("payroll", "cs.callback.call", "onchange", *asked)
        told = self._rpc("agent", "cs.callback.call", "onchange", *asked)["value"]
        self.assertEqual(told["phone"], self.callback.phone)

    def test_nobody_makes_deletes_or_copies(self):
        vals = {"ticket_id": self.ticket.id, "kind": "order"}
        attempt = self.env["cs.callback.attempt"]._kept_create(
            [
                {
                    "callback_id": self.callback.id,
                    "called_at": fields.Datetime.now(),
                    "user_id": self.users["agent"].id,
                    "outcome": "busy",
                }
            ]
        )
        for role in ROLES:
            with self.subTest(role):
                self._refused(role, "cs.callback", "create", [vals])
                self._refused(role, "cs.callback", "unlink", self.callback.ids)
                self._refused(role, "cs.callback", "copy", self.callback.ids)
                name = attempt._name
                self._refused(role, name, "write", attempt.ids, {"outcome": "busy"})
                self._refused(role, name, "unlink", attempt.ids)
                self._refused(role, name, "create", [{"outcome": "busy"}])
                self._refused(
                    role,
                    "helpdesk.ticket",
                    "write",
                    self.ticket.ids,
                    {"cs_callback_ids": [(1, self.callback.id, {"covered": 100})]},
                )

    def test_import_is_no_way_in(self):
        result = self._rpc(
            "supervisor",
            "cs.callback",
            "load",
            ["ticket_id/.id", "kind", "state"],
            [[str(self.ticket.id), "order", "reached"]],
        )
        self.assertFalse(result["ids"])

    def test_private_methods_stay_private(self):
        for method in ("_record", "_finish", "_set", "_make", "_kept_write", "_bar"):
            self._refused("agent", "cs.callback", method, self.callback.ids)

    def test_a_context_opens_nothing(self):
        context = {
            "install_mode": True,
            "_force_unlink": True,
            "tracking_disable": True,
        }
        self._refused(
            "agent",
            "cs.callback",
            "write",
            self.callback.ids,
            {"state": "reached"},
            context=context,
        )
        self._refused(
            "admin", "cs.callback", "unlink", self.callback.ids, context=context
        )

    def test_who_calls(self):
        for role in ("fitter", "hr", "gm", "admin", "payroll"):
            with self.subTest(role):
                self._refused(role, "cs.callback", "action_call", self.callback.ids)
                self._refused(
                    role,
                    "cs.callback.call",
                    "create",
                    [{"callback_id": self.callback.id}],
                )
        for role in ("agent2", "leader", "supervisor"):
            with self.subTest(role):
                self.assertTrue(
                    self._rpc(role, "cs.callback", "action_call", self.callback.ids)
                )
                self.callback._set({"taken_at": False})

    def test_who_reads(self):
        for role, reads in {
            "agent": True,
            "agent2": True,
            "leader": True,
            "supervisor": True,
            "gm": True,
            "admin": True,
            "hr": False,
            "payroll": False,
            "fitter": False,
        }.items():
            with self.subTest(role):
                found = self._rpc(
                    role,
                    "cs.callback",
                    "search_count",
                    [("id", "in", self.callback.ids)],
                )
                self.assertEqual(bool(found), reads)

    def test_a_form_of_somebody_else(self):
        call = self._rpc("agent", "cs.callback", "action_call", self.callback.ids)
        number = call["res_id"]
        answers = {"outcome": "reached", **SATISFIED}
        self._rpc("agent", "cs.callback.call", "write", [number], answers)
        self._refused("agent2", "cs.callback.call", "action_save", [number])
        self._rpc("agent", "cs.callback.call", "action_save", [number])
        self.callback.invalidate_recordset()
        self.assertEqual(self.callback.done_by_id, self.users["agent"])

    def test_nobody_reads_about_oneself(self):
        complaint = self._complaint()
        self._solve(complaint)
        callback = complaint.cs_callback_ids
        count = ("cs.callback", "search_count", [("id", "=", callback.id)])
        self.assertEqual(self._rpc("agent", *count), 1)
        complaint.cs_party_ids._set({"employee_id": self.people["agent"].id})
        self.assertEqual(self._rpc("agent", *count), 0)
        self.assertEqual(self._rpc("hr", *count), 1)

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self.users["supervisor"]
        user.sudo().write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.assertFalse(self._rpc("supervisor", "cs.callback", "search_count", []))

    def test_the_number_may_be_corrected(self):
        args = ("cs.callback", "write", self.callback.ids, {"phone": "13900139000"})
        self._rpc("agent", *args)
        self.callback.invalidate_recordset()
        self.assertEqual(self.callback.phone_key, "+8613900139000")
        for role in ("fitter", "gm", "hr"):
            self._refused(role, *args)
