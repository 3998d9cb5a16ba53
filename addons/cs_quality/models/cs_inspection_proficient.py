from odoo import fields, models


class CsInspectionProficient(models.Model):
    """Somebody who needs no weekly inspection any more (HD-30): once a person.

    Access: leaders their people, supervisors their departments, HR officers and the
    general manager all, everybody the own one.
    """

    _name = "cs.inspection.proficient"
    _inherit = ["cs.kept.mixin"]
    _description = "Proficient Newcomer"
    _order = "since desc, id desc"
    _rec_name = "employee_id"

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    since = fields.Date("Proficient Since", required=True, readonly=True)
    result_id = fields.Many2one(
        "cs.inspection.result", "Seen From", readonly=True, ondelete="restrict"
    )
    named_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )

    _once = models.Constraint(
        "UNIQUE(employee_id)", "This person is proficient already (HD-30)."
    )

    def _kept_text(self):
        return self.env._(
            "HD-30: who was marked as proficient stays so. The result of an inspection"
            " has the button for it."
        )
