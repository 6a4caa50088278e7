"""A22: a report's moves, and that nobody approves his own."""

from random import Random

import pytest

from policy.reporting import ANSWERABLE, FROZEN, MOVES, WRITABLE, Move, Refusal, State, refusal

# What the regulation says, told once more: from where, by a stranger only, and to where.
ALLOWED = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "return"): "returned",
    ("submitted", "approve"): "approved",
    ("approved", "finalise"): "final",
}


def test_in_ten_thousand_random_moves_no_report_gets_where_the_regulation_does_not_lead() -> None:
    rng, state = Random(22), State.DRAFT
    reached = set()
    for _step in range(10_000):
        if state is State.FINAL:
            state = State.DRAFT
        move, own = rng.choice(list(Move)), rng.random() < 0.3
        there = ALLOWED.get((str(state), str(move)))
        allowed = there is not None and not (own and move is not Move.SUBMIT)
        assert (refusal(move, state, own=own) is Refusal.NONE) == allowed, (state, move, own)
        if allowed:
            state = MOVES[move][1]
            assert state == there
            reached.add(state)
    assert reached == set(State) - {State.DRAFT}


@pytest.mark.parametrize(
    ("move", "state", "more", "code"),
    [
        (Move.RETURN, State.SUBMITTED, {"remarks": False}, Refusal.NO_REMARKS),
        (Move.SUBMIT, State.DRAFT, {"text": False}, Refusal.NO_TEXT),
        (Move.APPROVE, State.SUBMITTED, {"ledger_holds": False}, Refusal.LEDGER),
        (Move.SUBMIT, State.RETURNED, {"due": False}, Refusal.NOT_OVER),
        (Move.FINALISE, State.APPROVED, {"due": False}, Refusal.TOO_EARLY),
    ],
)
def test_what_stops_a_move(move: Move, state: State, more: dict[str, bool], code: Refusal) -> None:
    assert refusal(move, state, own=False, **more) is code


def test_a_report_is_either_being_written_or_frozen() -> None:
    assert set(State) == WRITABLE | FROZEN
    assert not WRITABLE & FROZEN
    assert ANSWERABLE < FROZEN
