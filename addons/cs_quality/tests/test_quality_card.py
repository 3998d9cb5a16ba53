from psycopg2.errors import CheckViolation

from odoo.addons.cs_base.tests.policy_case import PolicyModelChecks
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .quality_case import QualityCase


@tagged("cs_quality")
class TestQualityCard(PolicyModelChecks, QualityCase):
    """Scorecards as policies, and what they check (HD-32)."""

    policy_model = "cs.quality.card"
    regulations = {
        "sample_count": 2,
        "review_days": 7,
        "pass_score": 80,
        "double_percent": 20,
        "item_ids": [],
        "word_ids": [],
    }
    refused = [
        {"sample_count": -1},
        {"sample_count": 51},
        {"review_days": 0},
        {"review_days": 61},
        {"pass_score": 100.01},
        {"pass_score": -0.01},
        {"double_percent": 100.01},
        {"double_percent": -0.01},
    ]

    def _draft(self, role="hr", **vals):
        """Only what is proposed needs items."""
        if role != "hr":
            vals = {"item_ids": [self.item("All", 100)]} | vals
        return super()._draft(role, **vals)

    @mute_logger("odoo.sql_db")
    def test_bounds_of_items(self):
        for vals in (
            {"weight": 100.01},
            {"weight": -0.01},
            {"weight": 1, "kind": "score", "is_knock_out": True},
            {"weight": 1, "kind": "score", "word_kind": "forbidden"},
        ):
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                items = [self.item("One", **vals)]
                self._draft(item_ids=items).flush_recordset()

    def test_weights_make_100(self):
        for weights, is_right in (((99.99,), False), ((60, 40), True), ((), False)):
            items = [self.item(str(n), weight) for n, weight in enumerate(weights)]
            draft = self._draft(item_ids=items, date_from="2031-01-01")
            if is_right:
                draft.action_submit()
                self.assertEqual(draft.state, "proposed")
            else:
                with self.subTest(weights), self.assertRaisesRegex(UserError, "HD-32"):
                    draft.action_submit()

    def test_proposed_by_words_needs_words(self):
        items = [self.item("All", 100, word_kind="courtesy")]
        draft = self._draft(item_ids=items, date_from="2031-01-01")
        with self.assertRaisesRegex(UserError, "HD-32"):
            draft.action_submit()
        draft.word_ids = [Command.create({"kind": "courtesy", "word": "please"})]
        draft.action_submit()

    def test_words_have_letters(self):
        for word in ("  ", "x" * 61):
            with self.subTest(word), self.assertRaises(ValidationError):
                self._draft(word_ids=[Command.create({"word": word})])
        self._draft(word_ids=[Command.create({"word": "x" * 60})])

    def test_ready_card(self):
        """三要三不四一样: three musts, three nevers, four sames; it can be proposed."""
        Card = self.env["cs.quality.card"]
        opened = Card.with_user(self.users["hr"]).action_ready()
        card = Card.browse(opened["res_id"])
        sections = [len(own) for own in card.item_ids.grouped("section").values()]
        self.assertEqual(sections, [3, 3, 4, 1])
        self.assertEqual(sum(card.item_ids.mapped("weight")), 100)
        self.assertEqual(set(card.word_ids.mapped("kind")), {"forbidden", "courtesy"})
        card.date_from = "2031-01-01"
        card.with_user(self.users["hr"]).action_submit()
        with self.assertRaises(AccessError):
            Card.with_user(self.users["agent"]).action_ready()
