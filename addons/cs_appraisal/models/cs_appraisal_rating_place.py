from odoo import fields, models

from .cs_appraisal_template import GROUPS


class CsAppraisalRatingPlace(models.AbstractModel):
    """Whose appraisal something belongs to, and which group of raters it is about.

    The columns are copies, so that record rules ask one table only.
    """

    _name = "cs.appraisal.rating.place"
    _description = "Place of a Rating"

    appraisal_id = fields.Many2one(
        "cs.appraisal", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    cycle_id = fields.Many2one(
        "cs.appraisal.cycle",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    subject_id = fields.Many2one(
        "hr.employee",
        "Person Rated",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    group = fields.Selection(GROUPS, "As", required=True, readonly=True)
