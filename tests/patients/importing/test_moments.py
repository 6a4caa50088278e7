"""F28: days and times as systems write them; what could be two days, or none, is refused with its reason."""

from __future__ import annotations

import calendar
import contextlib
import random
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.cells.moments import at_time, read_day, read_moment
from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell, Unread
from tests.patients.importing.files import moment

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-3",
        "2026-11-03",
        "2026/11/03",
        "2026/11/3",
        "2026.11.3",
        "2026年11月3日",
        "2026年11月03号",
        "20261103",
        "'2026-11-03",
        "2026－11－03",
        "２０２６/11/3",
        "2026-11-03(周二)",
        "2026年11月3日星期二",
        "3-Nov-2026",
        "03/Nov/2026",
        "46329",
        "2026 年 11 月 3 日",
        " 2026-11-03 ",
        "2026 - 11 - 3",
        "3 November, 2026",
        "2026-11-03 周二",
        '="2026-11-03"',
    ],
)
def test_a_day_is_read_in_every_common_spelling(text: str) -> None:
    assert read_moment(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03 09:14",
        "2026-11-3 9:14",
        "2026-11-03T09:14:00",
        "2026-11-03T09:14:00.000",
        "2026-11-03T09:14:00+08:00",
        "2026/11/03 09:14:00",
        "20261103 0914",
        "202611030914",
        "20261103091400",
        "20261103 09:14:00",
        "2026年11月3日 9时14分",
        "2026年11月3日9时14分00秒",
        "2026年11月3日 9点14",
        "2026-11-03 上午 9:14",
        "2026-11-03 9:14 AM",
        "2026-11-03 am 9:14",
        "2026年11月3日 星期二 9:14",
        "2026-11-03　09：14",
        "46329.384722",
    ],
)
def test_a_time_behind_the_day_is_read(text: str) -> None:
    read = read_moment(text)
    assert isinstance(read, datetime)
    assert read.replace(second=0) == moment("2026-11-03 09:14")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03 24:00", "2026-11-04 00:00"),
        ("2026-12-31 24:00:00", "2027-01-01 00:00"),
        ("2026-11-03 00:00", "2026-11-03 00:00"),
        ("2026-11-03 下午 3:20", "2026-11-03 15:20"),
        ("2026-11-03 下午15:20", "2026-11-03 15:20"),
        ("2026-11-03 3:20 PM", "2026-11-03 15:20"),
        ("2026-11-03 12:30 AM", "2026-11-03 00:30"),
        ("2026-11-03 12:30 p.m.", "2026-11-03 12:30"),
        ("2026-11-03 中午 12:30", "2026-11-03 12:30"),
        ("2026-11-03 中午 1:00", "2026-11-03 13:00"),
        ("2026-11-03 晚上8点", "2026-11-03 20:00"),
        ("2026-11-03 下午3点半", "2026-11-03 15:30"),
        ("2026-11-03 凌晨1:05", "2026-11-03 01:05"),
    ],
)
def test_parts_of_the_day_and_its_end(text: str, expected: str) -> None:
    assert read_moment(text) == moment(expected)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("11/3/26", Fault.DATE_AMBIGUOUS),
        ("11/3/2026", Fault.DATE_AMBIGUOUS),
        ("3.11.2026 9:14", Fault.DATE_AMBIGUOUS),
        ("26-11-03", Fault.DATE_AMBIGUOUS),
        ("261103", Fault.DATE_AMBIGUOUS),
        ("26年11月3日", Fault.DATE_AMBIGUOUS),
        ("2026-11-31", Fault.DATE_NO_SUCH_DAY),
        ("11月31日", Fault.DATE_NO_SUCH_DAY),
        ("2026-13-01", Fault.DATE_NO_SUCH_DAY),
        ("20260230", Fault.DATE_NO_SUCH_DAY),
        ("1900-02-29", Fault.DATE_NO_SUCH_DAY),
        ("2026-00-10", Fault.DATE_NO_SUCH_DAY),
        ("2026-11-03 25:00", Fault.DATE_NO_SUCH_TIME),
        ("2026-11-03 24:01", Fault.DATE_NO_SUCH_TIME),
        ("2026-11-03 9:60", Fault.DATE_NO_SUCH_TIME),
        ("2026-11-03 上午 13:00", Fault.DATE_NO_SUCH_TIME),
        ("2026-11-03 晚上12点", Fault.DATE_NO_SUCH_TIME),
        ("11月3日", Fault.DATE_INCOMPLETE),
        ("2026年11月", Fault.DATE_INCOMPLETE),
        ("2026-11", Fault.DATE_INCOMPLETE),
        ("202611", Fault.DATE_INCOMPLETE),
        ("2026", Fault.DATE_INCOMPLETE),
        ("农历九月廿四", Fault.DATE_LUNAR),
        ("二〇二六年腊月初八", Fault.DATE_LUNAR),
        ("1026-11-03", Fault.DATE_OUT_OF_RANGE),
        ("2206-11-03", Fault.DATE_OUT_OF_RANGE),
        ("明天", Fault.DATE_UNREADABLE),
        ("2026-11-03 待定", Fault.DATE_UNREADABLE),
        ("2026-11-031", Fault.DATE_UNREADABLE),
        ("2026-11/03", Fault.DATE_UNREADABLE),
        ("2026-11-03T01:14:00Z", Fault.DATE_UNREADABLE),
        ("#######", Fault.DATE_UNREADABLE),
        ("#N/A", Fault.CELL_ERROR),
        (Unread.ERROR, Fault.CELL_ERROR),
        (Unread.FORMULA, Fault.FORMULA_WITHOUT_VALUE),
        (2026, Fault.DATE_UNREADABLE),
        (60, Fault.DATE_UNREADABLE),
        (13800000000.0, Fault.DATE_UNREADABLE),
        (float("nan"), Fault.DATE_UNREADABLE),
        (float("inf"), Fault.DATE_UNREADABLE),
        (True, Fault.DATE_UNREADABLE),
        (time(9, 14), Fault.DATE_UNREADABLE),
        (timedelta(hours=1), Fault.DATE_UNREADABLE),
    ],
)
def test_what_is_no_certain_day_is_refused_with_its_reason(cell: Cell, fault: Fault) -> None:
    with pytest.raises(CellError) as caught:
        read_moment(cell)
    assert caught.value.code is fault


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "  ",
        "-",
        "/",
        "NULL",
        "无",
        "不详",
        0,
        0.0,
        "0000-00-00",
        "0000-00-00 00:00:00",
        "1900-01-01",
        "1899-12-30 00:00:00",
        "9999-12-31",
        "0001-01-01",
        date(1900, 1, 1),
    ],
)
def test_nothing_and_the_days_that_systems_write_for_nothing_are_nothing(cell: Cell) -> None:
    assert read_moment(cell) is None


