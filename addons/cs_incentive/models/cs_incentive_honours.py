from collections import Counter, defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.addons.cs_base.models import period_words as words

from ..engine.ranks import ranks
from .cs_incentive_calculator import exact
from .cs_incentive_screen import month_number

ITEM, ENTRY = "cs.incentive.item", "cs.discipline.entry"
#: Awards that are honours, and the part of the board in which they stand. Allowances
#: are none: that of the birthday, say, would tell when it is.
PARTS = {
    "rank": "ranks",
    "quarter_rank": "ranks",
    "streak": "streaks",
    "threshold": "awards",
    "most": "awards",
    "held": "awards",
    "formula": "awards",
    "entry": "awards",
    "growth": "teams",
}
#: Places of the year that are honoured, and how many people are named at most.
TOP, NAMED = 3, 6
#: Who reads everybody's amounts anyway (TRUST.md, statement).
SEE_AMOUNTS = (
    "cs_base.group_hr_officer",
    "cs_base.group_payroll_accountant",
    "cs_base.group_general_manager",
)


class CsIncentiveHonours(models.AbstractModel):
    """Honours board: who was first, and which awards were given (INC-10 to INC-14).

    All come from lines of approved statements; nothing is computed anew, and nobody is
    named who was not honoured.

    Access: everybody with a post, of the own company: ranks, names and awards. Amounts
    only the own ones; those of all for HR officers, payroll and the general manager,
    and of no line that they may not read.
    """

    _name = "cs.incentive.honours"
    _inherit = ["cs.incentive.screen"]
    _description = "Honours Board"

    @api.model
    @api.readonly
    def get_honours(self, month=None, by="month", department_id=None):
        """The board of a month or quarter. As many queries for any number of people.

        :param month: number like 202610; None for the newest with honours
        :param by: ``month`` or ``quarter``
        :param department_id: None for all of the company
        :return: dict for the client action ``cs_incentive.honours``
        :raise AccessError: for who has no post
        """
        self._check_groups("cs_base.group_agent")
        by = "quarter" if by == "quarter" else "month"
        newest = self._newest()
        first = self._first_day(month) if month else newest or self._before_now()
        first = quarter_start(first) if by == "quarter" else first
        months = 3 if by == "quarter" else 1
        year = self._given(first.replace(month=1), first, months)
        shown = [row for row in year if row["month"] >= first]
        departments = self._departments(year)
        known = {one["id"] for one in departments}
        department_id = department_id if department_id in known else False
        return {
            **self._frame_of_month(first, months),
            "month_label": self._label(first, by),
            "by": by,
            "newest": bool(newest) and month_number(newest),
            "departments": departments,
            "department_id": department_id,
            "groups": self._groups(shown, by, department_id),
            "year": self._year(year, department_id),
            "year_label": str(first.year),
            "sees_amounts": self._sees_amounts(),
        }

    def _label(self, first, by):
        if by == "quarter":
            return words.quarter_name(self.env, first)
        return words.month_name(self.env, first)

    def _before_now(self):
        return self.env.company._cs_today().replace(day=1) - relativedelta(months=1)

    def _sees_amounts(self):
        return any(self.env.user.has_group(group) for group in SEE_AMOUNTS)

    # What was given

    def _newest(self):
        [[month]] = self._rows(
            "SELECT max(month) FROM (%(honours)s) AS honours", honours=self._honours()
        )
        return month

    def _honours(self):
        """SQL: awards of the company that stand on approved statements."""
        for model in (ITEM, "cs.incentive.statement", "cs.incentive.scheme.line"):
            self.env[model].flush_model()
        return self._sql(
            """
            SELECT item.id, item.for_month AS month, item.employee_id,
                   statement.department_id,
                   CASE WHEN item.res_model = %(entry)s THEN 'entry'
                        ELSE line.calculator END AS kind
              FROM cs_incentive_item item
              JOIN cs_incentive_statement statement ON statement.id = item.statement_id
              LEFT JOIN cs_incentive_scheme_line line ON line.id = item.scheme_line_id
             WHERE item.company_id = %(company)s AND item.section = 'award'
               AND item.amount > 0 AND item.reverses_id IS NULL
               AND statement.approved_at IS NOT NULL
               AND (item.res_model = %(entry)s OR line.calculator = ANY(%(kinds)s))
               AND NOT EXISTS (SELECT FROM cs_incentive_item back
                                WHERE back.reverses_id = item.id)
            """,
            entry=ENTRY,
            company=self.env.company.id,
            kinds=[kind for kind in PARTS if kind != "entry"],
        )

    def _given(self, since, first, months):
        """Honours from a month to the end of what is shown.

        :return: list of dicts ``id``, ``month``, ``employee``, ``department`` (ids),
            ``kind``
        """
        rows = self._rows(
            """SELECT id, month, employee_id, coalesce(department_id, 0), kind
                 FROM (%(honours)s) AS honours
                WHERE month >= %(since)s AND month < %(end)s ORDER BY id""",
            honours=self._honours(),
            since=since,
            end=first + relativedelta(months=months),
        )
        names = ("id", "month", "employee", "department", "kind")
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _departments(self, rows):
        ids = {row["department"] for row in rows}
        names = self._names("hr.department", [one for one in ids if one])
        found = [{"id": id_, "name": name} for id_, name in names.items()]
        return sorted(found, key=lambda one: one["name"])

    # By department

    def _groups(self, shown, by, department_id):
        """list of dicts ``name`` and, by part, honours; departments by name"""
        if by == "month":
            # They belong to the quarter that ends in the month.
            shown = [row for row in shown if row["kind"] != "quarter_rank"]
        told = self._told(shown, by)
        by_department = defaultdict(list)
        for row in shown:
            if department_id in (False, row["department"]):
                by_department[row["department"]].append(row)
        names = self._names("hr.department", [one for one in by_department if one])
        groups = [
            self._group(names.get(one) or self.env._("Without a department"), own, told)
            for one, own in by_department.items()
        ]
        return sorted(groups, key=lambda group: group["name"])

    def _group(self, name, rows, told):
        parts = {part: [] for part in ("ranks", "streaks", "awards")}
        for row in rows:
            part = PARTS[row["kind"]]
            one = told[row["id"]]
            if part == "ranks" and row["kind"] == "rank" and one["month"]:
                part = "streaks"  # in a quarter, one month of several
            if part in parts:
                parts[part].append(one)
        parts["ranks"].sort(key=lambda one: (one["rank"], one["name"]))
        for part in ("streaks", "awards"):
            parts[part].sort(key=lambda one: (one["order"], one["award"], one["name"]))
        return {"name": name, **parts, "teams": self._teams(rows, told)}

    def _teams(self, rows, told):
        """INC-13: the growth is the team's, so the team is named once."""
        found = {}
        for row in rows:
            if PARTS[row["kind"]] == "teams":
                one = told[row["id"]]
                team = found.setdefault(
                    (row["month"], one["award"]), one | {"count": 0}
                )
                team["count"] += 1
        return list(found.values())

    def _told(self, rows, by):
        """dict id of the item -> what the board says of it"""
        # sudo: names of awards and places are for all; amounts are asked for below
        items = self.env[ITEM].sudo().browse([row["id"] for row in rows])
        items.fetch(["name", "code", "section", "explanation", "amount"])
        amounts = self._amounts(items)
        names = self._names("hr.employee", [row["employee"] for row in rows])
        own = set(self.env.user._cs_employees().ids)
        return {
            row["id"]: {
                "person_id": row["employee"],
                "name": names.get(row["employee"], ""),
                "is_own": row["employee"] in own,
                "award": item.label,
                "order": row["month"].month,
                "month": words.month_short(self.env, row["month"])
                if by != "month"
                else "",
                "amount": amounts.get(item.id, ""),
                **self._place(row["kind"], item),
            }
            for row, item in zip(rows, items, strict=True)
        }

    def _amounts(self, items):
        """dict id -> amount, only of what the reader reads and may see here"""
        domain = [("id", "in", items.ids)]
        if not self._sees_amounts():
            own = self.env.user._cs_employees()
            domain.append(("employee_id", "in", own.ids))
        readable = self.env[ITEM].search_fetch(domain, ["amount"])
        return {item.id: self._money(exact(item.amount)) for item in readable}

    def _place(self, kind, item):
        """Rank, months in a row and growth, as the line itself explains them."""
        values = {}
        if PARTS[kind] != "awards":
            reasons = item._get_explanation().reasons[:1]
            values = {
                value.name: value.value for one in reasons for value in one.values
            }
        growth = values.get("growth")
        return {
            "rank": int(values.get("rank") or 0),
            "running": int(values.get("running") or 0),
            "growth": ""
            if growth is None
            else self.env["cs.value.format"]._format_value(growth, "ratio"),
        }

    # The year

    def _year(self, rows, department_id):
        """Who was first most often, and who got most awards, up to what is shown."""
        personal = [
            row
            for row in rows
            if PARTS[row["kind"]] != "teams"
            and department_id in (False, row["department"])
        ]
        firsts = Counter(row["employee"] for row in personal if row["kind"] == "rank")
        awards = Counter(row["employee"] for row in personal)
        places = {row["employee"]: row["department"] for row in personal}
        people = self._names("hr.employee", list(places))
        units = self._names("hr.department", [one for one in places.values() if one])
        own = set(self.env.user._cs_employees().ids)
        faces = {
            one: {
                "person_id": one,
                "name": people.get(one, ""),
                "group": units.get(place, ""),
                "is_own": one in own,
            }
            for one, place in places.items()
        }
        return {"firsts": _top(firsts, faces), "awards": _top(awards, faces)}


def _top(counts, faces):
    """The first places of a year, whoever shares them; of many, some are named.

    :return: dict ``rows`` and how many ``more`` share these places
    """
    found = {one: place for one, place in ranks(counts).items() if place <= TOP}
    best = sorted(found, key=lambda one: (found[one], faces[one]["name"]))
    rows = [
        faces[one] | {"rank": found[one], "count": counts[one]} for one in best[:NAMED]
    ]
    return {"rows": rows, "more": max(len(best) - NAMED, 0)}


def quarter_start(day):
    """
    >>> from datetime import date
    >>> quarter_start(date(2026, 12, 1))
    datetime.date(2026, 10, 1)
    """
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)
