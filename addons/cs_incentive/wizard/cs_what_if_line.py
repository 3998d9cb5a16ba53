from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words


class CsWhatIfLine(models.TransientModel):
    """A day, a score or an amount that would be another one, and why (ALL-03).

    Written by the trial alone; read by its creator alone.
    """

    _name = "cs.what.if.line"
    _inherit = ["cs.explained.mixin"]
    _description = "What Would Change"
    _order = "employee_id, month, area, date, id"
    _transient_max_hours = 24

    what_if_id = fields.Many2one(
        "cs.what.if", required=True, readonly=True, ondelete="cascade", index=True
    )
    person_id = fields.Many2one(
        "cs.what.if.person",
        "Figures",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    currency_id = fields.Many2one(related="what_if_id.currency_id")
    area = fields.Selection(
        [("day", "Attendance"), ("score", "Appraisal"), ("money", "Income")],
        required=True,
        readonly=True,
    )
    employee_id = fields.Many2one(
        "hr.employee", "Person", readonly=True, ondelete="cascade"
    )
    department_id = fields.Many2one("hr.department", readonly=True, ondelete="cascade")
    month = fields.Date(readonly=True)
    month_text = fields.Char("In Month", compute="_compute_month_text")
    date = fields.Date("Day", readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char("Item", readonly=True)
    text_before = fields.Char("As It Was", readonly=True)
    text_after = fields.Char("As It Would Be", readonly=True)
    score_before = fields.Float("Score", digits=(16, 2), readonly=True, aggregator=None)
    score_after = fields.Float(
        "Score Then", digits=(16, 2), readonly=True, aggregator=None
    )
    score_difference = fields.Float(
        "Points More or Less", digits=(16, 2), readonly=True, aggregator=None
    )
    before = fields.Monetary("Amount", readonly=True)
    after = fields.Monetary("Amount Then", readonly=True)
    difference = fields.Monetary("More or Less", readonly=True)
    detail = fields.Text("Because", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(
        "As Recorded", model_field="res_model", readonly=True
    )

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_text(self):
        for line in self:
            line.month_text = line.month and words.month_name(self.env, line.month)

    @api.depends("employee_id", "name", "month_text")
    def _compute_display_name(self):
        for line in self:
            # sudo: a person whose figures the user may read
            parts = (line.sudo().employee_id.name, line.month_text, line.name)
            line.display_name = " · ".join(part for part in parts if part)

    def action_open_record(self):
        """What is recorded, with its own reasons."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [[False, "form"]],
            "target": "new",
        }
