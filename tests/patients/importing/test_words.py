"""F26-F28: names keep rare characters; sex, age, money, yes and no are read in many spellings, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.cells import texts, words
from patients.importing.cells.words import Sex
from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell, Unread
from tests.patients.importing.files import moment


def fault_of(read: Callable[[Any], object], cell: Cell) -> Fault:
    with pytest.raises(CellError) as caught:
        read(cell)
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("解英", "解英"),
        (" 张　三 ", "张三"),
        ("张 三", "张三"),
        ("欧阳 　娜", "欧阳娜"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提 ． 艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("John A. Smith", "John A. Smith"),
        ("\u200b解\ufeff英\u202e", "解英"),
        ('="解英"', "解英"),
        ("解英\t", "解英"),
        ("-", ""),
        ("NULL", ""),
        ("", ""),
        ("\u3000", ""),
    ],
)
def test_a_name_is_tidied_of_what_nobody_typed(raw: str, name: str) -> None:
    assert texts.read_name(raw) == name


rare = st.characters(codec="utf-8", min_codepoint=0x3400, categories=["Lo"])


@given(st.text(rare, min_size=1, max_size=6).filter(lambda name: name != "无"))
def test_no_character_of_a_name_is_ever_changed(name: str) -> None:
    """Also the compatibility characters that a normalisation would replace."""
    assert texts.read_name(name) == name


@pytest.mark.parametrize("raw", ["解\0英", "解\x07英", "\x1b[31m解英", "解\x7f英", "解\x9b英", "解\ufffe英"])
def test_a_control_character_in_a_name_is_refused(raw: str) -> None:
    assert fault_of(texts.read_name, raw) is Fault.CONTROL_CHARACTER


def test_a_damaged_character_is_refused_and_a_lost_one_is_seen() -> None:
    assert fault_of(texts.read_name, "解\ufffd") is Fault.DAMAGED_CHARACTER
    assert texts.has_lost("解?") and texts.has_lost("解□")  # noqa: PT018
    assert texts.has_private("解\ue863")
    assert not texts.has_private("解𠮷䶮") and not texts.has_lost("解𠮷䶮")  # noqa: PT018


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("00200042", "00200042"),
        ("ZY2026101500314", "ZY2026101500314"),
        (200042.0, "200042"),
        (200042, "200042"),
        ("'00200042", "00200042"),
        ('="00200042"', "00200042"),
        ("００２０", "0020"),
        (" 0020 0042\t", "00200042"),
        ("A-12/3", "A-12/3"),
        ("无", ""),
        ("-", ""),
        (None, ""),
        (12.5, "12.5"),
    ],
)
def test_a_number_of_a_record_keeps_every_digit(cell: Cell, number: str) -> None:
    assert texts.read_id(cell) == number


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (1.2345678901234568e17, Fault.LOST_DIGITS),
        ("1.23457E+17", Fault.LOST_DIGITS),
        ("2E+11", Fault.LOST_DIGITS),
        ("00\x0142", Fault.CONTROL_CHARACTER),
        (Unread.ERROR, Fault.CELL_ERROR),
        ("#REF!", Fault.CELL_ERROR),
        (Unread.FORMULA, Fault.FORMULA_WITHOUT_VALUE),
    ],
)
def test_a_number_that_lost_digits_is_refused(cell: Cell, fault: Fault) -> None:
    assert fault_of(texts.read_id, cell) is fault


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("按时服药,\r\n一周后复查", "按时服药, 一周后复查"),
        ("a\x0bb\x00c", "a b c"),
        ("  a   b  ", "a b"),
        (15082.57, "15082.57"),
        (3.0, "3"),
        (True, "TRUE"),
        (date(2026, 11, 3), "2026-11-03"),
        (moment("2026-11-03 09:14"), "2026-11-03 09:14"),
        (time(9, 14), "09:14:00"),
        ("-", "-"),
        (None, ""),
        ("=1+1", "=1+1"),
    ],
)
def test_free_text_is_one_line_without_control_characters(cell: Cell, text: str) -> None:
    assert texts.read_text(cell) == text


def test_a_word_of_a_list_may_be_missing() -> None:
    assert [texts.read_word(cell) for cell in ("内科", "-", "NULL", "--", "/", None)] == [
        "内科",
        "",
        "",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            ["男", "男性", "M", "male", "1", 1, 1.0, " 男 ", "Ｍ", "1.男"],
            (Sex.MALE, False),
        ),
        (["女", "女性", "F", "female", "2", 2, 2.0, "2-女"], (Sex.FEMALE, False)),
        (["", None], (None, False)),
        (["未知", "不详", "0", 0, "9", 9, "未说明的性别", "-"], (None, True)),
    ],
)
def test_sex(cells: list[Cell], expected: tuple[Sex | None, bool]) -> None:
    assert {words.read_sex(cell) for cell in cells} == {expected}


@pytest.mark.parametrize("cell", ["3", 3, "男女", "孕妇", "13800000000"])
def test_an_unknown_sex_is_refused(cell: Cell) -> None:
    assert fault_of(words.read_sex, cell) is Fault.SEX_UNREADABLE
