"""The way of a list that leaves the house."""

import random

import pytest

from policy.exports import (
    AT_ONCE,
    FORMS,
    MOST,
    MOST_TRIES,
    MOVES,
    UNDER_WAY,
    Form,
    Kind,
    State,
    before,
    given_up,
)


def test_what_has_ended_never_begins_again() -> None:
    ends = {state for state, following in MOVES.items() if not following}
    assert ends == {State.FAILED, State.CANCELLED, State.REMOVED}
    assert {State.WAITING, State.RUNNING} == UNDER_WAY
    for seed in range(200):
        rng, state = random.Random(seed), State.WAITING
        for _step in range(10):
            following = sorted(MOVES[state])
            if not following:
                break
            state = rng.choice(following)
        assert state in ends


@pytest.mark.parametrize(
    ("after", "ways"),
    [
        (State.CANCELLED, {State.WAITING, State.RUNNING}),
        (State.REMOVED, {State.DONE}),
        (State.DONE, {State.RUNNING}),
        (State.WAITING, set()),
    ],
)
def test_each_state_is_reached_from_where_it_should(after: State, ways: set[State]) -> None:
    assert before(after) == ways


def test_only_so_many_workers_die_over_one_list() -> None:
    assert [given_up(n) for n in range(5)] == [n >= MOST_TRIES for n in range(5)]
    assert not given_up(MOST_TRIES - 1)


def test_machines_get_calls_and_people_both() -> None:
    assert FORMS[Kind.DETAILS] == {Form.XLSX, Form.CSV}
    assert FORMS[Kind.TASKS] == {Form.XLSX}
    assert AT_ONCE < MOST
