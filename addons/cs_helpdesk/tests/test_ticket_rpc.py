from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .ticket_case import TicketCase

TICKET = "helpdesk.ticket"


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_ticket_rpc")
class TestTicketRpc(RpcMixin, TicketCase):
    """HD-02, HD-04, HD-05 over RPC, as the roles: views protect nothing."""

    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()
        self.ticket.stage_id = self.working

    def _vals(self, **vals):
        return {
            "name": "Leaks",
            "description": "x",
            "company_id": self.company.id,
            "team_id": self.team.id,
            "cs_kind": "complaint",
            **vals,
        }

    def test_closing_is_refused(self):
        closed = {"stage_id": self.done.id}
        calls = [
            ("write", [self.ticket.id], closed),
            ("web_save", [self.ticket.id], closed, {"id": {}}),
            ("web_save", [], self._vals(**closed), {"id": {}}),
            ("action_close", [self.ticket.id]),
            ("create", [self._vals(**closed)]),
            ("copy", [self.ticket.id], closed),
            ("write", [self.ticket.id], {"active": False}),
            ("action_archive", [self.ticket.id]),
            ("write", [self.ticket.id], {"cs_kind": "inquiry", **closed}),
        ]
        for role in ("agent", "leader", "supervisor"):
            for method, *args in calls:
                if role == "supervisor" and "cs_kind" in (args[-1] or {}):
                    continue
                with self.subTest(role=role, method=method):
                    self._refused(role, TICKET, method, *args)
        self.assertFalse(self.ticket.closed)
        self.assertTrue(self.ticket.active)

    def test_import_is_refused(self):
        fields_ = [".id", "stage_id/.id"]
        rows = [[str(self.ticket.id), str(self.done.id)]]
        answer = self._rpc("agent", TICKET, "load", fields_, rows)
        self.assertFalse(answer["ids"])
        self.assertIn("HD-05", answer["messages"][0]["message"])
        self.assertFalse(self.ticket.closed)

    def test_contexts_open_nothing(self):
        for key in ("install_mode", "_force_unlink", "import_file", "cs_import"):
            context = {"context": {key: True}}
            self._refused("agent", TICKET, "action_close", [self.ticket.id], **context)
            self._refused("supervisor", TICKET, "unlink", [self.ticket.id], **context)

    def test_nobody_else_makes_the_class(self):
        for role in ("agent", "supervisor", "gm"):
            self._refused(
                role, "cs.complaint.event", "create", [{"ticket_id": self.ticket.id}]
            )
        own = {"ticket_id": self.ticket.id, "reason": "Threatens"}
        for role in ("agent", "leader"):
            self._refused(role, "cs.complaint.severe", "create", [own])
        [dialog] = self._rpc("supervisor", "cs.complaint.severe", "create", [own])
        self._rpc("supervisor", "cs.complaint.severe", "action_confirm", [dialog])
        self.assertEqual(self.ticket.cs_class, "severe")

    def test_report_as_the_unit(self):
        vals = {"ticket_id": self.ticket.id, "department_id": self.workshop.id}
        [party] = self._rpc("agent", "cs.complaint.party", "create", [vals])
        text = {"party_id": party, "text": "Replaced"}
        for role, allowed in (("leader", False), ("fitter", True)):
            [dialog] = self._rpc(role, "cs.complaint.report", "create", [text])
            call = (role, "cs.complaint.report", "action_confirm", [dialog])
            if allowed:
                self._rpc(*call)
            else:
                self._refused(*call)
        record = self.env["cs.complaint.party"].browse(party)
        self.assertEqual(record.reported_by_id, self.users["fitter"])
        self.assertEqual(record.state, "done")

    def test_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["hr.department"].create({"name": "Theirs", "company_id": other.id})
        unit = self.env["hr.department"].search([("company_id", "=", other.id)])
        self._refused(
            "agent",
            "cs.complaint.party",
            "create",
            [{"ticket_id": self.ticket.id, "department_id": unit.id}],
        )

    def test_transfer(self):
        vals = {
            "ticket_id": self.ticket.id,
            "to_id": self.users["agent2"].id,
            "reason": "On leave",
        }
        for role in ("agent2", "hr", "gm", "fitter"):
            self._refused(role, "cs.ticket.transfer", "create", [vals])
        [one] = self._rpc("agent", "cs.ticket.transfer", "create", [vals])
        self._refused("agent", "cs.ticket.transfer", "create", [vals])
        for role in ("agent", "leader", "supervisor"):
            self._refused(role, "cs.ticket.transfer", "action_accept", [one])
        self._refused(
            "agent2",
            TICKET,
            "write",
            [self.ticket.id],
            {"cs_transfer_ids": [[1, one, {"state": "accepted"}]]},
        )
        self._rpc("agent2", "cs.ticket.transfer", "action_accept", [one])
        self.assertEqual(self.ticket.cs_owner_id, self.users["agent2"])
        self.assertEqual(self.ticket.cs_first_owner_id, self.users["agent"])

    def test_transfer_texts(self):
        for reason in ("", "  ", "x" * 2001, "\0", False, 7):
            vals = {
                "ticket_id": self.ticket.id,
                "to_id": self.users["agent2"].id,
                "reason": reason,
            }
            self._refused("agent", "cs.ticket.transfer", "create", [vals])
