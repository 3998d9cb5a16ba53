from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import AccessError, UserError

from .claim import claimed
from .cs_discipline_effect_mixin import exact
from .cs_incentive_booking import FROZEN
from .taken import COURSE_KEY, taken_of


class CsTrainingObligation(models.Model):
    """A course fee of who leaves, taken from the last pay (APP-11).

    HR takes it into the statement of the month of leaving, once; there it is a
    deduction within the limit of fines (INC-28). What the approved statement could not
    take is open again, to be settled in another way. Until then a change of the day of
    leaving takes it out of the statement, afterwards nothing changes what was approved:
    if nobody leaves any more, the next statement gives it back.
    """

    _inherit = "cs.training.obligation"

    state = fields.Selection(
        selection_add=[("pay", "With the statement"), ("settled",)],
        ondelete={"pay": "set default"},
    )
    pay_month = fields.Date(
        "Taken With Statement Of",
        readonly=True,
        index="btree_not_null",
        help="APP-11: first day of the month; of the last pay, once HR took it there.",
    )
    taken = fields.Monetary(
        "Taken From Pay",
        compute="_compute_taken",
        help="APP-11: what approved statements took.",
    )
    balance = fields.Monetary(
        "Still Open",
        compute="_compute_taken",
        help="APP-11: what no approved statement took and nobody settled.",
    )
    can_take = fields.Boolean(compute="_compute_can_take")

    _pay_has_month = models.Constraint(
        "CHECK(state != 'pay' OR pay_month IS NOT NULL)",
        "What is taken from pay says in which month.",
    )
    _pay_month_first = models.Constraint(
        "CHECK(extract(day from pay_month) = 1)", "A month is its first day."
    )

    @api.depends("state", "amount", "pay_month")
    def _compute_taken(self):
        # sudo: whoever reads what is owed reads what was taken of it
        found = taken_of(self.sudo(), COURSE_KEY)
        for one in self:
            one.taken = float(found.get(one.id, 0))
            is_open = one.state in ("open", "pay")
            left = exact(one.amount) - found.get(one.id, 0)
            one.balance = float(left) if is_open else 0

    @api.depends_context("uid")
    @api.depends("state", "pay_month")
    def _compute_can_take(self):
        is_hr = self.env.user.has_group("cs_base.group_hr_officer")
        mine = self.env.user._cs_employees()
        for one in self:
            other = not one._is_of(mine)
            one.can_take = is_hr and other and one.state == "open" and not one.pay_month

    def _is_of(self, people):
        person = self.sudo().employee_id
        return any(one._cs_is_same_person(person) for one in people)

    # Into the statement, and out of it

    def action_take_from_pay(self):
        """HR officers: take it with the statement of the month of leaving.

        :raise AccessError: for others, and for the own one
        :raise UserError: not open, or that statement is approved or its month closed
        """
        for one in self:
            one._check_may_take()
            month = one.leaving_on.replace(day=1)
            one.sudo()._check_takes(month)
            one.sudo()._kept_write({"state": "pay", "pay_month": month})
            one.sudo()._book_pay(month)
        return True

    def action_leave_out_of_pay(self):
        """HR officers: take it out again, before the statement is approved."""
        for one in self:
            one._check_may_take()
            if not claimed(one.sudo(), "pay"):
                raise UserError(
                    self.env._(
                        "APP-11: only what waits for a statement can be left out of it."
                    )
                )
            one.sudo()._drop_from_pay("open")
        return True

    def _check_may_take(self):
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_hr_officer"):
            raise AccessError(
                self.env._("APP-11: HR officers decide what is taken from pay.")
            )
        if self._is_of(self.env.user._cs_employees()):
            raise AccessError(self.env._("Nobody decides on the own obligation."))

    def _check_takes(self, month):
        if not claimed(self, "open") or self.pay_month:
            raise UserError(
                self.env._("APP-11: a course fee is taken from pay once, while open.")
            )
        if self._open_month(month) != month:
            raise UserError(
                self.env._(
                    "APP-11: the statement of %(month)s is approved or the month"
                    " closed. Please settle it in another way, and say how.",
                    month=words.month_name(self.env, month),
                )
            )

    def _open_month(self, month):
        """The first month, from this one on, whose statement can still change."""
        self.env["cs.incentive.statement"].flush_model(["state"])
        people = self.employee_id.ids
        booking = self.env["cs.incentive.booking"]
        [found] = booking._open_months(self.company_id, month, people).values()
        return found

    def _book_pay(self, month):
        self.env["cs.incentive.maker"]._book_course(self.employee_id, month)

    def _drop_from_pay(self, state):
        month = self.pay_month
        self._kept_write({"state": state, "pay_month": False})
        self._book_pay(month)

    # Approved statements (sudo)

    @api.model
    def _taken_by(self, statements):
        """What these approved statements took in whole is settled; else it is open."""
        waiting = self.search(
            [
                ("employee_id", "in", statements.employee_id.ids),
                ("pay_month", "!=", False),
                ("state", "in", ("open", "pay")),
            ]
        )
        waiting.invalidate_recordset(["taken", "balance"])
        for one in waiting:
            if one._is_approved():
                one._kept_write(one._prepare_taken())

    def _prepare_taken(self):
        if self.balance > 0:
            return {"state": "open"}
        month = words.month_name(self.env, self.pay_month)
        note = self.env._("Taken with the statement of %(month)s", month=month)
        return {
            "state": "settled",
            "note": note,
            "settled_by_id": self.env.uid,
            "settled_on": self.company_id._cs_today(),
        }

    def _statement(self, *conditions):
        known = [("employee_id", "=", self.employee_id.id), *conditions]
        Statement = self.env["cs.incentive.statement"]
        return Statement.search(known, order="month desc", limit=1)

    def _is_approved(self):
        """Whether the statement that takes it is approved; of none, not."""
        own = self.pay_month and self._statement(("month", "=", self.pay_month))
        return bool(own) and own.state in FROZEN

    def _check_may_settle(self):
        super()._check_may_settle()
        if self.pay_month and self.leaving_on >= self.company_id._cs_today():
            raise UserError(
                self.env._(
                    "APP-11: until the day of leaving the next statements take the"
                    " rest."
                )
            )

    # Following the day of leaving (sudo)

    def _is_final(self):
        """What was taken is given back only where the next statement follows without
        a gap: after one, the person had left; and what is carried would be lost."""
        if not self.pay_month or not self._is_approved():
            return super()._is_final()
        is_otherwise = self.state == "settled" and self.taken < self.amount
        last = self._statement(("state", "in", FROZEN)).month
        follows = self._open_month(self.pay_month) == last + relativedelta(months=1)
        return is_otherwise or not follows

    def _state_after(self, owed, leaving):
        state = super()._state_after(owed, leaving)
        if not owed or not self.pay_month:
            return state
        is_same = leaving and leaving.replace(day=1) == self.pay_month
        return self.state if is_same or self._is_approved() else state

    @api.model
    def _follow(self, old, *args):
        before = old.leaving_on
        super()._follow(old, *args)
        if not old.pay_month:
            return
        if old.state == "void" or (old.state == "open" and not old._is_approved()):
            old._drop_from_pay(old.state)
        elif old.leaving_on != before:
            old._book_pay(old.pay_month)
