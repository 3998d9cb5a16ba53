from odoo import api, models


class CsSetupService(models.AbstractModel):
    """The service policy of a kind of company: limits of every kind of ticket,
    callbacks, suggestions (HD-01 to HD-10, ALL-04).

    What is not named has the regulations' default. The limits of orders and repairs
    are ours: the regulations name none.
    """

    _name = "cs.setup.service"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Service Policy"

    _setup_model = "cs.helpdesk.policy"
    _setup_kinds = {
        "ecommerce": {"unpaid_hours": 1, "complaint_days": 3, "order_days": 7},
        "after_sales": {"complaint_days": 3, "repair_days": 7, "phone_rings": 3},
        "retail": {"complaint_days": 3, "is_order_called_back": False},
        "decoration": {"complaint_days": 3, "order_days": 30},
        # a flooded flat does not wait for office hours
        "property": {"service_time": "clock", "complaint_time": "clock"},
        "hospital": {"phone_rings": 3, "is_inquiry_called_back": True},
        "field": {"repair_days": 3, "is_repair_called_back": True},
    }

    @api.model
    def _setup_title(self, scope):
        return self.env._("Service policy")
