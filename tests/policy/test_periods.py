"""Statistical months, quarters, weeks and the month's cycle over ten years of days."""

from datetime import date
from itertools import pairwise

import pytest

from policy.periods import Cycle, calendar_month, cycle, stat_month, stat_quarter, verification_days, week
from tests.policy.calendars import A5, DAY, E12, FIRST, LAST, World, days

TEN_YEARS = days(FIRST, LAST)


# Every day belongs to exactly one of each.


@pytest.mark.parametrize("period_of", [stat_month, stat_quarter, calendar_month, week])
def test_the_periods_of_ten_years_leave_no_day_out_and_take_none_twice(period_of):
    assert all(day in period_of(day) for day in TEN_YEARS)
    periods = list(dict.fromkeys(period_of(day) for day in TEN_YEARS))
    assert all(before.last + DAY == after.first for before, after in pairwise(periods))
    assert len({period.label for period in periods}) == len(periods)


@pytest.mark.parametrize("cutoff", [1, 15, 25, 28, 29, 30, 31])
def test_any_cut_off_leaves_no_day_out(cutoff):
    periods = list(dict.fromkeys(stat_month(day, cutoff) for day in TEN_YEARS))
    assert all(day in stat_month(day, cutoff) for day in TEN_YEARS)
    assert all(before.last + DAY == after.first for before, after in pairwise(periods))
    assert len({period.label for period in periods}) == len(periods)


def test_a_statistical_month_counts_the_days_up_to_the_25th():
    for day in TEN_YEARS:
        months = day.year * 12 + day.month - 1 + (day.day > 25)
        assert stat_month(day).label == f"{months // 12}-{months % 12 + 1:02}"


def test_a_cut_off_at_the_months_end_is_the_calendar_month():
    assert all(stat_month(day, 31) == calendar_month(day) for day in TEN_YEARS)


def test_a_statistical_quarter_is_three_statistical_months():
    for day in TEN_YEARS:
        quarter, month = stat_quarter(day), stat_month(day)
        assert quarter.first <= month.first <= month.last <= quarter.last
        year, number = month.last.year, (month.last.month + 2) // 3
        assert quarter.label == f"{year}-Q{number}"


# By example.


@pytest.mark.parametrize(
    ("day", "first", "last", "label"),
    [
        (date(2026, 11, 25), date(2026, 10, 26), date(2026, 11, 25), "2026-11"),
        (date(2026, 11, 26), date(2026, 11, 26), date(2026, 12, 25), "2026-12"),
        (date(2026, 12, 26), date(2026, 12, 26), date(2027, 1, 25), "2027-01"),
        (date(2027, 1, 1), date(2026, 12, 26), date(2027, 1, 25), "2027-01"),
        (date(2028, 2, 29), date(2028, 2, 26), date(2028, 3, 25), "2028-03"),
    ],
)
def test_a_statistical_month(day, first, last, label):
    assert stat_month(day) == (first, last, label)


def test_the_first_quarter_begins_the_day_after_christmas():
    assert stat_quarter(date(2026, 12, 26)) == (date(2026, 12, 26), date(2027, 3, 25), "2027-Q1")
    assert stat_quarter(date(2026, 12, 25)).label == "2026-Q4"


@pytest.mark.parametrize(
    ("day", "monday", "label"),
    [
        (date(2026, 11, 22), date(2026, 11, 16), "2026-W47"),
        (date(2027, 1, 3), date(2026, 12, 28), "2026-W53"),
        (date(2024, 12, 30), date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_week_begins_on_monday_and_may_belong_to_last_year(day, monday, label):
    assert week(day) == (monday, monday + 6 * DAY, label)


# The month's cycle: A22.


@pytest.mark.parametrize(
    ("month", "final"),
    [
        (date(2026, 11, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 30)),
        (date(2027, 2, 1), date(2027, 2, 28)),
        (date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_drafted_on_the_25th_submitted_on_the_26th_final_on_the_30th_or_the_months_last(month, final):
    assert cycle(stat_month(month)) == Cycle(month.replace(day=25), month.replace(day=26), final)


def test_another_cut_off_moves_the_draft_only():
    assert cycle(stat_month(date(2027, 2, 3), 31), submit=31, final=31) == (date(2027, 2, 28),) * 3


def test_verification_takes_the_calling_days_from_the_25th_to_the_27th():
    november = stat_month(date(2026, 11, 1))
    assert verification_days(november, World(A5).calendar) == days(date(2026, 11, 25), date(2026, 11, 27))
    shut = World(A5, closed=frozenset({date(2026, 11, 26)}))
    assert verification_days(november, shut.calendar) == [date(2026, 11, 25), date(2026, 11, 27)]
    weekdays = World(E12, weekends=False)
    assert verification_days(stat_month(date(2026, 10, 1)), weekdays.calendar) == days(
        date(2026, 10, 26), date(2026, 10, 27)
    )


def test_without_a_calling_day_there_is_no_verification():
    shut = World(A5, closed=frozenset(days(date(2026, 11, 25), date(2026, 11, 27))))
    assert verification_days(stat_month(date(2026, 11, 1)), shut.calendar) == []


def test_verification_days_that_a_month_lacks_are_its_last_day_once():
    assert verification_days(stat_month(date(2027, 2, 1)), World(A5).calendar, first=28, last=30) == [
        date(2027, 2, 28)
    ]
