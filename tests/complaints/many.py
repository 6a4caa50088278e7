"""Cases by the dozen as they may stand, written straight into the tables: for figures, not for moves."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from complaints.models import Complaint, CorrectiveMeasure
from patients.models import Patient
from policy.complaints import Channel, CloseReason, Kind, State
from staff.models import Department, User

KINDS = (Kind.COMPLAINT, Kind.COMPLAINT, Kind.COMPLAINT, Kind.SUGGESTION, Kind.REQUEST, Kind.PRAISE)
THEMES = ("attitude", "waiting", "costs", "")
HOUR = timedelta(hours=1)


def random_case(rng: Random, n: int, recorder: User, patients: list[Patient], now: datetime) -> Complaint:
    recorded = now - rng.randrange(0, 400 * 24) * HOUR
    kind = rng.choice(KINDS)
    case = Complaint(
        number=f"T{n:08d}",
        kind=kind,
        channel=Channel.LETTER,
        theme=rng.choice(THEMES),
        title="候诊太久",
        words="候诊太久",
        patient=rng.choice([None, *patients]),
        recorded_by=recorder,
        recorded_at=recorded,
        due_at=recorded + timedelta(days=7) if kind != Kind.PRAISE else None,
    )
    case.breached_at = case.due_at if rng.random() < 0.2 else None
    return standing(rng, case, rng.choice(ENDS), now)


def standing(rng: Random, case: Complaint, end: str, now: datetime) -> Complaint:
    if end in ("answered", "reopened", "escalated", "confirmed", "not_reached", "no_contact", "decided"):
        told = min(now, case.recorded_at + rng.randrange(0, 300) * HOUR)
        case.answered_at = case.told_at = told
        case.answer, case.answer_how = "已说明", "call"
        case.claimed_level = rng.choice([None, 1, 2, 3, 4, 5])
    if end in ("reopened", "escalated"):
        case.reopened, case.confirmed_level = 1, rng.choice([1, 2, 3])
        case.escalated_at = now if end == "escalated" else None
    if end == "confirmed":
        case.confirmed_level = rng.choice([4, 5])
    case.has_contact = end != "no_contact"
    case.state = State(end) if end in list(State) else State.CLOSED
    if case.state == State.CLOSED:
        case.close_reason, case.closed_at = CloseReason(end), now
    return case


ENDS = (
    State.RECORDED, State.RETURNED, State.ANSWERED, State.REOPENED, State.ESCALATED,
    *(str(reason) for reason in CloseReason if reason), CloseReason.CONFIRMED, CloseReason.CONFIRMED,
)  # fmt: skip


def random_cases(
    rng: Random,
    number: int,
    *,
    recorder: User,
    patients: list[Patient],
    rooms: list[Department],
    now: datetime,
) -> list[Complaint]:
    cases = Complaint.objects.bulk_create(
        [random_case(rng, n, recorder, patients, now) for n in range(number)], batch_size=2000
    )
    link = Complaint.departments.through
    link.objects.bulk_create(
        [
            link(complaint_id=case.pk, department_id=room.pk)
            for case in cases
            for room in rng.sample(rooms, rng.choice([0, 1, 1, 2]))
        ],
        batch_size=5000,
    )
    return cases


def random_measures(
    rng: Random, cases: list[Complaint], rooms: list[Department], by: User, now: datetime
) -> list[CorrectiveMeasure]:
    return CorrectiveMeasure.objects.bulk_create(
        [random_measure(rng, case, rng.choice(rooms), by, now) for case in cases if rng.random() < 0.4],
        batch_size=2000,
    )


def random_measure(
    rng: Random, case: Complaint, room: Department, by: User, now: datetime
) -> CorrectiveMeasure:
    due = now + timedelta(days=rng.randrange(-300, 30))
    done = due + timedelta(days=rng.randrange(-5, 6)) if rng.random() < 0.7 else None
    done = done if done is None or done <= now else None
    fields: dict[str, Any] = {"carried_out_at": done, "carried_out_by": by if done else None}
    if done and rng.random() < 0.5:
        fields |= {"checked_at": now, "checked_by": by, "sufficient": rng.random() < 0.8}
    return CorrectiveMeasure(
        complaint=case,
        department=room,
        text="增加导诊",
        responsible=by,
        due_on=due.date(),
        set_by=by,
        set_at=case.recorded_at,
        **fields,
    )
