"""The moves between a task's states."""

from __future__ import annotations

import pytest

from policy.tasks import CLOSED, MOVES, State, may_move

ALLOWED = {
    ("open", "suspended"),  # readmitted
    ("open", "completed"),
    ("open", "unsuccessful"),
    ("open", "exempt"),
    ("suspended", "open"),
    ("suspended", "completed"),
    ("suspended", "unsuccessful"),
    ("suspended", "exempt"),  # the new discharge made its own
    ("completed", "open"),  # a call that never took place
    ("completed", "unsuccessful"),
    ("completed", "exempt"),
    ("unsuccessful", "open"),  # a number was found
    ("unsuccessful", "completed"),  # verification
    ("unsuccessful", "exempt"),
    ("exempt", "open"),  # a withdrawn visit came back
}


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_these_moves_are_allowed(before: State, after: State) -> None:
    assert may_move(before, after) == ((before.value, after.value) in ALLOWED)


def test_every_state_has_its_row_and_can_be_left() -> None:
    assert set(MOVES) == set(State)
    assert all(MOVES.values())


def test_an_open_task_can_reach_every_closed_state() -> None:
    assert MOVES[State.OPEN] >= CLOSED
    assert {s.value for s in CLOSED} == {"completed", "unsuccessful", "exempt"}
