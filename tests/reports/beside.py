"""What a random hospital has besides follow-ups: alerts, consultations, complaints, calls gone on with."""

from datetime import timedelta
from random import Random
from typing import Any

from complaints.models import ClinicalAlert
from followups.models import Answer, Attempt
from patients.models import Visit
from policy.alerts import Level, State
from policy.visits import VisitKind
from tests import people
from tests.complaints.many import random_cases
from tests.reports.hospitals import FIRST, Hospital

NOW = people.moment("2026-11-25 20:05")
KINDS = (VisitKind.ARRIVED_PAID, VisitKind.NO_SHOW, VisitKind.INPATIENT, VisitKind.CONSULTATION)


def add_all(hospital: Hospital, number: int = 30) -> None:
    rng = Random(hospital.rng.random())
    alerts(rng, hospital, number)
    consultations(rng, hospital, number)
    patients = [task.patient for task in hospital.tasks[:8]]
    by, rooms = hospital.agents[0], hospital.rooms
    random_cases(rng, 5 * number, recorder=by, patients=patients, rooms=rooms, now=NOW)
    gone_on_with(rng, hospital)


def _day(rng: Random) -> Any:
    return people.moment(f"{FIRST + timedelta(days=rng.randrange(-5, 95))} {rng.randrange(24):02}:30")


def alerts(rng: Random, hospital: Hospital, number: int) -> None:
    ClinicalAlert.objects.bulk_create(_alert(rng, hospital) for _n in range(number))


def _alert(rng: Random, hospital: Hospital) -> ClinicalAlert:
    at, visit, state = _day(rng), rng.choice(hospital.tasks).visit, rng.choice(list(State))
    due = at + timedelta(minutes=rng.choice([10, 120, 60 * 24 * 40]))
    fields: dict[str, Any] = {}
    if state != State.NEW:
        fields = {"taken_by": hospital.agents[0], "taken_at": at}
    if state not in (State.NEW, State.TAKEN):
        fields |= {"action": "call_back", "done": "停药", "acted_at": at}
    if state in (State.TOLD, State.CLOSED):
        fields |= {"told_at": at, "told_by": hospital.agents[0], "told_to": "女儿", "effect": "better"}
    return ClinicalAlert(
        patient=visit.patient, visit=visit, department=rng.choice(hospital.rooms), title="疼痛",
        level=rng.choice(list(Level)), raised_by=rng.choice(hospital.agents), raised_at=at, due_at=due,
        promise_at=due, state=state, late_at=due if rng.random() < 0.3 else None,
        closed_at=at if state == State.CLOSED else None, **fields,
    )  # fmt: skip


def consultations(rng: Random, hospital: Hospital, number: int) -> None:
    """Some of them followed by a visit, or by what is none."""
    made: list[Visit] = []
    for n in range(number):
        patient, at = rng.choice(hospital.tasks).patient, _day(rng)
        made.append(_visit(f"C{n}", patient, VisitKind.CONSULTATION, at, rng.choice(hospital.rooms), rng))
        if rng.random() < 0.6:
            later = at + timedelta(days=rng.choice([-2, 0, 1, 30, 31]), hours=rng.choice([0, 1]))
            made.append(_visit(f"V{n}", patient, rng.choice(KINDS), later, hospital.rooms[0], rng))
    Visit.objects.bulk_create(made)


def _visit(number: str, patient: Any, kind: VisitKind, at: Any, room: Any, rng: Random) -> Visit:
    """The follow-ups of an inpatient count from the discharge, which may come a month later."""
    begun = {"admitted_at": at, "discharged_at": at + timedelta(days=9)}
    inpatient = kind == VisitKind.INPATIENT
    anchor = at + timedelta(days=9) if inpatient else at
    return Visit(
        patient=patient, source_key=number, setting="inpatient" if inpatient else "outpatient", kind=kind,
        department=room, anchor_at=anchor, anchor_on=anchor.astimezone(people.TZ).date(),
        cancelled_at=at if rng.random() < 0.1 else None, **(begun if inpatient else {"visited_at": at}),
    )  # fmt: skip


def gone_on_with(rng: Random, hospital: Hospital) -> None:
    """A call that broke off, and the one that holds its answers again."""
    broken = list(Attempt.objects.filter(answers__level__isnull=False, continues=None).distinct()[:4])
    for old in broken:
        at = old.dialled_at + timedelta(days=rng.choice([0, 1, 40]))
        new = Attempt.objects.create(
            patient_id=old.patient_id, agent=rng.choice(hospital.agents), department_id=old.department_id,
            dialled_at=at, saved_at=at, outcome="completed", seconds=200, continues=old,
        )  # fmt: skip
        Answer.objects.bulk_create(
            Answer(attempt=new, question=a.question, subject=a.subject, level=a.level, reason="解释不清")
            for a in old.answers.all()
        )
