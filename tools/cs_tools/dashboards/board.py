"""One dashboard: what it asks for, and where its cards, charts and table stand."""

import re
from typing import NamedTuple

#: pixels
WIDTH, GAP, ROW = 1000, 8, 23
CARD, CHART = 100, 300
DATA = "Data"
MONTHS, UNITS = 13, 20
PERIOD, DEPARTMENT = "period", "department"
#: design/DESIGN.md: what is normal is quiet
INK, MUTED, LINE, PAPER = "#212529", "#565e67", "#dee2e6", "#f7f7f9"
BRAND, OK, LATE, EARLY = "#71639e", "#5b9a75", "#d19a2e", "#ecc97f"
MISS, ABSENT, LEAVE, TEAL = "#9d7fd6", "#a01c2c", "#5d93c4", "#2b8278"
#: as Chinese people write a month: the translation says how
MONTH_FORMAT = '_t("mmm yyyy")'
NUMBER, ONE, TWO, SHARE, PERCENT = "#,##0", "#,##0.0", "#,##0.00", "0.0%", '0.0"%"'
#: of departments, without those above them
SHORT_NAMES = {"hierarchical_naming": False}
#: grades from the best on
RAMP = ("#2b8278", "#5b9a75", "#a9c9b5", "#ecc97f", "#d19a2e", "#9d7fd6", "#71639e")
_FIGURE = re.compile(r"\{([^}]+)\}")


class Source(NamedTuple):
    """Records that are asked for, and the fields that the filters look at."""

    model: str
    date: str | None
    department: str | None = "department_id"
    domain: tuple = ()
    date_type: str = "date"


class Card(NamedTuple):
    """A figure; below it what it rests on.

    :param figure: formula in which ``{field}`` stands for the sum of a field
    :param below: likewise, ``below_text`` says what it is
    """

    title: str
    source: Source
    figure: str
    format: str
    below: str = ""
    below_format: str = NUMBER
    below_text: str = ""
    menu: str = ""


class Column(NamedTuple):
    """A column of a series; ``{field}`` is its value in the row."""

    title: str
    figure: str
    format: str = NUMBER
    color: str = BRAND
    source: Source | None = None


class Series(NamedTuple):
    """A table on the sheet of data: where its labels and columns stand."""

    first: int
    last: int
    columns: tuple

    def range(self, letter):
        return f"{DATA}!{letter}{self.first}:{letter}{self.last}"


