from odoo import api, models

#: Departments of the demo company that run a desk.
DESKS = ("presale1", "presale2", "aftersale", "night")
#: Who shows what, in this order.
SHOWN = (
    ("agent", ("ready",)),
    ("agent2", ("ready", "busy")),
    ("leader", ("ready",)),
    ("leader2", ("ready", "away")),
    ("night", ("ready", "out")),
)


class CsDemo(models.AbstractModel):
    """States at the desk in the demo company (ATT-15)."""

    _inherit = "cs.demo"

    @api.model
    def _load_desks(self):
        """Once: what people show today is theirs."""
        found = [
            self.env.ref(f"cs_base.department_{key}_demo", raise_if_not_found=False)
            for key in DESKS
        ]
        departments = self.env["hr.department"].union(*filter(None, found))
        if departments.filtered("cs_has_desk"):
            return
        departments.cs_has_desk = True
        company = self.env.ref("cs_base.company_xinglan_demo")
        for login, states in SHOWN:
            desk = self._as(login, self.env["cs.desk"]).with_company(company)
            for state in states:
                desk.show(state)
