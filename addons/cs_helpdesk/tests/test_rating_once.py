from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .kept import forget_tickets
from .test_callback import MONDAY_TEN, SATISFIED, CallbackCase


@tagged("cs_helpdesk", "cs_callback")
class TestRatingOnce(CallbackCase):
    """A customer judges a service once, and nobody else does (HD-07, TRUST.md)."""

    def setUp(self):
        super().setUp()
        freezer = freeze_time(MONDAY_TEN)
        freezer.start()
        self.addCleanup(freezer.stop)
        self.ticket = self._finished()
        self.callback = self.ticket.cs_callback_ids
        self.Rating = self.env["rating.rating"]

    def _vals(self):
        return {
            "res_model_id": self.env["ir.model"]._get_id("helpdesk.ticket"),
            "res_id": self.ticket.id,
            "rating": 5,
            "consumed": True,
        }

    def _given(self, ticket):
        """A rating that a customer has filled in."""
        vals = {**self._vals(), "res_id": ticket.id, "consumed": False}
        rating = self.Rating.sudo().create(vals)
        rating.write({"consumed": True})
        return rating

    def test_the_mail_came_first(self):
        token = self.ticket._rating_get_access_token()
        self.ticket.sudo().rating_apply(1, token=token)
        self._call(self.callback, "reached", **SATISFIED)
        self.assertEqual(self.ticket.rating_ids.rating, 1)
        self.assertEqual(self.callback.satisfaction, "satisfied")

    def test_the_call_answers_the_mail(self):
        token = self.ticket._rating_get_access_token()
        self._call(self.callback, "reached", **SATISFIED)
        self.assertEqual(len(self.ticket.rating_ids), 1)
        self.ticket.sudo().rating_apply(1, token=token)
        self.assertEqual(self.ticket.rating_ids.rating, 5)

    def test_the_database_keeps_one(self):
        self._given(self.ticket)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._given(self.ticket)

    def test_nobody_forges(self):
        for role in ("agent", "supervisor", "gm", "admin"):
            Rating = self.Rating.with_user(self.users[role])
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    Rating.create(self._vals())
                other = Rating.create(
                    {
                        "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                        "res_id": self.customer.id,
                    }
                )
                with self.assertRaises(AccessError):
                    other.write(self._vals())
        rating = self._given(self.ticket)
        with self.assertRaises(AccessError):
            self._as("agent", rating).write({"rating": 1})
        with self.assertRaises(AccessError):
            self._as("agent", rating).reset()
        with self.assertRaises(UserError):
            rating.sudo().write({"rating": 1})
        with self.assertRaises(UserError):
            self._as("admin", rating).unlink()
        with self.assertRaises(AccessError):
            self._as("agent", rating).read(["access_token"])

    def test_a_message_is_no_rating(self):
        self._as("agent", self.ticket).message_post(body="Good", rating_value=5)
        self.assertFalse(self.ticket.rating_ids)

    def test_other_ratings_are_not_touched(self):
        rating = self.Rating.sudo().create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
                "rating": 5,
                "consumed": True,
            }
        )
        self._as("agent", rating).write({"rating": 1})
        self.assertEqual(rating.rating, 1)

    def test_a_ticket_that_goes_takes_its_rating_along(self):
        ticket = self._ticket()
        self._given(ticket)
        forget_tickets(self.env, ticket)
        self.assertFalse(
            self.Rating.sudo().search(
                [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
            )
        )
