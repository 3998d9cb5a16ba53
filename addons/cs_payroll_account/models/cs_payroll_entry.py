from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

STATES = [
    ("booked", "In the Books"),
    ("cancelled", "Cancelled as Draft"),
    ("reversed", "Reversed"),
]


class CsPayrollEntry(models.Model):
    """That a pay run is in the books, and where (INC-31): never twice.

    The database keeps one standing entry a run. A run that is reopened ends it; the
    next one has the next number, and all of them stay visible.

    Access, nobody writes: payroll accountants and the general manager read. Who has
    rights in accounting sees the journal entry there, and posts it.
    """

    _name = "cs.payroll.entry"
    _inherit = ["cs.kept.mixin"]
    _description = "Pay Run in the Books"
    _order = "run_id desc, number desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    run_id = fields.Many2one(
        "hr.payslip.run", "Pay Run", required=True, readonly=True, ondelete="restrict"
    )
    number = fields.Integer(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="booked")
    move_id = fields.Many2one(
        "account.move", "Journal Entry", readonly=True, ondelete="restrict"
    )
    reversal_id = fields.Many2one("account.move", readonly=True, ondelete="restrict")
    is_by_person = fields.Boolean("Payables by Person", readonly=True)
    booked_at = fields.Datetime("Booked On", required=True, readonly=True)
    booked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    ended_at = fields.Datetime("Taken Back On", readonly=True)
    ended_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    line_ids = fields.One2many(
        "cs.payroll.entry.line", "entry_id", "Pay Items", readonly=True
    )
    move_name = fields.Char("Entry", compute="_compute_of_moves")
    move_date = fields.Date("Dated", compute="_compute_of_moves")
    move_state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("cancel", "Cancelled")],
        "In Accounting",
        compute="_compute_of_moves",
    )
    reversal_name = fields.Char("Reversed By", compute="_compute_of_moves")
    reversal_date = fields.Date("Reversal Dated", compute="_compute_of_moves")

    _number_once = models.Constraint(
        "UNIQUE(run_id, number)", "This pay run is booked already."
    )
    _standing_once = models.UniqueIndex(
        "(run_id) WHERE state = 'booked'", "This pay run is booked already."
    )
    _move_once = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "A journal entry is of one pay run."
    )
    _reversal_once = models.UniqueIndex(
        "(reversal_id) WHERE reversal_id IS NOT NULL", "A reversal is of one entry."
    )
    _reversal_ends = models.Constraint(
        "CHECK(reversal_id IS NULL OR state = 'reversed')",
        "What is reversed is no longer in the books.",
    )

    @api.depends("run_id.display_name", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for entry in self.sudo():
            entry.display_name = f"{entry.run_id.display_name} / {entry.number}"

    @api.depends("move_id", "reversal_id")
    def _compute_of_moves(self):
        """What payroll may know of entries that only accounting reads."""
        for entry in self:
            # sudo: name, date and state of the two, nothing else
            move, reversal = entry.sudo().move_id, entry.sudo().reversal_id
            entry.move_name = move.name or (move and self.env._("Draft"))
            entry.move_date, entry.move_state = move.date, move.state
            entry.reversal_name, entry.reversal_date = reversal.name, reversal.date

    def _kept_text(self):
        return self.env._(
            "INC-31: a pay run is booked by its button and taken back by reopening it;"
            " what stands here stays as it is."
        )

    @api.model
    def _book(self, run):
        """Book an approved run whose obstacles were asked for; as superuser.

        :return: the entry, with a draft in accounting
        """
        entry = self._claim(run)
        self.env["cs.payroll.entry.line"]._keep(entry)
        # The context comes from the caller and must not reach accounting.
        context = {"lang": self.env.lang, "allowed_company_ids": run.company_id.ids}
        moves = self.env["account.move"].with_context(context)  # pylint: disable=context-overridden
        move = moves.create(entry._prepare_move_vals())
        entry._kept_write({"move_id": move.id})
        return entry

    @api.model
    def _claim(self, run):
        """The row that makes it once; of two callers one is run again by Odoo."""
        last = self.search([("run_id", "=", run.id)], limit=1)
        vals = {
            "company_id": run.company_id.id,
            "run_id": run.id,
            "number": last.number + 1,
            "state": "booked",
            "is_by_person": run.company_id.cs_payroll_by_person,
            "booked_at": fields.Datetime.now(),
            "booked_by_id": self.env.uid,
        }
        try:
            with self.env.cr.savepoint():
                return self._kept_create([vals])
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    def _prepare_move_vals(self):
        run = self.run_id
        label = run._cs_entry_label()
        return {
            "move_type": "entry",
            "journal_id": run.company_id.cs_payroll_journal_id.id,
            "date": run._cs_last_day(),
            "ref": label if self.number == 1 else f"{label} / {self.number}",
            "auto_post": "no",
            "line_ids": [
                fields.Command.create(vals) for vals in self._prepare_line_vals(label)
            ],
        }

    def _prepare_line_vals(self, label):
        """One line an account and analytic distribution, and a person if wanted."""
        sums = self.run_id._cs_book_sums(self.line_ids._sides())
        return [
            {
                "name": label,
                "account_id": account,
                "partner_id": partner,
                "balance": float(amount),
                "analytic_distribution": distribution,
            }
            for account, distribution, partner, amount in sums
        ]
