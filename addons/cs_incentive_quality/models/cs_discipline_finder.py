from odoo import api, models
from odoo.addons.cs_incentive.models.discipline_facts import DisciplineFact
from odoo.tools import SQL


class CsDisciplineFinder(models.AbstractModel):
    """Faults of final inspections are facts, if their item names a rule (HD-30)."""

    _inherit = "cs.discipline.finder"

    @api.model
    def _companies(self):
        items = self.env["cs.inspection.item"].search(
            [
                ("suggested_rule_id", "!=", False),
                ("policy_id.state", "in", ("approved", "superseded")),
            ]
        )
        return (super()._companies() | items.policy_id.company_id).sorted("id")

    @api.model
    def _facts(self, company, first, last):
        facts = super()._facts(company, first, last)
        return facts + self._faults(company, first, last)

    @api.model
    def _faults(self, company, first, last):
        """Of one inspection, what breaks the same rule is one fact. Results under
        appeal are left out: what they come to is not settled."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT result.employee_id, result.date, 'inspection', count(*), 0,
                       'cs.inspection.line', min(line.id), book.kind, rule.code
                  FROM cs_inspection_result result
                  JOIN cs_inspection_line line ON line.result_id = result.id
                  JOIN cs_discipline_rule rule ON rule.id = line.suggested_rule_id
                  JOIN cs_discipline_book book ON book.id = rule.policy_id
                 WHERE result.company_id = %(company)s AND result.state = 'done'
                   AND result.date BETWEEN %(first)s AND %(last)s AND line.is_fault
                   AND NOT EXISTS (SELECT FROM cs_appeal appeal
                                    WHERE appeal.res_model = 'cs.inspection.result'
                                      AND appeal.res_id = result.id
                                      AND appeal.state = 'submitted')
                 GROUP BY result.id, book.kind, rule.code
                 ORDER BY 2, 1, 7
                """,
                company=company.id,
                first=first,
                last=last,
            )
        )
        return [DisciplineFact(*row[:7], names=tuple(row[7:])) for row in rows]
