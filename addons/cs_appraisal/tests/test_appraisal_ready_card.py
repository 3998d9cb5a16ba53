from odoo.exceptions import AccessError
from odoo.tests import tagged

from .template_case import TemplateCase


@tagged("cs_appraisal", "cs_appraisal_template")
class TestAppraisalReadyCard(TemplateCase):
    """Cards to start from (APP-03, APP-04, ALL-04)."""

    def draft(self, card, role="hr"):
        Card = self.env["cs.appraisal.ready.card"].with_user(self.users[role])
        vals = {"card": card, "job_id": self.job.id, "company_id": self.company.id}
        action = Card.create(vals).action_create()
        return self.env["cs.appraisal.template"].browse(action["res_id"])

    def test_every_card_can_be_proposed_at_once(self):
        kinds = dict(self.env["cs.appraisal.ready.card"]._fields["card"].selection)
        for number, card in enumerate(kinds, 1):
            with self.subTest(card):
                template = self.draft(card, "supervisor")
                template.date_from = f"2099-{number:02}-01"
                template.with_user(self.users["supervisor"]).action_submit()
                self.assertEqual(template.state, "proposed")
                self.assertEqual(template.job_id, self.job)

    def test_the_e_commerce_card(self):
        """APP-03: eight items of 10 points; sets sold are not capped."""
        items = self.draft("shop").item_ids
        self.assertEqual(items.mapped("full_score"), [10] * 8)
        self.assertEqual(items.mapped("weight"), [12.5] * 8)
        sets = items[-1]
        self.assertEqual(
            (sets.target, sets.points_each, sets.is_capped), (10, 1, False)
        )

    def test_the_manager_form(self):
        """APP-04, APP-05: five groups, superior 60, peers 20, subordinates 20."""
        template = self.draft("manager")
        rated = template.item_ids.filtered(lambda item: item.source == "rating")
        sizes = [len(rows) for rows in rated.grouped("section").values()]
        self.assertEqual(sizes, [3, 3, 4, 3, 3])
        names = ("superior", "peer", "self", "subordinate", "customer")
        weights = [template[f"weight_{name}"] for name in names]
        self.assertEqual(weights, [60, 20, 0, 20, 0])

    def test_who_may_not(self):
        for role in ("agent", "leader", "gm", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.draft("shop", role)

    def test_an_opened_card_is_the_own(self):
        Card = self.env["cs.appraisal.ready.card"]
        card = Card.with_user(self.users["hr"]).create({})
        with self.assertRaises(AccessError):
            card.with_user(self.users["supervisor"]).action_create()
