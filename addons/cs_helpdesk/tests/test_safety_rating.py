from datetime import timedelta

from odoo import fields
from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.tests import tagged

from .portal_case import PortalCase


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_helpdesk_safety")
class TestSafetyRating(RpcMixin, PortalCase):
    """Customers rate a service, once (HD-07); nobody writes what they said."""

    def setUp(self):
        super().setUp()
        self.ticket = self._ticket(stage_id=self.stage_done.id)

    def _link(self, role=None, value=5):
        token = self.ticket._rating_get_access_token()
        return f"/rate/{token}"

    def _given(self):
        return self.ticket._cs_customer_rating()

    def test_nobody_writes_ratings_over_rpc(self):
        model = self.env["ir.model"]._get("helpdesk.ticket")
        vals = {"res_model_id": model.id, "res_id": self.ticket.id, "rating": 5}
        self._link()
        rating = self.ticket.rating_ids
        for role in ("agent", "leader", "admin"):
            with self.subTest(role=role):
                self._refused(role, "rating.rating", "create", vals)
                self._refused(role, "rating.rating", "write", rating.ids, {"rating": 5})
                self._refused(role, "rating.rating", "unlink", rating.ids)
                self._refused(
                    role, "rating.rating", "read", rating.ids, ["access_token"]
                )
                self._refused(
                    role,
                    "helpdesk.ticket",
                    "rating_apply",
                    self.ticket.ids,
                    5,
                    token=rating.access_token,
                )
                self._refused(
                    role,
                    "helpdesk.ticket",
                    "write",
                    self.ticket.ids,
                    {"rating_ids": [(0, 0, vals)]},
                )
        self.assertFalse(self._given())

    def test_ratings_of_other_documents_go_on(self):
        model = self.env["ir.model"]._get("res.partner")
        vals = {"res_model_id": model.id, "res_id": self.firm.id, "rating": 5}
        rating = self.env["rating.rating"].browse(
            self._rpc("agent", "rating.rating", "create", vals)
        )
        self._rpc("agent", "rating.rating", "write", rating.ids, {"rating": 3})
        self.assertEqual(rating.rating, 3)
        ours = self.env["ir.model"]._get("helpdesk.ticket")
        self._refused(
            "agent",
            "rating.rating",
            "write",
            rating.ids,
            {"res_model_id": ours.id, "res_id": self.ticket.id},
        )

    def test_a_rating_is_not_moved_away(self):
        self._link()
        rating = self.ticket.rating_ids
        other = self.env["ir.model"]._get("res.partner")
        away = {"res_model_id": other.id, "res_id": self.firm.id}
        self._refused("agent", "rating.rating", "write", rating.ids, away)
        self.assertEqual(rating.res_model, "helpdesk.ticket")

    def test_no_rating_within_a_message(self):
        self._rpc(
            "agent",
            "helpdesk.ticket",
            "message_post",
            self.ticket.ids,
            body="Fine",
            rating_value=5,
        )
        self.assertFalse(self.ticket.rating_ids)
        for role in ("agent", "customer"):
            self.authenticate(self.logins[role], self.logins[role])
            self.make_jsonrpc_request(
                "/mail/message/post",
                {
                    "thread_model": "helpdesk.ticket",
                    "thread_id": self.ticket.id,
                    "post_data": {
                        "body": "Fine",
                        "message_type": "comment",
                        "rating_value": 5,
                    },
                },
            )
        self._role = None
        self.assertFalse(self.ticket.rating_ids)

    def test_the_link_rates_once(self):
        link = self._link()
        self.assertEqual(self._get(None, f"{link}/5").status_code, 200)
        self.assertEqual(
            self._post(None, f"{link}/submit_feedback", rate=5).status_code, 200
        )
        self.assertEqual(self._given().rating, 5)
        self._post(None, f"{link}/submit_feedback", rate=1, feedback="No")
        self.assertEqual(self._given().rating, 5)
        self.assertFalse(self._given().feedback)
        self.assertIn("Thank you", self._get(None, f"{link}/1").text)

    def test_the_link_asks_why(self):
        """HD-07: a reason below satisfied."""
        link = f"{self._link()}/submit_feedback"
        self.assertEqual(self._post(None, link, rate=3).status_code, 422)
        self.assertFalse(self._given())
        self._post(None, link, rate=3, feedback="Slow")
        self.assertEqual(self._given().rating, 3)

    def test_the_link_does_not_rate_by_get(self):
        answer = self._get(None, f"{self._link()}/submit_feedback", rate=5)
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._given())

    def test_bad_values_are_no_traceback(self):
        for value in ("4", "x", "-1", "1e9", ""):
            answer = self._post(None, f"{self._link()}/submit_feedback", rate=value)
            self.assertEqual(answer.status_code, 404, value)
        self.assertEqual(self._get(None, f"{self._link()}/4").status_code, 404)
        self.assertEqual(self._get(None, "/rate/none/5").status_code, 404)

    def test_the_link_ends(self):
        link = self._link()
        made = self.ticket.rating_ids
        for second, status in ((-5, 200), (5, 410)):
            age = timedelta(days=30, seconds=second)
            moment = fields.Datetime.now() - age
            self.env.cr.execute(
                "UPDATE rating_rating SET create_date = %s WHERE id = %s",
                (moment, made.id),
            )
            made.invalidate_recordset()
            self.assertEqual(self._get(None, f"{link}/5").status_code, status)
        self._post(None, f"{link}/submit_feedback", rate=5)
        self.assertFalse(self._given())
