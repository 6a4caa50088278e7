"""F26-F28: names keep rare characters; sex, age, money, yes and no are read in many spellings, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.cells import texts, words
from patients.importing.cells.words import Age, Sex
from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell, Unread
from tests.patients.importing.files import moment
from tests.patients.importing.readers import patiently


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


@patiently
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


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        ("3岁", Age(3)),
        ("71Y", Age(71)),
        ("35", Age(35)),
        (35.0, Age(35)),
        ("35周岁", Age(35)),
        ("5月", Age(0, 5)),
        ("35月", Age(2, 11)),
        ("5个月", Age(0, 5)),
        ("6M", Age(0, 6)),
        ("12天", Age(0, 0, 12)),
        ("15D", Age(0, 0, 15)),
        ("2周龄", Age(0, 0, 14)),
        ("3岁5月", Age(3, 5)),
        ("3岁零5个月", Age(3, 5)),
        ("5月12天", Age(0, 5, 12)),
        ("20小时", Age()),
        ("3 岁", Age(3)),
        ("3岁半", Age(3)),
        ("0", Age()),
        (0, Age()),
        ("130", Age(130)),
        ("", None),
        ("不详", None),
    ],
)
def test_age(cell: Cell, age: Age | None) -> None:
    assert words.read_age(cell) == age


@pytest.mark.parametrize("cell", ["成人", "131", "-3", "3岁男", "岁", "2015-01-25", "1e2"])
def test_an_unreadable_age_is_refused(cell: Cell) -> None:
    assert fault_of(words.read_age, cell) is Fault.AGE_UNREADABLE


@patiently
@given(st.integers(0, 130), st.integers(0, 11), st.integers(1, 31))
def test_years_months_and_days_are_read_in_any_combination(years: int, months: int, days: int) -> None:
    assert words.read_age(f"{years}岁{months}月{days}天") == Age(years, months, days)
    assert words.read_age(f"{years}岁{months}月") == Age(years, months)
    assert words.read_age(f"{months}月{days}天") == Age(0, months, days)


YES_OR_NO = (
    (
        words.read_yes_no,
        ("是", "Y", "1", 1, True, "有", "√", "Yes"),
        ("否", "N", "0", 0, False, "无", "×", "no"),
    ),
    (words.read_paid, ("已缴费", "消费", "是"), ("未缴费", "未消费", "否")),
    (words.read_arrived, ("已到诊", "到诊", "是"), ("未到", "爽约", "否")),
    (words.read_do_not_call, ("勿扰", "拒访", "是"), ("否",)),
    (words.read_do_not_disclose, ("保密", "不知情", "是"), ("不保密", "知情", "否")),
    (words.read_first, ("初诊", "首诊", "是"), ("复诊", "再诊", "否")),
)


@pytest.mark.parametrize(("read", "yes", "no"), YES_OR_NO)
def test_yes_and_no(read: Callable[[Cell], bool | None], yes: tuple[Cell, ...], no: tuple[Cell, ...]) -> None:
    assert {read(cell) for cell in yes} == {True}
    assert {read(cell) for cell in no} == {False}
    assert {read(cell) for cell in (None, "", "-", "不详")} == {None}
    assert fault_of(read, "可能") in {Fault.YES_NO_UNREADABLE, Fault.FIRST_UNREADABLE}


def test_an_appointment_that_lies_ahead_is_neither() -> None:
    assert words.read_arrived("已预约") is None


@pytest.mark.parametrize(
    ("cell", "heard"),
    [
        ("是", (True, True)),
        ("听力差", (True, True)),
        ("左耳重听", (True, True)),
        ("正常", (False, True)),
        ("否", (False, True)),
        ("", (None, True)),
        ("需手语", (None, False)),
    ],
)
def test_hearing_is_never_a_reason_to_reject(cell: Cell, heard: tuple[bool | None, bool]) -> None:
    assert words.read_hard_of_hearing(cell) == heard


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (15082.57, "15082.57"),
        (0.1 + 0.2, "0.30"),
        (100, "100.00"),
        ("1,234.50", "1234.50"),
        ("￥1234.5元", "1234.50"),
        ("¥ 1,234,567.8", "1234567.80"),
        ("-15", "-15.00"),
        ("0", "0.00"),
    ],
)
def test_money_to_the_cent(cell: Cell, amount: str) -> None:
    assert words.read_amount(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell", ["免费", "1,23", "1.2万", float("nan"), float("inf"), 1e300, True, "1e5", "1.2.3"]
)
def test_unreadable_money_is_refused(cell: Cell) -> None:
    assert fault_of(words.read_amount, cell) is Fault.AMOUNT_UNREADABLE


@patiently
@given(st.decimals(0, 10**9, places=2))
def test_money_written_by_a_program_is_read_back(amount: Decimal) -> None:
    assert words.read_amount(f"{amount:,.2f}") == amount == words.read_amount(str(amount))


READERS = (
    words.read_sex,
    words.read_age,
    words.read_paid,
    words.read_first,
    words.read_amount,
    texts.read_id,
)


@patiently
@given(
    st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.none()),
    st.sampled_from(READERS),
)
def test_whatever_stands_there_is_a_value_or_a_reason(cell: Cell, read: Callable[[Cell], object]) -> None:
    try:
        read(cell)
    except CellError as error:
        assert error.code in Fault  # noqa: PT017
