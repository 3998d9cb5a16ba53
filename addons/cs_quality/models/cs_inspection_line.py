from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_inspection_item import KINDS

#: what inspectors enter
ENTERED = {
    *("outcome", "points", "remark"),
    *("correction", "corrector_id", "is_corrected", "correct_by"),
}
TEXTS = ("remark", "correction")
MAX_TEXT = 500
NOT_APPLICABLE = "na"


class CsInspectionLine(models.Model):
    """An item of the checklist, how it was found, and how a fault is corrected (HD-30).

    The item as it was in force on the day of the draw. A fault is what is not met, or
    has no point. It is corrected at once, or by a day, and then stays open until
    somebody else than who corrects it has checked that it is done.

    Access as the result; who corrects a fault reads its line once it is final.
    """

    _name = "cs.inspection.line"
    _inherit = ["cs.kept.mixin"]
    _description = "Item of an Inspection"
    _order = "result_id desc, sequence, id"

    result_id = fields.Many2one(
        "cs.inspection.result",
        "Inspection",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    employee_id = fields.Many2one(related="result_id.employee_id")
    date = fields.Date(related="result_id.date")
    sequence = fields.Integer(readonly=True)
    section = fields.Char(readonly=True)
    name = fields.Char("Item", required=True, readonly=True)
    item_note = fields.Char("What Is Looked At", readonly=True)
    kind = fields.Selection(KINDS, "Judged By", required=True, readonly=True)
    max_points = fields.Integer("Full Points", required=True, readonly=True)
    weight = fields.Float("Weight (%)", digits=(16, 2), readonly=True)
    is_serious = fields.Boolean("Serious", readonly=True)
    fault_code = fields.Char("Clause It Breaks", readonly=True)
    outcome = fields.Selection(
        [("pass", "Met"), ("fail", "Not met"), (NOT_APPLICABLE, "Does not apply")],
        "Judgement",
    )
    points = fields.Integer(
        "Points Given", help="From 0 to the full points.", aggregator=None
    )
    remark = fields.Char("What Is Wrong", size=MAX_TEXT)
    is_fault = fields.Boolean("Is a Fault", compute="_compute_is_fault", store=True)
    correction = fields.Char(
        size=MAX_TEXT, help="What is put right: needed for each fault."
    )
    corrector_id = fields.Many2one(
        "hr.employee",
        "Who Corrects",
        index=True,
        ondelete="restrict",
        help="Who puts it right; the person inspected, if nothing else is said.",
    )
    is_corrected = fields.Boolean("Corrected at Once")
    correct_by = fields.Date("To Be Corrected By")
    correction_state = fields.Selection(
        [("open", "To Be Corrected"), ("done", "Put Right")],
        "Correction Is",
        readonly=True,
        index=True,
    )
    checked_at = fields.Datetime("Correction Checked On", readonly=True)
    checked_by_id = fields.Many2one(
        "res.users", "Correction Checked By", readonly=True, ondelete="restrict"
    )
    gained = fields.Float(
        "Adds",
        digits=(5, 2),
        readonly=True,
        help="Points of the whole score, with its part of the weight of what does not"
        " apply.",
    )
    can_check = fields.Boolean(compute="_compute_can_check")

    _points_in_bounds = models.Constraint(
        "CHECK(points IS NULL OR points BETWEEN 0 AND max_points)",
        "Points run from 0 to the full points of the item.",
    )
    _checked_is_done = models.Constraint(
        "CHECK(checked_at IS NULL OR correction_state = 'done')",
        "What was checked is corrected.",
    )

    @api.depends("kind", "outcome", "points")
    def _compute_is_fault(self):
        for line in self:
            line.is_fault = bool(line.outcome) and line._mark() == 0

    @api.depends_context("uid")
    @api.depends("correction_state")
    def _compute_can_check(self):
        for line in self:
            line.can_check = line._is_to_check() and line._may_check()

    def _kept_text(self):
        return self.env._(
            "HD-30: items come from the checklist of the plan. The inspectors give the"
            " mark, what was found, and how it is corrected."
        )

    def write(self, vals):
        if not set(vals) <= ENTERED:
            self._kept_refuse()
        if any(len(vals.get(name) or "") > MAX_TEXT for name in TEXTS):
            raise UserError(self.env._("Please use at most %s characters.", MAX_TEXT))
        self.result_id._check_inspect()
        self.result_id._unsign()
        for line in self:
            line._kept_write(line._completed(vals))
        return True

    @api.onchange("outcome")
    def _onchange_outcome(self):
        """As it is stored, shown at once."""
        self.update(self._completed({"outcome": self.outcome}))

    @api.onchange("points")
    def _onchange_points(self):
        if self.kind == "score" and (self.points or self.outcome):
            vals = self._completed({"points": self.points}, is_checked=False)
            self.update(vals)

    def _completed(self, vals, is_checked=True):
        """Judgement and points of an item go together: without any point it is not met;
        met and without points it has the full ones.

        :raise UserError: points out of bounds
        """
        if not {"outcome", "points"} & vals.keys():
            return vals
        points = vals.get("points", 0) or 0
        if is_checked and not 0 <= points <= self.max_points:
            raise UserError(
                self.env._(
                    "HD-30: “%(item)s” has from 0 to %(most)s points.",
                    item=self.name,
                    most=self.max_points,
                )
            )
        outcome = vals.get("outcome")
        if "outcome" not in vals:
            outcome = "pass" if points else "fail"
        if outcome != "pass":
            points = 0
        elif self.kind == "check" or not points:
            points = (self.kind == "score" and self.points) or self.max_points
        return vals | {"outcome": outcome, "points": points}

    def _mark(self):
        """:return: points from 0 to the full ones; None: does not apply; False: no mark
        yet"""
        if not self.outcome:
            return False
        return None if self.outcome == NOT_APPLICABLE else self.points

    # Corrections

    def action_corrected(self):
        """It is corrected: by an inspector of the round, the superior, the supervisor
        or an HR officer; never by who had to correct it.

        :raise AccessError: for everybody else
        :raise UserError: there is nothing to correct any more
        """
        self.check_access("read")
        for line in self:
            if not line._may_check():
                raise AccessError(
                    self.env._(
                        "HD-30: an inspector of the round, the superior or an HR"
                        " officer checks a correction; never who had to make it."
                    )
                )
            if not line._is_to_check():
                raise UserError(
                    self.env._("HD-30: there is nothing left to correct here.")
                )
        # sudo: the checks above decide
        self.sudo()._kept_write(
            {
                "correction_state": "done",
                "checked_at": fields.Datetime.now(),
                "checked_by_id": self.env.uid,
            }
        )
        return True

    def _is_to_check(self):
        return self.correction_state == "open"

    def _may_check(self):
        # sudo: who is concerned decides, whatever the user may read
        result = self.sudo().result_id.with_env(self.env)
        people = self.sudo().corrector_id | result.sudo().employee_id
        if self.env.user in people.user_id:
            return False
        return bool(result._my_sign()) or result._may_follow()

    def _check_correction(self):
        """:raise UserError: a fault says what was found, and who corrects it how"""
        if not (self.remark or "").strip():
            raise UserError(self.env._("HD-30: “%s” needs what was found.", self.name))
        if not (self.correction or "").strip() or not self.corrector_id:
            raise UserError(
                self.env._(
                    "HD-30: “%s” needs its correction: what is put right, and by whom.",
                    self.name,
                )
            )
        if not self.is_corrected and not self.correct_by:
            raise UserError(
                self.env._(
                    "HD-30: “%s” is either corrected at once, or has a day by which it"
                    " is.",
                    self.name,
                )
            )
