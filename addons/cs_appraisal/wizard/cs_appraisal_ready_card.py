from odoo import api, fields, models
from odoo.fields import Command

from ..models.cs_appraisal_template import GROUPS, KINDS
from .ready_cards import CARDS


class CsAppraisalReadyCard(models.TransientModel):
    """Start a template from a ready card (APP-03, APP-04, ALL-04).

    It makes a draft with the caller's rights and in the caller's language; nothing is
    in force before that draft is approved. For supervisors and HR officers.
    """

    _name = "cs.appraisal.ready.card"
    _description = "Start From a Ready Card"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    card = fields.Selection(
        [
            ("shop", "E-commerce agent"),
            ("after_sales", "After-sales"),
            ("call_centre", "Call centre"),
            ("retail", "Shop and cashier"),
            ("decoration", "Decoration adviser"),
            ("duty", "Property duty desk"),
            ("hotline", "Hospital hotline"),
            ("field", "Field engineer"),
            ("manager", "Manager form"),
        ],
        "Ready Card",
        required=True,
        default="shop",
    )
    department_id = fields.Many2one("hr.department", check_company=True)
    job_id = fields.Many2one("hr.job", "Post", check_company=True)
    cycle_kind = fields.Selection(KINDS, "For Cycles", required=True, default="month")
    preview = fields.Text("What It Holds", compute="_compute_preview")

    @api.depends_context("lang")
    @api.depends("card")
    def _compute_preview(self):
        for wizard in self:
            items = CARDS[wizard.card].items if wizard.card else []
            wizard.preview = "\n".join(
                f"{self.env._(item.name)} · {item.weight:g} %" for item in items
            )

    def action_create(self):
        """Make the draft and open it.

        :raise AccessError: for who may not write templates
        """
        self.ensure_one()
        scope = ("company_id", "department_id", "job_id")
        vals = {name: self[name].id for name in scope}
        vals["cycle_kind"] = self.cycle_kind
        Template = self.env["cs.appraisal.template"]
        template = Template.create(self._prepare_template_vals(self.card) | vals)
        return template._policy_open(template)

    @api.model
    def _prepare_template_vals(self, card):
        """Values of a template, its names in the language of the context."""
        card = CARDS[card]
        name = self.env._(card.name)
        weights = {f"weight_{group}": card.raters.get(group, 0) for group, _ in GROUPS}
        return {
            "name": name,
            "code": name,
            **weights,
            "item_ids": [
                Command.create(self._prepare_item_vals(item, 10 * number))
                for number, item in enumerate(card.items, 1)
            ],
            "deduction_ids": [
                Command.create({"metric_id": self._metric(code), "points_each": off})
                for code, off in card.deductions.items()
            ],
        }

    @api.model
    def _prepare_item_vals(self, item, sequence):
        return {
            "sequence": sequence,
            "section": item.section and self.env._(item.section),
            "name": self.env._(item.name),
            "note": item.note and self.env._(item.note),
            "weight": item.weight,
            "metric_id": item.metric and self._metric(item.metric),
            **item.vals,
        }

    @api.model
    def _metric(self, code):
        return self.env.ref(f"cs_appraisal.metric_{code}").id
