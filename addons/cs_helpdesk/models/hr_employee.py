from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    cs_extension = fields.Char(
        "Extension",
        groups="hr.group_hr_user",
        copy=False,
        tracking=True,
        help="HD-03: by it the call log of the telephone system knows who answered.",
    )

    _cs_extension_uniq = models.UniqueIndex(
        "(company_id, cs_extension) WHERE active AND cs_extension IS NOT NULL",
        "Somebody else of this company has this extension.",
    )
