from datetime import datetime

from odoo.addons.cs_base.tests.common import CsCase
from odoo.tools import SQL

from ..engine.punch import Punch


class PunchCase(CsCase):
    """Pins 7 (agent) and 8 (agent2) since 2026, a terminal in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terminal = cls.env["cs.terminal"].create(
            {
                "name": "East door",
                "company_id": cls.company.id,
                "serial": "CKJH202760123",
                "tz": "Asia/Shanghai",
            }
        )
        cls.pin_agent = cls._pin("7", "agent")
        cls.pin_agent2 = cls._pin("8", "agent2")
        cls.Punch = cls.env["cs.punch"]

    @classmethod
    def _pin(cls, pin, role, first_day="2026-01-01", **vals):
        return cls.env["cs.pin"].create(
            {
                "pin": pin,
                "employee_id": cls.people[role].id,
                "company_id": cls.company.id,
                "first_day": first_day,
                **vals,
            }
        )

    def _ingest(self, *punches, source="file", **options):
        """:param punches: (pin, local time as text)"""
        made = [
            Punch(number, pin, datetime.fromisoformat(local), f"{pin} {local}")
            for number, (pin, local) in enumerate(punches, 1)
        ]
        return self.Punch._ingest(self.company, made, source, **options)

    def _ledger(self, *domain):
        return self.Punch.search(
            [("company_id", "=", self.company.id), *domain], order="moment, id"
        )

    def _stale(self):
        """Months to be judged again: (employee id, year, month)."""
        rows = self.env.execute_query(
            SQL("SELECT employee_id, month FROM cs_attendance_stale ORDER BY 1, 2")
        )
        return [(employee, month.year, month.month) for employee, month in rows]

    def _clear_stale(self):
        self.env.cr.execute("DELETE FROM cs_attendance_stale")
