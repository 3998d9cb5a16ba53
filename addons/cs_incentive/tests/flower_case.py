from odoo.addons.cs_base.tests.common import CsCase
from odoo.tests import freeze_time

#: noon in Shanghai
NOW = "2025-06-20 04:00"
WHY = "Stayed until ten to deliver the parts"
FLOWER = "cs.flower"


@freeze_time(NOW)
class FlowerCase(CsCase):
    """A policy of 2 flowers a leader, 30 in all, valid for three months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_id = cls.company
        cls.policy = cls.in_force({})
        cls.gifts = {
            gift.level: gift
            for gift in cls.env["cs.flower.gift"].search([], order="level, id desc")
        }

    @classmethod
    def in_force(cls, vals):
        scope = {
            "name": "Rules",
            "company_id": cls.company.id,
            "date_from": "2024-01-01",
        }
        policy = cls.env["cs.incentive.policy"].with_user(cls.users["hr"])
        policy = policy.create(scope | vals)
        policy.action_submit()
        policy.with_user(cls.users["gm"]).action_approve()
        return policy.with_env(cls.env)

    def as_(self, role, model):
        """A model as somebody uses it in the web client."""
        records = self.env[model] if isinstance(model, str) else model
        return records.with_user(self.users[role]).with_context(
            allowed_company_ids=self.company.ids
        )

    def give(self, to="agent", by="leader", reason=WHY, **vals):
        """As the button does. :return: the flower"""
        known = self.env[FLOWER].search([])
        vals = {"recipient_id": to and self.people[to].id, "reason": reason} | vals
        wizard = self.as_(by, "cs.flower.give").create(vals)
        wizard.action_confirm()
        return self.env[FLOWER].search([]) - known

    def given_on(self, day, to="agent", by="leader"):
        """A flower of an older day."""
        giver = self.people[by]
        actor = self.as_(by, FLOWER)._actor()
        flower = actor._give(giver, WHY, self.people[to], day=day)
        return flower.with_env(self.env)

    def pass_on(self, flower, to, by="agent", note=WHY):
        wizard = self.as_(by, "cs.flower.pass").create(
            {"flower_id": flower.id, "to_id": self.people[to].id, "note": note}
        )
        wizard.action_confirm()
        self.env.invalidate_all()

    def redeem(self, *levels, by="agent", flag=None):
        """As the button does. :return: the redemption"""
        Redemption = self.env["cs.flower.redemption"]
        known = Redemption.search([])
        vals = {
            f"gift_{n}_id": self.gifts[level].id for n, level in enumerate(levels, 1)
        }
        wizard = self.as_(by, "cs.flower.redeem")
        wizard.create(vals | {"flag_id": flag and flag.id}).action_confirm()
        self.env.invalidate_all()
        return Redemption.search([]) - known
