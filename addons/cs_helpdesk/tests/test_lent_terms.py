from odoo.addons.cs_helpdesk.lent_terms import lend_term, lending_terms
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .ticket_case import TicketCase


@tagged("post_install", "-at_install")
class TestLentTerms(TicketCase):
    """Messages of the addons below, whose own files have no Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_and_install_lang("zh_CN")
        cls.users["leader"].lang = "zh_CN"
        cls.zh = cls.env(context={"lang": "zh_CN"})
        cls.ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Leaks",
                "description": "It leaks.",
                "team_id": cls.team.id,
                "cs_kind": "inquiry",
            }
        )

    def test_a_term_that_nobody_knows_stays(self):
        self.assertEqual(lend_term(self.zh, "Newest"), "最新")
        self.assertEqual(lend_term(self.zh, "Unheard of"), "Unheard of")
        self.assertEqual(lend_term(self.env(context={}), "Newest"), "Newest")

    def test_a_refusal_stays_the_same_but_for_its_words(self):
        refusal = AccessError("You need to set a valid duplicate!")
        with self.assertRaises(AccessError) as caught, lending_terms(self.zh):
            raise refusal
        self.assertIs(caught.exception, refusal)
        self.assertEqual(str(refusal), "请选择一张有效的工单作为重复对象。")

    def test_dashboard(self):
        self.ticket.team_id = False
        team = self.zh["helpdesk.ticket.team"]
        self.assertEqual(
            [figure["name"] for figure in team.retrieve_dashboard()],
            ["未分配团队的未结工单", "未结工单"],
        )
        english = [
            f["name"] for f in self.env["helpdesk.ticket.team"].retrieve_dashboard()
        ]
        self.assertEqual(english, ["Open Tickets without team", "Open Tickets"])

    def test_assigning_to_oneself(self):
        with self.assertRaisesRegex(AccessError, "^您不是该工单所属团队的成员"):
            self.ticket.with_user(self.users["leader"]).with_context(
                lang="zh_CN"
            ).assign_to_me()

    def test_duplicate_of_itself(self):
        wizard = self.zh["helpdesk.ticket.duplicate.wizard"].create(
            {"ticket_id": self.ticket.id, "duplicate_of_id": self.ticket.id}
        )
        with self.assertRaisesRegex(UserError, "^请选择一张有效的工单作为重复对象。$"):
            wizard.action_confirm()

    def test_mail_without_subject(self):
        mail = {"body": "Hello", "from": "he@example.com", "author_id": False}
        values = {"team_id": self.team.id, "cs_kind": "inquiry"}
        tickets = self.zh["helpdesk.ticket"]
        self.assertEqual(tickets.message_new(mail, values).name, "无主题")
        named = tickets.message_new({**mail, "subject": "Leaks"}, values)
        self.assertEqual(named.name, "Leaks")

    def test_a_ticket_being_written_is_no_false(self):
        ticket = self.env["helpdesk.ticket"].new({})
        self.assertFalse(ticket.display_name)
        ticket.name = "Leaks"
        self.assertEqual(ticket.display_name, "Leaks")
        self.assertEqual(self.ticket.display_name, f"{self.ticket.number} - Leaks")

    def test_ratings_of_a_ticket(self):
        action = self.ticket.with_env(self.zh).action_view_ticket_rating()
        self.assertEqual(action["name"], "工单评价")
        self.assertEqual(action["context"]["id"], self.ticket.id)

    def test_scripts_of_the_portal_ask_for_our_terms(self):
        modules = self.env["ir.http"]._get_translation_frontend_modules_name()
        found, _lang = self.env["ir.http"]._get_translations_for_webclient(
            ["cs_helpdesk"], "zh_CN"
        )
        self.assertIn("cs_helpdesk", modules)
        self.assertIn(
            "所选文件（%sB）超过允许的大小上限（%sB）。",
            [term["string"] for term in found["cs_helpdesk"]["messages"]],
        )
