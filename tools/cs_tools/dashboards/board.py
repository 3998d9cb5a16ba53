"""One dashboard: where its cards, charts and table stand."""

from .asking import Asking
from .parts import (
    BRAND,
    CARD,
    CHART,
    DATA,
    GAP,
    INK,
    MUTED,
    PAPER,
    RAMP,
    ROW,
    SHORT_NAMES,
    WIDTH,
)
from .writing import written


class Board(Asking):
    """Cards, then pairs of charts, then a table by department."""

    def __init__(self, name, period="year_to_date", filters=()):
        super().__init__(filters)
        self.name, self.period = name, period
        self.figures, self.menus = [], {}
        self.cells, self.cell_formats = {}, {}
        self.styles, self.borders, self.heights = {}, {}, {}
        self.y, self.chart_height = GAP, CHART
        self._places = 0

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

    def to_json(self):
        return written(self)


def _or_dash(figure):
    return f'=IFERROR(IF({figure}="","–",{figure}),"–")'


def _title(text):
    return {"text": text, "color": INK, "bold": True, "fontSize": 14}
