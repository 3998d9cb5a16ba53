from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.quiet_hours import QuietHours, end_of_day
from .cs_helpdesk_policy import QUIET

#: So long nobody else calls a customer whom somebody calls right now.
TAKEN = timedelta(minutes=15)


class CsCallback(models.Model):
    """When a customer is called back, and when not (HD-03, HD-07)."""

    _inherit = "cs.callback"

    # Making

    @api.model
    def _make(self, tickets, kind=None):
        """Callbacks on tickets (sudo); one that waits already stays the only one.

        :param kind: what it is about; by default the kind of each ticket
        :return: the callbacks
        """
        callbacks = self.sudo()
        waiting = callbacks.search(
            [("ticket_id", "in", tickets.ids), ("state", "=", "waiting")]
        )
        new = tickets - waiting.ticket_id
        made = callbacks._kept_create([one._cs_callback_vals(kind) for one in new])
        for one in made:
            one._plan()
        return waiting | made

    def _plan(self):
        """Limit, first possible moment and the reasons of both (sudo)."""
        self.ensure_one()
        ticket, now = self.ticket_id, fields.Datetime.now()
        limits = ticket._cs_parameters(["callback_days", "callback_time"])
        due = self._limit(limits)
        vals = {"due_at": due, "next_at": self._next_call(now)}
        if due < now:
            # Entered long after it was finished: nobody is called about it any more.
            vals["state"] = "missed"
        self._set(vals)
        self._explain_limit(limits)
        is_service = self.state == "waiting" and self.kind != "complaint"
        if is_service and self._is_barred():
            self._finish("barred")

    def _limit(self, limits):
        """HD-03: so many days from the service, in working or clock time."""
        days = limits["callback_days"]
        by_clock = self.service_at + timedelta(days=days)
        if limits["callback_time"] != "working":
            return by_clock
        Time, calendar = self.env["cs.working.time"], self.ticket_id._cs_calendar()
        question = [(self.service_at, days)]
        try:
            return Time._add_days(calendar, question, self.company_id)[0]
        except UserError:
            # Without usable working hours the limit runs by the clock: closing a ticket
            # must not fail for it.
            return by_clock

    # May the customer be called?

    def _zone(self):
        return ZoneInfo(self.zone) if self.zone else self.company_id._cs_zone()

    def _quiet(self):
        """The customer's rest hours, by the policy of the unit that served.

        :rtype: QuietHours
        """
        return self._quiet_by_unit()[self.company_id, self.department_id]

    def _quiet_by_unit(self):
        Policy = self.env["cs.helpdesk.policy"]
        rests = {}
        for company, unit in {(one.company_id, one.department_id) for one in self}:
            policy = Policy._policy_of_unit(company, unit, company._cs_today())
            hours = [
                policy[name] if policy else policy._fields[name].default(policy)
                for name in QUIET
            ]
            rests[company, unit] = QuietHours.of_hours(*hours)
        return rests

    def _is_quiet(self, moment):
        rest = self._quiet()
        return rest.next_call(moment, self._zone()) != moment

    def _next_call(self, moment):
        """The moment itself, else the end of the customer's rest."""
        return self._quiet().next_call(moment, self._zone()) or moment

    def _refusals(self, moment):
        """Why each customer is not to be called at a moment, as a sentence; else "".

        :return: dict callback id -> text
        """
        barred, rests = self._barred_keys(), self._quiet_by_unit()
        return {
            one.id: one._refusal(
                moment, barred, rests[one.company_id, one.department_id]
            )
            for one in self
        }

    def _refusal(self, moment, barred, rest):
        if not self.phone_key:
            return self.env._("No telephone number")
        if self.phone_key in barred:
            return self.env._("Does not want to be called (HD-07)")
        others = self.user_id and self.user_id != self.env.user
        if others and self.taken_at and moment < self.taken_at + TAKEN:
            return self.env._("%s is calling just now", self.sudo().user_id.name)
        return self._refusal_of_hour(moment, rest)

    def _refusal_of_hour(self, moment, rest):
        if rest.never:
            return self.env._("The policy's rest hours fill the whole day (HD-07)")
        free = rest.next_call(moment, self._zone())
        if self.next_at and self.next_at > moment:
            text = self.env._("Agreed: %s") if self.is_agreed else self.env._("From %s")
            return text % self._local_name(max(self.next_at, free), moment)
        if free > moment:
            return self.env._(
                "The customer rests until %s (HD-07)", self._local_name(free, moment)
            )
        return ""

    def _local_name(self, moment, now):
        """A moment where the customer is; with the day when it is another one."""
        local, today = self._local(moment), self._local(now).date()
        return local.strftime("%H:%M" if local.date() == today else "%m-%d %H:%M")

    def _local(self, moment):
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(self._zone())

    # Do-not-call list

    def _barred_keys(self):
        """Those of the numbers that are on the do-not-call list."""
        numbers = {(one.phone_key, one.company_id) for one in self}
        return self.env["cs.phone"]._barred(numbers)

    def _is_barred(self):
        return bool(self._barred_keys())

    def _bar(self):
        """Put the number on the do-not-call list (HD-07)."""
        if not self.phone_key:
            raise UserError(
                self.env._("Enter the customer's telephone number first, please.")
            )
        # sudo: what the customer asks for on the phone holds at once
        self.env["phone.blacklist"].sudo()._add([self.phone_key])

    # Agreed times

    def _check_agreed(self, moment):
        """HD-07: a time that the customer asked for is no rest hour either."""
        if not moment or moment <= fields.Datetime.now():
            raise UserError(
                self.env._("HD-07: agree on a time to come, please, and enter it.")
            )
        if self._quiet().never or self._is_quiet(moment):
            raise UserError(
                self.env._(
                    "HD-07: %(time)s lies in the customer's rest hours. The next"
                    " possible time is %(free)s.",
                    time=self._local_name(moment, fields.Datetime.now()),
                    free=self._local_name(
                        self._next_call(moment), fields.Datetime.now()
                    ),
                )
            )

    def _agreed_limit(self, moment):
        """The limit once a time has been agreed: its day, if that was in time."""
        if fields.Datetime.now() > self.due_at:
            return self.due_at
        return max(self.due_at, end_of_day(moment, self._zone()))
