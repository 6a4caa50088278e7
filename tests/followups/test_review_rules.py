"""Visits, patients, rules and hours that change: tasks move, are withdrawn, come back."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from followups.actions.queue import apply_rules, keep, sweep
from followups.actions.rules import set_rule_active
from followups.models import QueueRun, Task
from followups.verdicts import AUTOMATIC, FOR_WANT_OF_A_NUMBER, UNFINISHED, Existing, Plan, Wanted, fate
from patients.models import Visit
from policy.calendar import DayKind
from policy.tasks import MOVES, EndReason, State
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.actions.editions import clear_day, set_day
from staff.models import Department
from tests.followups.reviewing import CLOSES, DISCHARGED, NOW, OPENS, a_call, standing, task_of
from tests.followups.reviewing import visit as visit
from tests.people import a_rule, a_visit, moment

pytestmark = pytest.mark.django_db


# Visits.


def test_a_new_rule_makes_todays_tasks_within_a_minute(visit: Visit) -> None:
    second = a_rule("second", timing=Timing(1, 1, 9), since="2026-11-01")
    type(second).objects.filter(pk=second.pk).update(needs_applying=True)
    assert apply_rules(now=NOW).made == 1
    assert apply_rules(now=NOW).made == 0
    assert Task.objects.get(rule=second.rule).visit == visit
    assert QueueRun.objects.get(kind="rules").made == 1


def test_a_rule_that_ends_withdraws_what_nobody_has_dialled_and_may_come_back(visit: Visit) -> None:
    dialled = a_visit(at=DISCHARGED)
    sweep(now=NOW)
    a_call(task_of(dialled))
    rule = task_of(visit).rule
    assert set_rule_active(rule, active=False, reason="over", by=None, now=NOW)
    assert not set_rule_active(rule, active=False, reason="over", by=None, now=NOW)
    keep(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.RULE_ENDED)
    assert standing(dialled)[0] == State.OPEN
    set_rule_active(rule, active=True, reason="again", by=None, now=NOW)
    keep(now=NOW)
    assert standing(visit) == (State.OPEN, "")


# Hours and days (A5, A21).


def test_a_closure_that_is_announced_moves_what_would_fall_into_it() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 1))
    visit = a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-19 10:00"))
    keep(now=NOW)
    assert task_of(visit).opens == moment("2026-11-20 14:00")
    set_day(NOW.date(), kind=DayKind.CLOSURE, name="台风", by=None, now=NOW)
    keep(now=NOW)
    task = task_of(visit)
    assert (task.opens, task.moved, task.late) == (moment("2026-11-21 14:00"), True, False)
    assert task.due_on == date(2026, 11, 20)
    clear_day(NOW.date(), by=None, now=NOW)
    keep(now=NOW)
    assert (task_of(visit).opens, task_of(visit).moved) == (moment("2026-11-20 14:00"), False)


def test_a_closure_gives_a_late_task_other_days() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 1))
    visit = a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-17 10:00"))
    keep(now=NOW)
    assert task_of(visit).closes == moment("2026-11-21 20:00")
    for day in (date(2026, 11, 20), date(2026, 11, 21)):
        set_day(day, kind=DayKind.CLOSURE, name="台风", by=None, now=NOW)
    keep(now=NOW)
    task = task_of(visit)
    assert (task.opens, task.closes) == (moment("2026-11-22 14:00"), moment("2026-11-23 20:00"))


def test_a_department_of_another_kind_is_heeded() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 1), department_kind="specialty")
    visit = a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-19 10:00"))
    keep(now=NOW)
    Department.objects.update(kind="basic")
    keep(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.WITHDRAWN)


# The decision, all of it.


def plans() -> tuple[Plan, Plan]:
    first = Plan(1, 5, 3, DISCHARGED.date(), OPENS.date(), OPENS, OPENS, CLOSES, False, False)
    day = timedelta(days=1)
    return first, first._replace(
        version=2, anchor_on=date(2026, 11, 17), opens=OPENS + day, closes=CLOSES + day
    )


REASONS = (
    EndReason.NONE,
    *AUTOMATIC,
    EndReason.WINDOW_CLOSED,
    EndReason.NO_NUMBER,
    EndReason.VACANT,
    EndReason.COMPLETED,
)
TRUTHS = (False, True)


def every_task() -> Any:
    for state, reason, *facts in product(State, REASONS, *[TRUTHS] * 6):
        if state != State.OPEN or reason == EndReason.NONE:
            yield Existing(state, reason, plans()[0], *facts)


def every_wish() -> Any:
    yield None
    dead, back = EndReason.DECEASED, EndReason.READMITTED
    for plan, missed in product(plans(), (None, CLOSES, CLOSES - timedelta(days=9))):
        yield Wanted(State.OPEN, EndReason.NONE, plan, missed, frozenset())
        yield Wanted(State.SUSPENDED, back, plan, missed, frozenset({back}))
        yield Wanted(State.EXEMPT, dead, plan, missed, frozenset({dead}))
        yield Wanted(State.EXEMPT, dead, plan, missed, frozenset({dead, EndReason.DO_NOT_CALL, back}))
        yield Wanted(State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED, plan, missed, frozenset())


def reachable(before: State, after: State) -> bool:
    """By the moves of the policy, a closed task through being open."""
    return before == after or after in MOVES[before] or State.OPEN in MOVES[before]


@pytest.mark.parametrize("slot_left", TRUTHS)
def test_whatever_changes_the_decision_keeps_to_the_moves_and_to_what_calls_have_found(
    slot_left: bool,
) -> None:
    for task, wanted in product(every_task(), every_wish()):
        after = fate(task, wanted, now=NOW, slot_left=slot_left)
        told = (task, wanted, after)
        unchanged = (after.state, after.end_reason, after.plan) == task[:3]
        assert reachable(task.state, after.state), told
        if task.state == State.COMPLETED or task.end_reason == EndReason.COMPLETED:
            assert unchanged or task.state in UNFINISHED, told
        if task.state not in UNFINISHED and task.said_in_call and task.state == State.EXEMPT:
            assert unchanged, told
        if task.state == State.EXEMPT and wanted and wanted.state == State.EXEMPT:
            assert after.end_reason == task.end_reason or task.end_reason not in wanted.reasons, told
        if task.dialled:
            assert after.plan == task.plan, told
            goes_on = (State.OPEN, EndReason.NONE) if task.end_reason in FOR_WANT_OF_A_NUMBER else None
            assert unchanged or task.state != State.UNSUCCESSFUL or after[:2] == goes_on, told
        if task.held and task.state in UNFINISHED and after.state in UNFINISHED:
            assert after.plan == task.plan, told
        assert (after.state in UNFINISHED and after.state != State.SUSPENDED) == (
            after.state == State.OPEN
        ), told
        if after.state == State.OPEN:
            assert after.end_reason == EndReason.NONE, told
        again = fate(
            task._replace(state=after.state, end_reason=after.end_reason, plan=after.plan),
            wanted,
            now=NOW,
            slot_left=slot_left,
        )
        assert again == after or task.said_in_call, told
