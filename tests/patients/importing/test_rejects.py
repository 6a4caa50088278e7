"""F23, F31: the list of rejected rows can be corrected and sent again; nothing in it is alive."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from patients.importing.errors import Fault, Skip
from patients.importing.headings import find_layout
from patients.importing.layout import Layout
from patients.importing.parsed import Parsed, Rejected
from patients.importing.rejects import RejectedRow, legal, write_rejects
from patients.importing.wire import Row, Unread
from tests.patients.importing.files import HEADINGS, moment, visit
from tests.patients.importing.readers import kinds, parsed, results_of, rows_of

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("x")',
    "+8616300000001",
    "-5",
    "@SUM(A1)",
    "\t=1+1",
    "=cmd|' /C calc'!A0",
    "'x",
    "0012",
]


def layout(*headings: str) -> Layout:
    return find_layout([Row(1, headings)])


def written(rows: list[RejectedRow], of: Layout, **how: Any) -> bytes:
    out = io.BytesIO()
    write_rejects(out, rows, of, **how)
    return out.getvalue()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_formula_lives_and_every_sign_stays(payload: str) -> None:
    content = written([RejectedRow(7, payload, [payload] * len(HEADINGS))], layout(*HEADINGS))
    cells = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())[1]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells[1:]} == {payload}


def test_values_are_kept_as_a_person_reads_them() -> None:
    cells = ["00123", 16300000001.0, moment("2026-11-03 09:14"), Unread.FORMULA, None, True]
    content = written(
        [RejectedRow(7, "没有姓名", cells)], layout("病案号", "姓名", "就诊时间", "诊断", "备注", "科室")
    )
    assert rows_of(content) == [
        Row(1, ["Row number", "Why rejected", "病案号", "姓名", "就诊时间", "诊断", "备注", "科室"]),
        Row(2, ["7", "没有姓名", "00123", "16300000001", "2026-11-03 09:14", "#N/A", None, "TRUE"]),
    ]


def test_a_control_character_does_not_stop_the_list() -> None:
    assert legal("a\x0bb\0c\x1bd\ufffee\x85f\ud800") == "a b\ufffdc\ufffdd\ufffde f\ufffd"
    content = written([RejectedRow(7, "\0", ["\x01", "解\x07英"])], layout("病案号", "姓名"))
    assert rows_of(content)[1].cells[3] == "解\ufffd英"


def test_identity_numbers_are_not_in_it() -> None:
    content = written(
        [RejectedRow(7, "x", ["1", "110101199001011234", "解英"])], layout("病案号", "身份证号", "姓名")
    )
    assert [list(row.cells)[2:] for row in rows_of(content)] == [["病案号", "姓名"], ["1", "解英"]]


def test_corrected_it_is_imported_and_nothing_of_ours_with_it() -> None:
    results = parsed(HEADINGS, visit(1), visit(2, 姓名=None), visit(3, 就诊时间="11月31日"))
    rejected = [result for result in results if isinstance(result, Rejected)]
    rows = [RejectedRow(one.number, "原因", one.cells) for one in rejected]
    content = written(rows, layout(*HEADINGS), heads=("行号", "原因"))
    assert kinds(results_of(content)) == ["rejected", "rejected"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active["E2"], book.active["K3"] = "张三", "2026-11-18"
    out = io.BytesIO()
    book.save(out)
    mended = results_of(out.getvalue())
    assert [result.name for result in mended if isinstance(result, Parsed)] == ["张三", "解英"]


def test_a_list_of_a_list_does_not_grow() -> None:
    once = written([RejectedRow(7, "x", visit(1))], layout(*HEADINGS), heads=("行号", "原因"))
    again = find_layout(rows_of(once))
    twice = written([RejectedRow(2, "y", rows_of(once)[1].cells)], again, heads=("行号", "原因"))
    assert rows_of(twice)[0] == rows_of(once)[0]
    assert rows_of(twice)[1].cells[2:] == rows_of(once)[1].cells[2:]


def test_heads_that_would_not_be_recognised_are_refused_by_the_writer() -> None:
    with pytest.raises(ValueError, match="recognised"):
        written([], layout(*HEADINGS), heads=("Zeile", "Grund"))


def test_a_column_without_a_heading_gets_one_so_that_its_cells_are_not_too_many() -> None:
    rows = [Row(1, HEADINGS), *(Row(number, [*visit(number, 姓名=None), "x"]) for number in range(2, 6))]
    found = find_layout(rows)
    content = written([RejectedRow(2, "x", rows[1].cells)], found, heads=("行号", "原因"))
    (result,) = results_of(content)
    assert isinstance(result, Rejected)
    assert [error.code for error in result.errors] == [Fault.MISSING_NAME]


def test_long_lists_are_written_row_by_row() -> None:
    rows = (RejectedRow(number, "x", visit(number)) for number in range(1, 501))
    content = written(rows, layout(*HEADINGS))  # type: ignore[arg-type]
    assert len(rows_of(content)) == 501
    assert Skip.TOTAL not in results_of(content)


def test_cells_beyond_the_heading_are_kept_and_seen_again() -> None:
    rows = [RejectedRow(number, "x", [*visit(number), "x"]) for number in range(1, 5)]
    content = written(rows, layout(*HEADINGS), heads=("行号", "原因"))
    found = results_of(content)
    assert kinds(found) == ["rejected"] * 4
    assert [error.code for one in found if isinstance(one, Rejected) for error in one.errors] == [
        Fault.TOO_MANY_CELLS
    ] * 4
