import csv

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import file_open

from . import demo_tickets

#: Months before the current one that are told, the oldest first.
MONTHS = (3, 2, 1)
#: Who has left, and has no login.
LEFT = "guo_jingyi"


class CsDemo(models.AbstractModel):
    """The demo company with three months behind it.

    Where an addon tells two or three days of its story, this tells the months around
    it, at the same point of loading: appraisals are scored, and wages are paid, by what
    had happened. All of it goes through the methods that people use, as those people.

    The same day gives the same company: what varies is drawn by name, never by clock.
    """

    _inherit = "cs.demo"

    def _rows(self, name):
        """With a login for everybody in service: the password is the login."""
        rows = super()._rows(name)
        if name == "people":
            for row in rows:
                row["login"] = row["login"] or self._new_login(row)
        if name == "demo_logins":
            rows += [
                {
                    "login": row["key"],
                    "password": row["key"],
                    "name": row["name"],
                    "group": self._new_group(row),
                }
                for row in super()._rows("people")
                if self._new_login(row)
            ]
        return rows

    def _new_login(self, row):
        is_in_service = row["department"] not in ("office", "hr", "finance")
        has_none = not row["login"] and row["key"] != LEFT
        return row["key"] if is_in_service and has_none else ""

    def _new_group(self, row):
        is_leader = row["job"] == "leader"
        return f"cs_base.group_{'team_leader' if is_leader else 'agent'}"

    def _history_table(self, name):
        with file_open(f"cs_demo/demo/{name}.csv") as table:
            return list(csv.DictReader(table))

    def _chance(self, *key):
        return demo_tickets.draw(*key)

    def _month(self, months_ago):
        """First day of a month."""
        return self._demo_company()._cs_today() + relativedelta(
            months=-months_ago, day=1
        )

    def _staff(self, department, agents_only=False):
        """(first day, login) of who serves customers there, by the table."""
        today = self._demo_company()._cs_today()
        jobs = ("agent",) if agents_only else ("agent", "leader")
        return [
            (
                today
                + relativedelta(
                    months=-int(row["joined_months_ago"]), day=int(row["joined_day"])
                ),
                row["login"],
            )
            for row in self._rows("people")
            if row["department"] == department and row["job"] in jobs and row["login"]
        ]

    def _one_of_staff(self, chance, department, day, agents_only=False):
        """Login of somebody who is there on a day."""
        staff = self._staff(department, agents_only)
        return chance.choice([login for joined, login in staff if joined <= day])
