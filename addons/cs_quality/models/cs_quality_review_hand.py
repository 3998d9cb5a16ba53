from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError, UserError

from ..engine import sampling


class CsQualityReview(models.Model):
    """Hands open reviews on when their reviewer is away or has left (HD-32)."""

    _inherit = "cs.quality.review"

    def action_hand_on(self):
        """Give each of these open reviews to whoever may review it and has fewest open.

        What the earlier reviewer has marked goes: the next one judges alone.

        :raise AccessError: for everybody but HR officers
        :raise UserError: one is finished, or nobody else may review it
        """
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(self.env._("HD-32: HR officers hand reviews on."))
        for review in self:
            if review.state != "open":
                raise UserError(
                    self.env._("HD-32: this review is finished and stays as it is.")
                )
            # as the system: the stamps would tell the person who reviews
            review.with_user(SUPERUSER_ID)._hand_on()
        return True

    def _hand_on(self):
        self.lock_for_update()
        taken = self.search([("ticket_id", "=", self.ticket_id.id)]).reviewer_id
        allowed = self.draw_id._allowed({self.employee_id.id: self.ticket_id.ids})
        others = set(allowed[self.ticket_id.id]) - set(taken.ids)
        seed = f"{self.draw_id.seed}/{self.reviewer_id.id}"
        given = sampling.assign({self.id: others}, seed, self._open_counts(others))
        if not given:
            raise UserError(
                self.env._(
                    "HD-32: nobody else may review %s: name more reviewers, of other"
                    " units.",
                    self.ticket_number,
                )
            )
        self.line_ids._kept_write({"outcome": False, "points": False, "remark": False})
        self._kept_write({"reviewer_id": given[self.id], "note": False})

    def _open_counts(self, reviewers):
        domain = [("state", "=", "open"), ("reviewer_id", "in", list(reviewers))]
        counts = self._read_group(domain, ["reviewer_id"], ["__count"])
        return {who.id: count for who, count in counts}
