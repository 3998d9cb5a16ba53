from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError

from .cs_attendance_day_code import DayCode, code_class

#: How far from its shift a punch still belongs to it, where no window says it.
_AROUND = timedelta(hours=4)
_MINUTE = timedelta(minutes=1)


class CsAttendanceMyMonth(models.AbstractModel):
    """My month: what a person needs to know and to do about the own attendance.

    Everything here is about the employee record of the user in the current company.
    """

    _name = "cs.attendance.my.month"
    _description = "My Attendance Month"

    @api.model
    @api.readonly
    def get_month(self, month=None):
        """One month of the user: today, figures, calendar, what needs the user.

        :param month: number like 202610; None for the current one
        :return: dict for the client action ``cs_attendance.my_month``; ``person`` is
            False when the user has no employee record here
        """
        board = self.env["cs.attendance.board"]
        first = board._first_day(month)
        employee = self._employee()
        today = self._today(employee)
        frame = board._of_month(first)
        # The next month shows what is planned.
        frame["next"] = frame["next"] or self._following(first, today)
        frame["weekdays"] = board._weekdays_in_order()
        frame["person"] = bool(employee)
        if not employee:
            return frame
        slots = self._slots(employee, first, today)
        rows = self._rows(employee, first)
        return {
            **frame,
            "today_card": self._today_card(employee, today, slots),
            "figures": self._figures(rows),
            "calendar": self._calendar(employee, first, today, rows, slots),
            "todo": self._todo(employee, today),
        }

    @api.model
    def get_request(self, kind, date):
        """The form with which the user asks for leave or reports work outside on a
        day that has no verdict yet.

        :param kind: ``leave`` or ``outing``
        :param date: like 2026-10-28
        """
        employee = self._employee()
        day = fields.Date.to_date(date)
        if not employee or not day or kind not in ("leave", "outing"):
            raise UserError(self.env._("There is nothing to ask for on this day."))
        # sudo: everybody knows the own plan
        planned = self.env["cs.duty.slot"].sudo()._planned(employee, day, day)
        slot = planned.get(employee.id, {}).get(day)
        Day = self.env["cs.attendance.day"]
        if kind == "leave":
            return Day._leave_form(employee, day)
        if slot and slot.start:
            return Day._outing_form(employee, slot.start, slot.stop)
        start = words.to_utc(employee.company_id, day)
        return Day._outing_form(employee, start, start + timedelta(days=1))

    @api.model
    def _employee(self):
        """The user's own record in the current company (sudo), perhaps empty."""
        return self.env.user._cs_employees().filtered(
            lambda employee: employee.company_id == self.env.company
        )[:1]

    def _zone(self, employee):
        """Where the person works (ATT-32)."""
        zone = employee.resource_calendar_id.tz
        return ZoneInfo(zone) if zone else self.env.company._cs_zone()

    def _today(self, employee):
        now = fields.Datetime.now()
        return words.localized(now, self._zone(employee)).date()

    def _following(self, first, today):
        following = (first + timedelta(days=31)).replace(day=1)
        limit = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
        return following.year * 100 + following.month if following <= limit else False

    def _slots(self, employee, first, today):
        """What is planned for the days of the month, today and yesterday."""
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        # sudo: everybody knows the own plan
        Slot = self.env["cs.duty.slot"].sudo()
        slots = dict(Slot._planned(employee, first, last).get(employee.id, {}))
        if not {today - timedelta(days=1), today} <= slots.keys():
            near = Slot._planned(employee, today - timedelta(days=1), today)
            slots |= near.get(employee.id, {})
        return slots

    def _rows(self, employee, first):
        return self.env["cs.attendance.day"]._rows(
            [("employee_id", "=", employee.id), ("month", "=", first)]
        )

    # Month in numbers

    def _figures(self, rows):
        """:return: list of [label, number]"""

        def total(name):
            return round(sum(getattr(row, name) or 0 for row in rows), 2)

        return [
            [self.env._("Present"), total("present_days")],
            [self.env._("Late"), total("late_count")],
            [self.env._("Early"), total("early_count")],
            [self.env._("Missed"), total("missed_count")],
            [self.env._("Absent"), total("absent_days")],
            [self.env._("Leave"), total("leave_days")],
        ]

    # Calendar

    def _calendar(self, employee, first, today, rows, slots):
        """:return: list of dicts, one a day of the month: ``day``, ``weekday`` (0 =
        Monday), ``id`` (0 where there is no verdict), ``text``, ``class``, ``label``
        and whether it is ``today`` or to ``come``"""
        by_date = {row.date: row for row in rows}
        codes = self.env["cs.attendance.day"]._codes_of(rows)
        shifts = self._shifts({slot.shift for slot in slots.values()} - {None})
        ready, zone = self._ready_times(employee, slots), self._zone(employee)
        result = []
        day = first
        while day.month == first.month:
            row = by_date.get(day)
            code = codes[row.id] if row else self._plan_code(slots.get(day), shifts)
            if row and row.verdict == "open" and not code.char:
                code = self._plan_code(slots.get(day), shifts)
            come = not row or row.verdict == "open"
            result.append(
                {
                    "day": day.day,
                    "weekday": day.weekday(),
                    "date": fields.Date.to_string(day),
                    "id": row.id if row else 0,
                    "text": self._short(code),
                    "class": code_class(code),
                    "label": f"{words.day_name(self.env, day)} {code.label}".strip(),
                    "pending": code.pending,
                    "dot": code.dot or code.pending,
                    "today": day == today,
                    "come": come,
                    "hours": self._hours_text(slots.get(day), ready.get(day), zone),
                }
            )
            day += timedelta(days=1)
        return result

    def _ready_times(self, employee, slots):
        """When to be ready, by date; only where that is before the start (ATT-10).

        :return: dict date -> naive UTC
        """
        days = [day for day, slot in slots.items() if slot.is_due]
        if not days:
            return {}
        Policy = self.env["cs.attendance.policy"]
        spans = Policy._policy_spans(employee, min(days), max(days))
        result = {}
        for first, last, policy in spans.get(employee.id, ()):
            for day in days:
                if policy and first <= day <= last:
                    minutes = slots[day].ready_minutes(policy.sudo())
                    if minutes:
                        ready = slots[day].start - timedelta(minutes=minutes)
                        result[day] = ready
        return result

    def _hours_text(self, slot, ready, zone):
        """``08:30–17:30 · 08:25 前就位``; empty on a day without hours."""
        if not slot or not slot.start:
            return ""

        def clock(moment):
            return f"{words.localized(moment, zone):%H:%M}"

        text = f"{clock(slot.start)}–{clock(slot.stop)}"
        if ready:
            text += " · " + self.env._("be ready by %s", clock(ready))
        return text

    def _short(self, code):
        """A phone has room for the name of a leave of two characters."""
        return (
            code.label if code.token == "leave" and len(code.label) <= 2 else code.char
        )

    def _plan_code(self, slot, shifts):
        """How a day without verdict is shown: its shift in grey, rest, holiday."""
        day_words = self.env["cs.attendance.day"]._code_words()
        if slot is None:
            return day_words["open"]
        if slot.kind in ("rest", "holiday") and not slot.start:
            return day_words[slot.kind]
        char, name = shifts.get(slot.shift, ("", ""))
        return DayCode(char, "open", name or self.env._("Work"))

    def _shifts(self, ids):
        """:return: dict shift id -> (character, name)"""
        # sudo: the own shifts
        shifts = self.env["cs.shift"].sudo().with_context(active_test=False)
        found = shifts.search_fetch([("id", "in", list(ids))], ["code", "name"])
        return {shift.id: (shift.code, shift.name) for shift in found}

    # Today

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

    # What needs the person

    def _todo(self, employee, today):
        """What the person has to do or waits for, soonest deadline first.

        Extend ``_todo_rows`` for further kinds.

        :return: list of dicts ``key``, ``char``, ``class``, ``title``, ``note``,
            ``due`` (text), ``late`` (bool) and ``button`` {label, primary, model, id,
            method or None to open its explanation}
        """
        rows = self._todo_rows(employee, today)
        rows.sort(key=lambda row: row["deadline"] or datetime.max)
        now, zone = fields.Datetime.now(), self._zone(employee)
        for row in rows:
            deadline = row.pop("deadline")
            row["due"] = self._time_left(now, deadline, zone) if deadline else ""
            row["late"] = bool(deadline and deadline < now)
        return rows

    def _todo_rows(self, employee, today):
        return [
            *self._todo_days(employee, today),
            *self._todo_outings(employee),
            *self._todo_sheets(employee),
        ]

    def _time_left(self, now, deadline, zone):
        """``还剩 7 小时``, ``今日 23:59 截止``, ``还剩 7 天``."""
        left = deadline - now
        local, today = words.localized(deadline, zone), words.localized(now, zone)
        if left <= timedelta():
            return self.env._("was due %s", words.moment_name(self.env, deadline, zone))
        if local.date() == today.date():
            return self.env._("due today %s", f"{local:%H:%M}")
        if left < timedelta(hours=24):
            return self.env._("%s hours left", max(1, left // timedelta(hours=1)))
        days = (local.date() - today.date()).days
        return (
            self.env._("1 day left") if days == 1 else self.env._("%s days left", days)
        )

    def _todo_days(self, employee, today):
        """Missed punches to have confirmed, absences to look at (ATT-02, ATT-05)."""
        first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        days = self.env["cs.attendance.day"].search(
            [
                ("employee_id", "=", employee.id),
                ("month", ">=", first),
                ("date", "<=", today),
                ("verdict", "in", ["missed", "absent"]),
                ("is_pending", "=", False),
                ("is_locked", "=", False),
            ],
            order="date",
        )
        codes = days._codes()
        used = self._allowance_used(employee, days)
        result = []
        for day in days:
            row = self._todo_day(day, codes[day.id], used)
            if row:
                result.append(row)
        return result

    def _allowance_used(self, employee, days):
        """:return: dict day id -> how many missed punches of its month come up to it"""
        months = set(days.mapped("month"))
        counted = self.env["cs.attendance.day"].search_fetch(
            [("employee_id", "=", employee.id), ("month", "in", list(months))],
            ["month", "missed_count", "forgiven_count"],
            order="date",
        )
        so_far, result = dict.fromkeys(months, 0), {}
        for day in counted:
            so_far[day.month] += day.missed_count + day.forgiven_count
            result[day.id] = so_far[day.month]
        return result

    def _todo_day(self, day, code, used):
        sides = day._missing_sides()
        deadline = day._correction_deadline() if sides else day.appeal_deadline
        is_over = not deadline or deadline < fields.Datetime.now()
        if code.dot or (is_over and not sides):
            return None
        return {
            "key": f"day {day.id}",
            "char": code.char,
            "class": code_class(code),
            "title": self._day_sentence(day, sides, code),
            "note": self._day_note(day, sides, used),
            "deadline": deadline,
            "button": {
                "label": self.env._("Correct Punch") if sides else self.env._("View"),
                "primary": bool(sides),
                "model": day._name,
                "id": day.id,
                "method": "action_correct" if sides else None,
            },
        }

    def _day_sentence(self, day, sides, code):
        date = words.day_name(self.env, day.date)
        if sides == ["in"]:
            return self.env._("%s: no on-duty punch", date)
        if sides == ["out"]:
            return self.env._("%s: no off-duty punch", date)
        if sides:
            return self.env._("%s: no punch at all", date)
        return f"{date} {code.label}"

    def _day_note(self, day, sides, used):
        allowance = day.sudo().policy_id.missed_allowance
        if sides and day.verdict == "missed":
            return self.env._(
                "No. %(number)s this month, %(allowance)s can be confirmed",
                number=used.get(day.id, 0),
                allowance=allowance,
            )
        if day.verdict == "absent" and day.absent_days:
            days = self.env["cs.value.format"]._format_number(day.absent_days)
            return self.env._("Counts as %s days of absence", days)
        return ""

    def _todo_outings(self, employee):
        """Outings that wait for approval: after the deadline absence (ATT-03)."""
        Outing = self.env["cs.outing"]
        if not Outing.has_access("read"):
            return []
        outings = Outing.search(
            [
                ("employee_id", "=", employee.id),
                ("state", "=", "submitted"),
                ("deadline", ">=", fields.Datetime.now()),
            ]
        )
        words_of = self.env["cs.attendance.day"]._outing_words()
        return [self._todo_outing(one, words_of[one.kind]) for one in outings]

    def _todo_outing(self, outing, code):
        code = code._replace(pending=True)
        zone = self._zone(outing.sudo().employee_id)
        start = words.localized(outing.start, zone).date()
        return {
            "key": f"outing {outing.id}",
            "char": code.char,
            "class": code_class(code),
            "title": self.env._(
                "%(day)s: %(kind)s, waits for %(names)s",
                day=words.day_name(self.env, start),
                kind=code.label,
                names=outing.waiting_names or self.env._("a decision"),
            ),
            "note": self.env._("Counts as absence if it is approved later"),
            "deadline": outing.deadline,
            "button": self._open_button(outing),
        }

    def _open_button(self, record, label=None, primary=False):
        return {
            "label": label or self.env._("View"),
            "primary": primary,
            "model": record._name,
            "id": record.id,
            "method": "open",
        }

    def _todo_sheets(self, employee):
        """Month sheets to be confirmed by the person (ATT-08)."""
        Sheet = self.env["cs.attendance.sheet"]
        if not Sheet.has_access("read"):
            return []
        sheets = Sheet.search(
            [
                ("employee_id", "=", employee.id),
                ("state", "=", "computed"),
                ("month", "<", self._today(employee).replace(day=1)),
            ]
        )
        return [
            {
                "key": f"sheet {sheet.id}",
                "char": "Σ",
                "class": "cs_day cs_day_ok",
                "title": self.env._(
                    "Attendance of %s: please confirm",
                    words.month_name(self.env, sheet.month),
                ),
                "note": self.env._("Counts as confirmed if nothing is said"),
                "deadline": self._sheet_deadline(sheet),
                "button": self._open_button(sheet, primary=True),
            }
            for sheet in sheets
        ]

    def _sheet_deadline(self, sheet):
        """Naive UTC moment at which a sheet counts as confirmed, None if unknown."""
        known = "confirm_deadline" in sheet._fields
        return (known and sheet.confirm_deadline) or None
