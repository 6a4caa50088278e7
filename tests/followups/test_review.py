"""Visits, patients, rules and hours that change: tasks move, are withdrawn, come back (design 3.1, 3.2)."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from followups.actions.queue import apply_rules, keep, review_patients, review_visits, sweep
from followups.actions.rules import publish_rule, set_rule_active
from followups.models import Attempt, Purpose, QueueRun, Task
from followups.verdicts import AUTOMATIC, UNFINISHED, Existing, Plan, Wanted, fate
from patients.models import Patient, Visit
from policy.calendar import DayKind
from policy.outcomes import Outcome
from policy.tasks import MOVES, EndReason, State
from policy.timing import Timing
from policy.visits import LeftBy, VisitKind
from regulation.actions.editions import clear_day, set_day
from staff.models import Act, AuditEntry, Department
from tests.followups.histories import correct
from tests.people import a_department, a_patient, a_rule, a_visit, agent, moment

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-20 15:12")
DISCHARGED = moment("2026-11-16 10:00")  # to be called from the 19th to the 23rd
OPENS, CLOSES = moment("2026-11-19 14:00"), moment("2026-11-23 20:00")


@pytest.fixture
def visit() -> Visit:
    """Discharged four days ago, its task made and not dialled."""
    a_rule()
    found = a_visit(at=DISCHARGED)
    sweep(now=NOW)
    return found


def task_of(visit: Visit) -> Task:
    return Task.objects.get(visit=visit)


def standing(visit: Visit) -> tuple[str, str]:
    task = task_of(visit)
    return task.state, task.end_reason


def move(visit: Visit, at: datetime | None) -> None:
    visit.anchor_at = visit.discharged_at = at
    if at:
        visit.admitted_at = at - timedelta(days=5)
    correct(visit)


def a_call(
    task: Task, outcome: Outcome = Outcome.NO_ANSWER, state: State = State.OPEN, reason: str = ""
) -> None:
    """As the record of a call leaves it."""
    attempt = Attempt.objects.create(
        patient=task.patient,
        agent=agent(),
        department=task.department,
        dialled_at=NOW - timedelta(hours=1),
        saved_at=NOW - timedelta(hours=1),
        outcome=outcome,
    )
    Purpose.objects.create(
        attempt=attempt, task=task, counted=True, attempt_no=1, state_after=state, reason_after=reason
    )
    closed = None if state in UNFINISHED else NOW
    Task.objects.filter(pk=task.pk).update(
        tries=1,
        counted=1,
        state=state,
        end_reason=reason,
        closed_at=closed,
        call_at=moment("2026-11-21 14:00"),
    )


# Visits.


def test_a_corrected_discharge_moves_a_task_that_nobody_has_dialled(visit: Visit) -> None:
    move(visit, DISCHARGED + timedelta(days=1))
    done = review_visits(now=NOW)
    task = task_of(visit)
    assert (task.opens, task.closes) == (OPENS + timedelta(days=1), CLOSES + timedelta(days=1))
    assert (task.call_at, task.anchor_on, task.due_on) == (task.opens, date(2026, 11, 17), date(2026, 11, 20))
    assert (done.moved, task.revision) == (1, 2)
    entry = AuditEntry.objects.get(act=Act.TASK_MOVED)
    assert (entry.object_id, entry.patient_id) == (task.pk, visit.patient_id)


def test_a_task_that_was_dialled_keeps_its_window(visit: Visit) -> None:
    a_call(task_of(visit))
    move(visit, DISCHARGED + timedelta(days=1))
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.opens, task.closes, task.call_at) == (OPENS, CLOSES, moment("2026-11-21 14:00"))
    assert not Visit.objects.filter(needs_review=True).exists()


def test_a_task_in_somebodys_hands_moves_when_he_lets_go(visit: Visit) -> None:
    Task.objects.update(hold_by=agent(), hold_until=NOW + timedelta(minutes=10))
    move(visit, DISCHARGED + timedelta(days=1))
    review_visits(now=NOW)
    assert (task_of(visit).opens, task_of(visit).revision) == (OPENS, 1)
    review_visits(now=NOW + timedelta(minutes=11))
    assert task_of(visit).opens == OPENS + timedelta(days=1)


@pytest.mark.parametrize("dialled", [False, True])
def test_a_cancelled_visit_withdraws_its_task_and_brings_it_back(visit: Visit, dialled: bool) -> None:
    if dialled:
        a_call(task_of(visit))
    before = task_of(visit)
    visit.cancelled_at = NOW
    correct(visit)
    assert review_visits(now=NOW).withdrawn == 1
    assert standing(visit) == (State.EXEMPT, EndReason.WITHDRAWN)
    assert task_of(visit).closed_at == NOW
    assert AuditEntry.objects.get(act=Act.TASK_CLOSED).detail["reason"] == "withdrawn"

    visit.cancelled_at = None
    correct(visit)
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.state, task.end_reason, task.closed_at) == (State.OPEN, "", None)
    assert (task.call_at, task.closes, task.tries) == (before.call_at, before.closes, before.tries)


def test_a_cancelled_discharge_withdraws_until_the_patient_really_leaves(visit: Visit) -> None:
    move(visit, None)
    review_visits(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.WITHDRAWN)
    move(visit, DISCHARGED + timedelta(days=2))
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.state, task.opens) == (State.OPEN, OPENS + timedelta(days=2))


def test_a_visit_of_another_kind_loses_one_task_and_gains_another() -> None:
    unpaid = a_rule("unpaid", kinds=(VisitKind.ARRIVED_UNPAID,), timing=Timing(1, 1, 2))
    paid = a_rule("paid", kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 2))
    visit = a_visit(kind=VisitKind.ARRIVED_UNPAID, at=moment("2026-11-19 10:00"))
    review_visits(now=NOW)
    visit.kind = VisitKind.ARRIVED_PAID
    correct(visit)
    review_visits(now=NOW)
    assert Task.objects.get(rule=unpaid.rule).end_reason == EndReason.WITHDRAWN
    assert Task.objects.get(rule=paid.rule).state == State.OPEN


def test_a_visit_given_to_another_patient_and_department_takes_its_task_along(visit: Visit) -> None:
    visit.patient, visit.department = a_patient("陈秀英"), a_department("产科")
    correct(visit)
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.patient, task.department) == (visit.patient, visit.department)


def test_a_finished_task_stays_finished_whatever_becomes_of_the_visit(visit: Visit) -> None:
    a_call(task_of(visit), Outcome.COMPLETED, State.COMPLETED, "completed")
    visit.cancelled_at = NOW
    correct(visit)
    review_visits(now=NOW)
    assert standing(visit) == (State.COMPLETED, "completed")


def test_a_window_that_had_closed_opens_again_when_the_visit_was_later_than_we_knew(visit: Visit) -> None:
    move(visit, DISCHARGED - timedelta(days=10))
    late = moment("2026-11-24 10:00")
    keep(now=late)
    keep(now=late + timedelta(days=5))
    assert standing(visit) == (State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED)
    move(visit, moment("2026-11-25 10:00"))
    review_visits(now=late + timedelta(days=5))
    assert (task_of(visit).state, task_of(visit).opens) == (State.OPEN, moment("2026-11-28 14:00"))


def test_a_review_prolongs_no_window_that_catches_up(visit: Visit) -> None:
    move(visit, DISCHARGED - timedelta(days=8))
    review_visits(now=NOW)
    task = task_of(visit)
    assert (task.late, task.closes) == (True, moment("2026-11-21 20:00"))
    for days in (0, 1):
        correct(visit)
        review_visits(now=NOW + timedelta(days=days))
    assert (task_of(visit).closes, task_of(visit).revision) == (task.closes, task.revision)


# Coming back to hospital (E11).


def admit_again(visit: Visit, at: str = "2026-11-18 09:00", **more: Any) -> Visit:
    again = a_visit(visit.patient, at=moment(at), **more)
    again.admitted_at = moment(at)
    again.discharged_at = again.anchor_at = None
    correct(again)
    return again


def test_a_readmission_suspends_and_the_new_discharge_makes_its_own(visit: Visit) -> None:
    again = admit_again(visit)
    assert review_visits(now=NOW).withdrawn == 1
    assert standing(visit) == (State.SUSPENDED, EndReason.READMITTED)

    again.discharged_at = again.anchor_at = moment("2026-11-20 11:00")
    correct(again)
    review_visits(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.READMITTED)
    sweep(now=moment("2026-11-23 06:30"))
    assert task_of(again).state == State.OPEN


def test_a_readmission_that_was_a_mistake_gives_the_task_back(visit: Visit) -> None:
    again = admit_again(visit)
    review_visits(now=NOW)
    again.cancelled_at = NOW
    correct(again)
    review_visits(now=NOW)
    assert standing(visit) == (State.OPEN, "")


def test_a_suspension_that_a_call_found_out_is_not_lifted_by_a_review(visit: Visit) -> None:
    a_call(task_of(visit), Outcome.READMITTED, State.SUSPENDED, "readmitted")
    correct(visit)
    review_visits(now=NOW)
    assert standing(visit) == (State.SUSPENDED, EndReason.READMITTED)


def test_an_outpatient_visit_is_no_readmission(visit: Visit) -> None:
    a_visit(visit.patient, kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-18 09:00"))
    review_visits(now=NOW)
    assert standing(visit) == (State.OPEN, "")


# Death, and wishes (E9).


def test_a_death_in_hospital_ends_the_calls_for_every_visit(visit: Visit) -> None:
    last = admit_again(visit)
    review_visits(now=NOW)
    last.left_by = LeftBy.DEATH
    last.discharged_at = last.anchor_at = moment("2026-11-20 03:00")
    correct(last)
    keep(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.DECEASED)
    patient = Patient.objects.get(pk=visit.patient_id)
    assert (patient.deceased, patient.deceased_on, patient.needs_review) == (True, date(2026, 11, 20), False)


@pytest.mark.parametrize("flag", ["deceased", "do_not_call"])
def test_a_flag_on_the_patient_ends_his_tasks_and_its_removal_brings_them_back(
    visit: Visit, flag: str
) -> None:
    Patient.objects.update(**{flag: True}, needs_review=True)
    assert review_patients(now=NOW).withdrawn == 1
    assert standing(visit) == (State.EXEMPT, flag)
    Patient.objects.update(**{flag: False}, needs_review=True)
    review_patients(now=NOW)
    assert standing(visit) == (State.OPEN, "")


def test_the_hourly_sweep_ends_tasks_of_a_patient_whom_nobody_flagged(visit: Visit) -> None:
    Patient.objects.update(deceased=True)
    sweep(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.DECEASED)


def test_a_death_withdraws_even_a_task_that_is_being_called(visit: Visit) -> None:
    Task.objects.update(hold_by=agent(), hold_until=NOW + timedelta(minutes=10))
    Patient.objects.update(deceased=True, needs_review=True)
    review_patients(now=NOW)
    task = task_of(visit)
    assert (task.state, task.revision, task.hold_by) == (State.EXEMPT, 2, agent())


def test_calls_about_a_checkup_end_with_the_recheck() -> None:
    a_rule(
        kinds=(VisitKind.CHECKUP_ABNORMAL,),
        timing=Timing(7, 7, 14),
        occurrences=3,
        every_days=30,
        until_recheck=True,
    )
    visit = a_visit(kind=VisitKind.CHECKUP_ABNORMAL, at=moment("2026-11-12 09:00"))
    sweep(now=NOW)
    a_visit(visit.patient, kind=VisitKind.CHECKUP, at=moment("2026-11-20 09:00"))
    review_visits(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.RECHECKED)


# Rules.


def test_a_new_version_adjusts_what_nobody_has_dialled(visit: Visit) -> None:
    version = task_of(visit).version
    dialled = a_visit(at=DISCHARGED)
    sweep(now=NOW)
    a_call(task_of(dialled))
    spec = version.parsed()
    changed = publish_rule(
        version.rule,
        type(spec)(kinds=spec.kinds, timing=Timing(3, 5, 5), priority=1, max_attempts=5),
        effective_from=NOW.date(),
        existing="adjust",
        reason="test",
        by=None,
        now=NOW,
    )
    keep(now=NOW)
    task = task_of(visit)
    assert (task.version, task.priority, task.max_attempts) == (changed, 1, 5)
    assert (task.opens, task.closes) == (OPENS, moment("2026-11-21 20:00"))
    assert (task_of(dialled).version, task_of(dialled).closes) == (version, CLOSES)
    changed.refresh_from_db()
    assert not changed.needs_applying


def test_a_new_version_that_leaves_what_is_there_changes_nothing_before_its_day(visit: Visit) -> None:
    version = task_of(visit).version
    spec = type(version.parsed())(kinds=version.parsed().kinds, timing=Timing(1, 1, 1))
    publish = {"existing": "leave", "reason": "test", "by": None, "now": NOW}
    newer = publish_rule(version.rule, spec, effective_from=date(2026, 11, 22), **publish)  # type: ignore[arg-type]
    keep(now=NOW)
    newer.refresh_from_db()
    assert newer.needs_applying
    later = a_visit(at=moment("2026-11-22 09:00"))
    keep(now=moment("2026-11-23 14:30"))
    assert task_of(visit).version == version
    assert task_of(later).version == newer
    newer.refresh_from_db()
    assert not newer.needs_applying


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


REASONS = (EndReason.NONE, *AUTOMATIC, EndReason.WINDOW_CLOSED, EndReason.NO_NUMBER, EndReason.COMPLETED)
TRUTHS = (False, True)


def every_task() -> Any:
    for state, reason, *facts in product(State, REASONS, *[TRUTHS] * 6):
        if state != State.OPEN or reason == EndReason.NONE:
            yield Existing(state, reason, plans()[0], *facts)


def every_wish() -> Any:
    yield None
    for plan, missed in product(plans(), (None, CLOSES, CLOSES - timedelta(days=9))):
        yield Wanted(State.OPEN, EndReason.NONE, plan, missed)
        yield Wanted(State.SUSPENDED, EndReason.READMITTED, plan, missed)
        yield Wanted(State.EXEMPT, EndReason.DO_NOT_CALL, plan, missed)
        yield Wanted(State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED, plan, missed)


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
        if task.dialled:
            assert after.plan == task.plan, told
            assert unchanged or task.state != State.UNSUCCESSFUL, told
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
