"""Files somebody made to hurt are refused in words, before they cost anything."""

import struct
import tracemalloc
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from cs_base_engine.sheet_in import SHEET_CODES, Limits, SheetError, read_table
from hypothesis import given, settings
from hypothesis import strategies as st
from sheet_files import SHEET, cells, refused, with_parts, with_sheet, workbook


def far_cell(reference, value="<v>1</v>"):
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<c r="{reference}">{value}</c>'
    return with_sheet(f'<sheetData><row r="{row}">{cell}</row></sheetData>')


def test_one_cell_in_the_last_corner_is_refused_before_it_costs_anything():
    """The 4.7 kB file that held a worker for 25 s and 1.3 GB."""
    content = far_cell("XFD1048576")
    assert len(content) < 10_000
    tracemalloc.start()
    error = refused(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert error.code == "too_many_columns"
    assert error.params["cell"] == "XFD1048576"
    assert peak < 2 * 2**20


def test_limits_are_reached_exactly():
    limits = Limits(rows=100, columns=3, cells=1000)
    assert len(cells(far_cell("C120"), limits=limits)) == 1
    error = refused(far_cell("D120"), limits=limits)
    assert (error.code, error.params["cell"]) == ("too_many_columns", "D120")
    error = refused(far_cell("C121"), limits=limits)
    assert (error.code, error.params["row"]) == ("too_many_rows", 121)
    many = [[1] * 3] * 20
    assert len(cells(workbook(many), limits=Limits(cells=60))) == 20
    assert refused(workbook(many), limits=Limits(cells=59)).code == "too_many_cells"
    csv = b"1,2,3\n" * 20
    assert len(cells(csv, limits=Limits(cells=60, columns=3))) == 20
    assert refused(csv, limits=Limits(cells=59)).code == "too_many_cells"
    assert refused(csv, limits=Limits(columns=2)).params["cell"] == "C1"
    error = refused(b"x\n" * 21, limits=Limits(rows=0))
    assert (error.code, error.params["row"]) == ("too_many_rows", 21)
    assert len(cells(b"x\n" * 20, limits=Limits(rows=0))) == 20
    assert len(cells(csv, limits=Limits(size=len(csv)))) == 20
    assert refused(csv, limits=Limits(size=len(csv) - 1)).code == "too_big"


def test_formatted_but_empty_cells_are_no_data():
    """People format whole columns: a million empty cells hold nothing."""
    row = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    content = with_sheet(f"<sheetData>{first}{row}</sheetData>")
    assert cells(content) == [[Decimal(1)]]
    limits = Limits(unfolded=16_384 * 1_048_576)
    assert cells(content, limits=limits) == [[Decimal(1)]]
    limits = Limits(unfolded=16_384 * 1_048_576 - 1)
    assert refused(content, limits=limits).code == "too_many_cells"


def test_a_bomb_is_refused_by_its_size_and_ratio():
    bomb = with_sheet("<sheetData/>" + " " * 20_000_000)
    assert len(bomb) < 40_000
    assert refused(bomb).code == "unpacks_too_big"
    innocent = with_sheet("<sheetData/>" + " " * 10_000_000)
    assert cells(innocent) == []
    limits = Limits(unpacked=5_000_000)
    assert refused(innocent, limits=limits).code == "unpacks_too_big"


def test_a_size_that_lies_is_refused():
    """The declared size of a part is what is unpacked, whatever it really holds."""
    content = bytearray(with_sheet("<sheetData/>" + " " * 1_000_000))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        real = parts.getinfo(SHEET).file_size
    content = bytes(content).replace(struct.pack("<L", real), struct.pack("<L", 100))
    assert refused(content).code == "damaged"


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [ENTITIES, EXTERNAL])
@pytest.mark.parametrize(
    "part",
    [
        "xl__worksheets__sheet1_xml",
        "xl__sharedStrings_xml",
        "xl__styles_xml",
        "xl__workbook_xml",
        "_rels__.rels",
    ],
)
def test_entities_are_refused(prolog, part):
    content = with_parts(workbook([["x"]]), **{part: prolog + "<x>&b;</x>"})
    assert refused(content).code == "damaged"


