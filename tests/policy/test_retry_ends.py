"""A18, A22, E9: when a task is over, and the one call more of the verification round."""

from __future__ import annotations

import pytest

from policy.outcomes import Outcome
from policy.retry import Standing
from policy.tasks import State
from tests.policy.stories import TWO_DAYS, Setting, at, stands, tried

O = Outcome  # noqa: E741 (tables of short stories)


def after(outcome: Outcome, when: str, *, setting: Setting = TWO_DAYS, numbers_left: int = 1) -> Standing:
    return stands(tried(outcome, when), setting=setting, numbers_left=numbers_left)


# --- numbers


@pytest.mark.parametrize("outcome", [O.VACANT, O.WRONG_NUMBER, O.NOT_THE_PATIENT])
def test_a_wrong_number_ends_the_number_not_the_follow_up(outcome: Outcome) -> None:
    now = after(outcome, "20 14:10", numbers_left=1)
    assert now == Standing(State.OPEN, next_at=at("20 14:10"), number_dead=True)


@pytest.mark.parametrize("outcome", [O.VACANT, O.WRONG_NUMBER, O.NOT_THE_PATIENT])
def test_with_no_number_left_the_follow_up_is_unsuccessful(outcome: Outcome) -> None:
    now = after(outcome, "20 14:10", numbers_left=0)
    assert now == Standing(State.UNSUCCESSFUL, outcome.value, number_dead=True)


def test_a_number_that_turns_up_later_opens_the_task_again() -> None:
    story = tried(O.VACANT, "20 14:10")
    assert stands(story, numbers_left=0).state == State.UNSUCCESSFUL
    assert stands(story, numbers_left=1).state == State.OPEN


def test_a_dead_number_earlier_in_the_story_is_not_the_end_when_another_was_dialled() -> None:
    now = stands(tried(O.VACANT, "20 14:00"), tried(O.NO_ANSWER, "20 14:01"), numbers_left=0)
    assert (now.state, now.next_at, now.number_dead) == (State.OPEN, at("20 19:00"), False)


def test_a_promise_made_by_a_stranger_is_not_kept() -> None:
    assert stands(tried(O.NOT_THE_PATIENT, "20 14:10", agreed="20 15:00")).next_at == at("20 14:10")


# --- ends


def test_a_death_ends_everything_of_the_patient() -> None:
    assert after(O.DECEASED, "20 14:00") == Standing(State.EXEMPT, "deceased", ends_patient=True)


def test_somebody_who_could_not_be_understood_twice_is_not_called_a_third_time() -> None:
    story = [tried(O.CANNOT_COMMUNICATE, "20 14:00"), tried(O.CANNOT_COMMUNICATE, "20 19:00")]
    assert stands(*story[:1]) == Standing(State.OPEN, next_at=at("20 19:00"))
    assert stands(*story) == Standing(State.UNSUCCESSFUL, "cannot_communicate")


def test_a_readmitted_patients_task_can_go_on() -> None:
    story = [tried(O.READMITTED, "20 14:00"), tried(O.NO_ANSWER, "20 19:00")]
    assert stands(*story[:1]) == Standing(State.SUSPENDED, "readmitted")
    assert stands(*story).state == State.OPEN


@pytest.mark.parametrize("end", [O.COMPLETED, O.TRANSFERRED, O.DECLINED])
@pytest.mark.parametrize("more", [O.NO_ANSWER, O.INCONVENIENT, O.DECLINED, O.VACANT])
def test_a_closed_task_is_not_opened_by_one_more_call(end: Outcome, more: Outcome) -> None:
    first = tried(end, "20 14:00")
    assert stands(first, tried(more, "20 14:05")) == stands(first)


def test_a_late_answer_completes_an_unsuccessful_task() -> None:
    assert stands(tried(O.DECLINED, "20 14:00"), tried(O.COMPLETED, "20 14:30")).state == State.COMPLETED


def test_a_death_heard_of_later_ends_the_patient_but_not_what_was_completed() -> None:
    now = stands(tried(O.COMPLETED, "20 14:00"), tried(O.DECEASED, "20 14:30"))
    assert (now.state, now.reason, now.ends_patient) == (State.COMPLETED, "completed", True)


# --- the verification round

THREE = (tried(O.NO_ANSWER, "20 14:00"), tried(O.BUSY, "20 19:00"), tried(O.POWERED_OFF, "20 19:20"))


@pytest.mark.parametrize("last", Outcome)
def test_only_four_endings_are_verified(last: Outcome) -> None:
    story = (tried(O.BUSY, "20 14:00"), tried(O.BUSY, "20 14:20"), tried(last, "20 19:00"))
    expected = last in {O.NO_ANSWER, O.POWERED_OFF, O.LINE_SUSPENDED, O.UNREACHABLE}
    assert stands(*story, numbers_left=0).verify == expected


@pytest.mark.parametrize("found", Outcome)
def test_the_verification_call_completes_the_task_or_is_final(found: Outcome) -> None:
    now = stands(*THREE, tried(found, "25 14:00"), verification=True, numbers_left=2)
    state = {
        O.COMPLETED: State.COMPLETED,
        O.TRANSFERRED: State.EXEMPT,
        O.READMITTED: State.EXEMPT,
        O.DECEASED: State.EXEMPT,
    }.get(found, State.UNSUCCESSFUL)
    assert (now.state, now.reason, now.verify, now.next_at) == (state, found.value, False, None)
    assert (now.counted, now.ends_patient) == (3, found == O.DECEASED)


def test_a_task_whose_window_closed_after_one_call_is_verified_too() -> None:
    now = stands(
        tried(O.NO_ANSWER, "20 14:00"),
        tried(O.INCONVENIENT, "25 14:00", agreed="25 15:00"),
        verification=True,
    )
    assert now == Standing(State.UNSUCCESSFUL, "inconvenient", counted=1)
