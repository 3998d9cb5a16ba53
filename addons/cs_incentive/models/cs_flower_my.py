from odoo import api, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.addons.cs_base.models import period_words as words

from ..engine.flowers import MOST, choices, days_left

#: rows of what is over
LAST = 5


class CsFlowerMy(models.AbstractModel):
    """My flowers: what I hold, what I may give, pass on and redeem (INC-15).

    Access: everybody with a post the own ones; the head of a department its flags.
    """

    _name = "cs.flower.my"
    _inherit = ["cs.incentive.screen"]
    _description = "My Flowers"

    @api.model
    @api.readonly
    def get_my(self):
        """:return: dict for the client action ``cs_incentive.my_flowers``"""
        self._check_groups("cs_base.group_agent")
        mine = self.env.user._cs_employees()
        me = mine.filtered(lambda one: one.company_id == self.env.company)[:1]
        today = self.env.company._cs_today()
        held = self._held(me, today)
        return {
            "clock": self._clock(),
            "month_label": words.month_name(self.env, today.replace(day=1)),
            "has_person": bool(me),
            "flowers": [self._flower(one, today) for one in held],
            "choices": self._choices(len(held)),
            "redeemed": self._redeemed(me, today),
            "give": self._may_give(today),
            "given": self._given(me, today),
            "flags": self._flags(me, today),
            "over": self._over(me),
        }

    # sudo in what follows: the reader's own flowers, and names that stand on them

    def _search(self, model, domain, **kwargs):
        whole = [("company_id", "=", self.env.company.id), *domain]
        return self.env[model].sudo().search(whole, **kwargs)

    def _held(self, me, today):
        domain = [
            ("holder_id", "=", me.id or 0),
            ("state", "=", "valid"),
            ("last_day", ">=", today),
        ]
        return self._search("cs.flower", domain, order="date, id")

    def _flower(self, one, today):
        """One flower as the card shows it; ``reason`` and ``from``: of the last step"""
        last = one.move_ids.sorted("step")[-1:]
        return {
            "id": one.id,
            "name": one.name,
            "kind": one.kind,
            "from": last.from_id.name or "",
            "reason": last.note or one.reason,
            "first_reason": one.reason if last.note else "",
            "is_passed": bool(last.note),
            "date": words.day_name(self.env, one.date),
            "last_day": words.day_name(self.env, one.last_day),
            "days_left": days_left(one.last_day, today),
            "unit": one.department_id.name or "",
        }

    def _choices(self, count):
        """What the flowers can be exchanged for, most first: in words"""
        levels = dict(
            self.env["cs.flower.gift"]._fields["level"]._description_selection(self.env)
        )
        return [
            {
                "count": number,
                "ways": [
                    " + ".join(levels[str(level)] for level in chosen)
                    for chosen in choices(number)
                ],
            }
            for number in range(min(count, MOST), 0, -1)
        ]

    def _redeemed(self, me, today):
        """This month's redemption, or False."""
        month = [("month", "=", month_start(today))]
        domain = [("employee_id", "=", me.id or 0), *month]
        one = self._search("cs.flower.redemption", domain, limit=1)
        return bool(one) and self._slip(one)

    def _slip(self, one):
        return {
            "id": one.id,
            "gifts": one.gift_names,
            "flowers": one.flowers,
            "date": words.day_name(self.env, one.date),
            "is_handed": one.state == "handed",
        }

    def _may_give(self, today):
        """What the reader may still give this month, or False."""
        Flower = self.env["cs.flower"]
        giver = Flower._giver()
        budget = giver and Flower._budget(giver, today)
        return bool(budget) and {
            "budget": budget.own,
            "given": budget.given,
            "company_budget": budget.all,
            "company_given": budget.given_all,
            "left": budget.left,
        }

    def _given(self, me, today):
        domain = [("giver_id", "=", me.id or 0), ("month", "=", month_start(today))]
        found = self._search("cs.flower", [*domain, ("replaces_id", "=", False)])
        return [
            {
                "id": one.id,
                "to": one.recipient_id.name or one.department_id.name,
                "kind": one.kind,
                "reason": one.reason,
                "date": words.day_name(self.env, one.date),
            }
            for one in found
        ]

    def _flags(self, me, today):
        """Flags of the departments that the reader heads."""
        domain = [
            ("kind", "=", "flag"),
            ("department_id.manager_id", "=", me.id or 0),
            ("state", "=", "valid"),
            ("last_day", ">=", today),
        ]
        found = self._search("cs.flower", domain, order="date, id")
        month = month_start(today)
        used = self._search(
            "cs.flower.redemption", [("kind", "=", "flag"), ("month", "=", month)]
        ).department_id
        return [
            self._flower(one, today) | {"can_redeem": one.department_id not in used}
            for one in found
        ]

    def _over(self, me):
        domain = [("holder_id", "=", me.id or 0), ("state", "!=", "valid")]
        found = self._search("cs.flower", domain, limit=LAST, order="closed_at desc")
        states = dict(
            self.env["cs.flower"]._fields["state"]._description_selection(self.env)
        )
        return [
            {
                "id": one.id,
                "name": one.name,
                "state": one.state,
                "state_label": states[one.state],
                "reason": one.reason,
                "date": words.day_name(
                    self.env, words.localized(one.closed_at, self._zone()).date()
                ),
            }
            for one in found
        ]
