"""A18 and the retry table: when a task is called again."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from policy.outcomes import DEFAULT_TABLE, NextTry, Outcome, OutcomeRule, Step
from policy.retry import Standing, Tried, standing, standings
from policy.tasks import State
from tests.policy.stories import SETTINGS, TWO_DAYS, WINTER, Setting, at, part_of, stands, tried

O = Outcome  # noqa: E741 (tables of short stories)


def after(outcome: Outcome, when: str, *, setting: Setting = TWO_DAYS, numbers_left: int = 1) -> Standing:
    return stands(tried(outcome, when), setting=setting, numbers_left=numbers_left)


# --- the calls of an afternoon, one by one


def test_a_new_task_is_called_when_its_window_opens() -> None:
    assert stands() == Standing(State.OPEN, next_at=at("20 14:00"))


def test_a_window_that_opens_between_blocks_waits_for_the_next_one() -> None:
    now = standing(
        (),
        opens=at("20 17:00"),
        closes=at("20 20:00"),
        calendar=WINTER,
        table=DEFAULT_TABLE,
        max_attempts=3,
        numbers_left=1,
    )
    assert now.next_at == at("20 19:00")


def test_a_patient_without_a_number_waits_for_one() -> None:
    assert stands(numbers_left=0) == Standing(State.OPEN)


def test_a_window_without_a_block_ends_at_once() -> None:
    now = standing(
        (),
        opens=at("20 20:00"),
        closes=at("21 09:00"),
        calendar=WINTER,
        table=DEFAULT_TABLE,
        max_attempts=3,
        numbers_left=1,
    )
    assert (now.state, now.reason) == (State.UNSUCCESSFUL, "window_closed")


@pytest.mark.parametrize(
    ("outcome", "state", "next_at", "counted"),
    [
        (O.NO_ANSWER, State.OPEN, "20 19:00", 2),
        (O.BUSY, State.OPEN, "20 15:35", 2),
        (O.POWERED_OFF, State.UNSUCCESSFUL, "", 2),
        (O.LINE_SUSPENDED, State.UNSUCCESSFUL, "", 2),
        (O.UNREACHABLE, State.UNSUCCESSFUL, "", 2),
        (O.VACANT, State.OPEN, "20 15:13", 1),
        (O.WRONG_NUMBER, State.OPEN, "20 15:13", 1),
        (O.COMPLETED, State.COMPLETED, "", 1),
        (O.PARTIAL, State.OPEN, "20 19:00", 1),
        (O.INCONVENIENT, State.OPEN, "20 16:15", 2),
        (O.DECLINED, State.UNSUCCESSFUL, "", 1),
        (O.TRANSFERRED, State.EXEMPT, "", 1),
        (O.READMITTED, State.SUSPENDED, "", 1),
        (O.DECEASED, State.EXEMPT, "", 1),
    ],
)
def test_the_keys_of_the_call_screen_say_what_saving_does(
    outcome: Outcome, state: State, next_at: str, counted: int
) -> None:
    """The pictured call: the second try at 15:13 on the last day, after a call-back agreed for 15:10."""
    keys = standings(
        [tried(O.INCONVENIENT, "20 14:10", agreed="20 15:10")],
        dict.fromkeys(O, 1),
        at=at("20 15:13"),
        opens=at("16 14:00"),
        closes=at("20 20:00"),
        calendar=WINTER,
        table=DEFAULT_TABLE,
        max_attempts=3,
    )
    now = keys[outcome]
    expected = at(next_at) if next_at else None
    assert (now.state, now.next_at, now.counted) == (state, expected, counted)


def test_the_third_failure_closes_the_task_under_its_own_reason() -> None:
    story = (tried(O.BUSY, "20 14:00"), tried(O.INCONVENIENT, "20 14:20"), tried(O.NO_ANSWER, "20 15:20"))
    assert stands(*story[:2]).state == State.OPEN
    assert stands(*story) == Standing(State.UNSUCCESSFUL, "no_answer", counted=3, verify=True)


def test_the_limit_is_the_rules_not_three() -> None:
    first = tried(O.NO_ANSWER, "20 14:00")
    assert stands(first, max_attempts=1).state == State.UNSUCCESSFUL
    story = [tried(O.BUSY, f"{day} {clock}") for day in (20, 21) for clock in ("14:00", "19:00")]
    assert stands(*story[:3], max_attempts=4).state == State.OPEN


def test_no_answer_is_tried_three_times_in_the_one_hour_of_an_evening() -> None:
    evening = SETTINGS["the same evening"]
    first = stands(tried(O.NO_ANSWER, "20 19:00"), setting=evening)
    second = stands(tried(O.NO_ANSWER, "20 19:00"), tried(O.NO_ANSWER, "20 19:20"), setting=evening)
    assert (first.next_at, second.next_at) == (at("20 19:20"), at("20 19:40"))


def test_no_answer_too_late_in_the_evening_ends_the_task() -> None:
    now = after(O.NO_ANSWER, "20 19:41", setting=SETTINGS["the same evening"])
    assert (now.state, now.reason, now.verify) == (State.UNSUCCESSFUL, "no_answer", True)


def test_a_call_answered_after_the_bell_still_counts_for_its_daypart() -> None:
    assert after(O.NO_ANSWER, "20 16:31").next_at == at("20 19:00")
    assert after(O.NO_ANSWER, "20 20:02").next_at == at("21 14:00")


def test_powered_off_waits_for_the_next_day_and_another_daypart() -> None:
    assert after(O.POWERED_OFF, "20 14:00").next_at == at("21 19:00")
    assert after(O.UNREACHABLE, "20 19:30").next_at == at("21 14:00")


def test_an_engaged_line_is_tried_twice_in_a_block_and_then_in_the_next() -> None:
    assert after(O.BUSY, "20 14:02").next_at == at("20 14:25")
    assert stands(tried(O.BUSY, "20 14:02"), tried(O.BUSY, "20 14:25")).next_at == at("20 19:00")


def test_an_engaged_line_at_the_end_of_a_block_waits_for_the_next() -> None:
    assert after(O.BUSY, "20 16:09").next_at == at("20 19:00")
    assert after(O.BUSY, "20 16:10").next_at == at("20 19:00")  # 16:30 is no longer in the block
    assert after(O.BUSY, "20 16:05").next_at == at("20 16:25")


def test_engaged_in_two_different_blocks_is_not_twice_in_one() -> None:
    assert stands(tried(O.BUSY, "20 14:00"), tried(O.BUSY, "20 19:00")).next_at == at("20 19:20")


def test_a_window_that_ends_inside_a_block_ends_there() -> None:
    setting = part_of(TWO_DAYS, "20 14:00", "20 15:00")
    assert after(O.BUSY, "20 14:35", setting=setting).next_at == at("20 14:55")
    assert after(O.BUSY, "20 14:40", setting=setting).state == State.UNSUCCESSFUL
    assert after(O.INCONVENIENT, "20 14:00", setting=setting).state == State.UNSUCCESSFUL


@pytest.mark.parametrize("outcome", [O.NO_ANSWER, O.BUSY, O.POWERED_OFF, O.PARTIAL, O.INCONVENIENT])
def test_a_block_that_begins_when_the_window_ends_is_not_in_it(outcome: Outcome) -> None:
    now = standing(
        [tried(outcome, "20 16:20")],
        opens=at("20 14:00"),
        closes=at("20 19:00"),
        calendar=WINTER,
        table=DEFAULT_TABLE,
        max_attempts=3,
        numbers_left=1,
    )
    assert (now.state, now.reason) == (State.UNSUCCESSFUL, outcome.value)


def test_a_call_made_before_the_window_was_moved_does_not_bring_the_next_one_forward() -> None:
    moved = part_of(TWO_DAYS, "21 15:00", "21 20:00")
    assert after(O.BUSY, "20 14:00", setting=moved).next_at == at("21 15:00")
    assert after(O.BUSY, "20 16:25", setting=moved).next_at == at("21 15:00")
    assert after(O.NO_ANSWER, "20 19:00", setting=moved).next_at == at("21 15:00")
    assert stands(tried(O.INCONVENIENT, "20 14:00", agreed="20 15:00"), setting=moved).next_at == at(
        "21 15:00"
    )


# --- inconvenient, agreed


def test_inconvenient_means_an_hour_later_inside_the_hours() -> None:
    now = after(O.INCONVENIENT, "20 14:10")
    assert (now.next_at, now.agreed, now.counted) == (at("20 15:10"), True, 1)
    assert after(O.INCONVENIENT, "20 15:31").next_at == at("20 19:00")
    assert after(O.INCONVENIENT, "20 19:10").next_at == at("21 14:00")


def test_an_hour_is_not_shortened_by_seconds() -> None:
    moment = at("20 14:10") + timedelta(seconds=1)
    assert stands(Tried(O.INCONVENIENT, moment)).next_at == at("20 15:15")


def test_an_agreed_time_is_kept_to_the_minute() -> None:
    now = stands(tried(O.INCONVENIENT, "20 14:10", agreed="21 15:07"))
    assert (now.next_at, now.agreed) == (at("21 15:07"), True)


def test_an_agreed_time_outside_the_hours_moves_to_the_next_blocks_start() -> None:
    assert stands(tried(O.INCONVENIENT, "20 14:10", agreed="20 17:30")).next_at == at("20 19:00")
    assert stands(tried(O.INCONVENIENT, "20 14:10", agreed="20 20:00")).next_at == at("21 14:00")
    assert stands(tried(O.INCONVENIENT, "20 14:10", agreed="21 08:00")).next_at == at("21 14:00")


def test_an_agreed_time_beyond_the_window_ends_the_task() -> None:
    now = stands(tried(O.INCONVENIENT, "20 14:10", agreed="21 20:00"))
    assert (now.state, now.reason, now.next_at) == (State.UNSUCCESSFUL, "inconvenient", None)


def test_a_time_agreed_in_the_past_is_not_believed() -> None:
    assert stands(tried(O.INCONVENIENT, "20 14:10", agreed="20 14:00")).next_at == at("20 15:10")


@pytest.mark.parametrize("outcome", [O.NO_ANSWER, O.BUSY, O.POWERED_OFF, O.PARTIAL, O.RELATIVE])
def test_a_call_back_may_be_booked_with_any_outcome_that_leaves_the_task_open(outcome: Outcome) -> None:
    now = stands(tried(outcome, "20 14:10", agreed="20 15:45"))
    assert (now.state, now.next_at, now.agreed) == (State.OPEN, at("20 15:45"), True)


def test_a_retry_by_the_table_is_not_a_promise() -> None:
    assert not after(O.NO_ANSWER, "20 14:10").agreed


def test_a_booked_call_back_does_not_save_the_third_failure() -> None:
    story = [tried(O.BUSY, "20 14:00"), tried(O.BUSY, "20 14:20")]
    assert stands(*story, tried(O.INCONVENIENT, "20 19:00", agreed="20 19:30")).state == State.UNSUCCESSFUL


def test_a_family_is_not_rung_every_hour() -> None:
    story = [tried(O.RELATIVE, "20 14:00"), tried(O.RELATIVE, "20 15:00")]
    assert [stands(*story[:1]).next_at, stands(*story).next_at] == [at("20 15:00"), at("21 19:00")]


# --- other hospitals


def test_a_hospital_may_count_what_others_do_not() -> None:
    table = {**DEFAULT_TABLE, O.RELATIVE: OutcomeRule(counts=True, steps=(Step(NextTry.AFTER, 30),))}
    now = stands(tried(O.RELATIVE, "20 14:00"), table=table)
    assert (now.counted, now.next_at, now.agreed) == (1, at("20 14:30"), False)


def test_the_hours_of_another_zone_are_computed_in_that_zone() -> None:
    moment = at("20 14:10").astimezone(ZoneInfo("America/New_York"))
    now = stands(Tried(O.INCONVENIENT, moment))
    assert now.next_at == at("20 15:10")
    assert now.next_at is not None
    assert now.next_at.utcoffset() == timedelta(hours=8)
