"""What can be wrong with a file, or a cell of it: codes, worded by the caller."""

#: code -> parameters; the whole file is refused
SHEET_CODES = {
    "empty": (),
    "no_rows": (),
    "too_big": ("limit", "size"),  # bytes
    "unpacks_too_big": ("limit",),  # bytes
    "too_many_rows": ("limit", "row"),
    "too_many_columns": ("limit", "cell"),
    "too_many_cells": ("limit",),
    "old_format": (),
    "password": (),
    "web_page": (),
    "unknown_format": (),
    "damaged": (),
    "unknown_sheet": ("name", "known"),
    "no_sheet": (),
    "unknown_encoding": ("name",),
    "encoding": ("name", "line"),
    "other_encoding": ("name", "found"),
    "unclosed_quote": ("row",),
    "missing_columns": ("missing", "found"),
    "duplicate_column": ("column", "headers"),
}

#: code -> parameters; one cell or row is bad, the others are read
CELL_CODES = {
    "required": (),
    "formula_without_value": (),
    "error_value": (),
    "not_text": (),
    "invisible_characters": (),
    "digits_lost": (),
    "not_number": (),
    "not_integer": (),
    "not_date": (),
    "not_time": (),
    "not_duration": (),
    "not_boolean": (),
    "not_choice": ("allowed",),
    "extra_cells": ("columns",),
    "broken_quotes": (),
    "too_long": (),
}
#: of a CSV: the row could not be cut into cells
WHOLE_ROW_CODES = ("broken_quotes", "too_long")


class SheetError(Exception):
    """The file cannot be read; ``code`` and ``params`` as in SHEET_CODES."""

    def __init__(self, code: str, **params):
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self):
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class CellError(Exception):
    """A cell cannot be read; ``code`` and ``params`` as in CELL_CODES.

    Also stands in a row in the place of a value that the file itself spoils.
    """

    def __init__(self, code: str, shown: str = "", **params):
        super().__init__(code, params)
        self.code = code
        self.shown = shown
        self.params = params
