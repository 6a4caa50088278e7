"""The dictionary of indicators, and how a rate is read: interval, parts, Pareto, change."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.indicators import INDICATORS, Group, Measure, Of, group_of, share
from policy.rates import Share, interval, parts, points, rate, running
from policy.tasks import EndReason

counts = st.lists(st.integers(0, 5000), min_size=1, max_size=8)


def test_every_indicator_says_what_it_counts_and_where_the_rule_stands() -> None:
    for code, one in INDICATORS.items():
        assert one.code == code
        assert one.rules
        if one.of is Of.TASKS:
            assert {one.numerator, one.denominator} <= set(Measure)


def test_the_share_of_an_indicator_is_made_of_its_two_measures() -> None:
    found = share("follow_up", {"due": 2961, "completed": 2079})
    assert (found, str(found.percent)) == (Share(2079, 2961), "70.21")


@pytest.mark.parametrize(
    ("reason", "group"),
    [
        ("no_number", Group.NO_NUMBER),
        ("powered_off", Group.NOT_REACHED),
        ("vacant", Group.NOT_REACHED),
        ("declined", Group.DECLINED),
        ("cannot_communicate", Group.COULD_NOT_COMMUNICATE),
        ("window_closed", Group.NOT_CALLED),
        ("inconvenient", Group.OTHER),
    ],
)
def test_why_a_follow_up_failed_is_counted_as_the_documents_do(reason: str, group: Group) -> None:
    assert EndReason(reason)
    assert group_of(reason) is group


@given(st.integers(1, 3000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_interval_holds_the_rate_and_narrows_as_the_count_grows(pair: tuple[int, int]) -> None:
    part, whole = pair
    low, high = interval(Share(part, whole)) or (Decimal(0), Decimal(0))
    percent = rate(part, whole) or Decimal(0)
    assert 0 <= low <= high <= 100
    assert low - Decimal("0.1") <= percent <= high + Decimal("0.1")
    wide = interval(Share(part * 10, whole * 10))
    assert wide is not None
    assert wide[1] - wide[0] <= high - low


def test_a_known_interval() -> None:
    assert interval(Share(8, 10)) == (Decimal("49.0"), Decimal("94.3"))
    assert interval(Share(0, 0)) is None


@given(counts)
def test_the_parts_add_up_to_a_hundred_or_to_what_is_said(numbers: list[int]) -> None:
    shares, total = parts(numbers)
    if sum(numbers) == 0:
        assert (shares, total) == ([None] * len(numbers), None)
        return
    assert total is not None
    assert total == sum(share for share in shares if share is not None)
    assert abs(total - 100) <= Decimal("0.005") * len(numbers)


@given(counts)
def test_the_running_sum_never_falls_and_ends_at_a_hundred(numbers: list[int]) -> None:
    steps = running(numbers)
    if sum(numbers):
        known = [step for step in steps if step is not None]
        assert known == sorted(known)
        assert known[-1] == 100


def test_points_are_taken_of_the_figures_as_shown() -> None:
    assert points(Decimal("85.83"), Decimal("83.73")) == Decimal("2.10")
    assert points(None, Decimal("83.73")) is None
