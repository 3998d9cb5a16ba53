import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from odoo import api, models
from odoo.addons.cs_base.engine.period import month_end, month_start
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.addons.cs_base.engine.sheet_in import Field, Limits
from odoo.addons.cs_base.engine.sheet_parse import (
    as_text,
    folded,
    parse_decimal,
    parse_text,
)
from odoo.addons.cs_base.models import period_words as words

from .cs_appraisal_step import CODE
from .cs_metric_figure import exact

#: what a file of figures may hold; sizes in bytes
LIMITS = Limits(size=5 * 2**20, rows=20_000, columns=64)
#: key -> headers that are understood; those of the template first, English and Chinese
HEADERS = {
    "number": ("Work Number", "工号", "员工编号", "Employee Number"),
    "person": ("Name", "姓名", "员工姓名", "Employee"),
    "department": ("Department", "部门"),
    "metric": ("Metric", "指标", "指标代码", "Metric Code"),
    "month": ("Month", "月份", "月"),
    "numerator": ("Figure", "数值", "分子", "Numerator"),
    "denominator": ("Of", "分母", "总数", "Denominator"),
}
NEEDED = ("metric", "month", "numerator")
#: outcomes of a row
NEW, THERE, CORRECTION, BAD = "new", "there", "correction", "bad"

_MONTH = re.compile(r"((?:19|20|21)\d\d)[-/.年]?(0?[1-9]|1[0-2])(?:月|[-/.]0?1)?")


@dataclass
class FigureRow:
    """A row of a file: what it says, and what becomes of it."""

    number: int
    cells: dict
    outcome: str = ""
    text: str = ""
    vals: dict = field(default_factory=dict)


def read_month(value):
    """The first day of a month as people write it, else None.

    >>> read_month("2026年9月"), read_month("2026-09"), read_month("Sept.")
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), None)
    """
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1) if value.day == 1 else None
    if isinstance(value, Decimal):
        value = f"{value:f}"
    found = _MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
    return date(int(found[1]), int(found[2]), 1) if found else None


