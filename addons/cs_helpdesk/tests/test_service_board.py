from odoo.tests import tagged

from .clock_case import HOUR, local
from .test_service_day import NOW, SECOND, ServiceCase


@tagged("cs_helpdesk", "cs_service_board")
class TestServiceBoard(ServiceCase):
    """Overdue by unit, load by person, unassigned; of the teams that one leads."""

    def _board(self, role="leader", team=None):
        with self.at(NOW):
            return self.screen(role, "board").get_board(team and team.id)

    def test_each_number_opens_what_it_counts(self):
        late = self.due("2025-06-05 09:59")
        today = self.due("2025-06-05 18:00")
        later = self.due("2025-06-09 10:00", "agent2")
        waiting = self.due(None, stage_id=self.wait.id)
        self.due("2025-06-05 09:00", team_id=self.other_team.id)
        board = self._board()
        [unit] = board["units"]
        self.assertEqual(unit["name"], "Group one")
        for figures in (unit, board["totals"]):
            self.assertCounted(figures["open"], [late, today, later, waiting])
            self.assertCounted(figures["overdue"], [late])
            self.assertCounted(figures["today"], [today])
            self.assertCounted(figures["waiting"], [waiting])
        agent, agent2, leader = board["people"]
        self.assertCounted(agent["open"], [late, today, waiting])
        self.assertCounted(agent2["open"], [later])
        self.assertEqual(
            [agent2[name]["count"] for name in ("overdue", "today", "waiting")], [0] * 3
        )
        self.assertEqual(leader["open"]["count"], 0)

    def test_today_from_now_to_midnight(self):
        """A limit is in time in its last moment; midnight belongs to tomorrow."""
        now, midnight = local(NOW), local("2025-06-06 00:00")
        late = self.due(now - SECOND)
        today = [self.due(now), self.due(midnight - SECOND)]
        tomorrow = self.due(midnight)
        totals = self._board()["totals"]
        self.assertCounted(totals["overdue"], [late])
        self.assertCounted(totals["today"], today)
        self.assertCounted(totals["open"], [late, *today, tomorrow])

    def test_people_by_name(self):
        """Never by figures: who has most stands where the name stands."""
        for _time in range(3):
            self.due("2025-06-05 09:00", "leader")
        self.due("2025-06-05 09:00", "agent2")
        names = [one["name"] for one in self._board()["people"]]
        self.assertEqual(names, ["agent", "agent2", "leader"])

    def test_without_a_person(self):
        later, first = self.due("2025-06-06 10:00", None), self.due(NOW, None)
        self.due("2025-06-05 09:00")
        part = self._board()["unassigned"]
        self.assertCounted(part, [later, first])
        self.assertEqual([line["id"] for line in part["lines"]], [first.id, later.id])

    def test_one_of_several_teams(self):
        second = self.team.copy({"name": "Second"})
        mine, others = self.due(NOW), self.due(NOW, "agent2", team_id=second.id)
        board = self._board()
        self.assertEqual([name for _id, name in board["teams"]], ["Hotline", "Second"])
        self.assertCounted(board["totals"]["open"], [mine, others])
        board = self._board(team=second)
        self.assertEqual(board["team"], second.id)
        self.assertCounted(board["totals"]["open"], [others])

    def test_a_supervisor_has_the_departments(self):
        """Also what a unit works on without a team."""
        unit = self.due(NOW, None, team_id=False, cs_department_id=self.group_one.id)
        stray = self.due(NOW, None, team_id=False)
        self.assertCounted(self._board("supervisor")["totals"]["open"], [unit])
        board = self._board("gm")
        self.assertCounted(board["totals"]["open"], [unit, stray])
        self.assertEqual(
            [one["name"] for one in board["units"]], ["Group one", "No unit"]
        )
        self.assertCounted(board["units"][1]["open"], [stray])

    def test_who_leads_nobody(self):
        self.due(NOW)
        self._create_role("idle", "cs_base.group_team_leader", self.department)
        board = self._board("idle")
        self.assertEqual((board["teams"], board["units"]), ([], []))
        self.assertEqual(board["totals"]["open"]["count"], 0)

    def test_flat_in_tickets(self):
        def more():
            for hour in range(3):
                self.due(local(NOW) + hour * HOUR)
                self.due(local(NOW) - hour * HOUR, None)

        more()
        with self.at(NOW):
            self.assertFlat("leader", "board", "get_board", more)
