from contextlib import contextmanager

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.addons.cs_base.engine.period import month_start
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ..engine.flowers import Flower, FlowerError, cost, spent

#: So many expire at a time; what has expired stays so if the next fail.
PORTION = 500


class CsFlower(models.Model):
    """Passing on, redeeming and expiring: a flower goes one way (INC-15)."""

    _inherit = "cs.flower"

    def _pass_on(self, person, to, note):
        """The holder gives the flower to somebody else, and signs (sudo).

        :param person: hr.employee of the current user
        """
        self.ensure_one()
        self._check_usable(person)
        if person._cs_is_same_person(to) or self.giver_id._cs_is_same_person(to):
            raise UserError(
                self.env._(
                    "INC-15: nobody gives to oneself, so a flower does not go back to"
                    " who gave it."
                )
            )
        self._check_colleague(person, to)
        with self._one_way():
            self._move("passed", from_=person, to=to, note=self._clean_reason(note))
            self._kept_write({"holder_id": to.id, "move_count": self.move_count + 1})
        self._tell_passed(person)

    def _check_usable(self, person):
        """:raise UserError: used, expired, a flag, or somebody else's"""
        if self.kind != "flower":
            raise UserError(self.env._("INC-15: a red flag stays with its department."))
        if self.holder_id != person:
            raise AccessError(self.env._("INC-15: only who holds a flower uses it."))
        today = self.company_id._cs_today()
        if self.state != "valid" or today > self.last_day:
            raise UserError(
                self.env._("INC-15: this flower was used already, or has expired.")
            )

    @contextmanager
    def _one_way(self):
        """Of two ways at the same moment, one is run again and finds the other."""
        try:
            self.env.flush_all()
            # Without flush: it would forget the notices of an appeal that wait.
            with self.env.cr.savepoint(flush=False):
                yield
                self.env.flush_all()
        except UniqueViolation as error:
            raise ConcurrencyError(str(error)) from error

    # Redeeming

    @api.model
    def _redeem(self, person, gifts):
        """Exchange the person's oldest flowers for gifts, once a month (sudo).

        :param gifts: cs.flower.gift in a list, one as often as it is wanted
        :return: cs.flower.redemption
        """
        today = person.company_id._cs_today()
        self._check_gifts(person.company_id, gifts, is_flag=False)
        self._check_month([("employee_id", "=", person.id)], today)
        held = self.search([("holder_id", "=", person.id), ("state", "=", "valid")])
        rows = [Flower(one.id, one.date, one.last_day) for one in held]
        try:
            count = cost([level for gift in gifts for level in gift._flowers()])
            chosen = spent(rows, count, today)
        except FlowerError as error:
            raise UserError(self._why_not_redeemed(error.code)) from None
        flowers = self.browse([one.key for one in chosen])
        vals = {
            "kind": "flower",
            "employee_id": person.id,
            "department_id": person.department_id.id,
        }
        return flowers._spend(person, gifts, vals, today)

    def _redeem_flag(self, person, gift):
        """Exchange a flag for one gift: by who heads its department (sudo)."""
        self.ensure_one()
        today = self.company_id._cs_today()
        if self.kind != "flag" or self.department_id.manager_id != person:
            raise AccessError(
                self.env._("INC-15: the head of the department redeems its flags.")
            )
        if self.state != "valid" or today > self.last_day:
            raise UserError(
                self.env._("INC-15: this flag was used already, or has expired.")
            )
        self._check_gifts(self.company_id, [gift], is_flag=True)
        unit = [("department_id", "=", self.department_id.id), ("kind", "=", "flag")]
        self._check_month(unit, today)
        vals = {"kind": "flag", "department_id": self.department_id.id}
        return self._spend(person, [gift], vals, today)

    def _spend(self, person, gifts, vals, today):
        vals |= {
            "company_id": person.company_id.id,
            "asked_by_id": person.id,
            "date": today,
            "month": month_start(today),
            "flowers": len(self),
        }
        with self._one_way():
            slip = self.env["cs.flower.redemption"].sudo()._kept_create([vals])
            self.env["cs.flower.redemption.line"].sudo()._kept_create(
                [
                    {
                        "redemption_id": slip.id,
                        "gift_id": gift.id,
                        "level": gift.level,
                    }
                    for gift in gifts
                ]
            )
            self._move("redeemed", from_=person, slip=slip)
            self._close("redeemed")
        slip._explain(self)
        return slip

    def _close(self, state):
        self._kept_write({"state": state, "closed_at": fields.Datetime.now()})
        self.flush_recordset()
        self._explain()

    @api.model
    def _check_gifts(self, company, gifts, is_flag):
        for gift in gifts:
            is_ours = not gift.company_id or gift.company_id == company
            if not (gift.exists() and gift.active and is_ours):
                raise UserError(self.env._("INC-15: there is no such gift."))
            if (gift.level == "flag") != is_flag:
                raise UserError(
                    self.env._(
                        "INC-15: a flag is redeemed for a gift of a flag, and flowers"
                        " for gifts of levels 1 to 3."
                    )
                )

    @api.model
    def _check_month(self, whose, today):
        month = [("month", "=", month_start(today))]
        Redemption = self.env["cs.flower.redemption"].sudo()
        if Redemption.search_count([*whose, *month], limit=1):
            raise UserError(
                self.env._(
                    "INC-15: redeemed once a month, and this month's was already. The"
                    " next time is from the first on."
                )
            )

    @api.model
    def _why_not_redeemed(self, code):
        return {
            "none": self.env._("INC-15: please choose a gift."),
            "level": self.env._("INC-15: there is no such gift."),
            "many": self.env._(
                "INC-15: at most three flowers are redeemed at a time: one of level 3,"
                " or levels 1 and 2, or three of level 1."
            ),
            "few": self.env._("INC-15: these gifts cost more flowers than you have."),
        }[code]

    # Expiring

    @api.model
    def _cron_expire(self):
        """INC-15: the day after the last valid one, where the company is. Chosen by
        what is still valid, so a second run or a missed day changes nothing."""
        Cron = self.env["ir.cron"].sudo()
        due = [flowers for flowers in map(self._due, self._companies()) if flowers]
        Cron._commit_progress(remaining=sum(map(len, due)))
        for flowers in due:
            for start in range(0, len(flowers), PORTION):
                done = flowers[start : start + PORTION]
                done._expire()
                if not Cron._commit_progress(len(done)):
                    return

    @api.model
    def _companies(self):
        found = self._read_group([("state", "=", "valid")], ["company_id"])
        return [company for [company] in found]

    @api.model
    def _due(self, company):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "valid"),
                ("last_day", "<", company._cs_today()),
            ],
            order="id",
        )

    def _expire(self):
        """End those of these that nobody uses at this moment."""
        flowers = self.sudo().try_lock_for_update()
        flowers = flowers.filtered(lambda one: one.state == "valid")
        if flowers:
            flowers._move("expired")
            flowers._close("expired")
