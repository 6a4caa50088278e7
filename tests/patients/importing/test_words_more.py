"""F26-F28: names keep rare characters; sex, age, money, yes and no are read in many spellings, or refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.cells import texts, words
from patients.importing.cells.words import Age
from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell


def fault_of(read: Callable[[Any], object], cell: Cell) -> Fault:
    with pytest.raises(CellError) as caught:
        read(cell)
    return caught.value.code


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


@given(
    st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.booleans(), st.none()),
    st.sampled_from(READERS),
)
def test_whatever_stands_there_is_a_value_or_a_reason(cell: Cell, read: Callable[[Cell], object]) -> None:
    try:
        read(cell)
    except CellError as error:
        assert error.code in Fault  # noqa: PT017
