from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .cs_callback_attempt import NOT_REACHED

#: A call recorded later than this after it began has to be begun anew.
LONGEST_CALL = timedelta(hours=1)
MAX_TEXT = 5000
#: What the customer's word counts in the one ledger of satisfaction.
RATES = {"satisfied": 5, "average": 3, "dissatisfied": 1}


class CsCallback(models.Model):
    """Calling a customer, and what comes of it (HD-07)."""

    _inherit = "cs.callback"

    def action_call(self):
        """Begin a call: opens the form in which it is recorded.

        :raise UserError: the customer is not to be called now
        """
        self.ensure_one()
        self.check_access("write")
        self._lock()
        self._check_call(fields.Datetime.now())
        self._set({"user_id": self.env.uid, "taken_at": fields.Datetime.now()})
        call = self.env["cs.callback.call"].create({"callback_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call Back"),
            "res_model": call._name,
            "res_id": call.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_bar(self):
        """Close without a call, because the number is on the do-not-call list.

        :raise UserError: it is not
        """
        self.check_access("write")
        for one in self:
            one._lock()
            one._check_waiting()
            if not one._is_barred():
                raise UserError(
                    self.env._(
                        "HD-07: the number is not on the do-not-call list. Please call."
                    )
                )
            one._finish("barred")
        return True

    @api.model
    def _next_to_call(self):
        """The callback that the current user makes next; possibly none."""
        return self.search([("can_call", "=", True)], limit=20).filtered("can_call")[:1]

    def _lock(self):
        """Of two who finish one callback at the same moment one wins."""
        self.flush_recordset()
        self.sudo().lock_for_update(allow_referencing=True)
        self.invalidate_recordset()

    def _check_waiting(self):
        if self.state == "waiting":
            return
        states = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "This callback is finished already: %(state)s (%(who)s).",
                state=states[self.state],
                who=self.sudo().done_by_id.name or "–",
            )
        )

    def _check_call(self, moment):
        self._check_waiting()
        refusal = self._refusals(moment)[self.id]
        if refusal:
            raise UserError(
                self.env._(
                    "%(customer)s cannot be called now: %(why)s",
                    customer=self.customer or self.ticket_id.sudo().number,
                    why=refusal,
                )
            )

    def _record(self, started_at, outcome, answers):
        """Keep what came of a call that began at a moment (HD-07).

        :param outcome: one of ``OUTCOMES``
        :param answers: dict of ``satisfaction``, ``satisfaction_reason``,
            ``suggestion``, ``customer_agrees``, ``agreed_at``, ``note``
        :return: the ``cs.callback.attempt``
        :raise UserError: the customer was not to be called, or answers are missing
        """
        self.ensure_one()
        self.check_access("write")
        self._lock()
        self._check_call(started_at)
        if fields.Datetime.now() > started_at + LONGEST_CALL:
            raise UserError(
                self.env._(
                    "This call was begun more than an hour ago. Please begin it anew."
                )
            )
        attempt = {
            "callback_id": self.id,
            "called_at": started_at,
            "user_id": self.env.uid,
            "phone": self.phone,
            "outcome": outcome,
            "agreed_at": answers["agreed_at"] if outcome == "later" else False,
            "note": self._clean(answers["note"], MAX_TEXT),
            "before": self._before(),
        }
        # sudo: attempts are made by recording a call only
        made = self.env["cs.callback.attempt"].sudo()._kept_create([attempt])
        self._set({"user_id": self.env.uid, "taken_at": False})
        if outcome in NOT_REACHED:
            self._not_reached()
        elif outcome == "later":
            self._agree(answers["agreed_at"])
        elif outcome == "never":
            self._bar()
            self._finish("barred")
        else:
            self._reached(answers)
        return made.sudo(False)

    def _before(self):
        """What recording a call that reached nobody changes."""
        one = self.sudo()
        callback = {
            "due_at": fields.Datetime.to_string(one.due_at),
            "next_at": fields.Datetime.to_string(one.next_at),
            "is_agreed": one.is_agreed,
            "missed_count": one.missed_count,
            "explanation": one.explanation,
        }
        now = fields.Datetime.to_string(fields.Datetime.now())
        return {"recorded_at": now, "callback": callback}

    def _not_reached(self):
        """HD-07: not reached so many times closes the callback as unreachable."""
        names = ["callback_attempts", "callback_retry_hours"]
        limits = self.sudo().ticket_id._cs_parameters(names)
        count = self.missed_count + 1
        again = fields.Datetime.now() + timedelta(hours=limits["callback_retry_hours"])
        self._set(
            {
                "missed_count": count,
                "next_at": self._next_call(again),
                "is_agreed": False,
            }
        )
        if count >= limits["callback_attempts"]:
            self._finish("unreachable")

    def _agree(self, moment):
        self._check_agreed(moment)
        self._set(
            {
                "due_at": self._agreed_limit(moment),
                "next_at": moment,
                "is_agreed": True,
            }
        )

    def _reached(self, answers):
        vals = {
            "satisfaction": answers["satisfaction"],
            "satisfaction_reason": self._clean(
                answers["satisfaction_reason"], MAX_TEXT
            ),
            "suggestion": self._clean(answers["suggestion"], MAX_TEXT),
            "customer_agrees": self.kind == "complaint" and answers["customer_agrees"],
        }
        self._check_answers(vals)
        self._finish("reached", vals)

    def _check_answers(self, vals):
        """HD-05, HD-07: what has to be asked."""
        if vals["satisfaction"] not in RATES:
            raise UserError(
                self.env._("HD-07: ask how satisfied the customer is, please.")
            )
        if self.kind == "complaint" and not vals["customer_agrees"]:
            raise UserError(
                self.env._("HD-05: ask whether the customer agrees, please.")
            )
        content = vals["satisfaction"] == "satisfied" and (
            vals["customer_agrees"] != "no"
        )
        if not content and not vals["satisfaction_reason"]:
            raise UserError(
                self.env._(
                    "HD-07: write down why the customer is not satisfied, please."
                )
            )

    def _finish(self, state, vals=None):
        """The callback ends; who hears of it does what follows (HD-05, HD-07)."""
        self.ensure_one()
        now = fields.Datetime.now()
        reached = state == "reached"
        self._set(
            {
                **(vals or {}),
                "state": state,
                "done_at": now,
                "done_by_id": self.env.uid,
                "taken_at": False,
                "covered": 100 if reached else 0,
                "in_time": 100 if reached and now <= self.due_at else 0,
            }
        )
        self._explain_end()
        if reached:
            self._follow_up()

    def _follow_up(self):
        # sudo: ledger and complaint are the server's work, whoever called
        ticket = self.sudo().ticket_id
        is_complaint = self.kind == "complaint"
        if not is_complaint or self.customer_agrees == "yes":
            self.env["rating.rating"]._cs_rate(
                ticket, RATES[self.satisfaction], self.satisfaction_reason
            )
        if self.satisfaction == "dissatisfied" and not is_complaint:
            self._set({"complaint_id": ticket._cs_open_complaint(self.sudo()).id})
        ticket._cs_callback_done(self.sudo())

    def _drop(self):
        """The service was opened again: it is called back when it is finished."""
        for one in self:
            one._set(
                {
                    "state": "dropped",
                    "done_at": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
