"""What a dashboard asks for: pivots, and tables of their figures on a second sheet."""

import re

from .parts import (
    DEPARTMENT,
    MONTH_FORMAT,
    MONTHS,
    NUMBER,
    PERIOD,
    SHORT_NAMES,
    UNITS,
    Series,
)

_FIGURE = re.compile(r"\{([^}]+)\}")


class Asking:
    """Pivots and tables of a dashboard.

    :param filters: dicts ``id``, ``label``, ``model`` and ``fields`` (model -> field),
        beside those of the period and the department
    """

    def __init__(self, filters=()):
        self.filters = filters
        self.pivots, self.data, self.formats = {}, {}, {}
        self.row = 1
        self._known = {}

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
                # An axis of few would say 1, 1, 0, 0 with whole numbers.
                format_ = "" if column.format == NUMBER else column.format
                content = f'=IF($A{row}="","",IFERROR({figure},""))'
                self._put(f"{letter}{row}", content, format_)
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


def _dimension(by):
    name, _colon, granularity = by.partition(":")
    if granularity:
        return {"fieldName": name, "granularity": granularity, "order": "asc"}
    return {"fieldName": name, "order": "asc"}
