"""A team in Shanghai with a policy, a day shift and a ledger, for tests of days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.addons.cs_base.tests.common import CsCase
from odoo.tools import SQL

SHANGHAI = ZoneInfo("Asia/Shanghai")
UTC = ZoneInfo("UTC")
#: Monday
DAY = date(2025, 6, 9)
#: role -> whose rows it reads: agent, agent2, leader, supervisor, stranger
DAY_READERS = {
    "agent": {"agent"},
    "agent2": {"agent2"},
    "leader": {"agent", "agent2", "leader"},
    "supervisor": {"agent", "agent2", "leader", "supervisor"},
    "hr": {"agent", "agent2", "leader", "supervisor", "stranger"},
    "payroll": {"agent", "agent2", "leader", "supervisor", "stranger"},
    "gm": {"agent", "agent2", "leader", "supervisor", "stranger"},
    "admin": set(),
}
#: role -> whose roster it writes
ROSTER_WRITERS = {
    "leader": {"agent", "agent2"},
    "supervisor": {"agent", "agent2", "leader", "supervisor"},
}


def at(text, day=DAY, zone=SHANGHAI):
    """A local time, such as "08:30" or "24:40" (of the next day), in naive UTC."""
    hours, minutes, *seconds = map(int, text.split(":"))
    local = datetime.combine(day, datetime.min.time(), zone)
    local += timedelta(days=hours // 24)
    local = local.replace(
        hour=hours % 24, minute=minutes, second=seconds[0] if seconds else 0
    )
    return local.astimezone(UTC).replace(tzinfo=None)


class DayCase(CsCase):
    """Everybody works 08:30–17:30 with a break at noon, Monday to Friday.

    Nobody is judged but who asks for it: ``self._verdicts(person)``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shift = cls.env["cs.shift"].create(
            {
                "name": "Day",
                "code": "D",
                "company_id": cls.company.id,
                "hour_from": 8.5,
                "hour_to": 17.5,
                "break_ids": [(0, 0, {"hour_from": 12, "hour_to": 13})],
            }
        )
        cls.fixed = cls.env["cs.shift.assignment"].create(
            {
                "company_id": cls.company.id,
                "shift_id": cls.shift.id,
                "date_from": "2024-01-01",
            }
        )
        cls.policy = cls._policy()
        cls.agent = cls.people["agent"]
        cls.agent2 = cls.people["agent2"]

    @classmethod
    def _policy(cls, **vals):
        """A policy in force from 2024 on, whoever approved it."""
        policy = cls.env["cs.attendance.policy"].create(
            {
                "name": "Rules",
                "company_id": cls.company.id,
                "date_from": "2024-01-01",
                **vals,
            }
        )
        policy._decision_write({"state": "approved"})
        policy.flush_recordset()
        return policy

    @classmethod
    def _punch(cls, person, *moments):
        """Punches in the ledger, past its guards."""
        cls.env.cr.execute(
            SQL(
                "INSERT INTO cs_punch (company_id, employee_id, moment, local_moment,"
                " source, received_at) SELECT %s, %s, at, at + interval '8 hours',"
                " 'file', at FROM unnest(%s) at RETURNING id",
                person.company_id.id,
                person.id,
                list(moments),
            )
        )
        return [number for (number,) in cls.env.cr.fetchall()]

    @classmethod
    def _work(cls, person, *days, start="08:20", stop="17:40"):
        """Two ordinary punches on each of these days."""
        for day in days:
            cls._punch(person, at(start, day), at(stop, day))

    def _judge(self, person=None, day=DAY):
        """The judged day of a person; empty when there is none."""
        person = person or self.agent
        self.env["cs.attendance.day"]._judge(person, day, day)
        return self._day(person, day)

    def _day(self, person=None, day=DAY):
        return self.env["cs.attendance.day"].search(
            [("employee_id", "=", (person or self.agent).id), ("date", "=", day)]
        )

    def _keys(self, day):
        """Keys of the reasons that a day was given."""
        reasons = day.sudo()._get_explanation().reasons
        return [reason.key for reason in reasons]
