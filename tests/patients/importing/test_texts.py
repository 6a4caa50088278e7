"""F25, F26: what parts the cells of a text, and how cells are quoted."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.errors import ImportRefused, Refusal
from patients.importing.table import limited
from patients.importing.texts import read_text
from tests.patients.importing.files import HEADINGS, table, visit

ROWS = [HEADINGS, visit(1), visit(2)]


def cells(data: bytes) -> list[list[object]]:
    return [list(row.cells) for row in limited(read_text(data).rows)]


def quoted(rows: list[list[str]], **how: object) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, **how).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_content_tells_what_parts_the_cells(delimiter: str) -> None:
    read = read_text(table(ROWS, delimiter=delimiter).encode())
    assert read.info.delimiter == delimiter
    assert [len(cells) for _, cells in read.rows] == [len(HEADINGS)] * 3


def test_other_characters_inside_the_cells_do_not_confuse() -> None:
    rows = [list(HEADINGS), *(list(map(str, visit(n, 诊断="a;b;c\td|e"))) for n in range(9))]
    assert read_text(quoted(rows)).info.delimiter == ","
    assert read_text(quoted(rows, delimiter="\t")).info.delimiter == "\t"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_kind_of_line_end_is_read(end: str) -> None:
    assert [row[2] for row in cells(table(ROWS, end=end).encode())] == ["姓名", "解英", "解英"]


def test_a_title_above_the_heading_does_not_hide_the_delimiter() -> None:
    data = ("青屿市中心医院, 2026年11月; 门诊\r\n" + table(ROWS, delimiter="\t")).encode()
    assert read_text(data).info.delimiter == "\t"


def test_the_hint_of_a_spreadsheet_program_names_the_delimiter() -> None:
    read = read_text(b"sep=;\r\na;b\r\n1,5;2\r\n")
    assert read.info.delimiter == ";"
    assert list(read.rows) == [(2, ["a", "b"]), (3, ["1,5", "2"])]


def test_a_quoted_cell_may_hold_commas_quotation_marks_and_lines() -> None:
    data = b'mrn,name,diagnosis\r\n1,"a ""b"", c","x\r\ny"\r\n2,d,e\r\n'
    assert cells(data) == [["mrn", "name", "diagnosis"], ["1", 'a "b", c', "x\r\ny"], ["2", "d", "e"]]


def test_a_quotation_mark_inside_an_unquoted_cell_is_a_character() -> None:
    assert cells(b'mrn,name\n1,2" x\n')[1] == ["1", '2" x']


def test_a_system_that_never_quotes_may_write_quotation_marks() -> None:
    assert cells('mrn,name\n1,"好"的\n2,"\n3,c\n'.encode()) == [
        ["mrn", "name"],
        ["1", '"好"的'],
        ["2", '"'],
        ["3", "c"],
    ]


@pytest.mark.parametrize("text", ['mrn,name\n1,"x\n2,y,z\n3,c\n', 'mrn,name\n1,"好"的\n2,a,b\n'])
def test_quotation_marks_that_could_mean_two_things_are_refused_with_the_row(text: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        read_text(text.encode())
    assert (caught.value.code, caught.value.params) == (Refusal.BAD_QUOTES, {"row": 2})


word = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=("Cc", "Cs")), max_size=8
)
inner = st.one_of(word, st.sampled_from(['"', ",", "a,b", 'say "x"', "x\r\ny", ";", "\t", "'", "=1+1"]))


@given(st.lists(st.lists(inner, min_size=3, max_size=3), max_size=8))
def test_whatever_the_csv_module_writes_is_read_back(rows: list[list[str]]) -> None:
    every = [["病案号", "姓名", "诊断"], *rows]
    expected = [(n, row) for n, row in enumerate(every, start=1) if any(cell.strip() for cell in row)]
    got = [
        (row.number, [cell or "" for cell in row.cells])
        for row in limited(read_text(quoted(every)).rows)
        if row.cells
    ]
    assert [number for number, _ in got] == [number for number, _ in expected]
    for (_, found), (_, meant) in zip(got, expected, strict=True):
        padded = [*found, "", "", ""][:3]
        assert padded == [cell if cell.strip() else "" for cell in meant]
