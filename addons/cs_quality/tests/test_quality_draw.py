from datetime import date, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .quality_case import AFTER, WEEK, QualityCase


@tagged("cs_quality", "cs_quality_draw")
class TestQualityDraw(QualityCase):
    """Who and what is drawn, once, and drawn again the same (HD-32)."""

    def test_so_many_of_each_person(self):
        for _n in range(3):
            self.closed()
        self.closed(role="agent2")
        draw = self.draw()
        people = sorted(one.employee_id.name for one in draw.review_ids)
        self.assertEqual(people, ["agent", "agent", "agent2"])
        self.assertEqual(draw.people_count, 2)
        self.assertEqual(draw.ticket_count, 4)
        self.assertEqual(draw.review_count, 3)
        self.assertEqual(set(draw.review_ids.mapped("due_on")), {date(2025, 6, 17)})
        load = [len(own) for own in draw.review_ids.grouped("reviewer_id").values()]
        self.assertEqual(sorted(load), [1, 2])

    def test_days_are_local_and_both_ends(self):
        inside = self.closed("2025-06-02 00:00:00") | self.closed("2025-06-08 23:59:59")
        self.closed("2025-06-01 23:59:59")
        self.closed("2025-06-09 00:00:00")
        reviews = self.draw().review_ids
        self.assertEqual(reviews.ticket_id, inside)
        self.assertEqual(
            set(reviews.mapped("closed_on")), {WEEK, WEEK + timedelta(days=6)}
        )

    def test_the_same_lots_again(self):
        for _n in range(6):
            self.closed()
        draw = self.draw()
        self.assertTrue(draw._is_reproduced())
        said = draw.with_user(self.users["hr"]).action_verify()
        self.assertEqual(said["params"]["type"], "success")
        # what closes later, or is reopened, changes nothing
        self.closed()
        self.move(draw.review_ids.ticket_id[0], AFTER, stage_id=self.work.id)
        self.assertTrue(draw._is_reproduced())
        self.env.cr.execute("UPDATE cs_quality_draw SET seed = 'other'")
        self.env.invalidate_all()
        chances = set()
        for number in range(9):
            self.env.cr.execute(f"UPDATE cs_quality_draw SET seed = '{number}'")
            self.env.invalidate_all()
            chances.add(draw._is_reproduced())
        self.assertIn(False, chances)

    def test_a_week_once(self):
        self.closed()
        draw = self.draw()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.draw()
        with self.at(AFTER), self.assertRaisesRegex(UserError, "HD-32"):
            self.Draw.with_user(self.users["supervisor"]).action_draw()
        self.assertEqual(self.Draw.search([("company_id", "=", self.company.id)]), draw)

    def test_no_ticket_twice(self):
        """Reopened and closed anew, it is not drawn again; nor can it be forced."""
        ticket = self.closed()
        review = self.draw().review_ids
        self.move(ticket, "2025-06-09 10:00", stage_id=self.work.id)
        self.move(ticket, "2025-06-09 11:00", stage_id=self.done.id)
        self.assertFalse(self.draw(WEEK + timedelta(days=7)).review_ids)
        values = self.env["cs.quality.review"]._prepare_review(
            review.draw_id, self.people["agent"].id, ticket, self.card, 1
        )
        for reviewer in self.people["inspector"] | self.people["inspector2"]:
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(UniqueViolation),
                self.env.cr.savepoint(),
            ):
                review._kept_create([values | {"reviewer_id": reviewer.id}])

    def test_what_is_not_drawn(self):
        first = self.closed()
        self.closed(duplicate_id=first.id)
        self.closed(active=False)
        self.ticket(cs_kind="inquiry")
        named = self.ticket("2025-06-01 09:00")
        self.env["cs.complaint.party"].create(
            {
                "ticket_id": named.id,
                "department_id": self.group_one.id,
                "employee_id": self.people["agent"].id,
                "share": 100,
            }
        )
        self.move(named, "2025-06-05 10:00", stage_id=self.done.id)
        self.assertEqual(self.draw().review_ids.ticket_id, first)

    def test_without_a_card_nothing(self):
        self.closed()
        self.card._decision_write({"state": "withdrawn"})
        draw = self.draw()
        self.assertFalse(draw.review_ids)
        self.assertEqual(draw.people_count, 0)

    def test_the_card_in_force_that_sunday(self):
        self.closed()
        self.card._decision_write({"date_to": "2025-06-07"})
        self.card.flush_recordset()
        later = self._card(date_from="2025-06-08", sample_count=1)
        self.closed()
        review = self.draw().review_ids
        self.assertEqual(review.card_id, later)

    def test_nobody_reviews_the_own_or_colleagues(self):
        """A reviewer in group one reviews nobody of it; its leader may, but not the
        own tickets."""
        group = self.env.ref("cs_quality.group_reviewer")
        group.user_ids = self.users["agent2"] | self.users["leader"]
        self.closed()
        self.closed(role="agent2")
        self.closed(role="leader")
        draw = self.draw()
        self.assertEqual(draw.review_ids.reviewer_id, self.people["leader"])
        self.assertEqual(
            draw.review_ids.employee_id, self.people["agent"] | self.people["agent2"]
        )
        self.assertEqual(draw.unassigned_count, 1)
        self.assertTrue(draw._is_reproduced())

    def test_who_worked_on_it_does_not_review_it(self):
        ticket = self.closed()
        self.env.ref("cs_quality.group_reviewer").user_ids = self.users["inspector"]
        ticket._cs_set({"cs_first_owner_id": self.users["inspector"].id})
        self.assertEqual(self.draw().unassigned_count, 1)

    def test_one_person_with_two_records(self):
        """Somebody's other employee record is the same person (TRUST.md)."""
        contact = self.people["agent"].work_contact_id
        self.people["inspector"].work_contact_id = contact
        self.closed()
        self.assertEqual(self.draw().review_ids.reviewer_id, self.people["inspector2"])

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_the_own_conversation(self):
        review = self.review()
        for vals in (
            {"reviewer_id": review.employee_id.id},
            {"score": 100.01},
            {"state": "done"},
            {"kind": "second"},
            {"is_knocked_out": True, "score": 1},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                review._kept_write(vals)
                review.flush_recordset()

    def test_a_locked_month_is_left_alone(self):
        """ALL-05: tickets of a month whose quality step is locked are not drawn."""
        self.closed("2025-06-30 10:00")
        july = self.closed("2025-07-01 10:00")
        with self.at("2025-07-08 09:00"):
            period = self.env["cs.period"]._open_month(self.company, date(2025, 6, 1))
            step = period.step_ids.filtered(lambda one: one.code == "quality")
            step._set({"state": "locking", "locked_by_id": self.users["supervisor"].id})
            draw = self.Draw._draw_week(self.company, date(2025, 6, 30))
        self.assertEqual(draw.review_ids.ticket_id, july)

    def test_the_job_draws_the_week_before_once(self):
        self.closed()
        with self.at("2025-06-09 00:00"), self.enter_registry_test_mode():
            cron = self.env.ref("cs_quality.cs_quality_cron")
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        draw = self.Draw.search([("company_id", "=", self.company.id)])
        self.assertEqual(draw.week, WEEK)
        self.assertEqual(len(draw.review_ids), 1)

    def test_who_has_a_week_drawn(self):
        self.closed()
        for role in ("agent", "leader", "inspector", "payroll", "gm", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.Draw.with_user(self.users[role]).action_draw()
        with self.at(AFTER):
            opened = self.Draw.with_user(self.users["supervisor"]).action_draw()
        draw = self.Draw.browse(opened["res_id"])
        self.assertEqual(draw.drawn_by_id, self.users["supervisor"])
        self.assertEqual(draw.create_uid, self.env.ref("base.user_root"))

    def test_a_draw_stays(self):
        self.closed()
        draw = self.draw()
        for change in (
            lambda: draw.write({"seed": "x"}),
            draw.unlink,
            draw.copy,
            lambda: self.Draw.create({"week": WEEK}),
        ):
            with self.assertRaisesRegex(UserError, "HD-32"):
                change()
