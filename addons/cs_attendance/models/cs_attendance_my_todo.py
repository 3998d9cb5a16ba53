from datetime import datetime, timedelta

from odoo import fields, models
from odoo.addons.cs_base.models import period_words as words

from .cs_attendance_day_code import code_class


class CsAttendanceMyTodo(models.AbstractModel):
    """What needs the person in my month: days, outings, the month sheet."""

    _inherit = "cs.attendance.my.month"

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
