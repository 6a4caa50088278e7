"""F25: each cell as what it is, whatever the file; sheets chosen, merged cells filled, nothing lost."""

from __future__ import annotations

import time as clock
from datetime import date, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from patients.importing import limits, table
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.reading import read
from patients.importing.wire import Row, Unread, decode, encode, from_json, to_json
from tests.patients.importing.files import (
    HEADINGS,
    moment,
    old_workbook,
    raw_workbook,
    saved,
    text_cell,
    visit,
    workbook,
)
from tests.patients.importing.files import table as text_table
from tests.patients.importing.readers import cells_of, info_of, refusal, rows_of

EVERY_KIND = [
    "解英",
    "+86 - 1",
    13812345678,
    15082.57,
    True,
    date(2026, 1, 1),
    moment("2026-11-03 09:14"),
    time(9, 14),
    timedelta(hours=30),
    "two\nlines",
]


def test_a_workbooks_cells_keep_their_kind() -> None:
    expected = [13812345678.0 if cell == 13812345678 else cell for cell in EVERY_KIND]
    assert cells_of(workbook([EVERY_KIND])) == [expected]


@pytest.mark.parametrize("cell", [*EVERY_KIND, None, "", "\u2028\x00\ud800", *Unread, 1e300, -5])
def test_a_cell_survives_its_way_through_the_pipe_and_through_the_database(cell: object) -> None:
    assert decode(encode([cell])) == [cell]
    assert from_json(to_json([cell])) == [cell]  # type: ignore[list-item]


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_a_number_beyond_all_bounds_is_a_word(number: float) -> None:
    """The database's JSON knows no infinity: one such cell would stop a whole import."""
    assert decode(encode([2, [number, 1.5]])) == [2, [str(number), 1.5]]
    assert to_json([number]) == [str(number)]
    assert cells_of(raw_workbook(['<row r="1"><c r="A1"><v>1e999</v></c></row>'])) == [["inf"]]


def test_an_old_workbook_is_read() -> None:
    assert cells_of(old_workbook([["姓名", "电话"], ["𠮷䶮", 16300000001]])) == [
        ["姓名", "电话"],
        ["𠮷䶮", 16300000001.0],
    ]


def test_a_text_named_xls_is_read_as_the_text_that_it_is(tmp_path: Path) -> None:
    path = tmp_path / "visits.xls"
    path.write_bytes(text_table([HEADINGS, visit()], delimiter="\t").encode("gb18030"))
    with read(path, path.name) as sheet:
        assert sheet.info.kind == "text"
        assert sheet.info.delimiter == "\t"
        assert [row.cells[2] for row in sheet] == ["姓名", "解英"]


def test_row_numbers_are_those_that_the_files_program_shows() -> None:
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    book.active["B7"] = "y"
    assert rows_of(saved(book)) == [Row(4, [None, None, "x"]), Row(5, []), Row(6, []), Row(7, [None, "y"])]


def test_blank_rows_at_the_end_do_not_count() -> None:
    assert rows_of(b"a,b\n1,2\n,\n  ,\n\n") == [Row(1, ["a", "b"]), Row(2, ["1", "2"])]


def test_blank_rows_in_between_are_kept_as_blank() -> None:
    assert [row.cells for row in rows_of(b"a,b\n,\n\n1,2\n")] == [["a", "b"], [], [], ["1", "2"]]


def test_the_sheet_with_known_headings_is_chosen_and_the_others_are_named() -> None:
    book = workbook(
        [["说明：请勿修改"]], [HEADINGS, visit()], [["x"]], names=["说明", "就诊", "旧"], hidden=[2]
    )
    with read(book) as sheet:
        assert sheet.info.sheet == "就诊"
        assert [(name, visible) for name, visible in sheet.info.sheets] == [
            ("说明", True),
            ("就诊", True),
            ("旧", False),
        ]
        assert len(list(sheet)) == 2


def test_a_sheet_of_sums_never_wins_over_one_with_visits_and_further_ones_are_named() -> None:
    sums = [["科室", "医生", "总费用", "日期"], ["骨科", "王医", 1234, "2026-11-20"]]
    visits = [HEADINGS, visit()]
    book = workbook(
        sums, visits, sums, visits, visits, names=["汇总", "十月", "图", "十一月", "旧"], hidden=[4]
    )
    with read(book) as sheet:
        assert (sheet.info.sheet, sheet.info.others) == ("十月", ("十一月",))
    with read(book, sheet="十一月") as sheet:
        assert sheet.info.others == ()
    assert info_of(workbook(sums)).others == ()


def test_without_known_headings_the_first_sheet_with_anything_is_taken() -> None:
    assert cells_of(workbook([], [["x"]], [["y"]])) == [["x"]]


def test_a_hidden_sheet_comes_last_but_is_not_lost() -> None:
    assert cells_of(workbook([[*HEADINGS]], [["x"]], hidden=[0])) == [list(HEADINGS)]
    assert cells_of(workbook([["hidden"]], [["shown"]], hidden=[0])) == [["shown"]]


