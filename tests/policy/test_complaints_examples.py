"""Each reason for refusing a move of a complaint, each way to its end, what must be filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from policy.complaints import (
    LOCKED,
    MOVES,
    OPEN,
    Actor,
    CloseReason,
    Kind,
    Move,
    Refusal,
    Standing,
    State,
    after,
    allowed,
    close_reason,
    refused,
    required,
)
from tests.policy.test_complaints import ROLES

CASE = Standing(Kind.COMPLAINT, State.ANSWERED, 0, 1, True, 1, False, 0, True)
NOBODY = Actor("agent", False, False, False, False)
ASSISTANT, DIRECTOR = replace(NOBODY, role="assistant"), replace(NOBODY, role="director")
DOCTOR = replace(NOBODY, role="clinician", responsible=True, handler=True)


def at(state: State, **changes: Any) -> Standing:
    return replace(CASE, state=state, **changes)


@pytest.mark.parametrize(
    ("reason", "move", "case", "actor"),
    [
        (Refusal.LOCKED, Move.ESCALATE, at(State.CLOSED), ASSISTANT),
        (Refusal.LOCKED, Move.WITHDRAW, at(State.MERGED), ASSISTANT),
        (Refusal.LOCKED, Move.DECIDE, at(State.CLOSED), NOBODY),
        (Refusal.WRONG_STATE, Move.RETURN, at(State.ORDERED), ASSISTANT),
        (Refusal.WRONG_STATE, Move.WITHDRAW, at(State.ANSWERED), ASSISTANT),
        (Refusal.WRONG_STATE, Move.ESCALATE, at(State.ESCALATED), ASSISTANT),
        (Refusal.WRONG_STATE, Move.ESCALATE, at(State.RETURNED), ASSISTANT),
        (Refusal.NOT_YOURS, Move.ORDER, at(State.RECORDED), DIRECTOR),
        (Refusal.NOT_YOURS, Move.ORDER, at(State.ESCALATED), ASSISTANT),
        (Refusal.NOT_YOURS, Move.DECIDE, at(State.ESCALATED), ASSISTANT),
        (Refusal.NOT_YOURS, Move.WITHDRAW, at(State.ESCALATED), ASSISTANT),
        (Refusal.NOT_YOURS, Move.WITHDRAW, at(State.ORDERED), DIRECTOR),
        (Refusal.NOT_YOURS, Move.FIND, at(State.ORDERED), ASSISTANT),
        (
            Refusal.NOT_YOURS,
            Move.HAND_BACK,
            at(State.ORDERED),
            replace(DOCTOR, responsible=False, in_lead=True),
        ),
        (Refusal.NOT_YOURS, Move.RESUBMIT, at(State.RETURNED), NOBODY),
        (Refusal.NOT_YOURS, Move.CONFIRM, at(State.ANSWERED), ASSISTANT),
        (Refusal.WRONG_KIND, Move.PASS_ON, at(State.RECORDED), ASSISTANT),
        (Refusal.WRONG_KIND, Move.SETTLE, at(State.RECORDED), ASSISTANT),
        (Refusal.WRONG_KIND, Move.SETTLE, at(State.RECORDED, kind=Kind.PRAISE), ASSISTANT),
        (Refusal.WRONG_KIND, Move.PASS_ON, at(State.RECORDED, kind=Kind.REQUEST), ASSISTANT),
        (Refusal.HANDLED_IT, Move.CONFIRM, at(State.ANSWERED), replace(NOBODY, handler=True)),
        (Refusal.HANDLED_IT, Move.CONFIRM, at(State.ANSWERED), Actor("supervisor", True, True, False, True)),
        (Refusal.NO_CONTACT, Move.CONFIRM, at(State.ANSWERED, has_contact=False), NOBODY),
        (Refusal.HAS_CONTACT, Move.CLOSE_UNCONFIRMED, at(State.ANSWERED), ASSISTANT),
        (Refusal.TRIED_TOO_LITTLE, Move.CLOSE_UNCONFIRMED, at(State.ANSWERED, confirm_tries=2), ASSISTANT),
        (Refusal.NO_MEASURE, Move.DRAFT, at(State.INVESTIGATED, measures=0), DOCTOR),
        (Refusal.NO_MEASURE, Move.DRAFT, at(State.DRAFTED, measures=0, kind=Kind.ADVERSE_EVENT), ASSISTANT),
        (Refusal.NOT_TOLD, Move.DECIDE, at(State.ESCALATED, told=False), DIRECTOR),
        (Refusal.NOT_TOLD, Move.DECIDE, at(State.ESCALATED, told=False, kind=Kind.REQUEST), DIRECTOR),
    ],
)
def test_whoever_may_not_is_told_why(reason: Refusal, move: Move, case: Standing, actor: Actor) -> None:
    assert refused(move, case, actor) is reason
    assert move not in allowed(case, actor)


@pytest.mark.parametrize(
    ("move", "case", "actor"),
    [
        (Move.CONFIRM, at(State.ANSWERED), replace(NOBODY, recorder=True)),  # recording is no handling
        (Move.CONFIRM, at(State.ANSWERED, confirm_tries=3), NOBODY),  # a fourth try harms nobody
        (Move.CLOSE_UNCONFIRMED, at(State.ANSWERED, confirm_tries=3), ASSISTANT),
        (Move.CLOSE_UNCONFIRMED, at(State.ANSWERED, has_contact=False), ASSISTANT),
        (Move.ANSWER, at(State.DRAFTED, has_contact=False), replace(NOBODY, recorder=True)),  # B16
        (Move.DRAFT, at(State.INVESTIGATED, measures=0, no_measure_reason=True), DOCTOR),
        (Move.DRAFT, at(State.INVESTIGATED, measures=0, kind=Kind.SUGGESTION), DOCTOR),
        (Move.ORDER, at(State.RECORDED, kind=Kind.PRAISE), ASSISTANT),
        (Move.ESCALATE, at(State.ANSWERED), ASSISTANT),
        (Move.DECIDE, at(State.ESCALATED), DIRECTOR),  # told before, and still not content
        (Move.DECIDE, at(State.ESCALATED, told=False, has_contact=False), DIRECTOR),
        (Move.DECIDE, at(State.ESCALATED, told=False, kind=Kind.PRAISE), DIRECTOR),
        (Move.ORDER, at(State.ESCALATED, told=False), DIRECTOR),  # the way on
        (Move.WITHDRAW, at(State.ESCALATED), DIRECTOR),
        (Move.RESUBMIT, at(State.RETURNED), replace(NOBODY, role="supervisor")),
    ],
)
def test_whoever_may_is_let_through(move: Move, case: Standing, actor: Actor) -> None:
    assert refused(move, case, actor) == ""
    assert move in allowed(case, actor)


def test_every_reason_for_refusing_occurs() -> None:
    marks = test_whoever_may_not_is_told_why.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for row in marks[0].args[1]} == set(Refusal) - {Refusal.NONE}


def test_nobody_moves_what_is_locked() -> None:
    everyone = [Actor(role, True, True, True, False) for role in ROLES]
    assert {allowed(at(state), who) for state in LOCKED for who in everyone} == {()}


def test_the_first_dissatisfaction_reopens_and_the_second_goes_to_the_executive_director() -> None:
    assert after(Move.CONFIRM, at(State.ANSWERED), satisfied=False) is State.REOPENED
    assert after(Move.CONFIRM, at(State.ANSWERED, reopened=1), satisfied=False) is State.ESCALATED
    assert after(Move.CONFIRM, at(State.ANSWERED, reopened=2), satisfied=False) is State.ESCALATED


def test_a_patient_who_was_not_reached_is_called_again() -> None:
    assert after(Move.CONFIRM, at(State.ANSWERED, confirm_tries=2), satisfied=None) is State.ANSWERED


def test_not_ours_goes_back_to_where_the_order_came_from() -> None:
    assert after(Move.HAND_BACK, at(State.ORDERED)) is State.RECORDED
    assert after(Move.HAND_BACK, at(State.ORDERED, reopened=1)) is State.REOPENED


@pytest.mark.parametrize("move", Move)
def test_a_move_that_does_not_begin_here_leads_nowhere(move: Move) -> None:
    for state in set(State) - MOVES[move][0]:
        with pytest.raises(ValueError, match="wrong_state"):
            after(move, at(state), satisfied=True)


@pytest.mark.parametrize(
    ("move", "case", "satisfied", "reason"),
    [
        (Move.CONFIRM, at(State.ANSWERED), True, CloseReason.CONFIRMED),
        (Move.CONFIRM, at(State.ANSWERED), False, CloseReason.NONE),
        (Move.CONFIRM, at(State.ANSWERED), None, CloseReason.NONE),
        (Move.CLOSE_UNCONFIRMED, at(State.ANSWERED, confirm_tries=3), None, CloseReason.NOT_REACHED),
        (Move.CLOSE_UNCONFIRMED, at(State.ANSWERED, has_contact=False), None, CloseReason.NO_CONTACT),
        (Move.DECIDE, at(State.ESCALATED), None, CloseReason.DECIDED),
        (Move.PASS_ON, at(State.RECORDED), None, CloseReason.PASSED_ON),
        (Move.WITHDRAW, at(State.DRAFTED), None, CloseReason.WITHDRAWN),
        (Move.MERGE, at(State.RECORDED), None, CloseReason.NONE),
        (Move.ORDER, at(State.RECORDED), None, CloseReason.NONE),
    ],
)
def test_a_case_closes_for_a_reason(
    move: Move, case: Standing, satisfied: bool | None, reason: CloseReason
) -> None:
    assert close_reason(move, case, satisfied=satisfied) is reason


def test_every_move_that_closes_has_its_reason() -> None:
    for move, (before, to) in MOVES.items():
        if to is State.CLOSED:
            assert all(close_reason(move, at(state)) for state in before)


@pytest.mark.parametrize(
    ("move", "names"),
    [
        (Move.RETURN, ("text",)),
        (Move.RESUBMIT, ("text",)),
        (Move.ORDER, ("responsible", "lead", "task", "until")),
        (Move.HAND_BACK, ("text",)),
        (Move.FIND, ("text", "verdict")),
        (Move.DRAFT, ("text",)),
        (Move.ANSWER, ("how", "text")),
        (Move.CONFIRM, ()),
        (Move.CLOSE_UNCONFIRMED, ()),
        (Move.ESCALATE, ("text",)),
        (Move.DECIDE, ("text",)),
        (Move.PASS_ON, ("lead",)),
        (Move.SETTLE, ("how", "text")),
        (Move.MERGE, ("into",)),
        (Move.WITHDRAW, ("text",)),
    ],
)
def test_what_must_not_be_left_empty(move: Move, names: tuple[str, ...]) -> None:
    assert required(move) == names


def test_a_dissatisfied_patient_has_a_reason() -> None:
    assert required(Move.CONFIRM, satisfied=False) == ("text",)
    assert required(Move.CONFIRM, satisfied=True) == ()


def test_from_every_open_state_a_case_can_still_be_closed() -> None:
    ways = {state: {after(m, at(state)) for m in Move if state in MOVES[m][0]} for state in OPEN}
    ways[State.ANSWERED] |= {after(Move.CONFIRM, at(State.ANSWERED), satisfied=True)}
    ends = set(LOCKED)
    for _ in State:
        ends |= {state for state, to in ways.items() if to & ends}
    assert ends == set(State)
