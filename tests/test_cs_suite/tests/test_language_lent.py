import polib

from odoo.tests import TransactionCase, tagged

from ..lent import LENT, english_terms, terms
from ..schema import ADDONS


def load_terms(env):
    env["res.lang"]._activate_and_install_lang("zh_CN")
    installed = env["ir.module.module"].search([("state", "=", "installed")])
    installed._update_translations(["zh_CN"])


@tagged("post_install", "-at_install", "cs_suite", "cs_language")
class TestLentLanguage(TransactionCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_terms(cls.env)

    def test_everything_that_people_read_is_chinese(self):
        self.assertEqual(english_terms(self.env), [])

    def test_the_files_have_no_terms_that_are_gone(self):
        for lender in LENT:
            there = {term.strip() for _place, term, _ in terms(self.env, (lender,))}
            file = polib.pofile(str(self.file(lender, "i18n_extra")))
            gone = [entry.msgid for entry in file if entry.msgid.strip() not in there]
            self.assertEqual(gone, [], lender)
            self.assertEqual(file.untranslated_entries() + file.fuzzy_entries(), [])

    def test_no_contradictions_with_our_own_terms(self):
        """Messages of the code, found in one place, and names of models and fields that
        both addons have: which of two translations would win is chance."""
        for lender in LENT:
            own = self.shared_terms(self.file(lender, "i18n"))
            lent = self.shared_terms(self.file(lender, "i18n_extra"))
            self.assertTrue(own.keys() & lent.keys(), lender)
            contradictions = {
                key: (own[key], lent[key])
                for key in own.keys() & lent.keys()
                if own[key] != lent[key]
            }
            self.assertEqual(contradictions, {}, lender)

    def file(self, addon, folder):
        return ADDONS / addon / folder / "zh_CN.po"

    def shared_terms(self, path):
        """Chinese by the place it goes to, whichever addon names that place."""
        found = {}
        for entry in polib.pofile(str(path)):
            for place, _line in entry.occurrences:
                kind, _colon, name = place.partition(":")
                if kind == "code":
                    found["code", entry.msgid] = entry.msgstr
                elif name.startswith("ir.model"):
                    column, _colon, record = name.partition(":")
                    found[column, record.partition(".")[2]] = entry.msgstr
        return found

    def test_stages(self):
        names = {
            "new": "新建",
            "in_progress": "处理中",
            "awaiting": "待客户反馈",
            "done": "已结案",
            "cancelled": "已取消",
            "rejected": "已拒绝",
        }
        for key, name in names.items():
            stage = self.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{key}")
            self.assertEqual(stage.with_context(lang="zh_CN").name, name)

    def test_mail_to_the_customer_is_polite(self):
        """And is read, not only translated: its placeholders work."""
        customer = self.env["res.partner"].create({"name": "何女士", "lang": "zh_CN"})
        ticket = self.env["helpdesk.ticket"].create(
            {"name": "漏水", "description": "漏水", "partner_id": customer.id}
        )
        names = ("assignment_email", "closed_ticket", "changed_stage")
        templates = [self.env.ref(f"helpdesk_mgmt.{name}_template") for name in names]
        templates.append(
            self.env.ref("helpdesk_mgmt_rating.rating_ticket_email_template")
        )
        for template in templates:
            with self.subTest(template=template.name):
                written = template.with_context(lang="zh_CN")._generate_template(
                    ticket.ids, ("subject", "body_html")
                )[ticket.id]
                self.assertIn("何女士您好：", written["body_html"])
                self.assertIn(ticket.number, written["subject"])
                text = f"{written['subject']} {written['body_html']}"
                self.assertIn("您", text)
                self.assertNotRegex(text, "[!！]")
