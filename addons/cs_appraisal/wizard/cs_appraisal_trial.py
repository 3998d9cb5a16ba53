from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError


class CsAppraisalTrial(models.TransientModel):
    """Try a template or a policy on a past cycle: who would change (ALL-03).

    Nothing is written but the comparison. Whoever may read the draft tries it, on the
    people whose results they may read.
    """

    _name = "cs.appraisal.trial"
    _description = "Try on a Past Cycle"

    template_id = fields.Many2one("cs.appraisal.template", readonly=True)
    policy_id = fields.Many2one("cs.appraisal.policy", readonly=True)
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    kind = fields.Selection(related="template_id.cycle_kind")
    cycle_id = fields.Many2one(
        "cs.appraisal.cycle",
        required=True,
        domain="[('company_id', '=', company_id),"
        " ('state', 'in', ('calibration', 'released', 'closed')),"
        " ('kind', '=?', kind)]",
    )
    line_ids = fields.One2many("cs.appraisal.trial.line", "trial_id", readonly=True)
    people_count = fields.Integer("People Looked At", readonly=True)
    changed_count = fields.Integer("Of Them Changed", readonly=True)
    is_done = fields.Boolean(readonly=True)

    _one_subject = models.Constraint(
        "CHECK((template_id IS NULL) <> (policy_id IS NULL))",
        "A trial is of a template or of a policy.",
    )

    @api.depends("template_id", "policy_id")
    def _compute_company_id(self):
        for trial in self:
            trial.company_id = (trial.template_id or trial.policy_id).company_id

    def action_try(self):
        """Score the cycle as if the draft had been in force.

        :raise AccessError: who tries may not read the draft
        :raise UserError: nothing to compare with
        """
        self.ensure_one()
        self.check_access("write")
        draft = self.template_id or self.policy_id
        draft.sudo(False).check_access("read")
        cycle = self.cycle_id
        if cycle.company_id != draft.company_id:
            raise UserError(self.env._("Please choose a cycle of the same company."))
        results = self.env["cs.appraisal.result"].search([("cycle_id", "=", cycle.id)])
        if not results:
            raise UserError(
                self.env._("There are no results of this cycle that you may read.")
            )
        # sudo: rules and facts bind also where the reader may not see them; what comes
        # out are scores of results that the reader may read
        lines = self.sudo()._compare(results.sudo())
        self.line_ids.unlink()
        self.write(
            {
                "is_done": True,
                "people_count": len(results),
                "changed_count": len(lines),
                "line_ids": [fields.Command.create(line) for line in lines],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def _compare(self, results):
        """Rows of who would have another score or grade."""
        outcomes = self.env["cs.appraisal.scorer"]._evaluate(
            # All of the cycle: ranks and shares go by everybody.
            self.cycle_id._taking_part(),
            **self._as_if(),
        )
        grades = self.env["cs.appraisal.policy.grade"]
        rows = []
        for result in results:
            outcome = outcomes[result.appraisal_id.id]
            score, grade = outcome.card.total, grades.browse(outcome.grade)
            before = Decimal(f"{result.score:.2f}") if result.is_scored else None
            if (score, grade.name) != (before, result.grade_id.name):
                rows.append(self._row(result, score, grade))
        return rows

    def _row(self, result, score, grade):
        return {
            "employee_id": result.employee_id.id,
            "department_id": result.department_id.id,
            "score_before": result.score,
            "score_after": score or 0,
            "difference": float(score or 0) - result.score,
            "grade_before": result.grade_id.name,
            "grade_after": grade.name,
        }

    def _as_if(self):
        """What the scorer takes instead of what was in force."""
        if self.template_id:
            kind = self.cycle_id.kind
            return {"templates": self._ruling("template_id", cycle_kind=kind)}
        return {"policies": self._ruling("policy_id")}

    def _ruling(self, name, **key):
        """What would rule each appraisal with the draft in force; else its own."""
        cycle, draft = self.cycle_id, self[name]
        appraisals = cycle._taking_part()
        ruling = draft._policy_on(
            appraisals.employee_id,
            cycle.date_to,
            drafts=draft,
            drafts_from=cycle.date_from,
            **key,
        )
        return {one.id: ruling[one.employee_id.id] or one[name] for one in appraisals}


class CsAppraisalTrialLine(models.TransientModel):
    _name = "cs.appraisal.trial.line"
    _description = "Who Would Change"
    _order = "difference, id"

    trial_id = fields.Many2one("cs.appraisal.trial", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", ondelete="cascade")
    department_id = fields.Many2one("hr.department", ondelete="cascade")
    score_before = fields.Float(digits=(16, 2))
    score_after = fields.Float(digits=(16, 2))
    difference = fields.Float(digits=(16, 2))
    grade_before = fields.Char()
    grade_after = fields.Char()
