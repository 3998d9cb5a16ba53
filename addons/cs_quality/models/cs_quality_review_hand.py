from odoo import models


class CsQualityReview(models.Model):
    """Hands open reviews on when their reviewer is away or has left (HD-32).

    What the earlier reviewer has marked goes: the next one judges alone.
    """

    _name = "cs.quality.review"
    _inherit = ["cs.quality.review", "cs.quality.hand.mixin"]

    def _hand_words(self):
        return {
            "who": self.env._("HD-32: HR officers hand reviews on."),
            "finished": self.env._(
                "HD-32: this review is finished and stays as it is."
            ),
            "nobody": self.env._(
                "HD-32: nobody else may review %s: name more reviewers, of other"
                " units.",
                self[:1].ticket_number,
            ),
        }

    def _hand_is_open(self):
        return self.state == "open"

    def _hand_on(self):
        self.lock_for_update()
        taken = self.search([("ticket_id", "=", self.ticket_id.id)]).reviewer_id
        allowed = self.draw_id._allowed({self.employee_id.id: self.ticket_id.ids})
        others = set(allowed[self.ticket_id.id]) - set(taken.ids)
        seed = f"{self.draw_id.seed}/{self.reviewer_id.id}"
        given = self._hand_to(others, seed, self._open_counts(others))
        self.line_ids._kept_write({"outcome": False, "points": False, "remark": False})
        self._kept_write({"reviewer_id": given, "note": False})

    def _open_counts(self, reviewers):
        domain = [("state", "=", "open"), ("reviewer_id", "in", list(reviewers))]
        counts = self._read_group(domain, ["reviewer_id"], ["__count"])
        return {who.id: count for who, count in counts}
