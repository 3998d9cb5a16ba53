from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND


class CsSetupCategory(models.AbstractModel):
    """What tickets are about in a kind of company (HD-01, ALL-04).

    A category only sorts tickets; those that the company has already stay.
    """

    _name = "cs.setup.category"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Setup: Ticket Categories"

    _setup_model = "helpdesk.ticket.category"
    _setup_kinds = dict.fromkeys(ANY_KIND, True)

    @api.model
    def _setup_who(self):
        return self.env._("Helpdesk managers make this.")

    @api.model
    def _setup_preview(self, scope):
        return getattr(self, f"_names_{scope.kind}")()

    @api.model
    def _setup_existing(self, scope):
        names = self._setup_preview(scope)
        found = self.env["helpdesk.ticket.category"].search(
            [("company_id", "in", [False, scope.company.id]), ("name", "in", names)]
        )
        return found if set(found.mapped("name")) >= set(names) else found.browse()

    @api.model
    def _setup_make(self, scope):
        Category = self.env["helpdesk.ticket.category"]
        names = self._setup_preview(scope)
        there = Category.search(
            [("company_id", "in", [False, scope.company.id]), ("name", "in", names)]
        )
        missing = [name for name in names if name not in there.mapped("name")]
        return there | Category.create(
            [
                {"name": name, "sequence": 10 * number, "company_id": scope.company.id}
                for number, name in enumerate(missing, 1)
            ]
        )

    def _names_ecommerce(self):
        return [
            self.env._("Before buying"),
            self.env._("Order and payment"),
            self.env._("Delivery"),
            self.env._("Return and exchange"),
            self.env._("Quality of goods"),
            self.env._("Service attitude"),
        ]

    def _names_after_sales(self):
        return [
            self.env._("How to use it"),
            self.env._("Fault and repair"),
            self.env._("Return and exchange"),
            self.env._("Invoice"),
            self.env._("Service attitude"),
        ]

    def _names_retail(self):
        return [
            self.env._("Goods and stock"),
            self.env._("Price and promotion"),
            self.env._("Checkout"),
            self.env._("Return and exchange"),
            self.env._("Service attitude"),
        ]

    def _names_decoration(self):
        return [
            self.env._("Measuring and design"),
            self.env._("Contract and quotation"),
            self.env._("Progress of the works"),
            self.env._("Quality of the works"),
            self.env._("Warranty"),
        ]

    def _names_property(self):
        return [
            self.env._("Repair at home"),
            self.env._("Public facilities"),
            self.env._("Cleaning and greenery"),
            self.env._("Order and safety"),
            self.env._("Fees"),
        ]

    def _names_hospital(self):
        return [
            self.env._("Illness and treatment"),
            self.env._("Doctors and appointments"),
            self.env._("Costs and insurance"),
            self.env._("Way and hours"),
            self.env._("Service attitude"),
        ]

    def _names_field(self):
        return [
            self.env._("Installation"),
            self.env._("Fault and repair"),
            self.env._("Maintenance"),
            self.env._("Spare parts"),
            self.env._("Service contract"),
        ]
