from decimal import Decimal, InvalidOperation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from .cs_discipline_effect_mixin import exact
from .taken import taken_of


class CsDisciplineEntry(models.Model):
    """Fines and compensations that are paid in instalments (INC-28).

    Who decides on the entry agrees on the first instalment; a change of it is a
    decision of its own, ``cs.discipline.instalment``. It limits what is taken in a
    month besides the cap; the last instalment is the rest.
    """

    _inherit = "cs.discipline.entry"

    instalment = fields.Monetary(
        "Agreed Instalment",
        readonly=True,
        copy=False,
        tracking=True,
        aggregator=None,
        help="INC-28: at most so much a month, agreed by who decided on the entry. 0:"
        " as much as the limit of fines gives.",
    )
    instalment_ids = fields.One2many(
        "cs.discipline.instalment", "entry_id", "Changes of the Instalment"
    )
    instalment_now = fields.Monetary(
        "Instalment a Month",
        compute="_compute_instalment_now",
        help="INC-28: by the newest decision; 0: as much as the limit of fines gives.",
    )
    balance = fields.Monetary(
        "Still to Be Paid",
        compute="_compute_balance",
        help="INC-28: what approved statements have not taken yet.",
    )
    can_agree = fields.Boolean(compute="_compute_can_agree")
    can_change_instalment = fields.Boolean(compute="_compute_can_agree")

    _instalment_within_amount = models.Constraint(
        "CHECK(instalment >= 0 AND (instalment = 0 OR instalment <= abs(amount)))",
        "INC-28: an instalment is not below zero, nor above the amount.",
    )

    @api.depends("instalment", "instalment_ids.state")
    def _compute_instalment_now(self):
        # sudo: whoever reads the entry reads what is taken of it
        for company, entries in self.sudo().grouped("company_id").items():
            plans = entries._plans((company or self.env.company)._cs_today())
            for entry in entries:
                each = plans[f"entry:{entry.id}"][0] or 0
                entry.with_env(self.env).instalment_now = float(each)

    @api.depends("state", "amount", "reversal_ids")
    def _compute_balance(self):
        paid = taken_of(self, "entry")
        for entry in self:
            is_open = entry._is_debt() and entry.state == "approved"
            left = -exact(entry.amount) - paid.get(entry.id, 0) if is_open else 0
            entry.balance = float(max(left, 0)) if not entry.is_cancelled else 0

    @api.depends_context("uid")
    @api.depends("state", "amount")
    def _compute_can_agree(self):
        may_change = self.env["cs.discipline.instalment"].has_access("create")
        mine = self.env.user._cs_employees()
        for entry in self:
            is_debt = entry._is_debt()
            entry.can_agree = is_debt and entry.can_decide
            entry.can_change_instalment = (
                may_change
                and is_debt
                and entry.balance > 0
                and entry.sudo().employee_id not in mine
            )

    def _is_debt(self):
        return self.amount < 0 and not self.reverses_id

    def action_agree_instalment(self, amount):
        """Who decides on the entry agrees on what is taken a month (INC-28).

        :param amount: money to the cent, up to that of the entry; 0: as the cap gives
        :raise AccessError, UserError: as for deciding; an amount that cannot be
        """
        self.check_access("read")
        for entry in self._decision_actor():
            request = entry._decision_pending_request()
            if not request:
                raise UserError(
                    self.env._(
                        "INC-28: instalments are agreed on by who decides, while the"
                        " entry waits. Later they are changed by a decision."
                    )
                )
            request._authorise()
            request._claim()
            value = entry._clean_instalment(amount)
            entry._decision_write({"instalment": float(value)})
        return True

    def action_open_agree(self):
        """Ask what is to be taken a month."""
        self.ensure_one()
        return self._instalment_form("cs.discipline.agree", self.env._("Instalments"))

    def action_change_instalment(self):
        """Propose another instalment; somebody else decides."""
        self.ensure_one()
        name = self.env._("Change of the Instalment")
        return self._instalment_form("cs.discipline.instalment", name, "current")

    def _instalment_form(self, model, name, target="new"):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": target,
            "context": {"default_entry_id": self.id},
        }

    def _clean_instalment(self, amount):
        """:raise UserError: no money to the cent, or more than the entry"""
        owed = abs(exact(self.amount))
        try:
            value = Decimal(str(amount))
        except InvalidOperation:
            value = Decimal("NaN")
        is_money = value.is_finite() and not isinstance(amount, bool)
        # Its size first: the remainder of 1E+999 by a cent is beyond any precision.
        is_money = is_money and 0 <= value <= owed and not value % Decimal("0.01")
        if not is_money or not self._is_debt():
            raise UserError(
                self.env._(
                    "INC-28: an instalment is an amount to the cent, from 0 to the"
                    " %(owed)s of the entry.",
                    owed=format_amount(self.env, float(owed), self.currency_id),
                )
            )
        return value

    # Plans

    def _plans(self, day):
        """What is taken a month, and in which order (sudo).

        :param day: of the month that is asked for
        :return: dict key of the ledger -> (instalment or None, order)
        """
        self.env["cs.discipline.instalment"].flush_model()
        self.flush_model(["date", "instalment"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id, e.date, coalesce(c.instalment, e.instalment)::text
                  FROM cs_discipline_entry e
                  LEFT JOIN LATERAL (
                       SELECT instalment FROM cs_discipline_instalment c
                        WHERE c.entry_id = e.id AND c.state = 'approved'
                          AND c.month <= %s
                        ORDER BY c.approved_at DESC, c.id DESC LIMIT 1) c ON TRUE
                 WHERE e.id = ANY(%s)
                """,
                day,
                self.ids,
            )
        )
        plans = {
            f"entry:{id_}": (Decimal(each or 0) or None, (date, id_))
            for id_, date, each in rows
        }
        return {f"entry:{entry.id}": (None, ()) for entry in self} | plans

    # Hooks of the entry

    def _decision_check_submit(self):
        # Whoever decides this time agrees anew.
        self._decision_write({"instalment": 0})
        super()._decision_check_submit()

    def _decision_detail(self):
        return super()._decision_detail() | {"instalment": self.instalment}

    def _decision_protected_fields(self):
        own = {"instalment", "instalment_ids"}
        return super()._decision_protected_fields() | own

    def _stand_again(self):
        """The entry that stands for this one is paid as this one was."""
        again = super()._stand_again()
        plans = self._plans(self.company_id._cs_today())
        each = plans[f"entry:{self.id}"][0] or 0
        successor = again.filtered(lambda one: one.corrects_id == self)
        each = min(each, abs(exact(successor.amount)))
        successor._decision_write({"instalment": float(each)})
        return again

    def _notice_text(self):
        text = super()._notice_text()
        if self.instalment and not self.reverses_id:
            each = format_amount(self.env, self.instalment, self.currency_id)
            text += " " + self.env._(
                "At most %(amount)s a month is taken of it until it is paid (INC-28).",
                amount=each,
            )
        return text
