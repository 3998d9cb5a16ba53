from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import tagged


@tagged("cs_quality")
class TestSetupQuality(CsCase):
    """The setup assistant offers the ready scorecard, as a draft (HD-32, ALL-04)."""

    def part(self):
        data = self.env["cs.setup"].with_user(self.users["hr"]).load("hospital", False)
        wanted = self.env.ref("cs_quality.setup_part_quality").id
        parts = [part for area in data["areas"] for part in area["parts"]]
        return next(part for part in parts if part["id"] == wanted)

    def test_the_ready_card_comes_as_a_draft(self):
        part = self.part()
        self.assertEqual((part["count"], part["obstacle"]), (0, ""))
        self.assertEqual(len(part["preview"]), 11)
        setup = self.env["cs.setup"].with_user(self.users["hr"])
        setup.make("hospital", False, "2031-01-01", [part["id"]])
        card = self.env["cs.quality.card"].browse(self.part()["record"]["id"])
        self.assertEqual((card.state, card.company_id), ("draft", self.company))
        self.assertEqual(sum(card.item_ids.mapped("weight")), 100)
        card.with_user(self.users["hr"]).action_submit()
        self.assertEqual(card.state, "proposed")
