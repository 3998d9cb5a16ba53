"""Two agents who swap shifts, for tests of swaps."""

from datetime import date

from odoo.exceptions import UserError

from .day_case import DayCase, at

#: Monday
DAY = date(2026, 3, 9)
NOW = "2026-03-05 02:00:00"


class SwapCase(DayCase):
    """Nights for agent2 where a test says so; else everybody's day shift."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.env["cs.shift"].create(
            {
                "name": "Night",
                "code": "N",
                "company_id": cls.company.id,
                "token": "night",
                "hour_from": 17.5,
                "hour_to": 24,
                "is_open_end": True,
            }
        )

    def _slot(self, role, day, shift=None):
        """A published slot: a shift, or rest."""
        vals = {
            "employee_id": self.people[role].id,
            "company_id": self.company.id,
            "date": day,
            "kind": "work" if shift else "rest",
        }
        if shift:
            hours = "08:30", "17:30"
            if shift == self.night:
                hours = "17:30", "24:00"
            vals |= {
                "shift_id": shift.id,
                "start": at(hours[0], day),
                "stop": at(hours[1], day),
                "is_open_end": shift.is_open_end,
            }
        return self.env["cs.duty.slot"].create(vals)

    def _swap(self, given=DAY, returned=None, role="agent", colleague="agent2", **vals):
        return (
            self.env["cs.shift.swap"]
            .with_user(self.users[role])
            .create(
                {
                    "colleague_id": self.people[colleague].id,
                    "date_given": given,
                    "date_returned": returned or given,
                    "reason": "Parents' evening",
                    **vals,
                }
            )
            .sudo()
        )

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _accepted(self, *args, role="agent", colleague="agent2", **vals):
        swap = self._swap(*args, role=role, colleague=colleague, **vals)
        self._as(role, swap).action_submit()
        self._as(colleague, swap).action_accept()
        return swap

    def _approved(self, *args, **vals):
        swap = self._accepted(*args, **vals)
        self._as("leader", swap).action_approve()
        return swap

    def _holiday(self, day):
        self.env["calendar.public.holiday"].create(
            {
                "year": day.year,
                "country_id": self.env.ref("base.cn").id,
                "line_ids": [(0, 0, {"date": day, "name": "Festival"})],
            }
        )

    def _hours(self, role, day):
        person = self.people[role]
        slot = self.env["cs.duty.slot"]._planned(person, day, day)[person.id][day]
        return slot.shift if slot.is_due else None

    def _no(self, words, action):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            action()
        self.env.invalidate_all()
