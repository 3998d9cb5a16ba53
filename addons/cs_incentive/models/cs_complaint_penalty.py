from odoo import api, fields, models
from odoo.tools import SQL

from .cs_discipline_effect_mixin import KINDS

#: who reads penalties of others, as entries themselves
READERS = (
    "cs_base.group_supervisor,cs_base.group_hr_officer,"
    "cs_base.group_payroll_accountant,cs_base.group_general_manager"
)


class CsComplaintPenalty(models.Model):
    """A penalty that a complaint of a published list led to, handed to finance (HD-06).

    One row an approved entry (INC-21) that names a complaint of the list, its joint
    liability (INC-26) and what is judged anew included; an entry that is cancelled
    later is taken back by a row of the reversing entry. Kept as it was handed over.
    The money itself goes by the statements, once.

    Access, nobody writes and nobody reads the own ones: who is named in a complaint
    does not learn of it from here. Supervisors read those of their departments, HR
    officers, payroll accountants and the general manager all.
    """

    _name = "cs.complaint.penalty"
    _inherit = ["cs.kept.mixin"]
    _description = "Penalty from a Complaint"
    _order = "month_id desc, department_id, employee_id, id"
    _rec_name = "entry_id"

    month_id = fields.Many2one(
        "cs.complaint.month",
        "Month List",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    entry_id = fields.Many2one(
        "cs.discipline.entry", required=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee", "Person", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict"
    )
    ticket_number = fields.Char("Complaint")
    date = fields.Date("Day of the Entry", required=True)
    rule = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True)
    points = fields.Float(digits=(16, 2), help="HD-06: what is taken is negative.")
    amount = fields.Monetary("Money", help="HD-06: what is taken is negative.")
    is_reversal = fields.Boolean("Taken Back")
    handed_at = fields.Datetime("Handed Over On", required=True)

    _once = models.Constraint(
        "UNIQUE(entry_id)", "A penalty is handed to finance once."
    )

    def _kept_text(self):
        return self.env._(
            "HD-06: what was handed to finance stays. What is cancelled later follows"
            " as a row of its own."
        )

    @api.model
    def _hand_over(self, lists):
        """Hand the penalties of published lists over that were not yet (sudo).

        :param lists: cs.complaint.month
        :return: what was handed over now
        """
        self.env.flush_all()
        made = self._kept_create(list(self._prepare_rows(self._waiting(lists))))
        for one, own in made.grouped("month_id").items():
            one._tell_finance(own)
        return made

    @api.model
    def _prepare_rows(self, rows):
        """Rows with the rule as it was then, in the language of who leads the company:
        the night's job has none, and a company's own is seldom set."""
        now = fields.Datetime.now()
        for row in rows:
            company = self.env["res.company"].browse(row["company_id"])
            rule = self.env["cs.discipline.rule"].browse(row.pop("rule_id"))
            lead = company.cs_general_manager_id.user_id
            rule = rule.with_context(lang=lead.lang or company.partner_id.lang)
            yield row | {"rule": f"{rule.code} {rule.name}", "handed_at": now}

    @api.model
    def _waiting(self, lists):
        """Values of what is still to be handed over, one query for all lists.

        What was cancelled before it was handed over never was one; a reversing entry
        follows only what was.
        """
        if not lists:
            return []
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT DISTINCT ON (entry.id)
                       list.id AS month_id, list.company_id, entry.id AS entry_id,
                       entry.employee_id, entry.department_id, listed.ticket_number,
                       entry.date, entry.rule_id, entry.kind,
                       entry.points::text::float8 AS points,
                       entry.amount::text::float8 AS amount,
                       entry.reverses_id IS NOT NULL AS is_reversal
                  FROM cs_complaint_month list
                  JOIN cs_complaint_month_case listed ON listed.month_id = list.id
                  JOIN cs_discipline_entry entry
                       ON entry.ticket_id = listed.ticket_id
                  LEFT JOIN cs_complaint_penalty handed
                       ON handed.entry_id = entry.reverses_id
                 WHERE list.id IN %s AND list.state = 'published'
                   AND entry.state = 'approved' AND entry.kind <> 'award'
                   AND (entry.amount <> 0 OR entry.points <> 0)
                   AND (entry.reverses_id IS NULL OR handed.id IS NOT NULL)
                   AND NOT EXISTS (SELECT FROM cs_complaint_penalty own
                                    WHERE own.entry_id = entry.id)
                   AND NOT EXISTS (SELECT FROM cs_discipline_entry later
                                    WHERE later.reverses_id = entry.id
                                      AND later.state = 'approved')
                 ORDER BY entry.id, listed.id
                """,
                tuple(lists.ids),
            )
        )

    @api.model
    def _cron_hand_over(self):
        """What was approved after its list was published, the night after."""
        lists = self.env["cs.complaint.month"].search([("state", "=", "published")])
        self._hand_over(lists)
