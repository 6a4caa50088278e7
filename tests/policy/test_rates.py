"""E7, E10, E16, E17: the published figures, and the ledger that must add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import rates
from policy.complaints import CloseReason, State
from policy.rates import Case, Ledger, ledger, rate, satisfaction


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (2079, 2961, "70.21"),  # E7: followed up of those discharged
        (882, 2961, "29.79"),  # E7: not followed up
        (112, 140, "80.00"),  # E10: reached
        (28, 140, "20.00"),  # E10: not reached
        (217, 400, "54.25"),  # E17: came to be checked again
        (51, 400, "12.75"),  # E17: without follow-up
        (247, 400, "61.75"),  # E17: changed their way of life
        (104, 400, "26.00"),  # E17: saw a specialist
        (0, 7, "0.00"),
        (7, 7, "100.00"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 800, "0.13"),  # 0.125: half is rounded up, not to even
        (3, 800, "0.38"),
        (1, 80000, "0.00"),
    ],
)
def test_published_figures_are_reproduced(numerator: int, denominator: int, percent: str) -> None:
    assert str(rate(numerator, denominator)) == percent


def test_the_rate_of_nobody_is_no_rate() -> None:
    assert rate(0, 0) is None


@pytest.mark.parametrize(("numerator", "denominator"), [(8, 7), (-1, 7), (1, 0), (0, -1)])
def test_a_rate_is_a_part_of_a_whole(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="not_a_part_of_the_whole"):
        rate(numerator, denominator)


@given(st.integers(1, 10**7).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_rounding_is_half_up_and_never_further_than_half_a_hundredth(pair: tuple[int, int]) -> None:
    part, whole = pair
    percent = rate(part, whole)
    assert percent is not None
    error = Fraction(percent) - Fraction(100 * part, whole)
    assert Fraction(-1, 200) < error <= Fraction(1, 200)
    assert percent.as_tuple().exponent == -2


def test_the_ledger_of_a_day_holds() -> None:
    day = ledger(due=412, completed=187, unsuccessful=16, exempt=2, open=207)
    assert (day.holds, day.missing) == (True, 0)


@pytest.mark.parametrize("lost", ["completed", "unsuccessful", "exempt", "open"])
def test_a_task_lost_or_counted_twice_shows(lost: str) -> None:
    figures = {"due": 412, "completed": 187, "unsuccessful": 16, "exempt": 2, "open": 207}
    less = ledger(**{**figures, lost: figures[lost] - 1})
    more = ledger(**{**figures, lost: figures[lost] + 1})
    assert (less.holds, less.missing) == (False, 1)
    assert (more.holds, more.missing) == (False, -1)


def test_the_published_month_is_a_ledger() -> None:
    assert ledger(due=2961, completed=2079, unsuccessful=882, exempt=0, open=0) == Ledger(
        2961, 2079, 882, 0, 0
    )
    assert ledger(due=2961, completed=2079, unsuccessful=882, exempt=0, open=0).holds


def test_less_than_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        ledger(due=1, completed=2, unsuccessful=-1, exempt=0, open=0)


def test_satisfaction_is_very_satisfied_and_satisfied_together() -> None:
    asked = satisfaction({5: 50, 4: 30, 3: 10, 2: 6, 1: 4})
    assert (asked.answers, asked.percent) == (100, Decimal("80.00"))


def test_satisfaction_is_rounded_once() -> None:
    """1/3 + 1/3 is 66.67 %, though 33.33 + 33.33 is not."""
    assert satisfaction({5: 1, 4: 1, 1: 1}).percent == Decimal("66.67")


def test_without_answers_there_is_no_satisfaction() -> None:
    assert satisfaction({}).percent is None
    assert satisfaction({3: 2}).percent == Decimal("0.00")


@pytest.mark.parametrize("levels", [{0: 1}, {6: 1}, {5: -1}])
def test_a_level_beyond_the_scale_is_refused(levels: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="unknown_level"):
        satisfaction(levels)


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 8, 13), (5, 8, 63), (1, 1000, 0), (5, 1000, 1), (12_495, 100_000, 12)]
)
def test_a_drawing_rounds_half_up_from_the_counts_and_only_once(part: int, whole: int, shown: int) -> None:
    assert rates.whole_percent(part, whole) == shown
    assert rates.whole_percent(0, 0) is None


def test_the_mean_of_the_targets_is_rounded_half_up() -> None:
    assert rates.mean(1809, 200) == Decimal("9.05")
    assert rates.mean(0, 0) is None


@pytest.mark.parametrize(
    ("answered", "age", "clock"),
    [(7, 30, "in_time"), (8, 30, "late"), (None, 6, "running"), (None, 7, "over"), (0, 0, "in_time")],
)
def test_a_case_stands_in_one_place_to_its_seventh_day(answered: int | None, age: int, clock: str) -> None:
    case = Case(State.ORDERED, CloseReason.NONE, False, 0, answered, age, None, None)
    assert case.clock == clock
    withdrawn = case._replace(state=State.CLOSED, close_reason=CloseReason.WITHDRAWN)
    assert withdrawn.clock == "none"