class CsMetricSheet(models.AbstractModel):
    """Reads files of figures (APP-03): each row is good, there already, or bad.

    Readers of other facts inherit it: they say which columns they want, for whom
    facts may be entered and which days a row is about.
    """

    _name = "cs.metric.sheet"
    _description = "Files of Figures"
    #: step of the month close that seals the facts
    _period_step = CODE

    @api.model
    def _rows(self, content, origin, correction=None):
        """What becomes of each row of a file for the current user.

        :param bytes content: an .xlsx or .csv file
        :param origin: which platform or file says so
        :param correction: why figures that are there are corrected; None: they are not
        :return: list of ``FigureRow``, those that could not be read included
        """
        rows, _header = self._read(content)
        good = [row for row in rows if not row.outcome]
        self._find_people(good)
        metrics = self._metrics()
        for row in good:
            self._complete(row, metrics, origin)
        good = [row for row in good if not row.outcome]
        if good:
            self._refuse_sealed(good)
            self._compare([row for row in good if not row.outcome], correction)
        return rows

    # Reading

    @api.model
    def _read(self, content):
        """:return: list of ``FigureRow`` in order, number of the header's row"""
        Sheets = self.env["cs.sheet"]
        result = Sheets._read_rows(content, self._wanted(), LIMITS)
        rows = {row.number: FigureRow(row.number, row.values) for row in result.good}
        for cell in result.bad:
            row = rows.setdefault(cell.number, FigureRow(cell.number, {}, BAD))
            parts = (cell.column, cell.shown and f"“{cell.shown}”")
            where = " ".join(part for part in parts if part)
            text = Sheets._bad_cell_text(cell)
            row.text = f"{row.text} {where}: {text}".strip(" :")
        return [rows[number] for number in sorted(rows)], result.header_row

    @api.model
    def _wanted(self):
        """:return: list of ``Field``: the columns that are looked for"""
        types = {"numerator": parse_decimal, "denominator": parse_decimal}
        types["month"] = lambda value: read_month(value) or parse_text(value)
        return [
            Field(key, labels, types.get(key, "text"), required=key in NEEDED)
            for key, labels in HEADERS.items()
        ]

    @api.model
    def _may_enter(self, people):
        """Of these people (sudo), those for whom the user may enter facts."""
        return self.env["cs.metric.figure"]._may_enter(people)

    @api.model
    def _not_allowed_text(self, person):
        return self.env["cs.metric.figure"]._not_allowed_text(person)

    @api.model
    def _days(self, row):
        """:return: days of a row whose months must be open (ALL-05)"""
        return {row.vals["date_from"]}

    @api.model
    def _bad_sheet(self, content, rows):
        """The bad rows as they came, each with what is wrong; put right, they can be
        read again."""
        texts = {row.number: row.text for row in rows if row.outcome == BAD}
        _rows, header = self._read(content)
        given = dict(self.env["cs.sheet"]._table_rows(content, LIMITS))
        width = max(len(given[number]) for number in (header, *texts))
        titles = [*map(_given, given[header]), *[""] * width][:width]
        columns = [
            Column(str(place), title or "·", width=16)
            for place, title in enumerate(titles)
        ]
        columns += [
            Column("row", self.env._("Row"), "integer"),
            Column("reason", self.env._("What to change"), width=70),
        ]
        lines = (
            [*[*map(_given, given[number]), *[""] * width][:width], number, text]
            for number, text in texts.items()
        )
        return Sheet(self.env._("Rows to Put Right"), columns, lines)

    @api.model
    def _find_people(self, rows):
        """Who each row is about: by work number, else by name, perhaps with department.
        One query each, however many rows."""
        company = self.env.company
        # sudo: whether there is such a person; who may be entered is checked below
        People = self.env["hr.employee"].sudo().with_context(active_test=False)
        own = [("company_id", "=", company.id)]
        numbers = {row.cells.get("number") for row in rows} - {None}
        names = {row.cells.get("person") for row in rows} - {None}
        by_number = People.search([*own, ("barcode", "in", list(numbers))])
        by_number = by_number.grouped("barcode")
        by_name = People.search([*own, ("name", "in", list(names))]).grouped("name")
        everybody = People.union(*by_number.values(), *by_name.values())
        allowed = set(self._may_enter(everybody).ids)
        for row in rows:
            found = self._person(row, by_number, by_name)
            if row.outcome:
                continue
            if found.id in allowed:
                row.vals["employee_id"] = found.id
            else:
                self._refuse(row, self._not_allowed_text(found))

    @api.model
    def _person(self, row, by_number, by_name):
        People = self.env["hr.employee"].sudo()
        number, name = row.cells.get("number"), row.cells.get("person")
        found = by_number.get(number) if number else by_name.get(name, People)
        found = found or People
        if name:
            found = found.filtered(lambda one: one.name == name)
        unit = row.cells.get("department")
        if unit:
            found = found.filtered(lambda one: one.department_id.name == unit)
        if len(found) > 1:
            # Who left stands back behind who is here.
            found = found.filtered("active") or found
        if not (number or name):
            text = self.env._("Please enter the work number or the name.")
        elif not found:
            text = self.env._("Nobody here has this work number, name and department.")
        elif len(found) > 1:
            text = self.env._(
                "Several people have this name. Please enter the work number or the"
                " department as well."
            )
        else:
            return found
        self._refuse(row, text)
        return found

    @api.model
    def _metrics(self):
        """:return: dict code or name in any language, folded -> cs.metric"""
        metrics = self.env["cs.metric"].search([])
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            for metric in metrics.with_context(lang=code):
                found[folded(metric.name)] = metric.with_env(self.env)
        return found | {folded(metric.code): metric for metric in metrics}

    @api.model
    def _complete(self, row, metrics, origin):
        """The row as values of a figure, or why it is none."""
        if row.outcome:
            return
        metric = metrics.get(folded(row.cells["metric"]))
        month = row.cells["month"]
        if not metric:
            self._refuse(
                row,
                self.env._(
                    "There is no metric “%s”. Please use a code or name of the"
                    " template.",
                    row.cells["metric"],
                ),
            )
        elif not isinstance(month, date):
            self._refuse(row, self.env._("Please enter the month like 2026-10."))
        else:
            of = row.cells.get("denominator")
            row.vals |= {
                "metric_id": metric.id,
                "date_from": month,
                "date_to": month_end(month),
                "numerator": float(row.cells["numerator"]),
                "denominator": None if of is None else float(of),
                "origin": origin,
                "corrects_id": False,
                "reason": False,
            }
            reason = self.env["cs.metric.figure"]._obstacle(metric, row.vals)
            if reason:
                self._refuse(row, reason)

    # Comparing

    @api.model
    def _refuse_sealed(self, rows):
        """ALL-05: months that are sealed take no figure; the next open one is named."""
        Period, company = self.env["cs.period"].sudo(), self.env.company
        days = {row.number: self._days(row) for row in rows}
        all_days = set().union(*days.values())
        if not all_days:
            return
        closed = Period._closed_months(
            company, min(all_days), max(all_days), code=self._period_step
        )
        texts = {
            month: self.env._(
                "%(month)s is closed and stays as it is; the next open month is"
                " %(next)s.",
                month=words.month_name(self.env, month),
                next=words.month_name(
                    self.env, Period._next_open(company, month, self._period_step)
                ),
            )
            for month in closed
        }
        for row in rows:
            for month in sorted(texts.keys() & set(map(month_start, days[row.number]))):
                self._refuse(row, texts[month])

    @api.model
    def _compare(self, rows, correction):
        """Beside what is there, and beside earlier rows of the file."""
        if not rows:
            return
        there = self.env["cs.metric.figure"]._overlapping([row.vals for row in rows])
        seen = {}
        for row in rows:
            vals = row.vals
            key = vals["employee_id"], vals["metric_id"], vals["date_from"]
            first = seen.setdefault(key, row)
            if first is not row:
                self._compare_in_file(row, first)
                continue
            figures = [
                one
                for one in there.get(key[:2], ())
                if one.date_from <= vals["date_to"] and one.date_to >= key[2]
            ]
            self._compare_with(row, figures, correction)

    @api.model
    def _compare_in_file(self, row, first):
        if _numbers(row.vals) == _numbers(first.vals):
            row.outcome = THERE
        else:
            self._refuse(
                row,
                self.env._(
                    "Row %s of this file says something else about the same person,"
                    " metric and month.",
                    first.number,
                ),
            )

    @api.model
    def _compare_with(self, row, figures, correction):
        vals = row.vals
        days = vals["date_from"], vals["date_to"]
        if not figures:
            row.outcome = NEW
        elif [(one.date_from, one.date_to) for one in figures] != [days]:
            text = self.env["cs.metric.figure"]._there_text(figures[0])
            self._refuse(row, text)
        elif _numbers(vals) == _numbers(figures[0]):
            row.outcome = THERE
        elif correction:
            row.outcome = CORRECTION
            vals |= {"corrects_id": figures[0].id, "reason": correction}
        else:
            figure = figures[0].with_env(self.env).sudo()
            self._refuse(
                row,
                self.env._(
                    "There is another figure already: %(value)s (%(origin)s). To"
                    " correct it, tick “Correct Existing Figures” and give the reason.",
                    value=figure.value_text,
                    origin=figure.origin,
                ),
            )

    @api.model
    def _refuse(self, row, text):
        row.outcome, row.text = BAD, text


def _given(value):
    """A cell as it came, as text; a spreadsheet's day without its midnight."""
    return as_text(value).removesuffix(" 00:00:00")


def _numbers(vals):
    return exact(vals["numerator"]), exact(vals["denominator"])
