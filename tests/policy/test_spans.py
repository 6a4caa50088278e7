"""A16, A22: which days a report is about, what it is compared with, and the days of its cycle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.spans import (
    SELF_WRITING,
    Span,
    before,
    cycle_of,
    free,
    on_working_days,
    run_up,
    span_of,
    year_before,
)
from tests.policy.china import china

days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
kinds = st.sampled_from([kind for kind in Span if kind is not Span.FREE])


@given(kinds, days)
def test_periods_follow_one_another_without_a_gap(kind: Span, day: date) -> None:
    this = span_of(kind, day)
    earlier = before(kind, this)
    assert this.first <= day <= this.last
    assert earlier.last + timedelta(days=1) == this.first
    assert span_of(kind, earlier.first) == earlier


@given(days)
def test_a_quarter_is_its_three_statistical_months(day: date) -> None:
    quarter = span_of(Span.QUARTER, day)
    months = run_up(Span.MONTH, span_of(Span.MONTH, quarter.last), 3)
    assert (months[0].first, months[-1].last) == (quarter.first, quarter.last)


@given(kinds, days)
def test_the_year_before_is_about_a_year_earlier(kind: Span, day: date) -> None:
    this = span_of(kind, day)
    earlier = year_before(kind, this)
    assert 360 <= (this.last - earlier.last).days <= 370
    if kind in (Span.WEEK, Span.DAY):
        assert earlier.first.weekday() == this.first.weekday()
    assert span_of(kind, earlier.first) == earlier


def test_a_free_span_is_compared_with_as_many_days_before() -> None:
    span = free(date(2026, 3, 1), date(2026, 3, 10))
    assert before(Span.FREE, span)[:2] == (date(2026, 2, 19), date(2026, 2, 28))
    assert year_before(Span.FREE, free(date(2028, 2, 29), date(2028, 2, 29)))[0] == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "drafted", "submitted", "final"),
    [
        ("2026-11-10", "2026-11-25", "2026-11-26", "2026-11-30"),
        ("2026-02-10", "2026-02-25", "2026-02-26", "2026-02-28"),  # February has no 30th
        ("2028-02-10", "2028-02-25", "2028-02-26", "2028-02-29"),
        ("2026-12-31", "2027-01-25", "2027-01-26", "2027-01-30"),  # the year ends in January's month
    ],
)
def test_the_month_s_cycle(day: str, drafted: str, submitted: str, final: str) -> None:
    cycle = cycle_of(Span.MONTH, span_of(Span.MONTH, date.fromisoformat(day)))
    assert tuple(map(str, cycle)) == (drafted, submitted, final)


def test_a_week_is_drafted_on_its_sunday_and_submitted_on_monday() -> None:
    cycle = cycle_of(Span.WEEK, span_of(Span.WEEK, date(2026, 11, 18)))
    assert (cycle.draft_on.weekday(), cycle.submit_on.weekday()) == (6, 0)


@given(st.sampled_from(SELF_WRITING), st.dates(date(2026, 1, 1), date(2026, 11, 30)))
def test_on_working_days_nobody_s_day_is_closed_or_earlier(kind: Span, day: date) -> None:
    calendar = china()
    cycle = cycle_of(kind, span_of(kind, day))
    moved = on_working_days(cycle, calendar)
    assert moved.draft_on == cycle.draft_on
    for was, now in ((cycle.submit_on, moved.submit_on), (cycle.final_on, moved.final_on)):
        assert calendar.is_calling_day(now)
        assert now >= was
