"""A16, A22: which days a report is about, what it is compared with, and the days of its cycle."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy.periods import Cutoffs
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


cutoffs = st.lists(
    st.tuples(st.dates(date(2023, 1, 1), date(2028, 12, 31)), st.integers(1, 31)),
    max_size=4,
    unique_by=lambda x: x[0],
)


def _ends(year: int, month: int, changes: list[tuple[date, int]]) -> date:
    """Read off the settings: the cut-off that was in force when the month began, the 25th before any."""
    begun = [(since, cut) for since, cut in changes if since <= date(year, month, 1)]
    return date(year, month, min(max(begun)[1] if begun else 25, monthrange(year, month)[1]))


@given(st.sampled_from([(Span.MONTH, 1), (Span.QUARTER, 3)]), days, cutoffs)
@example((Span.MONTH, 1), date(2027, 3, 10), [(date(2025, 1, 1), 20), (date(2027, 1, 1), 25)])
@example((Span.QUARTER, 3), date(2027, 3, 10), [(date(2025, 1, 1), 20), (date(2027, 1, 1), 25)])
def test_the_year_before_bears_the_same_name_under_whatever_cut_off(
    span: tuple[Span, int], day: date, changes: list[tuple[date, int]]
) -> None:
    kind, length = span
    cutoff = Cutoffs(tuple(sorted(changes, reverse=True)))
    this = span_of(kind, day, cutoff)
    earlier = year_before(kind, this, cutoff)
    year, month = this.last.year - 1, this.last.month
    assert earlier.label == this.label.replace(str(this.last.year), str(year), 1)
    assert earlier.last == _ends(year, month, changes)
    eve = date(year, month, 1)
    for _month in range(length):
        eve = (eve - timedelta(days=1)).replace(day=1)
    assert earlier.first == _ends(eve.year, eve.month, changes) + timedelta(days=1)


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
