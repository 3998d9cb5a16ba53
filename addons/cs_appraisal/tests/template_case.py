from odoo.addons.cs_base.tests.common import CsCase
from odoo.fields import Command


class TemplateCase(CsCase):
    """Appraisal templates with few items."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sets = cls.env.ref("cs_appraisal.metric_sets_sold")
        cls.conversion = cls.env.ref("cs_appraisal.metric_conversion")
        cls.late = cls.env.ref("cs_appraisal.metric_late_count")

    def item(self, name="Sets", weight=100, **vals):
        """Values of an item; one point each set sold, not capped."""
        figure = {
            "metric_id": self.sets.id,
            "curve": "unit",
            "points_each": 1,
            "is_capped": False,
        }
        if "source" in vals:
            figure = {}
        return {"name": name, "weight": weight} | figure | vals

    def conversion_item(self, weight=50, **vals):
        figure = {"metric_id": self.conversion.id, "curve": "step"}
        figure |= {"steps": "0: 0; 50%: 4; 70%: 10", "is_capped": True}
        return self.item("Conversion", weight, **figure | vals)

    def rating_item(self, weight=50, **vals):
        vals = {"source": "rating", "full_score": 5} | vals
        return self.item("Initiative", weight, **vals)

    def deduction_item(self, weight=50, name="Discipline"):
        return self.item(name, weight, source="deduction")

    def template(self, *items, late=None, role="hr", **vals):
        vals = {"name": "Card", "company_id": self.company.id} | vals
        vals["item_ids"] = [Command.create(item) for item in items]
        if late:
            row = {"metric_id": self.late.id, "points_each": late}
            vals["deduction_ids"] = [Command.create(row)]
        Template = self.env["cs.appraisal.template"]
        return Template.with_user(self.users[role]).create(vals)
