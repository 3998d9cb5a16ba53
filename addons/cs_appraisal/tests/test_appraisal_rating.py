from decimal import Decimal
from unittest.mock import patch

from odoo.addons.cs_appraisal.engine.measure import Measure
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .rating_case import RatingCase


@tagged("cs_appraisal", "cs_appraisal_rating")
class TestAppraisalRating(RatingCase):
    """Answers, their reasons, and what becomes of them (APP-04, APP-05)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._assign()

    def test_my_list(self):
        people = self._form("leader").get_raters()["people"]
        self.assertEqual([one["name"] for one in people], ["leader", "agent"])
        self.assertEqual([one["total"] for one in people], [2, 3])
        self.assertFalse(self._form("payroll").get_raters()["people"])

    def test_reasons_of_extreme_scores(self):
        """APP-04: for 5 and for 1–2, asked again when it is submitted."""
        row, form = self._row(self.agent_row, "agent2"), self._form("agent2")
        form.save(row.id, self.skill.id, 4)
        for score in (5, 2, 1):
            form.save(row.id, self.attitude.id, score, "   ")
            with self.subTest(score), self.assertRaisesRegex(UserError, "APP-04"):
                form.submit(row.id)
        for score in (3, 4):
            form.save(row.id, self.attitude.id, score)
        form.submit(row.id)
        self.assertEqual(row.state, "done")

    def test_everything_is_scored(self):
        row, form = self._row(self.agent_row, "agent2"), self._form("agent2")
        form.save(row.id, self.skill.id, 4)
        with self.assertRaisesRegex(UserError, "Attitude"):
            form.submit(row.id)

    def test_bad_scores(self):
        row, form = self._row(self.agent_row, "leader"), self._form("leader")
        for score in (0, 6, 4.5, "5", True, None, float("nan")):
            with self.subTest(score), self.assertRaises(UserError):
                form.save(row.id, self.attitude.id, score)
        for points in (-0.01, 10.01, float("inf")):
            with self.subTest(points), self.assertRaises(UserError):
                form.save(row.id, self.effect.id, points)
        for points in (0, 10):
            form.save(row.id, self.effect.id, points)
        with self.assertRaisesRegex(UserError, "too long"):
            form.save(row.id, self.attitude.id, 4, "x" * 2001)

    def test_points_are_the_superiors(self):
        row = self._row(self.agent_row, "agent2")
        with self.assertRaisesRegex(UserError, "not yours"):
            self._form("agent2").save(row.id, self.effect.id, 5)

    def test_the_last_choice_counts_and_submitting_ends_it(self):
        row, form = self._row(self.agent_row, "agent2"), self._form("agent2")
        for score in (4, 3):
            form.save(row.id, self.attitude.id, score)
            form.save(row.id, self.skill.id, score)
        self.assertEqual(form.get_form(row.id)["noted"], 2)
        form.submit(row.id)
        for method, args in (
            ("submit", ()),
            ("get_form", ()),
            ("save", (self.skill.id, 5)),
            ("decline", ("No",)),
        ):
            with self.subTest(method), self.assertRaisesRegex(UserError, "submitted"):
                getattr(form, method)(row.id, *args)
        found = self.env["cs.appraisal.rating"].search([])
        self.assertEqual(found.mapped("score"), [3, 3])

    def test_declining(self):
        row, form = self._row(self.agent_row, "agent2"), self._form("agent2")
        form.save(row.id, self.skill.id, 4)
        with self.assertRaisesRegex(UserError, "say why"):
            form.decline(row.id, " ")
        form.decline(row.id, "Never met")
        self.assertEqual((row.state, row.reason), ("declined", "Never met"))
        self.assertFalse(self.env["cs.appraisal.rating"].search([]))
        superior = self._row(self.agent_row, "leader")
        with self.assertRaisesRegex(UserError, "cannot decline"):
            self._form("leader").decline(superior.id, "No time")

    def test_late_while_open_and_refused_when_closed(self):
        self._rate(self.agent_row, "agent2", 3)  # the due date is long past
        self._finish()
        row = self._row(self.agent_row, "agent3")
        with self.assertRaisesRegex(UserError, "are closed"):
            self._form("agent3").save(row.id, self.skill.id, 3)

    def test_only_the_rater(self):
        row = self._row(self.agent_row, "agent2")
        for role in ("agent", "leader", "hr", "gm", "admin"):
            for method, args in (
                ("get_form", ()),
                ("save", (self.skill.id, 3)),
                ("submit", ()),
                ("decline", ("No",)),
            ):
                with self.subTest((role, method)), self.assertRaises(AccessError):
                    getattr(self._form(role), method)(row.id, *args)

    # Closing

    def blends(self, appraisal):
        return self.env["cs.appraisal.rater"]._scores(appraisal)[appraisal.id]

    def test_blended_by_weight(self):
        """Superior 50, peers 20, self 10; the 20 of no subordinates are spread."""
        self._rate(self.agent_row, "leader", 4, points=7.5)
        for role, score in (("agent2", 3), ("agent3", 2), ("agent", 5)):
            self._rate(self.agent_row, role, score)
        self._finish()
        blends = self.blends(self.agent_row)
        # (4*50 + 2.5*20 + 5*10) / 80
        self.assertEqual(blends[self.attitude.id].score, Decimal("3.75"))
        self.assertEqual(blends[self.effect.id].score, Decimal("7.50"))
        parts = blends[self.attitude.id].parts
        given = {group: float(part.weight_given) for group, part in parts.items()}
        self.assertEqual(
            given, {"superior": 62.5, "peer": 25, "self": 12.5, "subordinate": 0}
        )

    def test_one_peer_is_as_none(self):
        """APP-05: below the minimum of 2 there is neither score, number nor word."""
        self._rate(self.agent_row, "leader", 4)
        self._rate(self.agent_row, "agent2", 1, why="Secret")
        rows = self._finish().filtered(lambda row: row.appraisal_id == self.agent_row)
        [peer] = rows.filtered(
            lambda row: row.group == "peer" and row.item_id == self.skill
        )
        self.assertTrue(peer.is_hidden)
        self.assertEqual((peer.count, peer.total, peer.average), (0, 0, 0))
        self.assertEqual(self.blends(self.agent_row)[self.skill.id].score, 4)
        remarks = self.env["cs.appraisal.rating.remark"].search([])
        self.assertEqual(set(remarks.mapped("group")), {"superior"})

    def test_a_policy_cannot_ask_for_less_than_two(self):
        policy = self.env["cs.appraisal.policy"].create(
            {"name": "One", "company_id": self.company.id, "minimum_raters": 0}
        )
        policy._decision_write({"state": "approved"})
        self.env.cr.execute(
            "UPDATE cs_appraisal SET policy_id = %s WHERE id = %s",
            [policy.id, self.agent_row.id],
        )
        self.agent_row.invalidate_recordset()
        self._rate(self.agent_row, "agent2", 1)
        rows = self._finish()
        peers = rows.filtered(lambda row: row.group == "peer")
        self.assertTrue(all(peers.mapped("is_hidden")))

    def test_nothing_at_all(self):
        self._finish()
        self.assertEqual(set(self.blends(self.agent_row).values()), {None})

    def test_closing_twice(self):
        self._rate(self.agent_row, "leader", 4)
        rows = self._finish()
        again = self.env["cs.appraisal.rater"]._close(self.leader_row + self.agent_row)
        self.assertFalse(again)
        self.assertEqual(self.env["cs.appraisal.rating.group"].search([]), rows)
        for act in (lambda: rows.write({"average": 5}), rows.unlink, rows[0].copy):
            with self.assertRaises(UserError):
                act()

    def test_reasons_of_peers_without_name_in_order_of_the_texts(self):
        self._rate(self.agent_row, "agent4", 1, why="A")
        self._rate(self.agent_row, "agent2", 5, why="C")
        self._rate(self.agent_row, "agent3", 2, why="B")
        self._rate(self.agent_row, "leader", 5, why="D")
        self._finish()
        remarks = self.env["cs.appraisal.rating.remark"].search(
            [("item_id", "=", self.skill.id)]
        )
        peers = remarks.filtered(lambda one: one.group == "peer").sorted("id")
        self.assertEqual(peers.mapped("text"), ["A Skill", "B Skill", "C Skill"])
        self.assertFalse(peers.author_id)
        self.assertEqual((remarks - peers).author_id, self.people["leader"])

    def test_what_the_person_is_told(self):
        self._rate(self.agent_row, "leader", 4)
        for role, score in (("agent2", 3), ("agent3", 4), ("agent4", 4)):
            self._rate(self.agent_row, role, score)
        self._finish("released")
        shown = self.env["cs.appraisal.rater"]._shown(self.agent_row)
        self.assertEqual(
            shown[self.agent_row.id][self.skill.id],
            {
                "superior": Decimal("4.00"),
                "self": None,
                "colleagues": Decimal("3.7"),
                "score": Decimal("3.90"),
            },
        )

    def measured(self, *figures):
        template = self._create_template(
            cycle_kind="event", weight_subordinate=0, weight_customer=20
        )
        [row] = self._create_appraisals(
            "agent", template=template, cycle=self._create_cycle(name="Customers")
        )
        metric = self.env["cs.metric"].create(
            {"code": "satisfaction_1", "name": "Satisfaction"}
        )
        self.env["ir.model.data"].search(
            [("module", "=", "cs_appraisal"), ("name", "=", "metric_satisfaction")]
        ).unlink()
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": "cs_appraisal.metric_satisfaction", "record": metric}]
        )
        measure = figures and Measure(*map(Decimal, figures)) or None
        answer = {(metric.id, self.people["agent"].id): measure}
        self._assign(row)
        with patch.object(
            type(metric), "_measure", create=True, return_value=answer
        ) as asked:
            self.env["cs.appraisal.rater"]._close(row)
        self.assertEqual(asked.call_args.args[2:], (
            self.people["agent"], row.cycle_id.date_from, row.cycle_id.date_to
        ))  # fmt: skip
        return self.blends(row)[template.item_ids[0].id]

    def test_what_customers_say(self):
        blend = self.measured("13", "3")
        self.assertEqual(blend.score, Decimal("4.33"))
        self.assertEqual(blend.parts["customer"].weight_given, 100)

    def test_no_customer_said_anything(self):
        self.assertIsNone(self.measured())

    def test_a_share_is_no_rating(self):
        with self.assertRaisesRegex(UserError, "from 1 to 5"):
            self.measured("3", "4")
