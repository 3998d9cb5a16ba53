"""Makes sheet files, good and spoilt, for the tests of the readers."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter
from cs_base_engine.sheet_in import SHEET_CODES, SheetError, read_table

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook(rows):
    """Return the bytes of a workbook with ``rows``, the same each time."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2025, 3, 31)})
    sheet = book.add_worksheet("Punches")
    for number, row in enumerate(rows):
        for index, value in enumerate(row):
            if value is not None:
                sheet.write(number, index, value)
    book.close()
    return target.getvalue()


def with_parts(content, **parts):
    """Return the workbook ``content`` with some parts replaced (None: removed)."""
    target = BytesIO()
    changed = {
        name.replace("__", "/").replace("_xml", ".xml"): text
        for name, text in parts.items()
    }
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), *changed}:
            text = changed.get(name, old.read(name) if name in old.namelist() else None)
            if text is not None:
                new.writestr(name, text)
    return target.getvalue()


def with_sheet(xml, content=None):
    content = content or workbook([["Pin"]])
    return with_parts(content, xl__worksheets__sheet1_xml=HEAD + xml + "</worksheet>")


def cells(content, **options):
    return [row.cells for row in read_table(content, **options).rows]


def refused(content, **options):
    with pytest.raises(SheetError) as caught:
        list(read_table(content, **options).rows)
    error = caught.value
    assert set(error.params) == set(SHEET_CODES[error.code])
    assert str(error)
    return error
