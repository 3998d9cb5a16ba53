from odoo import api, fields, models


class CsWhatIfPerson(models.TransientModel):
    """Somebody for whom the drafts would change something, with all figures (ALL-03).

    Written by the trial alone; read by its creator alone.
    """

    _name = "cs.what.if.person"
    _description = "Who Would Change"
    _order = "difference, id"
    _transient_max_hours = 24

    what_if_id = fields.Many2one(
        "cs.what.if", required=True, readonly=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="what_if_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", "Person", readonly=True, ondelete="cascade"
    )
    department_id = fields.Many2one("hr.department", readonly=True, ondelete="cascade")
    changed_days = fields.Integer(readonly=True)
    late_count_before = fields.Integer("Late", readonly=True)
    late_count_after = fields.Integer("Late Then", readonly=True)
    early_count_before = fields.Integer("Early", readonly=True)
    early_count_after = fields.Integer("Early Then", readonly=True)
    missed_count_before = fields.Integer("Missed", readonly=True)
    missed_count_after = fields.Integer("Missed Then", readonly=True)
    absent_days_before = fields.Float("Absent", digits=(16, 2), readonly=True)
    absent_days_after = fields.Float("Absent Then", digits=(16, 2), readonly=True)
    full_before = fields.Integer("Full Months", readonly=True)
    full_after = fields.Integer("Full Months Then", readonly=True)
    score_before = fields.Float(
        "Score", digits=(16, 2), readonly=True, aggregator="avg"
    )
    score_after = fields.Float(
        "Score Then", digits=(16, 2), readonly=True, aggregator="avg"
    )
    grades = fields.Char(readonly=True)
    total_before = fields.Monetary("Income", readonly=True)
    total_after = fields.Monetary("Income Then", readonly=True)
    difference = fields.Monetary(
        "More or Less", compute="_compute_difference", store=True
    )
    line_ids = fields.One2many("cs.what.if.line", "person_id", readonly=True)
    day_line_ids = fields.One2many(
        "cs.what.if.line", "person_id", domain=[("area", "=", "day")], readonly=True
    )
    score_line_ids = fields.One2many(
        "cs.what.if.line", "person_id", domain=[("area", "=", "score")], readonly=True
    )
    money_line_ids = fields.One2many(
        "cs.what.if.line", "person_id", domain=[("area", "=", "money")], readonly=True
    )

    @api.depends("total_before", "total_after")
    def _compute_difference(self):
        for one in self:
            one.difference = one.total_after - one.total_before

    @api.depends("employee_id")
    def _compute_display_name(self):
        for one in self:
            # sudo: a person whose figures the user may read
            one.display_name = one.sudo().employee_id.name

    def action_open(self):
        """All that changes for the person, as a page."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }
