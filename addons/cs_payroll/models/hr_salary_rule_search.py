from odoo import models


class HrSalaryRule(models.Model):
    """Pay items are found by code as well: sheets of other systems know codes."""

    _inherit = "hr.salary.rule"
    _rec_names_search = ["name", "code"]
