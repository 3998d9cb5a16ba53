from odoo import api, fields, models
from odoo.tools import format_date

LINE = "cs.inspection.line"


class CsDisciplineSuggestion(models.Model):
    """An entry that faults of an inspection suggest, with what the inspectors found."""

    _inherit = "cs.discipline.suggestion"

    suggested_by = fields.Selection(
        selection_add=[("inspection", "Fault found in an inspection")],
        # the hook has deleted them; deleting none is refused, too
        ondelete={"inspection": lambda _none: None},
    )
    found = fields.Char(
        "What Inspectors Found",
        compute="_compute_found",
        help="HD-30: the items that were not met, as the inspectors confirmed them.",
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_found(self):
        for one in self:
            found = [
                self.env._("%(item)s: %(remark)s", item=fault.name, remark=fault.remark)
                for fault in one._faults()
            ]
            one.found = self.env._("; ").join(found)

    def _faults(self):
        """The faults of the inspection that break this rule; none for other facts."""
        # sudo: whoever reads the suggestion may know what it is about
        line = self.env[LINE].sudo()
        if self.res_model != LINE:
            return line
        line = line.browse(self.res_id)
        name = line.suggested_rule_id._name_in_books()
        return line.result_id.line_ids.filtered(
            lambda one: one.is_fault
            and one.suggested_rule_id
            and one.suggested_rule_id._name_in_books() == name
        )

    def _shown_fact(self):
        faults = self._faults()
        if not faults:
            return super()._shown_fact()
        return faults.result_id._name, faults.result_id.id

    def _prepare_entry_vals(self, facts, days):
        vals = super()._prepare_entry_vals(facts, days)
        return vals | {"day_id": False} if self.res_model == LINE else vals

    def _what_happened(self, facts):
        if self.res_model != LINE:
            return super()._what_happened(facts)
        day = format_date(self.env, self.date)
        return self.env._(
            "Found in the inspection of %(day)s: %(found)s", day=day, found=self.found
        )
