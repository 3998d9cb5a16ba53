from odoo import fields, models
from odoo.tools import SQL

from .cs_staff_idea import AREAS


class CsGoodPractice(models.Model):
    """Suggestions of the staff that were adopted, for everybody to learn from (INC-14).

    A view of ``cs.staff.idea`` without points, reasons and files, which are between the
    author and who decides.

    Access: everybody in the service reads those of the own companies.
    """

    _name = "cs.good.practice"
    _description = "Adopted Suggestion"
    _auto = False
    _order = "adopted_on desc, id desc"

    name = fields.Char("Suggestion", readonly=True)
    area = fields.Selection(AREAS, readonly=True)
    problem = fields.Text("What Was Wrong", readonly=True)
    proposal = fields.Text("What to Do Instead", readonly=True)
    expected = fields.Text("What It Brings", readonly=True)
    employee_id = fields.Many2one("hr.employee", "Author", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    adopted_on = fields.Date(readonly=True)
    state = fields.Selection(
        [("adopted", "Adopted"), ("done", "Carried Out")], "Status", readonly=True
    )
    done_on = fields.Date("Carried Out On", readonly=True)
    result = fields.Text("What Was Done", readonly=True)

    _depends = {
        "cs.staff.idea": [
            "name",
            "area",
            "problem",
            "proposal",
            "expected",
            "employee_id",
            "department_id",
            "company_id",
            "counts_on",
            "state",
            "done_on",
            "result",
        ]
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, name, area, problem, proposal, expected, employee_id,
                   department_id, company_id, counts_on AS adopted_on, state,
                   done_on, result
              FROM cs_staff_idea
             WHERE state IN ('adopted', 'done')
            """
        )
