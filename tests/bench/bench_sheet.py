"""Sheets, ours against the bare libraries in the same run: time and peak memory.

    python tests/bench/bench_sheet.py [ROWS]

Writing is compared with XlsxWriter (``worksheet.write`` of the same values), reading
with openpyxl's read-only mode, which checks nothing and understands no columns.
"""

import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import perf_counter

import openpyxl
import xlsxwriter

ENGINE = Path(__file__).parents[2] / "addons/cs_base/engine/__init__.py"
spec = spec_from_file_location(
    "cs_base_engine", ENGINE, submodule_search_locations=[str(ENGINE.parent)]
)
sys.modules[spec.name] = module_from_spec(spec)
from cs_base_engine.sheet_in import Field, read_rows, read_table  # noqa: E402
from cs_base_engine.sheet_out import Book, Column, Sheet, write_xlsx  # noqa: E402

COLUMNS = [
    Column("number", "工号"),
    Column("name", "员工"),
    Column("day", "日期", "date"),
    Column("at", "打卡时间", "datetime"),
    Column("days", "天数", "integer", total=True),
    Column("rate", "转化率", "percent"),
    Column("amount", "金额", "money", total=True),
    Column("note", "备注"),
]
FIELDS = [
    Field(column.key, [column.header], kind)
    for column, kind in zip(
        COLUMNS[:7],
        ["text", "text", "date", "datetime", "integer", "percent", "decimal"],
        strict=True,
    )
]


def rows(count):
    start = datetime(2025, 3, 1, 8, 30)
    for number in range(count):
        yield (
            f"{number:06}",
            f"客服{number % 997}",
            date(2025, 3, 1 + number % 31),
            start + timedelta(minutes=number),
            number % 27,
            Decimal(number % 100) / 100,
            Decimal(number) / 100,
            "=迟到" if number % 10 == 0 else "正常",
        )


def write_bare(count, _file):
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    styles = [None, None, day, day, None, None, None, None]
    for number, row in enumerate(rows(count)):
        for index, value in enumerate(row):
            sheet.write(number, index, value, styles[index])
    book.close()
    return target.getvalue()


def write_ours(count, _file):
    return write_xlsx(Book([Sheet("S", COLUMNS, rows(count))], streaming=True))


def read_bare(count, content):
    book = openpyxl.load_workbook(BytesIO(content), read_only=True)
    assert sum(1 for _ in book.active.iter_rows(values_only=True)) == count + 2


def read_ours(count, content):
    result = read_rows(read_table(content), FIELDS)
    # the total below the rows is no punch: it is reported, not read
    assert len(result.good) == count and result.bad_row_count == 1


def measure(task, count, content):
    started = perf_counter()
    made = task(count, content)
    seconds = perf_counter() - started
    return made, seconds, getrusage(RUSAGE_SELF).ru_maxrss / 1024


def main(count):
    context, content = get_context("spawn"), None
    for bare, ours in ((write_bare, write_ours), (read_bare, read_ours)):
        results = []
        for task in (bare, ours):
            with context.Pool(1) as pool:
                results.append(pool.apply(measure, (task, count, content)))
        content = results[1][0]
        (_, bare_time, bare_memory), (_, our_time, our_memory) = results
        print(
            f"{ours.__name__:10} {count} rows: {our_time:.2f} s, {our_memory:.0f} MB;"
            f" {bare.__name__:10} {bare_time:.2f} s, {bare_memory:.0f} MB;"
            f" time x{our_time / bare_time:.2f}, memory x{our_memory / bare_memory:.2f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
