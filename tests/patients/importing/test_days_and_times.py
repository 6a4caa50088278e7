"""F28: a day in one column and its time of day in another are one moment."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from patients.importing.errors import Fault
from patients.importing.fields import Field
from patients.importing.headings import find_layout
from patients.importing.parsed import Rejected
from patients.importing.wire import Cell, Row
from tests.patients.importing.files import moment
from tests.patients.importing.readers import only, parsed

WHO = ("病案号", "姓名", "科室")
ROW = ["00000001", "解英", "内科"]


def visited(headings: tuple[str, ...], *cells: Cell) -> Any:
    return only(parsed((*WHO, *headings), [*ROW, *cells])).visited_at


@pytest.mark.parametrize(
    ("day", "clock", "together"),
    [
        ("2026-11-18", "08:05", "2026-11-18 08:05"),
        ("2026/11/18", "8:05:30", "2026-11-18 08:05:30"),
        ("20261118", "0805", "2026-11-18 08:05"),
        ("2026-11-18", "下午3:05", "2026-11-18 15:05"),
        ("2026-11-18", "上午", "2026-11-18 00:00"),
        ("2026-11-18", "下午", "2026-11-18 00:00"),
        ("2026-11-18", "08:00-08:30", "2026-11-18 08:00"),
        ("2026-11-18", "08:00～08:30", "2026-11-18 08:00"),
        ("2026-11-18", None, "2026-11-18 00:00"),
        (date(2026, 11, 18), time(8, 5), "2026-11-18 08:05"),
        (moment("2026-11-18 00:00"), time(8, 5), "2026-11-18 08:05"),
        (46344, 0.5, "2026-11-18 12:00"),
        ("2026-11-18 09:14", "08:05", "2026-11-18 09:14"),
    ],
)
def test_a_day_and_its_time_are_put_together(day: Cell, clock: Cell, together: str) -> None:
    assert visited(("就诊日期", "就诊时间"), day, clock) == moment(together)
    assert visited(("就诊时间", "就诊日期"), clock, day) == moment(together)


@pytest.mark.parametrize(
    ("cell", "beginning"),
    [
        ("2026-11-18 08:00-08:30", "2026-11-18 08:00"),
        ("2026-11-18 8:00~8:30", "2026-11-18 08:00"),
        ("2026-11-18 上午", "2026-11-18 00:00"),
        ("2026年11月18日下午", "2026-11-18 00:00"),
    ],
)
def test_a_range_counts_from_its_beginning_and_half_a_day_is_a_day(cell: str, beginning: str) -> None:
    assert visited(("就诊时间",), cell) == moment(beginning)


def test_a_stay_has_two_of_them() -> None:
    found = only(
        parsed(
            (*WHO, "入院日期", "入院时间", "出院日期", "出院时间"),
            [*ROW, "2026-11-10", "09:00", "2026-11-18", "10:30"],
        )
    )
    assert (found.admitted_at, found.discharged_at) == (
        moment("2026-11-10 09:00"),
        moment("2026-11-18 10:30"),
    )


def test_a_time_without_a_day_is_no_moment() -> None:
    (result,) = parsed((*WHO, "就诊日期", "就诊时间"), [*ROW, None, "08:05"])
    assert isinstance(result, Rejected)
    assert [(error.code, error.column) for error in result.errors] == [
        (Fault.DATE_INCOMPLETE, "就诊日期 / 就诊时间")
    ]


def test_of_two_days_for_one_field_the_surer_one_has_it() -> None:
    found = find_layout([Row(1, [*WHO, "就诊时间", "就诊日期"]), Row(2, [*ROW, "2026-11-18", "2026-11-18"])])
    assert [column.field for column in found.columns[3:]] == [Field.VISITED_AT, None]
    assert [column.field for column in found.choose({4: Field.VISITED_AT}).columns[3:]] == [
        None,
        Field.VISITED_AT,
    ]


def test_a_time_chosen_by_a_person_leaves_the_day_where_it_is() -> None:
    found = find_layout([Row(1, [*WHO, "就诊日期", "时段"]), Row(2, [*ROW, "2026-11-18", "08:05"])])
    chosen = found.choose({4: Field.VISITED_AT})
    assert [column.field for column in chosen.columns[3:]] == [Field.VISITED_AT, Field.VISITED_AT]
