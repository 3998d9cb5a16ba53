from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .cs_appraisal_template import KINDS

#: Months that a cycle of a kind covers.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
#: What stays as it is once people were chosen.
_FIXED = {
    "company_id",
    "kind",
    "date_from",
    "date_to",
    "department_ids",
    "employee_ids",
}


class CsAppraisalCycle(models.Model):
    """One round of appraisals: a period, who takes part, and how far it is (APP-01).

    ``state`` follows the actions only. The results are released by approval of the
    general manager: that decision has a state of its own, ``release_state``.

    Access: HR officers prepare and run cycles; supervisors, team leaders and agents
    read those that are open or further; the general manager reads all and approves.
    """

    _name = "cs.appraisal.cycle"
    _inherit = ["cs.decision.mixin"]
    _description = "Appraisal Cycle"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _decision_state_field = "release_state"
    _decision_refused = "draft"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    name = fields.Char(
        compute="_compute_name", store=True, precompute=True, readonly=False
    )
    kind = fields.Selection(KINDS, required=True, default="month")
    date_from = fields.Date(
        "Period From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(
        "Period To",
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    opens_on = fields.Date(
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    due_on = fields.Date(
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Until then ratings are asked for, that day included.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Only These Departments",
        check_company=True,
        help="With those below them. Empty: everybody for whom a template is in force.",
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Only These People",
        check_company=True,
        help="For an event. Empty: everybody of the departments.",
    )
    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("open", "Ratings open"),
            ("calibration", "Calibration"),
            ("released", "Results given"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
    )
    release_state = fields.Selection(
        [
            ("draft", "Not submitted"),
            ("submitted", "Waiting for approval"),
            ("approved", "Approved"),
        ],
        "Approval of the Results",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        tracking=True,
    )
    prepared_by_id = fields.Many2one(
        "res.users", "Submitted By", readonly=True, copy=False, ondelete="restrict"
    )
    computed_at = fields.Datetime("Scores As Of", readonly=True, copy=False)
    released_at = fields.Datetime("Results Given On", readonly=True, copy=False)
    appraisal_ids = fields.One2many(
        "cs.appraisal", "cycle_id", "Appraisals", readonly=True
    )

    _period_uniq = models.UniqueIndex(
        "(company_id, kind, date_from) WHERE kind <> 'event'",
        "There is a cycle of this kind for this period already.",
    )
    _days_in_order = models.Constraint(
        "CHECK(date_from <= date_to AND date_to < opens_on AND opens_on <= due_on)",
        "A cycle opens after its last day, and is due on that day or later.",
    )
    _released_complete = models.Constraint(
        "CHECK((state IN ('released', 'closed')) = (released_at IS NOT NULL))",
        "Results that were given have a date.",
    )

    @api.model
    def _default_date_from(self):
        today = self.env.company._cs_today()
        return today.replace(day=1) - relativedelta(months=1)

    @api.depends("kind", "date_from")
    @api.depends_context("lang")
    def _compute_name(self):
        kinds = self._kind_names()
        for cycle in self:
            if cycle.kind == "event" or not cycle.date_from:
                cycle.name = cycle.name or False
                continue
            month = format_date(self.env, cycle.date_from, date_format="yyyy-MM")
            cycle.name = self.env._(
                "%(kind)s appraisal %(month)s", kind=kinds[cycle.kind], month=month
            )

    def _kind_names(self):
        """For names, which are kept: translated before any record is."""
        return {
            "month": self.env._("Monthly"),
            "quarter": self.env._("Quarterly"),
            "half": self.env._("Half-yearly"),
            "year": self.env._("Yearly"),
        }

    @api.depends("kind", "date_from", "company_id")
    def _compute_days(self):
        """APP-01: carried out from the 5th to the 10th of the following month."""
        for cycle in self:
            months = MONTHS.get(cycle.kind)
            if not cycle.date_from or not months:
                continue
            following = cycle.date_from.replace(day=1) + relativedelta(months=months)
            policy = self.env["cs.appraisal.policy"]._policy_of_unit(
                cycle.company_id, self.env["hr.department"], following
            )
            cycle.date_to = following - relativedelta(days=1)
            cycle.opens_on = following.replace(day=policy.opens_day or 5)
            cycle.due_on = following.replace(day=policy.due_day or 10)

    @api.constrains("kind", "date_from", "date_to")
    def _check_days(self):
        for cycle in self:
            months = MONTHS.get(cycle.kind)
            if not months:
                continue
            first = cycle.date_from
            last = first + relativedelta(months=months, days=-1)
            if first.day != 1 or (first.month - 1) % months or cycle.date_to != last:
                raise UserError(
                    self.env._(
                        "APP-01: a cycle covers a whole month, quarter, half-year or"
                        " year. Please let it begin on the first day of one."
                    )
                )

    def write(self, vals):
        started = self.filtered(lambda cycle: cycle.state != "draft")
        changed = started and _FIXED & vals.keys()
        if changed:
            raise UserError(
                self.env._(
                    "People have been asked already, so the period and who takes part"
                    " stay as they are. The name and the due date may change."
                )
            )
        return super().write(vals)

    def unlink(self):
        # Not by @api.ondelete, which a context key of the caller passes over.
        self._check_draft()
        return super().unlink()

    def _check_draft(self):
        if any(cycle.state != "draft" for cycle in self):
            raise UserError(
                self.env._("A cycle that was opened is kept; it cannot be deleted.")
            )
