"""A team with a day and a night shift and patterns, for tests of rosters."""

from datetime import date, timedelta

from .day_case import DayCase

ONE_DAY = timedelta(days=1)
#: Mondays
FIRST, LAST = date(2026, 1, 5), date(2026, 3, 15)


class RosterCase(DayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.night = cls.env["cs.shift"].create(
            {
                "name": "Night",
                "code": "N",
                "company_id": cls.company.id,
                "hour_from": 17.5,
                "hour_to": 24,
                "is_open_end": True,
                "token": "night",
            }
        )
        cls.pattern = cls._pattern("DDDDDD-")
        cls.roster = cls.env["cs.roster"]

    @classmethod
    def _pattern(cls, days, **vals):
        """A pattern such as "DDN-": day, day, night, off."""
        shifts = {"D": cls.shift.id, "N": cls.night.id}
        lines = [
            (0, 0, {"number": number, "kind": "work", "shift_id": shifts[day]})
            if day in shifts
            else (0, 0, {"number": number, "kind": "rest"})
            for number, day in enumerate(days, 1)
        ]
        return cls.env["cs.roster.pattern"].create(
            {"name": days, "company_id": cls.company.id, "line_ids": lines, **vals}
        )

    @classmethod
    def _join(cls, person, pattern=None, date_from=FIRST, **vals):
        return cls.env["cs.roster.member"].create(
            {
                "company_id": cls.company.id,
                "employee_id": person.id,
                "pattern_id": (pattern or cls.pattern).id,
                "date_from": date_from,
                **vals,
            }
        )

    @classmethod
    def _team(cls, count):
        """So many new agents of the leader's team, in a department of their own."""
        department = cls.env["hr.department"].create(
            {
                "name": "Team",
                "parent_id": cls.group_one.id,
                "company_id": cls.company.id,
            }
        )
        return cls.env["hr.employee"].create(
            [
                {
                    "name": f"Agent {number}",
                    "company_id": cls.company.id,
                    "department_id": department.id,
                    "parent_id": cls.people["leader"].id,
                    "date_version": "2024-01-01",
                }
                for number in range(count)
            ]
        )

    def _slots(self, people, first=FIRST, last=LAST):
        return self.env["cs.duty.slot"].search(
            [
                ("employee_id", "in", people.ids),
                ("date", ">=", first),
                ("date", "<=", last),
            ]
        )

    def _rows(self, people, first=FIRST, last=LAST):
        """What the database holds of a roster, without ids and stamps."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT employee_id, date, kind, shift_id, start, stop, is_open_end,"
            " is_draft, origin, company_id FROM cs_duty_slot"
            " WHERE employee_id = ANY(%s) AND date BETWEEN %s AND %s"
            " ORDER BY employee_id, date, id",
            [people.ids, first, last],
        )
        return self.env.cr.fetchall()

    def _letters(self, person, first, days):
        """What a person has on the days from the first on: "DDN-"."""
        slots = self._slots(person, first, first + (days - 1) * ONE_DAY)
        by_day = {slot.date: slot.shift_id.code or "-" for slot in slots}
        return "".join(by_day.get(first + n * ONE_DAY, ".") for n in range(days))
