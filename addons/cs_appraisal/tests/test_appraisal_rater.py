from psycopg2.errors import UniqueViolation

from odoo.addons.cs_appraisal.models.cs_appraisal_rater import CONFIDENTIAL
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rating_case import RatingCase


@tagged("cs_appraisal", "cs_appraisal_rating")
class TestAppraisalRater(RatingCase):
    """Who is asked, and who changes it (APP-05)."""

    def asked(self, appraisal, *groups):
        rows = self.env["cs.appraisal.rater"].search(
            [("appraisal_id", "=", appraisal.id), ("group", "in", groups)]
        )
        return rows.employee_id

    def people_of(self, *roles):
        return self.env["hr.employee"].union(*(self.people[role] for role in roles))

    def test_drawn_by_the_template(self):
        self._assign()
        colleagues = self.people_of("agent2", "agent3", "agent4")
        team = colleagues + self.people["agent"]
        self.assertEqual(self.asked(self.agent_row, "superior"), self.people["leader"])
        self.assertEqual(self.asked(self.agent_row, "self"), self.people["agent"])
        self.assertEqual(self.asked(self.agent_row, "peer"), colleagues)
        self.assertFalse(self.asked(self.agent_row, "subordinate"))
        drawn = self.asked(self.leader_row, "subordinate")
        self.assertEqual(len(drawn), 3)
        self.assertLessEqual(drawn, team)

    def test_only_groups_with_a_weight(self):
        template = self._create_template(
            name="Superior", weight_superior=100, weight_peer=0, weight_self=0,
            weight_subordinate=0, cycle_kind="event",
        )  # fmt: skip
        [row] = self._create_appraisals(
            "agent", template=template, cycle=self._create_cycle(name="Other")
        )
        self.assertEqual(self._assign(row).mapped("group"), ["superior"])

    def test_nothing_to_rate(self):
        figures = self._create_template(cycle_kind="event", item_ids=[])
        [row] = self._create_appraisals(
            "agent", template=figures, cycle=self._create_cycle(name="Other")
        )
        self.assertFalse(self._assign(row))

    def test_nobody_is_asked_in_vain(self):
        """Fewer than the minimum of 2 could answer: none of them is asked."""
        (self.people["agent3"] + self.people["agent4"]).active = False
        self._assign()
        self.assertFalse(self.asked(self.agent_row, "peer"))

    def test_left_out_and_again(self):
        self._set_state(self.agent_row, "left_out")
        self.assertEqual(self._assign().appraisal_id, self.leader_row)
        self.assertFalse(self._assign())

    def test_the_draw_holds_a_secret(self):
        """Who knows the code cannot tell who was drawn."""
        secrets = self.env["cs.appraisal.rater"]._draw_secret()
        self.assertGreaterEqual(len(secrets), 20)

    def test_gaps_between_the_rows_that_one_sees_tell_nothing(self):
        rows = self._assign().sorted("id")
        hidden = [row.group in CONFIDENTIAL for row in rows]
        self.assertEqual(hidden, sorted(hidden))

    def test_queries_do_not_grow_with_people(self):
        counts = []
        for number in (2, 20):
            cycle = self._create_cycle(name=f"{number}")
            people = self.env["hr.employee"]
            for index in range(number):
                name = f"many_{number}_{index}"
                people += self._create_role(name, "cs_base.group_agent")
            rows = self._create_appraisals(*(one.name for one in people), cycle=cycle)
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()
            before = self.env.cr.sql_log_count
            self._assign(*rows)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def change(self, row, role="hr", **vals):
        wizard = self.env["cs.appraisal.rater.change"].with_user(self.users[role])
        return wizard.create(
            {"rater_id": row.id, "reason": "On leave", **vals}
        ).action_confirm()

    def test_hr_replaces_with_a_reason(self):
        self._assign()
        row = self._row(self.leader_row, "supervisor")
        other = self.people["gm"]
        self.change(row, mode="replace", employee_id=other.id)
        new = self._row(self.leader_row, "gm")
        self.assertEqual(new.replaces_id, row)
        self.assertEqual((new.group, new.origin), ("superior", "delegate"))
        self.assertEqual((row.state, row.reason), ("removed", "On leave"))

    def test_hr_adds_and_removes(self):
        self._assign()
        row = self._row(self.agent_row, "agent2")
        self.change(row, mode="add", group="peer", employee_id=self.people["hr2"].id)
        self.assertEqual(self._row(self.agent_row, "hr2").origin, "chosen")
        self._form("agent2").save(row.id, self.attitude.id, 4)
        self.change(row, mode="remove")
        self.assertFalse(self.env["cs.appraisal.rating"].search([]))
        with self.assertRaisesRegex(UserError, "no longer asked"):
            self._form("agent2").get_form(row.id)

    def test_who_cannot_be_asked(self):
        self._assign()
        row = self._row(self.agent_row, "agent2")
        stranger = self.env["hr.employee"].create(
            {"name": "No login", "company_id": self.company.id}
        )
        for employee, words in (
            (stranger, "no login"),
            (self.people["agent"], "own peer"),
            (self.people["agent3"], "already"),
            (self.people["leader"], "already"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self.change(row, mode="add", employee_id=employee.id)
        with self.assertRaisesRegex(UserError, "no weight"):
            template = self._create_template(cycle_kind="event", weight_peer=0)
            cycle = self._create_cycle(name="Other")
            [other] = self._create_appraisals("agent", template=template, cycle=cycle)
            own = self._assign(other)[:1]
            self.change(own, mode="add", employee_id=self.people["hr2"].id)

    def test_nobody_else_does_the_self_evaluation(self):
        self._assign()
        row = self._row(self.agent_row, "agent")
        with self.assertRaisesRegex(UserError, "self evaluation"):
            self.change(row, mode="replace", employee_id=self.people["hr"].id)

    def test_who_has_answered_stays(self):
        self._assign()
        self._rate(self.agent_row, "agent2", 4)
        with self.assertRaisesRegex(UserError, "submitted already"):
            self.change(self._row(self.agent_row, "agent2"), mode="remove")

    def test_not_on_the_own_appraisal(self):
        [mine] = self._create_appraisals("hr")
        self._assign(mine)
        row = self._row(mine, "gm")
        with self.assertRaises(AccessError):
            self.change(row, mode="remove")
        self.change(row, "hr2", mode="remove")

    @mute_logger("odoo.sql_db")
    def test_asked_once(self):
        self._assign()
        row = self._row(self.agent_row, "agent2")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            row._kept_create(
                [row._prepare_row(self.agent_row, "peer", row.employee_id)]
            )

    def test_kept(self):
        self._assign()
        row = self._row(self.agent_row, "agent2")
        for act in (lambda: row.write({"state": "done"}), row.unlink, row.copy):
            with self.assertRaises(UserError):
                act()