def test_a_sheet_can_be_asked_for_by_name() -> None:
    book = workbook([HEADINGS], [["y"]], names=["a", "b"])
    assert cells_of(book, sheet="b") == [["y"]]
    assert refusal(book, sheet="c") is Refusal.NO_SHEET


def test_cells_merged_downwards_all_hold_the_value() -> None:
    book = openpyxl.Workbook()
    for row in (["解英", "a"], [None, "b"], [None, None], ["张三", "d"]):
        book.active.append(row)
    book.active.merge_cells("A1:A3")
    assert cells_of(saved(book)) == [["解英", "a"], ["解英", "b"], [], ["张三", "d"]]


def test_a_formula_without_a_value_and_an_error_are_not_blank() -> None:
    cells = (
        text_cell("A2", "x")
        + '<c r="B2"><f>A1</f></c><c r="C2" t="str"><f>A1</f><v></v></c><c r="D2" t="e"><v>#N/A</v></c>'
        '<c r="E2"><f>1+1</f><v>2</v></c><c r="F2" t="str"><f>A2</f><v>ok</v></c>'
    )
    rows = cells_of(raw_workbook([f'<row r="2">{cells}</row>']))
    assert rows == [["x", Unread.FORMULA, Unread.FORMULA, Unread.ERROR, 2.0, "ok"]]


def test_such_cells_are_found_across_the_pieces_in_which_a_large_sheet_is_read() -> None:
    filler = "x" * 1000
    rows = [
        f'<row r="{n}">{text_cell(f"A{n}", filler)}<c r="B{n}"><f>A{n}</f></c></row>' for n in range(1, 4001)
    ]
    cells = cells_of(raw_workbook(rows))
    assert len(cells) == 4000
    assert all(row[1] is Unread.FORMULA for row in cells)


def test_a_workbook_may_count_its_days_from_1904() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([moment("2026-11-03 09:14"), 44867])
    assert info_of(saved(book)).epoch_1904
    assert cells_of(saved(book)) == [[moment("2026-11-03 09:14"), 44867.0]]
    assert not info_of(workbook([["x"]])).epoch_1904


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook([[]]), Refusal.NO_DATA),
        (b"\n\n , \n", Refusal.NO_DATA),
        (b"a,b\n" * (limits.ROWS + 1), Refusal.TOO_MANY_ROWS),
        (b"a" + b"," * limits.COLUMNS + b"b\n", Refusal.TOO_MANY_COLUMNS),
        (raw_workbook([f'<row r="1">{text_cell("GS1", "x")}</row>']), Refusal.TOO_MANY_COLUMNS),
        (b'"' + b"x" * (limits.CELL_LENGTH + 1) + b'",b\n', Refusal.CELL_TOO_LONG),
    ],
    ids=["no cells", "only blanks", "rows", "columns", "columns far right", "cell"],
)
def test_the_limits_hold(content: bytes, code: Refusal) -> None:
    assert refusal(content) is code


def test_a_file_at_the_limits_is_read() -> None:
    assert len(rows_of(b"a,b\n" * limits.ROWS)) == limits.ROWS
    assert len(rows_of(b"," * (limits.COLUMNS - 1) + b"b\n")[0].cells) == limits.COLUMNS
    assert len(cells_of(b'"' + b"x" * limits.CELL_LENGTH + b'",b\n')[0][0]) == limits.CELL_LENGTH  # type: ignore[arg-type]


def test_blank_rows_beyond_the_limit_are_nothing() -> None:
    assert rows_of(b"a,b\n" + b",\n" * (limits.ROWS + 10)) == [Row(1, ["a", "b"])]


def test_a_refusal_says_how_the_file_was_named_but_not_more() -> None:
    with pytest.raises(ImportRefused) as caught:
        read(b"", "王芳 13800000000.xlsx")
    assert caught.value.params["suffix"] == ".xlsx"
    assert "王芳" not in str(caught.value.params)


def test_a_reader_who_stops_early_leaves_no_process() -> None:
    with read(b"a,b\n" * 100_000) as sheet:
        assert next(iter(sheet)) == Row(1, ["a", "b"])
        child = sheet._child._process
    assert child.poll() is not None


def test_only_the_childs_silence_counts_against_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with read(b"a,b\n" * 50_000) as sheet:
        rows = iter(sheet)
        next(rows)
        monkeypatch.setattr(limits, "SILENT_SECONDS", 1.0)
        clock.sleep(1.2)
        assert sum(1 for _ in rows) == 49_999


def test_the_rows_behind_a_gap_keep_their_numbers() -> None:
    rows = list(table.limited([(1, ["a"]), (2, [""]), (3, [None]), (4, ["b"]), (5, [" "])]))
    assert rows == [Row(1, ["a"]), Row(2, []), Row(3, []), Row(4, ["b"])]
