from odoo import api, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.addons.cs_base.models import period_words as words

from ..engine.flowers import top
from .cs_incentive_screen import month_number


class CsFlowerWall(models.AbstractModel):
    """Flower wall: who was given flowers this month, and who got most of the year
    (INC-15).

    Access: everybody with a post, of the own company: it is praise in public. What a
    flower became later is not told.
    """

    _name = "cs.flower.wall"
    _inherit = ["cs.incentive.screen"]
    _description = "Flower Wall"

    @api.model
    @api.readonly
    def get_wall(self, month=None):
        """The wall of a month, and the year up to it.

        :param month: number like 202610; None for this one
        :return: dict for the client action ``cs_incentive.flower_wall``
        """
        self._check_groups("cs_base.group_agent")
        today = self.env.company._cs_today()
        first = self._first_day(month) if month else month_start(today)
        given = self._praised(first)
        return {
            **self._frame_of_month(first),
            "newest": month_number(month_start(today)),
            "year_label": str(first.year),
            "top": self._top(first, today),
            "flowers": [one for one in given if one["kind"] == "flower"],
            "flags": [one for one in given if one["kind"] == "flag"],
        }

    def _praised(self, first):
        # sudo: praise in public; only what was written for it comes out
        found = self.env["cs.flower"].sudo()
        domain = [
            ("company_id", "=", self.env.company.id),
            ("month", "=", first),
            ("replaces_id", "=", False),
        ]
        own = self.env.user._cs_employees()
        return [
            {
                "id": one.id,
                "kind": one.kind,
                "person_id": one.recipient_id.id,
                "name": one.recipient_id.name or one.department_id.name,
                "unit": one.department_id.name or "",
                "giver": one.giver_id.name,
                "reason": one.reason,
                "date": words.day_name(self.env, one.date),
                "is_own": one.recipient_id in own,
            }
            for one in found.search(domain)
        ]

    def _top(self, first, today):
        """INC-15: the first places of the year; whoever shares a place stands on it.
        Flowers count for whom they were given, also when they were passed on."""
        company = self.env.company
        counted = (
            self.env["cs.flower"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("kind", "=", "flower"),
                    ("replaces_id", "=", False),
                    ("month", ">=", first.replace(month=1)),
                    ("month", "<=", first),
                ],
                ["recipient_id"],
                ["__count"],
            )
        )
        counts = {person: count for person, count in counted}
        policy = self.env["cs.incentive.policy"]._policy_of_unit(
            company, self.env["hr.department"], today
        )
        found = top(counts, policy.sudo().flower_top if policy else 0)
        own = self.env.user._cs_employees()
        people = sorted(found, key=lambda one: (found[one], one.name))
        return [
            {
                "person_id": one.id,
                "name": one.name,
                "unit": one.department_id.name or "",
                "rank": found[one],
                "count": counts[one],
                "is_own": one in own,
            }
            for one in people
        ]
