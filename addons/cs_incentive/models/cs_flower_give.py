from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.exceptions import AccessError, UserError

from ..engine.flowers import giver_budget, last_day

#: Shorter is no fact; longer is no reason. The database has the first too.
SHORTEST, LONGEST = 8, 2000


class Budget(NamedTuple):
    """What somebody may still give in a month (INC-15).

    :param own: budget of the giver, ``given`` of it; ``all``: budget of the company,
        ``given_all`` of it; ``can_flag``: managers give flags too
    """

    policy: object
    own: int
    given: int
    all: int
    given_all: int
    can_flag: bool

    @property
    def left(self):
        return max(min(self.own - self.given, self.all - self.given_all), 0)


class CsFlower(models.Model):
    """Giving, within the budgets of the month (INC-15)."""

    _inherit = "cs.flower"

    def _actor(self):
        """These for acting on behalf of the caller (sudo), without a context that could
        set defaults."""
        kept = ("lang", "tz", "allowed_company_ids")
        context = {name: v for name, v in self.env.context.items() if name in kept}
        return self.sudo().with_context(context)

    @api.model
    def _giver(self):
        """The employee as whom the current user gives in the current company (sudo);
        empty for who leads nobody."""
        leads = ("cs_base.group_team_leader", "cs_base.group_general_manager")
        if not any(self.env.user.has_group(group) for group in leads):
            return self.env["hr.employee"]
        mine = self.env.user._cs_employees()
        return mine.filtered(lambda one: one.company_id == self.env.company)[:1]

    @api.model
    def _budget(self, giver, day):
        """The budgets of the giver's month; None where no policy is in force.

        :param giver: hr.employee, who leads people
        """
        policy = self.env["cs.incentive.policy"]._policy_on(giver, day)[giver.id]
        if not policy:
            return None
        rules = policy.sudo()
        is_manager, heads = self._led(giver)
        own = giver_budget(
            is_manager, heads, rules.flower_leader_budget, rules.flower_manager_heads
        )
        given, given_all = self._given(giver, month_start(day))
        return Budget(
            policy, own, given, rules.flower_company_budget, given_all, is_manager
        )

    @api.model
    def _led(self, giver):
        """:return: (whether the giver is a manager, how many people are led)"""
        user = giver.user_id
        Employee = self.env["hr.employee"].sudo()
        company = [("company_id", "=", giver.company_id.id), ("id", "!=", giver.id)]
        if user.has_group("cs_base.group_general_manager"):
            return True, Employee.search_count(company)
        if user.has_group("cs_base.group_supervisor"):
            units = user.sudo().cs_managed_department_ids
            led = [*company, ("department_id", "in", units.ids)]
            return True, Employee.search_count(led)
        return False, 0

    @api.model
    def _given(self, giver, month):
        """:return: (last place of the giver in the month, last of the company)"""
        self.flush_model()
        found = []
        for name, owner in (("giver", giver), ("company", giver.company_id)):
            domain = [(f"{name}_id", "=", owner.id), ("month", "=", month)]
            # sudo: budgets count also what the giver may not read
            rows = self.sudo()._read_group(domain, [], [f"{name}_place:max"])
            found.append(rows[0][0] or 0)
        return tuple(found)

    # Giving

    @api.model
    def _give(self, giver, reason, recipient=None, department=None, day=None):
        """Give a flower to a person or a flag to a department (sudo).

        :param giver: hr.employee, from ``_giver``
        :param day: today, unless the demo tells an older story
        :return: the flower
        :raise UserError: to oneself, without a reason, or beyond a budget
        """
        company = giver.company_id
        day = day or company._cs_today()
        budget = self._budget(giver, day)
        self._check_giver(budget, department)
        unit = department or self.env["hr.department"]
        person = recipient or self.env["hr.employee"]
        if person:
            self._check_person(giver, person)
        else:
            self._check_unit(giver, unit)
        vals = self._prepare_flower_vals(giver, budget, day) | {
            "kind": "flower" if person else "flag",
            "recipient_id": person.id,
            "holder_id": person.id,
            "department_id": person.sudo().department_id.id or unit.id,
            "reason": self._clean_reason(reason),
        }
        return self._put_down(vals, giver)

    @api.model
    def _put_down(self, vals, giver):
        """One row and its first movement. Of two who take the last place of a budget
        at the same moment, one is run again and then finds the budget used up."""
        with self._one_way():
            flower = self.sudo()._kept_create([vals])
            flower._move("given", giver, flower.recipient_id, day=flower.date)
        flower.invalidate_recordset()  # as the database has it
        flower._explain()
        flower._tell_given()
        return flower

    @api.model
    def _prepare_flower_vals(self, giver, budget, day):
        month, place = month_start(day), budget.given_all + 1
        policy = budget.policy.sudo()
        return {
            "name": f"{month:%Y%m}-{place:03}",
            "company_id": giver.company_id.id,
            "giver_id": giver.id,
            "date": day,
            "month": month,
            "last_day": last_day(day, policy.flower_months),
            "policy_id": policy.id,
            "giver_place": budget.given + 1,
            "giver_budget": budget.own,
            "company_place": place,
            "company_budget": budget.all,
        }

    # What stands against it

    @api.model
    def _check_giver(self, budget, department):
        if not budget:
            raise UserError(
                self.env._("INC-15: no incentive policy is in force for you today.")
            )
        if department and not budget.can_flag:
            raise AccessError(self.env._("INC-15: managers give red flags."))
        if budget.given >= budget.own:
            raise UserError(
                self.env._(
                    "INC-15: you have given all %(count)s of your flowers of this"
                    " month. The next ones come on the first.",
                    count=budget.own,
                )
            )
        if budget.given_all >= budget.all:
            raise UserError(
                self.env._(
                    "INC-15: all %(count)s flowers of the company's month are given."
                    " The next ones come on the first.",
                    count=budget.all,
                )
            )

    @api.model
    def _check_person(self, giver, person):
        known = person.sudo()
        if giver._cs_is_same_person(known):
            raise UserError(self.env._("INC-15: nobody gives to oneself."))
        self._check_colleague(giver, known)

    @api.model
    def _check_colleague(self, person, other):
        if not other.active or other.company_id != person.company_id:
            raise UserError(
                self.env._("INC-15: flowers go to people who work in the company.")
            )

    @api.model
    def _check_unit(self, giver, unit):
        known = unit.sudo()
        if not known.exists() or known.company_id != giver.company_id:
            raise UserError(
                self.env._("INC-15: please choose a person or a department.")
            )
        own = giver.department_id
        if own == known or known.manager_id == giver:
            raise UserError(
                self.env._("INC-15: nobody gives a flag to the own department.")
            )

    @api.model
    def _clean_reason(self, reason):
        text = reason.replace("\0", "").strip() if isinstance(reason, str) else ""
        if not SHORTEST <= len(text) <= LONGEST:
            raise UserError(
                self.env._(
                    "INC-15: please write what was done, when and for whom, in"
                    " %(least)s to %(most)s characters.",
                    least=SHORTEST,
                    most=LONGEST,
                )
            )
        return text

    def _move(self, kind, from_=None, to=None, note=None, slip=None, day=None):
        """The next step of these flowers, signed by the current user.

        :param day: date; today without
        """
        steps = self.env["cs.flower.move"]._last_steps(self)
        self.env["cs.flower.move"].sudo()._kept_create(
            [
                {
                    "flower_id": flower.id,
                    "company_id": flower.company_id.id,
                    "step": steps.get(flower.id, 0) + 1,
                    "kind": kind,
                    "date": day or flower.company_id._cs_today(),
                    "from_id": from_ and from_.id,
                    "to_id": to and to.id,
                    "note": note,
                    "signed_by_id": self.env.uid if kind != "expired" else False,
                    "signed_at": fields.Datetime.now(),
                    "redemption_id": slip and slip.id,
                }
                for flower in self
            ]
        )
