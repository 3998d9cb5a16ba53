from odoo import api, fields, models


class CsPeriodStepType(models.Model):
    """A step of the month close, registered by an addon as a data record (ALL-05).

    Readable by those who see the month close; nobody changes it by hand: the
    responsible group decides who may lock figures that people are paid by.
    """

    _name = "cs.period.step.type"
    _description = "Month Close Step Type"
    _order = "sequence, id"

    code = fields.Char(required=True, help="Stable key other addons ask for")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, required=True)
    rule_code = fields.Char(help="Rule of the rule book that asks for this step")
    res_model = fields.Char(
        required=True, help="Model that inherits cs.period.step.mixin"
    )
    group_id = fields.Many2one(
        "res.groups", "Responsible Group", required=True, ondelete="restrict"
    )
    computes = fields.Boolean(
        default=True, help="Off: nothing to compute, the step is checked and locked"
    )
    run_label = fields.Char(
        translate=True, help="Word on the button that starts the computation"
    )
    unit_label = fields.Char(translate=True, help="What is counted, e.g. people")
    batch_size = fields.Integer(
        default=100, required=True, help="Items computed between two commits"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "The code of a step is unique.")
    _batch_size_positive = models.Constraint(
        "CHECK(batch_size > 0)", "A batch has at least one item."
    )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        self.env["cs.period"].sudo()._sync_open()
        return types

    def write(self, vals):
        result = super().write(vals)
        if {"sequence", "code"} & set(vals):
            self.env["cs.period"].sudo()._sync_open()
        return result

    def unlink(self):
        """Steps of open months vanish with their type unless locked already.

        Locked steps keep their frozen name and figures.
        """
        steps = (
            self.env["cs.period.step"]
            .sudo()
            .search([("type_id", "in", self.ids), ("state", "!=", "locked")])
        )
        for step in steps:
            step._log("remove")
        result = super().unlink()
        self.env["cs.period"].sudo()._sync_open()
        return result

    def _handler(self):
        """The model that implements this step, or None when it is not there."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        return model if hasattr(model, "_period_run") else None
