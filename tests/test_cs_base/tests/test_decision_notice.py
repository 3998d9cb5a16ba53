from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DecisionCase

ACTIVITY = "cs_base.mail_activity_type_decision"


@tagged("cs_base", "cs_base_decision")
class TestNotice(DecisionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role, user in cls.users.items():
            user.email = f"{role}@example.com"

    def _told(self, record, since=0):
        """Logins who got a message about the record, sorted, after a message id."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("message_type", "=", "user_notification"),
                ("id", ">", since),
            ]
        )
        return sorted(messages.mapped("partner_ids.user_ids.name"))

    def _last(self):
        return self.env["mail.message"].search([], order="id desc", limit=1).id

    def _todo(self, record):
        activities = record.activity_ids
        self.assertEqual(
            activities.activity_type_id,
            self.env.ref(ACTIVITY) if activities else activities.activity_type_id,
        )
        return sorted(activities.mapped("user_id.name"))

    def test_who_must_act_is_told_once(self):
        self._deputy("leader", "supervisor", "2000-01-01", "2999-12-31")
        document = self._submitted()
        self.assertEqual(self._todo(document), ["leader", "supervisor"])
        self.assertEqual(self._told(document), ["leader", "supervisor"])

    def test_the_result_is_told_once_and_activities_go(self):
        document = self._submitted()
        for call, outcome in (
            (lambda: self._as("leader", document).action_return("x"), "draft"),
            (lambda: self._as("agent", document).action_submit(), "submitted"),
            (lambda: self._as("leader", document).action_approve(), "approved"),
        ):
            since = self._last()
            call()
            self.assertEqual(document.state, outcome)
            pending = outcome == "submitted"
            self.assertEqual(self._todo(document), ["leader"] if pending else [])
            self.assertEqual(
                self._told(document, since), ["leader"] if pending else ["agent"]
            )

    def test_many_at_once_make_one_message_a_person(self):
        documents = self.env["test.cs.document"].union(
            *(self._document() for _number in range(3))
        )
        since = self._last()
        self._as("agent", documents).action_submit()
        [asked] = self.env["mail.message"].search([("id", ">", since)])
        self.assertEqual(asked.partner_ids, self.users["leader"].partner_id)
        self.assertIn("/odoo/waiting", asked.body)
        self.assertEqual(asked.body.count("<li>"), 3)
        since = self._last()
        self._as("leader", documents.decision_request_id).action_approve()
        [told] = self.env["mail.message"].search([("id", ">", since)])
        self.assertEqual(told.partner_ids, self.users["agent"].partner_id)
        self.assertEqual(set(documents.mapped("state")), {"approved"})

    def test_what_fails_sends_nothing_and_holds_nothing_back(self):
        document, other = self._document(), self._submitted()
        since = self._last()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._as("agent", document | other).action_submit()
        self.assertEqual(self._last(), since)
        self._as("agent", document).action_submit()
        self.assertEqual(self._told(document), ["leader"])

    def test_the_next_step_is_told_to_the_next(self):
        self._ladder((1, None, "supervisor"), (2, None, "general_manager"))
        document = self._submitted()
        since = self._last()
        self._as("leader", document).action_approve()
        self.assertEqual(self._todo(document), ["gm"])
        self.assertEqual(self._told(document, since), ["gm"])

    def test_withdrawing_takes_the_activity_away(self):
        document = self._submitted()
        self._as("agent", document).action_withdraw()
        self.assertEqual(self._todo(document), [])

    def test_without_an_address_there_is_no_mail(self):
        self.users["leader"].email = False
        document = self._submitted()
        self.assertEqual(self._told(document), [])
        self.assertEqual(self._todo(document), ["leader"])
        self.users["agent"].email = False
        self._as("leader", document).action_refuse("no")
        self.assertEqual(self._told(document), [])

    def test_maker_and_person_concerned_are_both_told(self):
        document = self._submitted("leader", employee_id=self.people["agent"].id)
        since = self._last()
        self._as("supervisor", document).action_approve()
        self.assertEqual(self._told(document, since), ["agent", "leader"])

    def test_mails_speak_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.users["leader"].lang = "fr_FR"
        self.kind.with_context(lang="fr_FR").unit = "jours"
        document = self._submitted(measure=1234.5)
        body = (
            self.env["mail.message"]
            .search(
                [("model", "=", document._name), ("res_id", "=", document.id)],
                order="id desc",
                limit=1,
            )
            .body
        )
        self.assertIn("1,234.5 jours", body)

    def test_a_deputy_named_by_others_hears_of_it_and_so_does_the_principal(self):
        vals = {
            "principal_id": self.people["leader"].id,
            "deputy_id": self.people["agent2"].id,
            "date_from": "2026-03-10",
            "date_to": "2026-03-11",
        }
        deputy = self._as("hr", self.env["cs.deputy"]).create(vals)
        self.assertEqual(self._told(deputy), ["agent2", "leader"])
        deputy = self._as("leader", self.env["cs.deputy"]).create(vals)
        self.assertEqual(self._told(deputy), ["agent2"])
