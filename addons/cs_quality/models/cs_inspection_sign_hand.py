from odoo import api, fields, models
from odoo.exceptions import UserError

#: what inspectors mark on a line
MARKED = {
    **{"outcome": False, "points": False, "remark": False, "correction": False},
    **{"is_corrected": False, "correct_by": False},
}


class CsInspectionSign(models.Model):
    """Hands the part of an inspector on who is away or has left (HD-30).

    What the others have marked and confirmed stays: they were there. Once nobody who
    was drawn is left and nobody has confirmed, the next ones begin anew.
    """

    _name = "cs.inspection.sign"
    _inherit = ["cs.inspection.sign", "cs.quality.hand.mixin"]

    instead_of_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who was drawn, and is away or has left.",
    )
    can_hand_on = fields.Boolean(compute="_compute_can_hand_on")

    @api.depends_context("uid")
    @api.depends("signed_at", "result_id.state")
    def _compute_can_hand_on(self):
        is_hr = self.env.user.has_group("cs_base.group_hr_officer")
        for sign in self:
            sign.can_hand_on = is_hr and sign._hand_is_open()

    def _hand_words(self):
        return {
            "who": self.env._("HD-30: HR officers hand inspections on."),
            "finished": self.env._(
                "HD-30: this is confirmed or final, and stays as it is."
            ),
            "nobody": self.env._(
                "HD-30: nobody else may inspect %s: name more inspectors, of other"
                " units.",
                self[:1].sudo().result_id.employee_id.name,
            ),
        }

    def _hand_is_open(self):
        return self.result_id.state == "open" and not self.signed_at

    def _hand_on(self):
        result = self.result_id
        result._touch()
        others = self._others()
        seed = f"{result.round_id.seed}/{result.employee_id.id}/{self.inspector_id.id}"
        given = self._hand_to(others, seed, self._open_counts(others))
        self._kept_write(
            {
                "inspector_id": given,
                "instead_of_id": (self.instead_of_id or self.inspector_id).id,
            }
        )
        result._begin_anew()

    def _others(self):
        """Ids of reviewers who may inspect the person and do not yet."""
        result = self.result_id
        Round = self.env["cs.inspection.round"]
        reviewers = self.env["cs.quality.draw"]._reviewers(result.company_id)
        free = reviewers - result.sign_ids.inspector_id - self.instead_of_id
        return {one.id for one in free if result.employee_id not in Round._barred(one)}

    def _open_counts(self, inspectors):
        domain = [
            ("result_id.state", "=", "open"),
            ("signed_at", "=", False),
            ("inspector_id", "in", list(inspectors)),
        ]
        counts = self._read_group(domain, ["inspector_id"], ["__count"])
        return {who.id: count for who, count in counts}

    def _of_who_left(self):
        """Those whose inspector is a reviewer of the company no more."""
        Draw, left = self.env["cs.quality.draw"], self.browse()
        for company, signs in (
            self.sudo().grouped(lambda one: one.result_id.company_id).items()
        ):
            named = Draw._reviewers(company)
            left |= signs.filtered(
                lambda one, named=named: one._hand_is_open()
                and one.inspector_id not in named
            )
        return left.sudo(False)


class CsInspectionResult(models.Model):
    """Several at once, when an inspector has left (HD-30)."""

    _inherit = "cs.inspection.result"

    def action_hand_on(self):
        """HR officers: give the part of inspectors who have left to others. Who is only
        away is chosen on the inspection itself.

        :raise AccessError: for everybody but HR officers
        :raise UserError: none has left, or nobody else may inspect
        """
        self.check_access("read")
        signs = self.env["cs.inspection.sign"]
        signs._check_hands_on()
        signs = self.sign_ids._of_who_left()
        if not signs:
            raise UserError(
                self.env._(
                    "HD-30: no inspector of these has left. Who is away is handed on"
                    " from the list of inspectors of the inspection."
                )
            )
        return signs.action_hand_on()

    def _begin_anew(self):
        signs = self.sign_ids
        drawn = signs.inspector_id & self.round_id.inspector_ids
        if not drawn and not signs.filtered("signed_at"):
            self.line_ids._kept_write(MARKED)
            self._kept_write({"note": False})
