from decimal import Decimal
from functools import cache

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .appraisal_rows import insert_new
from .cs_appraisal_step import CODE

#: Results of so many months are looked at for facts that became known late.
LATE_MONTHS = 3
#: Columns of a difference, for ``insert_new``.
COLUMNS = {
    "result_id": "int",
    "company_id": "int",
    "previous_id": "int",
    "reason": "varchar",
    "appeal_id": "int",
    "note": "text",
    "made_by_id": "int",
    "score_before": "numeric",
    "score_after": "numeric",
    "grade_before_id": "int",
    "grade_after_id": "int",
    "booked_month": "date",
    "found_at": "timestamp",
}


class CsAppraisalChange(models.Model):
    """What became different after a result was given: late facts, an upheld appeal.

    The frozen result stays; the difference is booked in the first open month. The
    changes of one result are a chain, and the database lets each have one follower,
    so nothing is booked twice. Access as for the result.
    """

    _name = "cs.appraisal.change"
    _inherit = ["cs.kept.mixin"]
    _description = "Difference of an Appraisal Result"
    _order = "id desc"
    _log_access = False

    result_id = fields.Many2one(
        "cs.appraisal.result",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    previous_id = fields.Many2one(
        "cs.appraisal.change",
        "Follows",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reason = fields.Selection(
        [("late", "Facts became known late"), ("appeal", "Appeal upheld")],
        "Because",
        required=True,
        readonly=True,
    )
    appeal_id = fields.Many2one(
        "cs.appeal", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    note = fields.Text(readonly=True)
    made_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    score_before = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    score_after = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    grade_before_id = fields.Many2one(
        "cs.appraisal.policy.grade", "From Grade", readonly=True, ondelete="restrict"
    )
    grade_after_id = fields.Many2one(
        "cs.appraisal.policy.grade", "To Grade", readonly=True, ondelete="restrict"
    )
    booked_month = fields.Date(
        "Booked In", required=True, readonly=True, help="First day of that month"
    )
    found_at = fields.Datetime(required=True, readonly=True)

    _chain_uniq = models.UniqueIndex(
        "(result_id, COALESCE(previous_id, 0))", "This difference is booked already."
    )
    _appeal_named = models.Constraint(
        "CHECK((reason = 'appeal') = (appeal_id IS NOT NULL))",
        "A difference by an appeal names it.",
    )

    def _kept_text(self):
        return self.env._(
            "Differences of results are booked by the system and stay as they are."
        )

    # Booking (sudo)

    @api.model
    def _book_late(self, company):
        """Look again at the results given in the last months.

        Safe any number of times: without a difference nothing is written.
        """
        first = company._cs_today() - relativedelta(months=LATE_MONTHS)
        cycles = self.env["cs.appraisal.cycle"].search(
            [
                ("company_id", "=", company.id),
                ("state", "in", ("released", "closed")),
                ("date_to", ">=", first),
            ]
        )
        for cycle in cycles:
            results = self.env["cs.appraisal.result"].search(
                [("cycle_id", "=", cycle.id)]
            )
            self._book(results, "late")

    @api.model
    def _book_appeal(self, result, appeal):
        """An upheld appeal: compute again by the facts as they are now.

        What no fact can say, a wrong rating for one, is decided as a grade by
        ``cs.appraisal.result.action_revise``.
        """
        self._book(result, "appeal", {"appeal_id": appeal.id, "note": appeal.reply})

    def _book(self, results, reason, vals=None):
        """Book what a new look at the facts says differently."""
        outcomes = self.env["cs.appraisal.scorer"]._outcomes_now(results)
        booking_month = cache(self._booking_month)
        rows = []
        for one in results:
            score, grade = outcomes[one.id]
            if score is None:
                continue
            current = one.current_grade_id.id or None
            if one._is_decided():
                grade = current
            before = Decimal(f"{one.current_score:.2f}")
            if (score, grade) != (before, current):
                month = booking_month(one.cycle_id)
                rows.append(self._row(one, reason, score, grade, month) | (vals or {}))
        self._insert(rows)

    def _booking_month(self, cycle):
        """The first open month, from the one on in which the cycle ends (ALL-05)."""
        return self.env["cs.period"]._next_open(
            cycle.company_id, cycle.date_to, code=CODE
        )

    def _row(self, result, reason, score, grade, month):
        last = result.change_ids.sorted("id")[-1:]
        return dict.fromkeys(COLUMNS) | {
            "result_id": result.id,
            "company_id": result.company_id.id,
            "previous_id": last.id or None,
            "reason": reason,
            "score_before": f"{result.current_score:.2f}",
            "score_after": score,
            "grade_before_id": result.current_grade_id.id or None,
            "grade_after_id": grade,
            "booked_month": month,
            "found_at": fields.Datetime.now(),
        }

    def _insert(self, rows):
        insert_new(self.env, "cs_appraisal_change", COLUMNS, rows)
        self.invalidate_model(flush=False)
        self.env["cs.appraisal.result"].invalidate_model(flush=False)
