from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.fields import Command
from odoo.tests import tagged

from .test_service_day import NOW
from .test_service_figures import JUNE, FiguresCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_service_rpc")
class TestServiceRpc(RpcMixin, FiguresCase):
    """The screens from outside: whose they are, and whose tickets they count."""

    def test_who_has_a_day(self):
        ticket = self.due("2025-06-05 17:00")
        day = self._rpc("agent", "cs.service.day", "get_day")
        self.assertCounted(day["mine"], [ticket])
        self.assertEqual(
            self._rpc("agent2", "cs.service.day", "get_day")["mine"]["count"], 0
        )
        self._refused("admin", "cs.service.day", "get_day")

    def test_who_has_a_board(self):
        own = self.due("2025-06-05 17:00")
        with self.at(NOW):
            foreign = self.env["helpdesk.ticket"].create(
                {"name": "x", "description": "x", "team_id": self.other_team.id}
            )
        board = ("cs.service.board", "get_board")
        for role in ("agent", "hr", "payroll", "admin"):
            with self.subTest(role=role):
                self._refused(role, *board)
                self._refused(role, *board, self.team.id)
        for role in ("leader", "supervisor"):
            for team in (None, self.other_team.id):
                with self.subTest(role=role, team=team):
                    figures = self._rpc(role, *board, team)
                    self.assertCounted(figures["totals"]["open"], [own])
                    self.assertEqual(figures["team"], 0)
        figures = self._rpc("gm", *board)
        self.assertCounted(figures["totals"]["open"], [foreign, own])

    def test_a_screen_tells_no_helper(self):
        for method in ("_lines", "_counted", "_scope"):
            self._refused("leader", "cs.service.board", method, [])

    def test_a_complaint_about_oneself_is_not_counted(self):
        complaint = self.due("2025-06-05 17:00", "agent2")
        complaint.cs_party_ids = [
            Command.create(
                {
                    "department_id": self.group_one.id,
                    "employee_id": self.people["leader"].id,
                }
            )
        ]
        figures = self._rpc("leader", "cs.service.board", "get_board")
        self.assertEqual(figures["totals"]["open"]["count"], 0)

    def test_whose_figures(self):
        own = self.received("2025-06-02 09:00")
        foreign = self.received("2025-06-02 09:00", team_id=self.other_team.id)
        question = ("cs.service.figures", "get_figures", JUNE)
        for role in ("agent", "leader", "hr", "payroll", "admin"):
            with self.subTest(role=role):
                self._refused(role, *question)
        for role, tickets in (("supervisor", [own]), ("gm", [own, foreign])):
            with self.subTest(role=role):
                figures = self._rpc(role, *question)
                self.assertCounted(figures["volumes"]["kinds"][0], tickets)
        self._refused("gm", "cs.service.figures", "get_figures", 99)
