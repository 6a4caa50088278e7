"""E7, E11: the list of outcomes; A18, A22: what the default table does; and which tables are refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from policy.outcomes import (
    DEFAULT_TABLE,
    NOT_REACHED,
    REACHED,
    REASONS,
    VERIFIABLE,
    Ends,
    NextTry,
    Outcome,
    OutcomeRule,
    Reason,
    Step,
    check_table,
    table_from_json,
    table_to_json,
)
from policy.tasks import EndReason
from tests.policy.stories import PLAIN_TABLE


def test_an_outcome_is_either_reached_or_not() -> None:
    assert set(Outcome) == REACHED | NOT_REACHED
    assert not REACHED & NOT_REACHED
    assert {o.value for o in NOT_REACHED} == {
        "no_answer",
        "busy",
        "powered_off",
        "line_suspended",
        "unreachable",
        "vacant",
        "wrong_number",
    }


def test_every_outcome_can_be_a_tasks_end_reason() -> None:
    assert {o.value for o in Outcome} <= {r.value for r in EndReason}


def test_declining_and_not_understanding_ask_for_a_reason() -> None:
    assert set(REASONS) == {Outcome.DECLINED, Outcome.CANNOT_COMMUNICATE}
    assert {Reason.RECOVERED, Reason.BUSY_NOW, Reason.DISSATISFIED} <= set(REASONS[Outcome.DECLINED])
    assert all(Reason.OTHER in reasons for reasons in REASONS.values())


def test_four_endings_are_verified() -> None:
    assert {o.value for o in VERIFIABLE} == {"no_answer", "powered_off", "line_suspended", "unreachable"}


def test_the_default_table_is_valid_and_counts_what_it_should() -> None:
    check_table(DEFAULT_TABLE)
    assert {o.value for o, rule in DEFAULT_TABLE.items() if rule.counts} == {
        word for word, (counts, _) in PLAIN_TABLE.items() if counts
    }


def test_a_step_follows_each_time_and_the_last_one_repeats() -> None:
    rule = OutcomeRule(steps=(Step(NextTry.AFTER, 10), Step(NextTry.NEXT_DAY)))
    assert [rule.step(n) for n in (1, 2, 3, 9)] == [
        rule.steps[0],
        rule.steps[1],
        rule.steps[1],
        rule.steps[1],
    ]


def test_a_table_survives_the_way_through_json() -> None:
    assert table_from_json(json.loads(json.dumps(table_to_json(DEFAULT_TABLE)))) == DEFAULT_TABLE


def test_the_default_table_cannot_be_changed_in_place() -> None:
    with pytest.raises(TypeError):
        DEFAULT_TABLE[Outcome.BUSY] = DEFAULT_TABLE[Outcome.COMPLETED]  # type: ignore[index]


def entry(**changes: object) -> dict[str, object]:
    return {"counts": True, "ends": "", "steps": [{"next": "after", "minutes": 5}], **changes}


@pytest.mark.parametrize(
    ("outcome", "value", "code"),
    [
        ("completed", entry(), "completed_must_complete"),
        ("completed", entry(ends="unsuccessful", steps=[]), "completed_must_complete"),
        ("deceased", entry(), "deceased_must_end_patient"),
        ("deceased", entry(ends="exempt", steps=[]), "deceased_must_end_patient"),
        ("busy", entry(ends="completed", steps=[]), "not_reached_cannot_complete"),
        ("declined", entry(ends="patient", steps=[]), "only_death_ends_patient"),
        ("busy", entry(steps=[]), "either_ends_or_steps"),
        ("busy", entry(ends="unsuccessful"), "either_ends_or_steps"),
        ("busy", entry(steps=[{"next": "after", "minutes": 0}]), "minutes_missing"),
        ("busy", entry(steps=[{"next": "agreed"}]), "minutes_missing"),
        ("busy", entry(steps=[{"next": "same_block"}]), "minutes_missing"),
        ("busy", entry(steps=[{"next": "after", "minutes": -5}]), "minutes_out_of_range"),
        ("busy", entry(steps=[{"next": "after", "minutes": 60 * 24 * 30 + 1}]), "minutes_out_of_range"),
        ("busy", entry(steps=[{"next": "next_number"}]), "next_number_only_after_wrong_number"),
        ("busy", entry(counts="yes"), "malformed_table"),
        ("busy", entry(steps=[{"next": "after", "minutes": "5"}]), "malformed_table"),
        ("busy", entry(steps=[{"next": "after", "minutes": True}]), "malformed_table"),
        ("busy", entry(steps=[{}]), "malformed_table"),
        ("busy", entry(steps=None), "malformed_table"),
        ("busy", [], "malformed_table"),
        ("busy", None, "malformed_table"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(outcome: str, value: object, code: str) -> None:
    data: dict[str, Any] = copy.deepcopy(table_to_json(DEFAULT_TABLE))
    data[outcome] = value
    with pytest.raises(ValueError, match=f"^{code}$"):
        table_from_json(data)


@pytest.mark.parametrize("data", [None, [], "x", 3, {"busy": entry()}, {"unheard_of": entry()}])
def test_something_that_is_no_table_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        table_from_json(data)


def test_an_unknown_way_to_go_on_is_refused() -> None:
    for change in (entry(ends="somehow", steps=[]), entry(steps=[{"next": "some_day", "minutes": 5}])):
        with pytest.raises(ValueError, match="is not a valid"):
            table_from_json({**table_to_json(DEFAULT_TABLE), "busy": change})


def test_a_missing_outcome_is_refused() -> None:
    table = dict(DEFAULT_TABLE)
    del table[Outcome.RELATIVE]
    with pytest.raises(ValueError, match="outcome_missing"):
        check_table(table)


def test_the_longest_delay_is_still_allowed() -> None:
    assert OutcomeRule(steps=(Step(NextTry.AFTER, 60 * 24 * 30),)).ends == Ends.NO
