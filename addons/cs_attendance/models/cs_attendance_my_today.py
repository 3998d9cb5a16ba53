from datetime import timedelta

from odoo import fields, models
from odoo.addons.cs_base.models import period_words as words

#: How far from its shift a punch still belongs to it, where no window says it.
_AROUND = timedelta(hours=4)


class CsAttendanceMyToday(models.AbstractModel):
    """Today in my month: the shift that is on, its punches, and what the next one
    would mean (ATT-03, ATT-04)."""

    _inherit = "cs.attendance.my.month"

    def _today_card(self, employee, today, slots):
        """What is due now and what has been punched; times in the person's zone.

        :return: dict ``title``, ``hours``, ``date``, ``clock`` of the punches ``in``
            and ``out``, ``kind``, and ``punch`` (:meth:`_punch_offer`)
        """
        zone = self._zone(employee)
        now = fields.Datetime.now()
        slot = self._current_slot(slots, today, now)
        seen = self._seen(employee, slot, today, zone)
        shifts = self._shifts({slot.shift} - {None} if slot else set())
        name = shifts.get(slot.shift, ("", ""))[1] if slot else ""
        due = bool(slot and slot.start)
        ready = self._ready_times(employee, {slot.date: slot}) if due else {}

        def clock(moment):
            return f"{words.localized(moment, zone):%H:%M}" if moment else ""

        return {
            "date": self.env["cs.attendance.board"]._day_title(today, ""),
            "zone": str(zone),
            "kind": slot.kind if slot else "rest",
            "shift": name,
            "hours": f"{clock(slot.start)}–{clock(slot.stop)}" if due else "",
            "stop": clock(slot.stop) if due else "",
            "ready": clock(ready.get(slot.date)) if due else "",
            "in": clock(seen[0]),
            "out": clock(seen[1]),
            "punch": self._punch_offer(employee, slot, seen),
        }

    def _current_slot(self, slots, today, now):
        """The shift that is on now: a night shift is still that of yesterday."""
        before = slots.get(today - timedelta(days=1))
        if before and before.start and now < self._window(before)[1]:
            own = slots.get(today)
            if before.stop > now or not own or not own.start:
                return before
        return slots.get(today)

    def _window(self, slot):
        """From when to when a punch belongs to a shift, naive UTC."""
        return slot.window or (slot.start - _AROUND, slot.stop + _AROUND)

    def _seen(self, employee, slot, today, zone):
        """First and last punch of the shift, None where there is none."""
        if slot and slot.start:
            low, high = self._window(slot)
        else:
            low = words.to_utc(self.env.company, today)
            high = low + timedelta(days=1)
        # sudo: the own punches
        punches = self.env["cs.punch"].sudo()
        moments = punches.search_fetch(
            [
                ("employee_id", "=", employee.id),
                ("moment", ">=", low),
                ("moment", "<", high),
            ],
            ["moment"],
            order="moment",
        ).mapped("moment")
        if len(moments) == 1 and slot and slot.start and moments[0] >= slot.stop:
            return None, moments[0]
        return (
            moments[0] if moments else None,
            moments[-1] if len(moments) > 1 else None,
        )

    def _punch_offer(self, employee, slot, seen):
        """What the punch button needs to say what pressing it now would mean.

        :return: dict ``side``, planned ``start`` and ``stop`` (naive UTC text, empty
            without shift), ``grace`` and ``limit`` in minutes (ATT-04), ``stay`` (late
            or early within the limit is absence), ``tracking``; False when the person
            does not punch here
        """
        company = employee.company_id
        if not company.attendance_from_systray or not employee.user_id:
            return False
        policies = self.env["cs.attendance.policy"]._policy_on(
            employee, self._today(employee)
        )
        policy = policies.get(employee.id) or self.env["cs.attendance.policy"]
        text = fields.Datetime.to_string
        due = slot and slot.start
        return {
            "side": "out" if seen[0] else "in",
            "start": text(slot.start) if due else "",
            "stop": text(slot.stop) if due else "",
            "grace": policy.grace_minutes,
            "limit": policy.absence_minutes,
            "strict": policy.unexcused_short == "absent",
            "tracking": company.attendance_device_tracking,
        }
