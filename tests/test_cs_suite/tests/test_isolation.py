from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..schema import addons_of_suite
from .common import DemoCase

#: Concrete models of ours with a company that are shared on purpose.
SHARED = set()


@tagged("post_install", "-at_install", "cs_suite", "cs_demo")
class TestIsolation(DemoCase):
    """What belongs to one company does not exist for people of another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger_company = cls.env["res.company"].create({"name": "Elsewhere"})
        # Every group of ours: rights are no excuse.
        groups = cls.env["ir.model.data"].search(
            [("model", "=", "res.groups"), ("module", "in", addons_of_suite())]
        )
        cls.stranger = new_test_user(
            cls.env,
            login="stranger",
            groups=",".join(groups.mapped("complete_name")),
            company_id=cls.stranger_company.id,
            company_ids=[(6, 0, cls.stranger_company.ids)],
        )

    def company_models(self):
        """Our concrete models with a stored company."""
        ours = set(addons_of_suite())
        for model in self.env.values():
            field = model._fields.get("company_id")
            if (
                model._original_module in ours
                and not model._abstract
                and not model._transient
                and model._auto
                and field
                and field.store
                and model._name not in SHARED
            ):
                yield model

    def test_every_model_with_a_company_has_a_global_rule(self):
        Rule = self.env["ir.rule"].sudo()
        for model in self.company_models():
            with self.subTest(model=model._name):
                rules = Rule.search(
                    [("model_id.model", "=", model._name), ("groups", "=", False)]
                )
                self.assertTrue(
                    any("company_ids" in (rule.domain_force or "") for rule in rules)
                )

    def test_a_dialog_is_of_who_opened_it(self):
        ours = [
            name
            for name, model in self.env.registry.items()
            if model._transient and name.startswith("cs.")
        ]
        self.assertGreater(len(ours), 30)
        Rule = self.env["ir.rule"].with_user(self.stranger)
        for name in ours:
            with self.subTest(name):
                named = [
                    (part[0], part[2])
                    for part in Rule._compute_domain(name)
                    if isinstance(part, tuple)
                ]
                self.assertIn(
                    ("create_uid", [self.stranger.id]),
                    [
                        (field, list(value) if field == "create_uid" else value)
                        for field, value in named
                    ],
                )
        mine = self.env["cs.meal.button"].with_user(self.stranger).create({})
        agent = self.env.ref("cs_base.user_agent_demo")
        for user, may in ((self.stranger, True), (agent, False)):
            self.assertEqual(bool(mine.with_user(user)._filtered_access("read")), may)
        found = mine.with_user(agent).search([])
        self.assertFalse(found & mine)

    def test_a_stranger_finds_nothing(self):
        for model in self.company_models():
            with self.subTest(model=model._name):
                theirs = model.sudo().search([("company_id", "=", self.company.id)])
                mine = model.with_user(self.stranger)
                if mine.has_access("read"):
                    self.assertFalse(mine.search([]) & theirs)
                    self.assertFalse(
                        theirs.with_user(self.stranger)._filtered_access("read")
                    )

    def test_a_forged_company_gives_nothing(self):
        """Over HTTP, with a company id that the person does not have."""
        self.authenticate("stranger", "stranger")
        forged = [self.stranger_company.id, self.company.id]
        for model in self.company_models():
            with (
                self.subTest(model=model._name),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(Exception, "AccessError"),
            ):
                self.call_kw(
                    model._name,
                    "web_search_read",
                    domain=[],
                    specification={"display_name": {}},
                    context={"allowed_company_ids": forged},
                )
