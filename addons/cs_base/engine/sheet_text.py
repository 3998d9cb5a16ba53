"""Text that goes into a sheet: cleaned, never active, and recoverable."""

import re
import unicodedata

CELL_LIMIT = 32_767
NAME_LIMIT = 31

#: neither XML nor PostgreSQL can hold these; tab, line feed and return stay
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_DIRTY = re.compile(f"{_CONTROL.pattern}|{_SURROGATE.pattern}")
#: what a spreadsheet may take for a formula, full-width forms included (OWASP)
_ACTIVE = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_ESCAPED = re.compile(rf"'+(?:{_ACTIVE.pattern})")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def clean_text(text: str) -> str:
    """Drop control characters; a lone half of a surrogate pair becomes �.

    >>> clean_text("Li\\x00 Na\\ud83d")
    'Li Na�'
    """
    if not _DIRTY.search(text):
        return text
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _CONTROL.sub("", text))


def fit_cell(text: str) -> str:
    """Clean ``text`` and, beyond what a cell holds, cut it where one can see it.

    Spreadsheets count UTF-16 units; the mark says how many of how many are shown.
    """
    text = clean_text(text)
    if len(text) <= CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    size = len(units) // 2
    if size <= CELL_LIMIT:
        return text
    mark = f" … [{CELL_LIMIT} / {size}]"
    kept = units[: 2 * (CELL_LIMIT - len(mark))]
    return kept.decode("utf-16-le", "ignore") + mark


def looks_active(text: str) -> bool:
    """Whether a spreadsheet that opens it from a CSV may run it as a formula."""
    return bool(_ACTIVE.match(text))


def csv_escape(text: str) -> str:
    """Put ``'`` before text that could become a formula; ``csv_unescape`` undoes it.

    Text that already looks escaped gets one more, so that nothing is lost.

    >>> [csv_escape(text) for text in ("=1+1", "'=1+1", "'quoted'", "2 = 2")]
    ["'=1+1", "''=1+1", "'quoted'", '2 = 2']
    """
    return "'" + text if looks_active(text) or _ESCAPED.match(text) else text


def csv_unescape(text: str) -> str:
    """Undo ``csv_escape``.

    >>> [csv_unescape(text) for text in ("'=1+1", "''=1+1", "'quoted'", "=1")]
    ['=1+1', "'=1+1", "'quoted'", '=1']
    """
    return text[1:] if _ESCAPED.match(text) else text


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name Excel accepts, different from those in ``taken`` (lower case).

    >>> sheet_name("2025/03 [draft]", set())
    '2025 03  draft'
    >>> sheet_name("March", {"march"})
    'March (2)'
    """
    name = _FORBIDDEN_IN_NAME.sub(" ", clean_text(wanted))
    name = _cut(name, NAME_LIMIT) or "Sheet"
    if name.lower() == "history":  # reserved by Excel
        name += "_"
    base, number = name, 2
    while name.lower() in taken:
        suffix = f" ({number})"
        name = _cut(base, NAME_LIMIT - len(suffix)) + suffix
        number += 1
    return name


def _cut(name: str, units: int) -> str:
    """At most ``units`` UTF-16 units, without quotes or spaces at the ends."""
    cut = name.strip(" '").encode("utf-16-le")[: 2 * units]
    return cut.decode("utf-16-le", "ignore").strip(" '")


def display_width(text: str) -> int:
    """Columns the widest line takes; a Chinese character takes two."""
    return max(
        sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
        for line in text.split("\n")
    )
