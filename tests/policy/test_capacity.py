"""How many calls fit into the minutes left."""

from __future__ import annotations

import pytest

from policy.capacity import calls_possible


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