class Board:
    """Cards, then pairs of charts, then a table by department."""

    def __init__(self, name, period="year_to_date", filters=()):
        self.name, self.period, self.filters = name, period, filters
        self.pivots, self.data, self.formats = {}, {}, {}
        self.figures, self.menus = [], {}
        self.cells, self.cell_formats = {}, {}
        self.styles, self.borders, self.heights = {}, {}, {}
        self.row = 1
        self.y, self.chart_height = GAP, CHART
        self._places = 0
        self._known = {}

    # What is asked for

    def _pivot(self, source, by=None, across=None):
        """The pivot of a source by a field; one serves all who ask alike."""
        key = (source, by, across)
        if key not in self._known:
            number = str(len(self.pivots) + 1)
            self._known[key] = number
            self.pivots[number] = {
                "type": "ODOO",
                "id": number,
                "formulaId": number,
                "name": f"{source.model} {by or ''}".strip(),
                "model": source.model,
                "domain": [list(leaf) for leaf in source.domain],
                "context": SHORT_NAMES,
                "measures": [],
                "rows": [_dimension(by)] if by else [],
                "columns": [_dimension(across)] if across else [],
                "fieldMatching": self._matching(source),
            }
        return self._known[key]

    def _matching(self, source):
        found = {}
        if source.date:
            found[PERIOD] = {"chain": source.date, "type": source.date_type}
            found[PERIOD]["offset"] = 0
        if source.department:
            found[DEPARTMENT] = {"chain": source.department, "type": "many2one"}
        for one in self.filters:
            if source.model in one["fields"]:
                chain = one["fields"][source.model]
                found[one["id"]] = {"chain": chain, "type": "many2one"}
        return found

    def _formula(self, figure, source, by=None, place=None, across=None):
        """A figure with ``{field}`` and ``{field|value}`` filled in.

        :param place: how the row is named: ``"#field",3`` or a value of the field
        """
        number = self._pivot(source, by, across)

        def value(match):
            field, _bar, other = match[1].partition("|")
            measures = self.pivots[number]["measures"]
            name, _colon, aggregator = field.partition(":")
            measure = {"id": field, "fieldName": name}
            if aggregator:
                measure["aggregator"] = aggregator
            if measure not in measures:
                measures.append(measure)
            parts = [number, f'"{field}"', *([place] if place else [])]
            if other:
                parts.append(f'"{across}","{other}"')
            return f"PIVOT.VALUE({','.join(parts)})"

        return _FIGURE.sub(value, figure)

    # The sheet of data

    def _put(self, cell, content, format_=None):
        self.data[cell] = content
        if format_:
            self.formats[cell] = format_

    def series(self, source, by, columns, limit=None, across=None):
        """A table by month (a date field) or by another field, on the sheet of data.

        :return: Series
        """
        is_month = by.endswith(":month")
        limit = limit or (MONTHS if is_month else UNITS)
        number = self._pivot(source, by, across)
        first = self.row
        self._put(f"B{first}", '=_t("Month")' if is_month else '=_t("Department")')
        letters = [chr(ord("C") + place) for place in range(len(columns))]
        for letter, column in zip(letters, columns, strict=True):
            self._put(f"{letter}{first}", f'=_t("{column.title}")')
        for place in range(1, limit + 1):
            row = first + place
            self._put(f"A{row}", f'=IFERROR(PIVOT.HEADER({number},"#{by}",{place}),"")')
            shown = f"TEXT(A{row},{MONTH_FORMAT})" if is_month else f"A{row}"
            self._put(f"B{row}", f'=IF(A{row}="","",{shown})')
            for letter, column in zip(letters, columns, strict=True):
                figure = self._column(column, source, by, place, row, across)
                self._put(
                    f"{letter}{row}",
                    f'=IF($A{row}="","",IFERROR({figure},""))',
                    column.format,
                )
        self.row = first + limit + 2
        return Series(first, first + limit, tuple(columns))

    def _column(self, column, source, by, place, row, across):
        if column.source is None:
            where = f'"#{by}",{place}'
            return self._formula(column.figure, source, by, where, across)
        # Another source has other rows: asked for by value.
        own = column.source
        by = f"{own.date}:month" if by.endswith(":month") else own.department
        self._pivot(own, by)
        return self._formula(column.figure, own, by, f'"{by}",$A{row}')

    # Where things stand

    def cards(self, *cards):
        width = (WIDTH - GAP * (len(cards) - 1)) // len(cards)
        for place, card in enumerate(cards):
            self._card(card, place * (width + GAP), width)
        self.y += CARD + GAP

    def _card(self, card, x, width):
        row = self.row
        self.row += 1
        self._put(f"B{row}", f'=_t("{card.title}")')
        figure = self._formula(card.figure, card.source)
        self._put(f"C{row}", _or_dash(figure), card.format)
        data = {
            "type": "scorecard",
            "title": {"text": card.title, "color": MUTED, "fontSize": 12},
            "background": PAPER,
            "keyValue": f"{DATA}!C{row}",
            "keyDescr": {"text": "", "fontSize": 22},
            "humanize": False,
            "baselineMode": "text",
            "baselineColorUp": INK,
            "baselineColorDown": INK,
        }
        if card.below:
            below = self._formula(card.below, card.source)
            self._put(f"D{row}", _or_dash(below), card.below_format)
            data["baseline"] = f"{DATA}!D{row}"
            data["baselineDescr"] = {"text": card.below_text, "fontSize": 13}
        self._figure(data, x, self.y, width, CARD, card.menu)

    def note(self, source, text):
        """A line that is there only while nothing is found."""
        row = -(-(self.y - GAP) // ROW)
        count = self._formula("{__count}", source)
        self.cells[f"A{row + 1}"] = f'=IF(IFERROR({count}+0,0)=0,_t("{text}"),"")'
        self.styles[f"A{row + 1}"] = 3
        self.y = (row + 1) * ROW + GAP

    def chart(self, kind, title, series, letters, menu="", **options):
        """A chart of columns of a series, by their letters on the sheet of data."""
        columns = {chr(ord("C") + i): one for i, one in enumerate(series.columns)}
        data = {
            "type": kind,
            "title": _title(title),
            "background": "#FFFFFF",
            "dataSets": [
                {
                    "dataRange": series.range(letter),
                    "backgroundColor": columns[letter].color,
                }
                for letter in letters
            ],
            "dataSetsHaveTitle": True,
            "labelRange": series.range("B"),
            "legendPosition": "top" if len(letters) > 1 else "none",
            "aggregated": False,
            **options,
        }
        if kind == "line":
            data |= {"labelsAsText": True, "cumulative": False, "fillArea": False}
        self._place(data, menu)

    def live_chart(self, title, source, by, measure, menu="", **options):
        """A bar chart that asks by itself, for fields with few values."""
        data = {
            "type": "odoo_bar",
            "title": _title(title),
            "background": "#FFFFFF",
            "legendPosition": "top" if len(by) > 1 else "none",
            "metaData": {
                "groupBy": list(by),
                "measure": measure,
                "order": options.pop("order", None),
                "resModel": source.model,
                "mode": "bar",
                "cumulatedStart": False,
            },
            "searchParams": {
                "comparison": None,
                "context": SHORT_NAMES,
                "domain": [list(leaf) for leaf in source.domain],
                "groupBy": list(by),
                "orderBy": [],
            },
            "dataSets": [
                {"backgroundColor": color}
                for color in ((BRAND,) if len(by) == 1 else RAMP)
            ],
            "verticalAxisPosition": "left",
            "stacked": len(by) > 1,
            "fieldMatching": self._matching(source),
            **options,
        }
        self._place(data, menu)

    def _place(self, data, menu):
        """The next place of a pair."""
        width = (WIDTH - GAP) // 2
        left = self._places % 2 == 0
        x = 0 if left else width + GAP
        self._figure(data, x, self.y, width, self.chart_height, menu)
        self._places += 1
        if not left:
            self.y += self.chart_height + GAP

    def _figure(self, data, x, y, width, height, menu):
        name = f"{self.name}-{len(self.figures) + 1}"
        self.figures.append(
            {
                "id": name,
                "tag": "chart",
                "col": 0,
                "row": 0,
                "offset": {"x": x, "y": y},
                "width": width,
                "height": height,
                "data": {**data, "chartId": name},
            }
        )
        if menu:
            self.menus[name] = menu

    def table(self, title, series):
        """A series to read, below the charts."""
        if self._places % 2:
            self.y += self.chart_height + GAP
        row = -(-self.y // ROW) + 1
        last = chr(ord("A") + len(series.columns))
        self.cells[f"A{row}"] = f'=_t("{title}")'
        self.styles[f"A{row}"] = 1
        letters = "ABCDEFGHI"[: len(series.columns) + 1]
        for offset in range(series.last - series.first + 1):
            for place, letter in enumerate(letters):
                there = chr(ord("B") + place)
                cell = f"{letter}{row + 1 + offset}"
                content = f"{DATA}!{there}{series.first + offset}"
                self.cells[cell] = f"={content}"
                if offset and place:
                    self.cell_formats[cell] = series.columns[place - 1].format
        end = row + 1 + series.last - series.first
        self.styles[f"A{row + 1}"] = 2
        self.styles[f"B{row + 1}:{last}{row + 1}"] = 4
        self.styles[f"B{row + 2}:{last}{end}"] = 5
        self.borders[f"A{row + 1}:{last}{row + 1}"] = 1
        self.heights[str(row)] = {"size": 2 * ROW - 4}
        self.end = end

    # As Odoo reads it

    def to_json(self):
        count = len("ABCDEFGH")
        first = 230
        rest = (WIDTH - first) // (count - 1)
        sizes = [first, *([rest] * (count - 1))]
        formats = sorted(set(self.formats.values()) | set(self.cell_formats.values()))
        numbers = {one: number for number, one in enumerate(formats, 1)}
        return {
            "version": "18.4.14",
            "sheets": [
                {
                    "id": "dashboard",
                    "name": "Dashboard",
                    "colNumber": count,
                    "rowNumber": self.end + 1,
                    "rows": self.heights,
                    "cols": {str(i): {"size": size} for i, size in enumerate(sizes)},
                    "merges": [],
                    "cells": self.cells,
                    "styles": self.styles,
                    "formats": {k: numbers[v] for k, v in self.cell_formats.items()},
                    "borders": self.borders,
                    "conditionalFormats": [],
                    "dataValidationRules": [],
                    "figures": self.figures,
                    "tables": [],
                    "areGridLinesVisible": False,
                    "isVisible": True,
                },
                {
                    "id": "data",
                    "name": DATA,
                    "colNumber": 10,
                    "rowNumber": self.row + 1,
                    "rows": {},
                    "cols": {},
                    "merges": [],
                    "cells": self.data,
                    "styles": {},
                    "formats": {k: numbers[v] for k, v in self.formats.items()},
                    "borders": {},
                    "conditionalFormats": [],
                    "dataValidationRules": [],
                    "figures": [],
                    "tables": [],
                    "areGridLinesVisible": True,
                    "isVisible": True,
                },
            ],
            "styles": {
                "1": {"textColor": INK, "bold": True, "fontSize": 12},
                "2": {"textColor": MUTED, "bold": True, "verticalAlign": "bottom"},
                "3": {"textColor": MUTED, "fontSize": 11},
                "4": {
                    "textColor": MUTED,
                    "bold": True,
                    "align": "right",
                    "verticalAlign": "bottom",
                    "wrapping": "wrap",
                },
                "5": {"textColor": INK, "align": "right"},
            },
            "formats": {str(number): one for one, number in numbers.items()},
            "borders": {"1": {"bottom": {"style": "thin", "color": LINE}}},
            "revisionId": "START_REVISION",
            "uniqueFigureIds": True,
            "settings": {"locale": _LOCALE},
            "pivots": self.pivots,
            "pivotNextId": len(self.pivots) + 1,
            "globalFilters": self._filters(),
            "lists": {},
            "listNextId": 1,
            "chartOdooMenusReferences": self.menus,
        }

    def _filters(self):
        period = {"id": PERIOD, "type": "date", "label": "Date Range"}
        return [
            {**period, "defaultValue": self.period},
            _relation(DEPARTMENT, "Department", "hr.department"),
            *(_relation(one["id"], one["label"], one["model"]) for one in self.filters),
        ]


#: Odoo puts that of the reader in its place.
_LOCALE = {
    "name": "English (US)",
    "code": "en_US",
    "thousandsSeparator": ",",
    "decimalSeparator": ".",
    "dateFormat": "mm/dd/yyyy",
    "timeFormat": "hh:mm:ss",
    "formulaArgSeparator": ",",
    "weekStart": 7,
}


def _or_dash(figure):
    return f'=IFERROR(IF({figure}="","–",{figure}),"–")'


def _relation(name, label, model):
    return {"id": name, "type": "relation", "label": label, "modelName": model}


def _title(text):
    return {"text": text, "color": INK, "bold": True, "fontSize": 14}


def _dimension(by):
    name, _colon, granularity = by.partition(":")
    if granularity:
        return {"fieldName": name, "granularity": granularity, "order": "asc"}
    return {"fieldName": name, "order": "asc"}