@pytest.mark.parametrize(
    ("cell", "epoch_1904", "expected"),
    [
        (46329, False, DAY),
        (46329.0, False, DAY),
        (46329 - 1462, True, DAY),
        (46329.384722, False, moment("2026-11-03 09:14:00")),
        (46329.9999999, False, date(2026, 11, 4)),
        (20261103, False, DAY),
        (20261103.0, False, DAY),
        (202611030914, False, moment("2026-11-03 09:14")),
        (DAY, False, DAY),
        (moment("2026-11-03 09:14"), False, moment("2026-11-03 09:14")),
    ],
)
def test_numbers_and_real_dates_of_a_workbook(cell: Cell, epoch_1904: bool, expected: date) -> None:
    assert read_moment(cell, epoch_1904=epoch_1904) == expected


def test_a_day_field_drops_the_time() -> None:
    assert read_day("2026-11-03 09:14") == DAY
    assert at_time(DAY) == moment("2026-11-03 00:00")


days = st.dates(date(1900, 1, 2), date(2100, 12, 31))
SPELLINGS = (
    "{y}-{m}-{d}",
    "{y:04}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}.{m:02}.{d:02}",
    "{y}年{m}月{d}日",
    "{y:04}{m:02}{d:02}",
)


@given(days, st.sampled_from(SPELLINGS), st.times())
def test_every_day_of_two_centuries_is_read_in_every_spelling(day: date, spelling: str, at: time) -> None:
    text = spelling.format(y=day.year, m=day.month, d=day.day)
    assert read_moment(text) == day
    assert read_moment(f"{text} {at:%H:%M:%S}") == datetime.combine(
        day, at.replace(microsecond=0, tzinfo=None)
    )


@given(st.dates(date(1927, 6, 1), date(2099, 12, 31)), st.booleans())
def test_a_workbooks_number_is_the_day_counted_from_its_epoch(day: date, epoch_1904: bool) -> None:
    first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
    number = (day - first).days
    if number >= 10_000:
        assert read_moment(float(number), epoch_1904=epoch_1904) == day


def test_two_thousand_strings_of_numbers_agree_with_the_calendar() -> None:
    """The oracle knows month lengths and nothing of patterns."""
    chance = random.Random(28)
    for _ in range(2_000):
        year, month, day = chance.randint(1890, 2110), chance.randint(0, 14), chance.randint(0, 33)
        text = chance.choice(SPELLINGS).format(y=year, m=month, d=day)
        exists = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
        if exists and 1900 <= year <= 2100:
            assert read_moment(text) in {date(year, month, day), None}, text
            continue
        with pytest.raises(CellError) as caught:
            read_moment(text)
        expected = Fault.DATE_OUT_OF_RANGE if exists else Fault.DATE_NO_SUCH_DAY
        assert caught.value.code is expected, text


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_nothing_or_a_reason(text: str) -> None:
    with contextlib.suppress(CellError):
        read = read_moment(text)
        assert read is None or 1900 <= read.year <= 2100


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 99), st.sampled_from("-/."))
def test_a_short_year_is_never_guessed(first: int, second: int, year: int, separator: str) -> None:
    with pytest.raises(CellError):
        read_moment(separator.join(map(str, (first, second, year))))
