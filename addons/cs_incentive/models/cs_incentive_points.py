from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine.points_year import MONTHS, Booked, year_of
from .cs_discipline_effect_mixin import CLASSES, exact

ENTRY = "cs.discipline.entry"
#: Heaviest first, as the book names them.
CLASS_KEYS = [key for key, _label in reversed(CLASSES)]
#: Who reads the entries of all (TRUST.md, discipline / award entry).
SEE_ALL = (
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)
#: People that are drawn; of more, a department is to be chosen.
MOST = 200


class CsIncentivePoints(models.AbstractModel):
    """Points board: points of people by month, with the running balance (INC-21).

    Approved entries that stand; what was cancelled counts in no month.

    Access: everybody the own line, team leaders those of their team, supervisors those
    of their departments, HR officers, the payroll accountant and the general manager
    all. Entries are read with the reader's rights besides. Names stand in the order of
    the alphabet, not of the points.
    """

    _name = "cs.incentive.points"
    _inherit = ["cs.incentive.screen"]
    _description = "Points Board"

    @api.model
    @api.readonly
    def get_points(self, year=None, department_id=None):
        """The board of a year. As many queries for any number of people.

        :param year: like 2026; None for the current one
        :param department_id: with those below it; None for all that the reader sees
        :return: dict for the client action ``cs_incentive.points``
        :raise AccessError: for who has no post
        """
        self._check_groups("cs_base.group_agent")
        year = self._year(year)
        scope, people = self._scope()
        departments = self._departments(year, scope, people)
        known = {one["id"] for one in departments}
        department_id = department_id if department_id in known else False
        rows, people = self._of_department(year, scope, people, department_id)
        return {
            **self._frame_of_year(year),
            "departments": departments,
            "department_id": department_id,
            "classes": self._classes(year),
            "domain": [*self._standing(year), ("reversal_ids", "=", False)],
            **self._board(rows, people),
        }

    def _year(self, year):
        today = self.env.company._cs_today()
        if year is None:
            return today.year
        if type(year) is not int or not 2000 <= year < 2100:
            raise UserError(self.env._("There is no year %s.", year))
        return year

    def _frame_of_year(self, year):
        today = self.env.company._cs_today()
        return {
            "year": year,
            "previous": year - 1,
            "next": year + 1 if year < today.year else False,
            "clock": self._clock(),
            "months": [
                words.month_short(self.env, date(year, month, 1)) for month in MONTHS
            ],
        }

    def _classes(self, year):
        """Classes of the book and what they are worth in the company."""
        day = min(date(year, 12, 31), self.env.company._cs_today())
        policy = self.env["cs.incentive.policy"]._policy_of_unit(
            self.env.company, self.env["hr.department"], day
        )
        return [
            {
                "key": key,
                "label": key.upper(),
                "value": self._plain(exact(policy[f"points_{key}"])) if policy else "",
            }
            for key in CLASS_KEYS
        ]

    # Who

    def _scope(self):
        """Whose points the reader sees.

        :return: (Domain on entries, hr.employee (sudo) who stand on the board even
            without points; None: they are too many)
        """
        user = self.env.user
        if any(user.has_group(group) for group in SEE_ALL):
            return Domain.TRUE, None
        own = user._cs_employees().filtered(
            lambda one: one.company_id == self.env.company
        )
        people, scope = own, Domain("employee_id", "in", own.ids)
        # sudo: who is led by the reader; told are names
        Employee = self.env["hr.employee"].sudo()
        if user.has_group("cs_base.group_team_leader"):
            led = Employee.with_context(active_test=False).search(
                [
                    ("parent_id", "in", own.ids),
                    ("company_id", "=", self.env.company.id),
                ]
            )
            people |= led.filtered("active")
            scope |= Domain("employee_id", "in", led.ids)
        if user.has_group("cs_base.group_supervisor"):
            managed = user.cs_managed_department_ids
            people |= Employee.search(
                [
                    ("department_id", "in", managed.ids),
                    ("company_id", "=", self.env.company.id),
                ]
            )
            scope |= Domain("department_id", "in", managed.ids)
        return scope, people

    def _standing(self, year):
        """Approved entries of the year with points; what cancels others is none."""
        return Domain(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "=", "approved"),
                ("points", "!=", 0),
                ("date", ">=", date(year, 1, 1)),
                ("date", "<=", date(year, 12, 31)),
                ("reverses_id", "=", False),
            ]
        )

    def _departments(self, year, scope, people):
        """Departments in which somebody whom the reader sees stands or has points."""
        # sudo: names of departments
        Department = self.env["hr.department"].sudo()
        if people is None:
            companies = (False, self.env.company.id)
            found = Department.search([("company_id", "in", companies)])
        else:
            rows = self.env[ENTRY]._read_group(
                self._standing(year) & scope, ["department_id"]
            )
            found = Department.union(*(unit.sudo() for [unit] in rows))
            found |= people.department_id
        return [
            {"id": one.id, "name": one.complete_name}
            for one in found.sorted("complete_name")
        ]

    def _of_department(self, year, scope, people, department_id):
        """:return: rows of :meth:`_booked`; people, with those of the department"""
        if not department_id:
            return self._booked(year, scope), people
        # sudo: what is below a department that the reader was offered, and who is
        # there; readers with a scope of their own have their people already
        Department = self.env["hr.department"].sudo().with_context(active_test=False)
        units = Department.search([("id", "child_of", department_id)])
        if people is None:
            company = [("company_id", "=", self.env.company.id)]
            people = self.env["hr.employee"].sudo().search(company)
        people = people.filtered(lambda one: one.department_id in units)
        scope &= Domain("department_id", "in", units.ids)
        return self._booked(year, scope), people

    # Points

    def _booked(self, year, scope):
        """dict (department id, employee id) -> list of Booked"""
        # Not whether the reader finds what cancels an entry: whether there is any.
        rows = self._rows(
            """
            SELECT coalesce(department_id, 0), employee_id,
                   extract(month FROM date)::int, coalesce(points_class, ''),
                   sum(points)::text, count(*)
              FROM cs_discipline_entry entry
             WHERE id IN %(readable)s
               AND NOT EXISTS (SELECT FROM cs_discipline_entry back
                                WHERE back.reverses_id = entry.id)
             GROUP BY 1, 2, 3, 4, points > 0
            """,
            readable=self._readable(ENTRY, self._standing(year) & scope),
        )
        found = defaultdict(list)
        for unit, employee, month, points_class, points, count in rows:
            booked = Booked(month, points_class, Decimal(points), count)
            found[unit, employee].append(booked)
        return found

    def _board(self, booked, people):
        """dict ``groups`` of people by department, ``bars`` of months, ``more``"""
        keys = set(booked)
        with_points = {employee for _unit, employee in keys}
        for one in people or ():
            if one.id not in with_points:
                keys.add((one.department_id.id or 0, one.id))
        names = self._names("hr.employee", [employee for _unit, employee in keys])
        units = self._names("hr.department", [unit for unit, _one in keys if unit])
        own = set(self.env.user._cs_employees().ids)
        order = sorted(keys, key=lambda key: (units.get(key[0], ""), names[key[1]]))
        groups = {}
        for unit, employee in order[:MOST]:
            group = groups.setdefault(
                unit,
                {
                    "id": unit,
                    "name": units.get(unit) or self.env._("Without a department"),
                    "rows": [],
                },
            )
            group["rows"].append(
                self._row(employee, names[employee], booked.get((unit, employee), ()))
                | {"is_own": employee in own}
            )
        for unit, group in groups.items():
            own_rows = [row for key, row in booked.items() if key[0] == unit]
            group["total"] = self._row(0, "", [one for row in own_rows for one in row])
        return {
            "groups": list(groups.values()),
            "bars": self._bars([one for row in booked.values() for one in row]),
            "more": max(len(order) - MOST, 0),
        }

    def _row(self, employee, name, booked):
        year = year_of(booked)
        return {
            "id": employee,
            "name": name,
            "cells": [
                self._cell(*cell)
                for cell in zip(year.months, year.counts, year.balances, strict=True)
            ],
            "classes": [self._class_text(year.classes.get(key)) for key in CLASS_KEYS],
            "given": self._signed(year.given),
            "taken": self._signed(year.taken),
            "balance": self._signed(year.balance),
            "trend": _trend(year.balance),
        }

    def _cell(self, points, count, balance):
        return {
            "count": count,
            "points": self._signed(points) if count else "",
            "balance": self._signed(balance),
            "trend": _trend(points),
        }

    def _class_text(self, numbers):
        """``+1 −2``: entries that gave and took"""
        gave, took = numbers or (0, 0)
        shown = [self._signed(gave)] * bool(gave) + [self._signed(-took)] * bool(took)
        return " ".join(shown)

    def _signed(self, number):
        return ("+" if number > 0 else "") + self._plain(number)

    def _bars(self, booked):
        """Points given and taken by month, with their share of the highest."""
        given, taken = defaultdict(Decimal), defaultdict(Decimal)
        for row in booked:
            side = given if row.points > 0 else taken
            side[row.month] += abs(row.points)
        most = max([*given.values(), *taken.values()], default=0) or 1
        return [
            {
                "given": self._signed(given[month]) if given[month] else "",
                "taken": self._signed(-taken[month]) if taken[month] else "",
                "given_share": round(100 * given[month] / most),
                "taken_share": round(100 * taken[month] / most),
            }
            for month in MONTHS
        ]


def _trend(number):
    return "up" if number > 0 else "down" if number < 0 else "same"
