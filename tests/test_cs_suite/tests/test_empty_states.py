"""Empty lists say what to do next, in both languages; every screen of ours opens."""

from lxml import html

from odoo.tests import TransactionCase, tagged

from ..schema import addons_of_suite
from .test_language import CHINESE

#: Forms that are filled in, not lists: they are never empty.
FORM = {"form"}


@tagged("post_install", "-at_install", "cs_suite", "cs_empty_states")
class TestEmptyStates(TransactionCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_and_install_lang("zh_CN")
        modules = cls.env["ir.module.module"].search(
            [("name", "in", list(addons_of_suite())), ("state", "=", "installed")]
        )
        modules._update_translations(["zh_CN"])
        data = cls.env["ir.model.data"].search(
            [
                ("model", "in", ("ir.actions.act_window", "ir.actions.client")),
                ("module", "in", modules.mapped("name")),
            ]
        )
        cls.ours = {
            model: {
                row.complete_name: cls.env[model].browse(row.res_id) for row in rows
            }
            for model, rows in data.grouped("model").items()
        }

    def lists(self):
        """Yield (xml id, action) of what shows records that may be missing."""
        for xmlid, action in self.ours["ir.actions.act_window"].items():
            views = set(action.view_mode.split(","))
            if action.target != "new" and not views <= FORM:
                yield xmlid, action

    def test_every_list_says_what_to_do_when_it_is_empty(self):
        missing = [
            xmlid
            for xmlid, action in self.lists()
            if len(self._sentences(action, "en_US")) < 2
        ]
        self.assertEqual(missing, [], "one sentence what it is, one what to do next")

    def test_they_say_it_in_chinese_too(self):
        english = [
            (xmlid, sentence)
            for xmlid, action in self.lists()
            for sentence in self._sentences(action, "zh_CN")
            if not CHINESE.search(sentence)
        ]
        self.assertEqual(english, [])

    def test_client_actions_have_a_path_to_come_back_to(self):
        for xmlid, action in self.ours["ir.actions.client"].items():
            with self.subTest(action=xmlid):
                self.assertTrue(action.path or action.target == "new", xmlid)

    def _sentences(self, action, lang):
        text = action.with_context(lang=lang).help or ""
        if not text.strip():
            return []
        paragraphs = html.fragment_fromstring(text, create_parent=True).iter("p")
        found = [" ".join(part.text_content().split()) for part in paragraphs]
        return [sentence for sentence in found if sentence]
