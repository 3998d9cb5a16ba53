from odoo import api, models
from odoo.addons.rating.models.rating_data import (
    RATING_LIMIT_OK,
    RATING_LIMIT_SATISFIED,
    _rating_to_grade,
)
from odoo.fields import Domain

from .cs_service_figures import ONE_DAY

#: grade of stock -> how satisfied, and from and below which rating
GRADES = {
    "great": ("satisfied", RATING_LIMIT_SATISFIED, None),
    "okay": ("average", RATING_LIMIT_OK, RATING_LIMIT_SATISFIED),
    "bad": ("dissatisfied", None, RATING_LIMIT_OK),
}
TICKET = "helpdesk.ticket"


class CsServiceFigures(models.AbstractModel):
    """What of a manager's figures the customers say, and whether they are asked."""

    _inherit = "cs.service.figures"

    # Satisfaction (HD-07)

    @api.model
    def _satisfaction(self, scope, span, before):
        """What customers said of the services that were closed: one rating each,
        whether by mail, in the portal or when called back."""
        closed = self._closed(scope, span)
        counts, earlier = (
            self._grades(one) for one in (closed, self._closed(scope, before))
        )
        labels = dict(
            self.env["cs.callback"]
            ._fields["satisfaction"]
            ._description_selection(self.env)
        )
        rated, past = sum(counts.values()), sum(earlier.values())
        return {
            "rows": [
                {
                    "label": labels[name],
                    **self._counted(closed & _rated(low, high), counts[grade]),
                    "change": self._change(counts[grade], earlier[grade]),
                }
                for grade, (name, low, high) in GRADES.items()
            ],
            "rated": self._counted(closed & _rated(None, None), rated),
            "closed": self._counted(closed),
            "share": self._share_text(counts["great"], rated),
            "change": self._change_of_share(
                (counts["great"], rated), (earlier["great"], past)
            ),
        }

    @api.model
    def _grades(self, domain):
        """:return: dict grade of stock -> number of tickets"""
        rows = self.env["rating.rating"]._read_group(
            [
                ("res_model", "=", TICKET),
                ("consumed", "=", True),
                ("res_id", "in", self.env[TICKET]._search(domain)),
            ],
            ["rating"],
            ["__count"],
        )
        counts = dict.fromkeys(GRADES, 0)
        for rating, count in rows:
            counts[_rating_to_grade(rating)] += count
        return counts

    # Coverage of callbacks (HD-07)

    @api.model
    def _coverage(self, span, before):
        """Finished services and whose customer was reached, all and by unit, against
        the target of the policy on the last day.

        :return: list of dicts, the sum first, then units by name
        """
        now, past = (self._callback_domain(one) for one in (span, before))
        counts, earlier = self._callback_counts(now), self._callback_counts(past)
        units = {unit for unit, _reached in counts if unit is not None}
        # sudo: names and policies of the units of services that the caller reads
        found = self.env["hr.department"].sudo().browse(filter(None, units))
        places = [(None, self.env._("All"))]
        places += sorted(((one.id, one.name) for one in found), key=lambda row: row[1])
        if False in units:
            places.append((False, self.env._("No unit")))
        targets = self.env["cs.callback"]._coverage_targets(
            self.env.company, found.ids, span.end - ONE_DAY
        )
        return [
            {
                "label": label,
                **self._coverage_row(
                    now, unit, counts, earlier, targets[unit or False]
                ),
            }
            for unit, label in places
        ]

    @api.model
    def _callback_domain(self, span):
        domain = self.env["cs.callback"]._month_domain(self.env.company, span.month())
        domain &= self._within("service_at", span)
        units = self._managed()
        if units is None:
            return domain
        return domain & Domain("department_id", "in", units.ids)

    @api.model
    def _callback_counts(self, domain):
        """:return: dict (unit id or False; None for all, whether reached) -> count"""
        counts = {}
        for unit, state, count in self.env["cs.callback"]._read_group(
            domain, ["department_id", "state"], ["__count"]
        ):
            for place in (unit.id, None):
                key = place, state == "reached"
                counts[key] = counts.get(key, 0) + count
        return counts

    @api.model
    def _coverage_row(self, domain, unit, counts, earlier, target):
        own = domain if unit is None else domain & Domain("department_id", "=", unit)
        reached, missing = (counts.get((unit, flag), 0) for flag in (True, False))
        past, past_missing = (earlier.get((unit, flag), 0) for flag in (True, False))
        services = reached + missing
        return {
            "id": unit or 0,
            **self._counted(own, services),
            "missing": self._counted(own & Domain("state", "!=", "reached"), missing),
            "share": self._share_text(reached, services),
            "target": self._percent_text(target),
            "short": 100 * reached < target * services,
            "change": self._change_of_share(
                (reached, services), (past, past + past_missing)
            ),
        }


def _rated(low, high):
    """Domain of tickets with a rating in ``[low, high)``."""
    rating = Domain("consumed", "=", True)
    if low is not None:
        rating &= Domain("rating", ">=", low)
    if high is not None:
        rating &= Domain("rating", "<", high)
    return Domain("rating_ids", "any", rating)
