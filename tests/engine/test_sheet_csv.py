"""CSV files of unknown origin: read rightly or refused, never guessed wrong."""

import doctest

import pytest
from cs_base_engine import sheet_csv
from cs_base_engine.sheet_in import read_table
from sheet_files import cells, refused


def test_doctests():
    for module in (sheet_csv,):
        failed, tried = doctest.testmod(module)
        assert tried and not failed


TEXT = "工号,姓名,备注\n007,张伟,迟到\n008,李娜,\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_the_encoding_is_found(codec, encoding):
    table = read_table(TEXT.encode(codec))
    assert [row.cells for row in table.rows] == [
        ["工号", "姓名", "备注"],
        ["007", "张伟", "迟到"],
        ["008", "李娜"],
    ]
    assert (table.is_csv, table.encoding, table.delimiter) == (True, encoding, ",")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(codec):
    assert cells("pin,name\n7,Li\n".encode(codec)) == [["pin", "name"], ["7", "Li"]]


def test_a_named_encoding():
    assert cells(TEXT.encode("big5", "ignore"), encoding="Big5")
    assert cells("é,x\n".encode("latin-1"), encoding="Latin_1") == [["é", "x"]]
    assert cells("سلام,x\n".encode("cp1256"), encoding="windows-1256") == [
        ["سلام", "x"]
    ]
    assert cells(b"a,b\n", encoding="gbk") == [["a", "b"]]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("naïve café, Zoë\nÉtienne, à la carte\n", "latin-1"),
        ("سلام عليكم,شكرا\nاسم الموظف,نعم\n", "cp1256"),
        ("naïve,x\n", "cp1252"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_refused(text, codec):
    """Guessing would turn names into other names, and nobody would notice."""
    assert refused(text.encode(codec)).code == "encoding"


def test_a_wrong_named_encoding_is_refused():
    for name in ("latin-1", "windows-1256", "gb18030", "utf-16"):
        error = refused(TEXT.encode(), encoding=name)
        assert (error.code, error.params["found"]) == ("other_encoding", "utf-8")
    assert refused(b"a,b\n", encoding="utf-16").code == "other_encoding"
    error = refused(TEXT.encode("gb18030"), encoding="utf-8")
    assert (error.code, error.params["line"]) == ("encoding", 1)
    assert refused(TEXT.encode(), encoding="klingon").code == "unknown_encoding"
    assert refused(TEXT.encode("utf-16")[:-1]).code == "encoding"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    lines = [["pin", "time", "note"], ["7", "2025-03-31 08:30", "a,b;c"]] * 3
    text = "\n".join(
        delimiter.join(f'"{cell}"' if "," in cell else cell for cell in line)
        for line in lines
    )
    assert cells(text.encode()) == lines


def test_one_column_and_excels_delimiter_hint():
    assert cells(b"pin\n7\n8\n") == [["pin"], ["7"], ["8"]]
    assert cells(b"sep=|\npin|a,b\n") == [["pin", "a,b"]]


def test_rows_are_counted_as_a_spreadsheet_shows_them():
    table = read_table(b'pin,note\n\n7,"two\nlines"\n,\n8,x\n')
    assert [row.number for row in table.rows] == [1, 3, 5]


def test_an_unclosed_quote_is_named():
    error = refused(b'pin,note\n7,ok\n8,"open\n9,x\n10,y\n')
    assert (error.code, error.params["row"]) == ("unclosed_quote", 3)
    # it swallowed row 4, which would be lost if reading went on
    error = refused(b'pin,note\n8,"open\n9,x\n10,"y"\n11,z\n')
    assert (error.code, error.params["row"]) == ("unclosed_quote", 2)
