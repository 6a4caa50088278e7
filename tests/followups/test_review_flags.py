"""Visits, patients, rules and hours that change: tasks move, are withdrawn, come back."""

from datetime import date, timedelta

import pytest

from followups.actions.queue import keep, review_patients, review_visits, sweep
from followups.actions.rules import publish_rule
from followups.models import Task
from patients.models import Patient, Visit
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from policy.timing import Timing
from policy.visits import LeftBy, VisitKind
from staff.models import Act, AuditEntry
from tests.followups.histories import correct
from tests.followups.reviewing import CLOSES, DISCHARGED, NOW, OPENS, a_call, standing, task_of
from tests.followups.reviewing import visit as visit
from tests.followups.test_review import admit_again
from tests.people import a_rule, a_visit, agent, moment

pytestmark = pytest.mark.django_db


# Visits.


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


def flag(patient: Patient, **flags: bool) -> None:
    Patient.objects.filter(pk=patient.pk).update(**flags, needs_review=True)


def test_a_death_leaves_a_task_that_had_ended_before_its_reason_and_its_day(visit: Visit) -> None:
    again = admit_again(visit)
    again.discharged_at = again.anchor_at = moment("2026-11-20 11:00")
    correct(again)
    review_visits(now=NOW)
    before = task_of(visit)
    assert (before.state, before.end_reason) == (State.EXEMPT, EndReason.READMITTED)
    entries = AuditEntry.objects.filter(object_type="task", object_id=before.pk).count()
    for flags in ({"do_not_call": True}, {"deceased": True}, {"do_not_call": False}, {"deceased": False}):
        flag(visit.patient, **flags)
        review_patients(now=NOW + timedelta(days=1))
        after = task_of(visit)
        assert (after.end_reason, after.closed_at) == (EndReason.READMITTED, before.closed_at), flags
    assert AuditEntry.objects.filter(object_type="task", object_id=before.pk).count() == entries


def test_what_has_ended_takes_another_reason_only_when_its_own_is_no_longer_so(visit: Visit) -> None:
    flag(visit.patient, do_not_call=True)
    review_patients(now=NOW)
    flag(visit.patient, deceased=True)
    review_patients(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.DO_NOT_CALL)
    later = NOW + timedelta(hours=1)
    flag(visit.patient, do_not_call=False)
    review_patients(now=later)
    assert standing(visit) == (State.EXEMPT, EndReason.DECEASED)
    assert task_of(visit).closed_at == later
    entry = AuditEntry.objects.filter(act=Act.TASK_MOVED).latest("pk")
    assert (entry.detail["reason_before"], entry.detail["reason"]) == ("do_not_call", "deceased")
    flag(visit.patient, deceased=False)
    review_patients(now=later)
    assert standing(visit) == (State.OPEN, "")


def test_a_death_ends_what_waits_for_a_stay_to_end(visit: Visit) -> None:
    admit_again(visit)
    review_visits(now=NOW)
    assert standing(visit) == (State.SUSPENDED, EndReason.READMITTED)
    flag(visit.patient, deceased=True)
    review_patients(now=NOW)
    assert standing(visit) == (State.EXEMPT, EndReason.DECEASED)


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


def test_whose_window_closed_during_another_stay_stays_closed_while_that_stay_goes_on(visit: Visit) -> None:
    admit_again(visit)
    review_visits(now=NOW)
    keep(now=CLOSES)
    before = task_of(visit)
    assert (before.state, before.end_reason, before.closed_at) == (State.EXEMPT, EndReason.READMITTED, CLOSES)
    correct(visit)
    review_visits(now=CLOSES + timedelta(days=1))
    after = task_of(visit)
    assert (after.state, after.end_reason, after.closed_at) == (State.EXEMPT, EndReason.READMITTED, CLOSES)