@pytest.mark.parametrize(
    "xml",
    [
        "<sheetData><row r='2'/><row r='1'/></sheetData>",
        "<sheetData><row r='1'><c r='B1'/><c r='A1'/></row></sheetData>",
        "<sheetData><row r='0'/></sheetData>",
        "<sheetData><row r='x'/></sheetData>",
        "<sheetData><row r='1'><c r='ABCD1'/></row></sheetData>",
        "<sheetData><row r='1'><c r='1'/></row></sheetData>",
        "<sheetData><row r='1'><c t='s'><v>99</v></c></row></sheetData>",
        "<sheetData><row r='1'><c t='s'><v>x</v></c></row></sheetData>",
        "<sheetData><row r='1'><c s='x'><v>1</v></c></row></sheetData>",
        f"<sheetData><row r='{'9' * 5000}'/></sheetData>",
        "<sheetData><row>",
        "<sheetData>\x01</sheetData>",
        "<v>1</v></c></row>",
    ],
)
def test_nonsense_inside_is_damage(xml):
    assert refused(with_sheet(xml)).code == "damaged"


@pytest.mark.parametrize(
    "part",
    ["xl__workbook_xml", "xl__worksheets__sheet1_xml", "xl___rels__workbook_xml.rels"],
)
def test_a_missing_part_is_damage(part):
    assert refused(with_parts(workbook([["x"]]), **{part: None})).code == "damaged"


def test_a_broken_or_locked_zip():
    content = workbook([["x"] * 50] * 50)
    for end in (10, 100, len(content) // 2, len(content) - 10):
        assert refused(content[:end]).code == "damaged"
    locked = bytearray(content)
    locked[content.rindex(SHEET.encode()) - 38] |= 1  # the flag "encrypted"
    locked[content.index(SHEET.encode()) - 24] |= 1
    assert refused(bytes(locked)).code == "damaged"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_nothing_but_a_sheet_error_ever(data):
    """Whatever is done to a good file, it is read or refused in words."""
    content = bytearray(workbook([["Pin", 1.5], ["a", 45747]]))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 1] = data.draw(st.binary(max_size=3))
    try:
        list(read_table(bytes(content)).rows)
    except SheetError as error:
        assert set(error.params) == set(SHEET_CODES[error.code])


tags = st.sampled_from(
    ["<row>", "</row>", "<row r='2'>", "<c>", "</c>", "<c t='s'>", "<c t='b'>", "<v>"]
    + [
        "</v>",
        "<f>",
        "</f>",
        "<is>",
        "</is>",
        "<t>",
        "</t>",
        "0",
        "1",
        "x",
        "<c r='B1'>",
    ]
    + ["<sheetData>", "</sheetData>", "<rPh>", "</rPh>", "<c s='9'/>", "<v/>", "<row/>"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(tags).map("".join))
def test_no_document_crashes_the_reader(xml):
    try:
        list(read_table(with_sheet(xml)).rows)
    except SheetError as error:
        assert error.code == "damaged"


@settings(max_examples=200, deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(content):
    try:
        list(read_table(content).rows)
    except SheetError as error:
        assert set(error.params) == set(SHEET_CODES[error.code])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\0" * 100, "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "web_page"),
        (b"%PDF-1.7 ...", "unknown_format"),
        (b"\x89PNG\r\n", "unknown_format"),
        (b"PK\x05\x06" + b"\0" * 18, "unknown_format"),
    ],
)
def test_other_files_are_named(content, code):
    assert refused(content).code == code


def test_other_zip_files_are_no_workbooks():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert refused(target.getvalue()).code == "unknown_format"
    rels = (
        '<Relationships><Relationship Id="1" Target="word/document.xml" '
        'Type="http://x/officeDocument"/></Relationships>'
    )
    content = with_parts(workbook([["x"]]), **{"_rels__.rels": rels})
    assert refused(content).code == "unknown_format"
