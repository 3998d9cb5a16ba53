"""A dashboard in JSON, as Odoo reads it."""

from .parts import DATA, DEPARTMENT, INK, LINE, MUTED, PERIOD, WIDTH

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


def written(board):
    """A board as Odoo's dashboards have it."""
    count = len("ABCDEFGH")
    first = 230
    rest = (WIDTH - first) // (count - 1)
    sizes = [first, *([rest] * (count - 1))]
    formats = sorted(set(board.formats.values()) | set(board.cell_formats.values()))
    numbers = {one: number for number, one in enumerate(formats, 1)}
    return {
        "version": "18.4.14",
        "sheets": [
            {
                "id": "dashboard",
                "name": "Dashboard",
                "colNumber": count,
                "rowNumber": board.end + 1,
                "rows": board.heights,
                "cols": {str(i): {"size": size} for i, size in enumerate(sizes)},
                "merges": [],
                "cells": board.cells,
                "styles": board.styles,
                "formats": {k: numbers[v] for k, v in board.cell_formats.items()},
                "borders": board.borders,
                "conditionalFormats": [],
                "dataValidationRules": [],
                "figures": board.figures,
                "tables": [],
                "areGridLinesVisible": False,
                "isVisible": True,
            },
            {
                "id": "data",
                "name": DATA,
                "colNumber": 10,
                "rowNumber": board.row + 1,
                "rows": {},
                "cols": {},
                "merges": [],
                "cells": board.data,
                "styles": {},
                "formats": {k: numbers[v] for k, v in board.formats.items()},
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
        "pivots": board.pivots,
        "pivotNextId": len(board.pivots) + 1,
        "globalFilters": _filters(board),
        "lists": {},
        "listNextId": 1,
        "chartOdooMenusReferences": board.menus,
    }


def _filters(board):
    period = {"id": PERIOD, "type": "date", "label": "Date Range"}
    return [
        {**period, "defaultValue": board.period},
        _relation(DEPARTMENT, "Department", "hr.department"),
        *(_relation(one["id"], one["label"], one["model"]) for one in board.filters),
    ]


def _relation(name, label, model):
    return {"id": name, "type": "relation", "label": label, "modelName": model}
