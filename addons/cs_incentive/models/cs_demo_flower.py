from odoo import api, models


class CsDemo(models.AbstractModel):
    """Red flowers and flags of the demo company (INC-15)."""

    _inherit = "cs.demo"

    @api.model
    def _make_flower(self, name, login, whom, day, reason):
        """A flower for a person, or a flag for ``department/<key>``, once.

        :param name: of the external id
        :param login: who gives
        :param whom: key of the person in ``people.csv``
        :param day: (months ago, day of the month); None: today
        """
        xml_id = f"cs_incentive.flower_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        company = self.env.ref("cs_base.company_xinglan_demo")
        Flower = self._as(login, self.env["cs.flower"])
        Flower = Flower.with_context(lang="zh_CN", allowed_company_ids=company.ids)
        kind, _slash, unit = whom.partition("/")
        department = unit and self.env.ref(f"cs_base.department_{unit}_demo")
        person = not unit and self.env["hr.employee"].browse(
            self._ref("employee", kind)
        )
        date = self._demo_date(*day) if day else company._cs_today()
        flower = Flower.sudo()._give(
            Flower._giver(), reason, person, department, min(date, company._cs_today())
        )
        self._set_xml_id(xml_id, flower)

    @api.model
    def _make_passed_flower(self, name, login, whom, note):
        """The holder passes a flower on, once."""
        flower = self.env.ref(f"cs_incentive.flower_{name}_demo")
        if flower.move_count:
            return
        actor = self._as(login, flower).with_context(lang="zh_CN").sudo()
        other = self.env["hr.employee"].browse(self._ref("employee", whom))
        actor._pass_on(self.env.user.browse(actor.env.uid)._cs_employees(), other, note)

    @api.model
    def _make_redeemed_flowers(self, name, login, gifts, handed_by=None):
        """Somebody redeems flowers, once.

        :param gifts: external ids of gifts
        """
        xml_id = f"cs_incentive.redemption_{name}_demo"
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        Flower = self._as(login, self.env["cs.flower"]).with_context(lang="zh_CN")
        chosen = [self.env.ref(f"cs_incentive.{gift}").sudo() for gift in gifts]
        person = Flower.env.user._cs_employees()
        slip = Flower.sudo()._redeem(person, chosen)
        self._set_xml_id(xml_id, slip)
        if handed_by:
            self._as(handed_by, slip.sudo(False)).action_hand_out()

    @api.model
    def _expire_flowers(self):
        """As the scheduled action does."""
        company = self.env.ref("cs_base.company_xinglan_demo")
        self.env["cs.flower"].sudo()._due(company)._expire()
