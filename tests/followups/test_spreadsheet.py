"""The streaming workbook: whoever reads it back finds every sign, and nothing that computes (A10)."""

import re
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from followups.spreadsheet import LONGEST_CELL, Workbook, shortened, units

FORMULAS = ("=1+1", "+86 179 0000 2056", "-5", "@SUM(A1)", "\t=1", " =1", "＝1+1", '=HYPERLINK("x")', "'=1")
PICTURES = {n: chr(0x2400 + n) for n in range(32) if n not in (9, 10, 13)}
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
CELLS = st.one_of(
    TEXTS,
    st.sampled_from(FORMULAS),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda n: round(n, 4)),
    st.booleans(),
    st.none(),
    st.dates(date(1901, 1, 1), date(2999, 12, 31)),
    st.datetimes(datetime.combine(date(1901, 1, 1), time())).map(lambda t: t.replace(microsecond=0)),
)  # fmt: skip


def book_of(rows: list[list[Any]], **more: Any) -> bytes:
    out = BytesIO()
    book = Workbook(out, **more)
    width = max((len(row) for row in rows), default=1)
    book.sheet("明细", [f"列{n}" for n in range(width)], widths=[12] * width)
    assert book.rows(rows) == len(rows)
    book.close()
    return out.getvalue()


def expected(value: Any) -> Any:
    """What a reader must find: what XML cannot hold as a sign that is seen, all else as it was."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n").translate(PICTURES)
    return re.sub("[\ufffe\uffff]", "\ufffd", text) or None


def by_openpyxl(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    assert "f" not in {cell.data_type for row in cells for cell in row}
    return [[unescape(c.value) if isinstance(c.value, str) else c.value for c in row] for row in cells]


def by_calamine(content: bytes) -> list[list[Any]]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)[1:]


def same(read: Any, value: Any) -> bool:
    if isinstance(value, datetime) and isinstance(read, datetime):
        return abs((read - value).total_seconds()) < 1
    if isinstance(value, date):
        return read in (value, datetime.combine(value, time()))
    if isinstance(value, float):
        return read == pytest.approx(value)
    return read == value and isinstance(read, bool) == isinstance(value, bool)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
@example([["_x0041_", "䶮 𠮷 𠅤", "\x00\x0b\x1f"]])
@example([["00012345", "17955552056", "  blank  "], ["a\r\nb\rc", "<&>\"'", "]]>"]])
def test_what_was_written_is_read_back_by_two_readers(rows: list[list[Any]]) -> None:
    rows = [*rows, ["end", "end", "end"]]
    content = book_of(rows)
    wanted = [[expected(value) for value in row] for row in rows]
    for line, told in zip(by_openpyxl(content), wanted, strict=True):
        assert all(same(a, b) for a, b in zip(line, told, strict=True)), (line, told)
    for line, told in zip(by_calamine(content), wanted, strict=True):
        midnights = [
            datetime.combine(a, time()) if type(a) is date and isinstance(b, datetime) else a
            for a, b in zip(line, told, strict=True)
        ]
        assert all(same(a, b) or (a == "" and b is None) for a, b in zip(midnights, told, strict=True)), (
            line,
            told,
        )


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_computes_and_nothing_begins_to_when_somebody_edits_it(text: str) -> None:
    cell = load_workbook(BytesIO(book_of([[text]]))).worksheets[0].cell(row=2, column=1)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text
    assert cell.quotePrefix or text.startswith("'")


@pytest.mark.parametrize("text", [" vorn", "hinten ", "\nzwei", "eins\n"])
def test_blanks_around_a_text_are_said_to_be_its_own(text: str) -> None:
    with ZipFile(BytesIO(book_of([[text], ["zwei  Worte"]]))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert f'<t xml:space="preserve">{text}</t>' in sheet
    assert "<t>zwei  Worte</t>" in sheet


@pytest.mark.parametrize("text", ["00012345", "17955552056", "110101199003070011"])
def test_a_number_that_names_something_stays_a_text_with_its_zeros(text: str) -> None:
    cell = load_workbook(BytesIO(book_of([[text]]))).worksheets[0].cell(row=2, column=1)
    assert (cell.value, cell.number_format) == (text, "@")


@pytest.mark.parametrize("sign", ["病", "𠮷"])
@pytest.mark.parametrize("over", [0, 1, 40_000])
def test_a_text_that_no_cell_can_hold_stands_whole_on_another_sheet(sign: str, over: int) -> None:
    text = sign * (LONGEST_CELL // units(sign) + over)
    content = book_of([["a", text], ["b", "short"]])
    book = load_workbook(BytesIO(content))
    kept = book.worksheets[0].cell(row=2, column=2).value
    assert units(kept) <= LONGEST_CELL
    if not over:
        assert (kept, len(book.worksheets)) == (text, 1)
        return
    assert "…" in kept
    assert "2" in kept.rsplit("…", 1)[1]
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in rows} == {"明细!B2"}
    assert "".join(row[2] for row in rows) == text
    assert kept.startswith(shortened(text, 1000))


@pytest.mark.parametrize(("n", "sheets"), [(0, 1), (9, 1), (10, 2), (18, 2), (19, 3)])
def test_a_full_sheet_is_continued_on_another_with_its_head(n: int, sheets: int) -> None:
    book = load_workbook(BytesIO(book_of([[k, "x"] for k in range(n)], most_rows=10)))
    assert len(book.worksheets) == sheets
    heads = [[cell.value for cell in sheet[1]] for sheet in book.worksheets]
    assert all(head[0] == "列0" for head in heads)
    found = [row[0] for sheet in book.worksheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == list(range(n))


def test_the_head_stays_in_sight_is_filtered_and_printed_on_every_page() -> None:
    out = BytesIO()
    book = Workbook(out)
    book.sheet("a/b:c", ["甲", "乙"], widths=[10, 20], note="谁, 何时, 为何")
    book.rows([["x", 1]])
    book.sheet("A·B·C", ["丙"], widths=[10])
    book.close()
    first, second = load_workbook(BytesIO(out.getvalue())).worksheets
    assert (first.title, second.title) == ("a·b·c", "A·B·C 2")
    assert (first.freeze_panes, first.auto_filter.ref, first.print_title_rows) == ("A3", "A2:B3", "$1:$2")
    assert (second.freeze_panes, first["A1"].value) == ("A2", "谁, 何时, 为何")
    assert first.page_setup.orientation == "landscape"


def test_a_moment_with_a_zone_is_refused() -> None:
    from tests.people import moment

    with pytest.raises(ValueError, match="without a zone"):
        book_of([[moment("2026-11-20 15:12")]])
