"""The rule book and the words of explanations."""

from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("cs_base", "cs_base_explanation")
class TestRule(TransactionCase):
    def test_the_rules_across_all_areas_are_there(self):
        rules = self.env["cs.rule"].search([("code", "like", "ALL-%")])
        self.assertEqual(
            rules.mapped("code"), [f"ALL-{number:02}" for number in range(1, 8)]
        )
        self.assertTrue(all(rules.mapped("text")))
        self.assertEqual(rules[0].source, self.env.ref("base.module_cs_base").shortdesc)

    def test_a_rule_is_found_by_number_title_and_text(self):
        Rule = self.env["cs.rule"]
        appeal = self.env.ref("cs_base.rule_all_02")
        self.assertEqual(appeal.display_name, "ALL-02 Appeal")
        for words in ("ALL-02", "Appeal", "took no part"):
            self.assertIn(appeal.id, [id_ for id_, _ in Rule.name_search(words)])

    @mute_logger("odoo.sql_db")
    def test_a_number_exists_once(self):
        with self.assertRaises(UniqueViolation):
            self.env["cs.rule"].create(
                {"code": "ALL-01", "title": "t", "text": "t", "area": "general"}
            )

    @mute_logger("odoo.sql_db")
    def test_a_key_exists_once(self):
        Text = self.env["cs.reason.text"]
        Text.create({"key": "test_rule.once", "text": "t"})
        with self.assertRaises(UniqueViolation):
            Text.create({"key": "test_rule.once", "text": "t"})

    def test_braces_hold_names_only(self):
        Text = self.env["cs.reason.text"]
        for number, text in enumerate(
            [
                "{a.b}",
                "{a[0]}",
                "{a!r}",
                "{a:>9}",
                "{}",
                "{0}",
                "{A}",
                "{a",
                "a}",
                "{{a}}",
            ]
        ):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                Text.create({"key": f"test_rule.t{number}", "text": text})

    def test_filling_replaces_names_and_nothing_else(self):
        fill = self.env["cs.reason.text"]._fill
        values = {"a": "{b}", "b": "\\1"}
        self.assertEqual(fill("{a} {b} {c}", values), "{b} \\1 ‹c›")
        # Translations arrive unchecked from files.
        hostile = "{a.__class__} {a[0]} {a!r} {a:>9} {0} {{b}}"
        self.assertEqual(
            fill(hostile, values), "{a.__class__} {a[0]} {a!r} {a:>9} {0} {\\1}"
        )
