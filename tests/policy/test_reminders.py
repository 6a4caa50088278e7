"""A22, A17: who is reminded of what, and when; a plain recount of the days stands beside it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.reminders import HOLDER, STEPS, WAITS_FOR, Level, Step, called, owed_on, reached
from policy.reporting import State
from staff.permissions import Role

SUBMIT, FINAL = date(2026, 11, 26), date(2026, 11, 30)
days = st.dates(date(2026, 1, 1), date(2035, 12, 31))


def owed(state: State, came: date) -> date | None:
    return owed_on(state, submit_on=SUBMIT, final_on=FINAL, came_on=came)


@pytest.mark.parametrize(
    ("state", "came", "day"),
    [
        (State.DRAFT, "2026-11-25", "2026-11-26"),
        (State.DRAFT, "2026-11-28", "2026-11-26"),  # nobody was there: it is late, and shows so
        (State.SUBMITTED, "2026-11-25", "2026-11-26"),
        (State.SUBMITTED, "2026-11-26", "2026-11-27"),
        (State.SUBMITTED, "2026-12-03", "2026-12-04"),
        (State.RETURNED, "2026-11-26", "2026-11-27"),
        (State.APPROVED, "2026-11-27", "2026-11-30"),
        (State.APPROVED, "2026-12-04", "2026-12-04"),
    ],
)
def test_until_when_a_step_is_owed(state: State, came: str, day: str) -> None:
    assert owed(state, date.fromisoformat(came)) == date.fromisoformat(day)


def test_a_final_report_owes_nothing() -> None:
    assert owed(State.FINAL, FINAL) is None
    assert not WAITS_FOR[State.FINAL]
    assert {step for steps in WAITS_FOR.values() for step in steps} == set(Step) - {Step.CARRY_OUT}


@given(st.sampled_from(Step), days, st.integers(-10, 10))
def test_due_by_its_day_and_overdue_from_the_day_after_never_before(step: Step, day: date, off: int) -> None:
    ahead = 2 if step in ("answer", "carry_out") else 0
    expected = ["due"] * (off >= -ahead) + ["overdue"] * (off > 0)
    assert reached(step, day, day + timedelta(days=off)) == expected


@pytest.mark.parametrize(
    ("step", "due", "overdue"),
    [
        (Step.SUBMIT, ("supervisor",), ("supervisor", "director")),
        (Step.APPROVE, ("director",), ("director", "assistant")),
        (Step.ANSWER, (HOLDER,), (HOLDER, "assistant")),
        (Step.FINALISE, ("director",), ("director", "assistant")),
        (Step.CARRY_OUT, (HOLDER,), (HOLDER, "assistant")),
    ],
)
def test_who_is_called(step: Step, due: tuple[str, ...], overdue: tuple[str, ...]) -> None:
    assert (called(step, Level.DUE), called(step, Level.OVERDUE)) == (due, overdue)
    assert {held for held in (STEPS[step].by, STEPS[step].above) if held != HOLDER} <= set(Role)
