from odoo import api, models
from odoo.fields import Command

from .cs_customer_policy import GRADES

#: kind of company -> for A, B and C: turnover, services (0: not asked for), days
#: between visits (0: none are planned). Ours: the regulations name the classes only.
CLASSES = {
    # consumers are written to, not visited
    "ecommerce": [(5000, 10, 90), (1000, 3, 180), (0, 0, 0)],
    "after_sales": [(20000, 10, 30), (5000, 4, 90), (0, 0, 0)],
    "retail": [(10000, 24, 60), (2000, 6, 120), (0, 0, 0)],
    "decoration": [(100000, 3, 30), (30000, 2, 60), (0, 0, 180)],
    # tenants of whole floors, owners, the others
    "property": [(50000, 24, 30), (10000, 6, 90), (0, 0, 180)],
    # HD-21: by how often somebody needs help, not by what was paid
    "hospital": [(0, 6, 30), (0, 2, 90), (0, 0, 0)],
    "field": [(100000, 12, 30), (20000, 4, 90), (0, 0, 180)],
}


class CsSetupCustomer(models.AbstractModel):
    """The standard by which customers are classed and visited (HD-21, ALL-04). It is
    for the whole company, whatever department is set up."""

    _name = "cs.setup.customer"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Customer Standard"

    _setup_model = "cs.customer.policy"
    _setup_kinds = {
        "ecommerce": {"window_months": 12, "loyal_days": 60, "lost_days": 180},
        "after_sales": {"window_months": 12, "loyal_days": 90, "lost_days": 365},
        "retail": {"window_months": 12, "loyal_days": 30, "lost_days": 180},
        # nobody has a flat decorated twice a year
        "decoration": {"window_months": 36, "loyal_days": 365, "lost_days": 1095},
        "property": {"window_months": 12, "loyal_days": 90, "lost_days": 365},
        "hospital": {"window_months": 12, "loyal_days": 90, "lost_days": 365},
        "field": {"window_months": 24, "loyal_days": 180, "lost_days": 540},
    }

    @api.model
    def _setup_title(self, scope):
        return self.env._("Customer standard")

    @api.model
    def _setup_unit(self, scope):
        return scope.department.browse()

    @api.model
    def _setup_vals(self, scope):
        rows = [Command.create(row) for row in self._classes(scope.kind)]
        return {**super()._setup_vals(scope), "class_ids": rows}

    @api.model
    def _setup_preview(self, scope):
        rows = map(self._class_text, self._classes(scope.kind))
        return super()._setup_preview(scope) + list(rows)

    def _classes(self, kind):
        """:return: values of ``cs.customer.policy.class``, the best class first"""
        return [
            {
                "grade": grade,
                "turnover_from": turnover,
                "services_from": services,
                # HD-21: who complains again and again is not served as the best
                "limits_complaints": grade == "a",
                "complaints_max": 1 if grade == "a" else 0,
                "interval_days": days,
            }
            for (grade, _name), (turnover, services, days) in zip(
                GRADES, CLASSES[kind], strict=True
            )
        ]

    def _class_text(self, row):
        if not (row["turnover_from"] or row["services_from"]):
            asks = self.env._("everybody else")
        elif row["turnover_from"]:
            asks = self.env._(
                "turnover from %(turnover)s, or %(services)s services",
                turnover=row["turnover_from"],
                services=row["services_from"],
            )
        else:
            asks = self.env._("from %s services", row["services_from"])
        visits = (
            self.env._("visited every %s days", row["interval_days"])
            if row["interval_days"]
            else self.env._("no visits planned")
        )
        name = row["grade"].upper()
        return self.env._(
            "%(name)s: %(asks)s; %(visits)s", name=name, asks=asks, visits=visits
        )
