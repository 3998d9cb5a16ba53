"""What dashboards are made of: measures of the page, colours, formats, kinds."""

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
