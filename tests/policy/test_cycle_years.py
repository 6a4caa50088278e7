"""A22 over ten years of invented holidays: no month is lost, and its days come in order and after the facts.

The oracle is plain arithmetic on months and a set of closed days.
"""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from policy.periods import CUTOFF, Cycle
from policy.reminders import owed_on
from policy.reporting import State
from policy.spans import SELF_WRITING, Span, begun_on, cycle_of, on_working_days, span_of
from tests.policy.calendars import A5, DAY, E12, FIRST, LAST, World, days

TEN_YEARS = days(FIRST, LAST)


def invented(seed: int) -> World:
    """Each year some holidays of 1 to 12 days, always one over a 25th and one over the end of a month."""
    rng, closed = Random(seed), set[date]()
    for year in range(FIRST.year, LAST.year + 1):
        begins = [
            date(year, rng.randrange(1, 13), n) for n in (rng.randrange(20, 26), 27, rng.randrange(1, 29))
        ]
        for begin in begins:
            closed |= set(days(begin, begin + rng.randrange(0, 12) * DAY))
    return World(rng.choice([A5, E12]), closed=frozenset(closed), weekends=rng.random() < 0.7)


def told(year: int, month: int) -> tuple[date, date, date]:
    """The 25th, the 26th, the 30th or what the month has."""
    return (
        date(year, month, 25),
        date(year, month, 26),
        date(year, month, min(30, monthrange(year, month)[1])),
    )


def open_from(world: World, day: date) -> date:
    while not world.is_open(day):
        day += DAY
    return day


@pytest.mark.parametrize("seed", range(12))
def test_in_ten_years_of_invented_holidays_every_month_has_its_days_in_order(seed: int) -> None:
    world = invented(seed)
    months = list(dict.fromkeys(span_of(Span.MONTH, day) for day in TEN_YEARS))
    assert len(months) == 121  # the last one ends after the last day
    for month in months:
        draft, submit, final = told(month.last.year, month.last.month)
        fixed = cycle_of(Span.MONTH, month)
        assert fixed == (draft, submit, final)
        assert month.last == draft < submit < final
        moved = on_working_days(fixed, world.calendar)
        there = open_from(world, submit)
        assert moved == (draft, there, max(there, open_from(world, final)))
        assert draft < moved.submit_on <= moved.final_on


@pytest.mark.parametrize("cutoff", range(1, 32))
def test_with_any_cut_off_nothing_is_owed_before_the_last_day_is_over_and_no_day_is_lost(cutoff: int) -> None:
    for kind in SELF_WRITING:
        found = list(dict.fromkeys(span_of(kind, day, cutoff) for day in TEN_YEARS))
        assert all(before.last + DAY == after.first for before, after in pairwise(found))
        for period in found:
            draft, submit, final = cycle_of(kind, period)
            assert period.last == draft <= submit <= final
            assert (final - period.last).days <= 30


@pytest.mark.parametrize("kind", list(Span))
def test_a_report_that_is_asked_for_late_gives_people_their_days_anew(kind: Span) -> None:
    rng = Random(str(kind))
    for _case in range(300):
        cycle = cycle_of(kind, span_of(kind, rng.choice(TEN_YEARS), CUTOFF))
        asked = cycle.submit_on + timedelta(days=rng.randrange(-40, 400))
        begun = begun_on(cycle, asked)
        assert begun == cycle if asked <= cycle.submit_on else begun.submit_on == asked + DAY
        assert cycle.draft_on <= begun.submit_on <= begun.final_on


def test_what_is_owed_is_never_owed_before_it_came() -> None:
    rng, cycle = Random(22), Cycle(date(2028, 2, 25), date(2028, 2, 26), date(2028, 2, 29))
    for _case in range(500):
        came = cycle.draft_on + timedelta(days=rng.randrange(0, 90))
        for state in (State.SUBMITTED, State.RETURNED, State.APPROVED):
            owed = owed_on(state, submit_on=cycle.submit_on, final_on=cycle.final_on, came_on=came)
            assert owed is not None
            assert owed >= came
