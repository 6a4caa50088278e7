"""How many calls fit into the minutes left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.capacity import calls_possible, calls_short


@pytest.mark.parametrize(
    ("agents", "minutes", "calls"),
    [
        (9, 78, 113),
        (9, 60, 87),
        (1, 6, 0),
        (1, 7, 1),
        (1, 62, 10),
        (10, 62, 100),
        (5, 124, 100),
        (0, 60, 0),
        (3, 0, 0),
    ],
)
def test_agents_times_minutes_over_minutes_a_call(agents: int, minutes: int, calls: int) -> None:
    assert calls_possible(agents, minutes) == calls


@pytest.mark.parametrize(("minutes", "length", "calls"), [(33, 1.1, 30), (62, 6.2, 10), (3, 0.1, 30)])
def test_what_just_fits_fits(minutes: int, length: float, calls: int) -> None:
    """Floats lose one here: 33 / 1.1 is less than 30, and 62 // 6.2 is 9."""
    assert calls_possible(1, minutes, length) == calls


def test_a_hospital_may_have_its_own_length_of_a_call() -> None:
    assert calls_possible(2, 60, 8) == 15


@pytest.mark.parametrize(
    ("agents", "minutes", "length"), [(-1, 60, 6.2), (1, -60, 6.2), (1, 60, 0), (1, 60, -3)]
)
def test_less_than_nothing_is_refused(agents: int, minutes: int, length: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        calls_possible(agents, minutes, length)


@pytest.mark.parametrize(
    ("blocks", "short"),
    [
        ([], 0),
        ([(5, 5)], 0),
        ([(6, 5)], 1),
        ([(6, 5), (4, 5)], 0),
        ([(4, 5), (6, 5)], 1),
        ([(9, 0), (0, 4), (7, 7)], 5),
    ],
)
def test_what_finds_no_time_waits_for_a_later_block(blocks: list[tuple[int, int]], short: int) -> None:
    assert calls_short(blocks) == short


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6))
def test_as_many_are_short_as_no_order_of_calling_could_serve(blocks: list[tuple[int, int]]) -> None:
    """Call by call: each takes the first free minute that is not before its time."""
    free = [possible for _calls, possible in blocks]
    short = 0
    for here, (calls, _possible) in enumerate(blocks):
        for _ in range(calls):
            later = next((block for block in range(here, len(free)) if free[block]), None)
            if later is None:
                short += 1
            else:
                free[later] -= 1
    assert calls_short(blocks) == short
