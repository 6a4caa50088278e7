"""Cases made by the real actions, as far as a test wants them: Li records, Zhao orders, Lin answers."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from complaints.actions import moves, recording
from complaints.models import Complaint
from policy.complaints import Channel, Kind, State, Verdict
from staff.models import User
from tests import people
from tests.people import moment

NOW = moment("2026-11-19 19:42")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def a_complaint(*, now: datetime = NOW, **more: Any) -> Complaint:
    """Recorded by Li in a call with Liu, about the surgeons, unless told otherwise."""
    fields: dict[str, Any] = {
        "by": people.agent(),
        "token": uuid4(),
        "kind": Kind.COMPLAINT,
        "channel": Channel.CALL,
        "title": "换药护士态度不好，问三次不答",
        "words": "换药的时候问了三次能不能轻一点，护士一句话不回。",
        "departments": [people.a_department()],
        **more,
    }
    if "patient" not in fields and not fields.get("anonymous"):
        fields["patient"] = people.a_patient()
    return recording.record(now=now, **fields)


def ordered(case: Complaint, *, now: datetime = NOW, by: User | None = None, **more: Any) -> Complaint:
    lin = people.clinician()
    fields: dict[str, Any] = {
        "responsible": lin,
        "lead": lin.department,
        "task": "核实换药经过，当面向家属说明。",
        "until": now + 4 * DAY,
        **more,
    }
    return moves.order(case.pk, by=by or people.assistant(), now=now, version=case.version, **fields)


def found(case: Complaint, *, now: datetime = NOW, **more: Any) -> Complaint:
    fields = {"verdict": Verdict.VERIFIED, "text": "情况属实。", **more}
    return moves.find(case.pk, by=people.clinician(), now=now, version=case.version, **fields)


def drafted(case: Complaint, *, now: datetime = NOW, **more: Any) -> Complaint:
    fields = {"text": "向您道歉，已对当班护士进行培训。", "no_measure_reason": "已当面道歉。", **more}
    return moves.draft(case.pk, by=people.clinician(), now=now, version=case.version, **fields)


def answered(case: Complaint, *, now: datetime = NOW, by: User | None = None, **more: Any) -> Complaint:
    fields: dict[str, Any] = {"how": "call", "text": "已电话告知家属并道歉。", "level": 4, **more}
    return moves.answer(case.pk, by=by or people.agent(), now=now, version=case.version, **fields)


def confirmed(case: Complaint, level: int | None, *, now: datetime = NOW, words: str = "可以") -> Complaint:
    zhang = people.other_agent()
    return moves.confirm(case.pk, by=zhang, now=now, version=case.version, level=level, words=words)


STEPS = {
    State.ORDERED: (ordered,),
    State.INVESTIGATED: (ordered, found),
    State.DRAFTED: (ordered, found, drafted),
    State.ANSWERED: (ordered, found, drafted, answered),
}


def in_state(state: State, *, now: datetime = NOW, **more: Any) -> Complaint:
    """A case that has come so far by the moves that lead there."""
    case = a_complaint(now=now, **more)
    zhao = people.assistant()
    if state is State.RECORDED:
        return case
    if state is State.RETURNED:
        return moves.give_back(case.pk, by=zhao, now=now, version=case.version, text="请补充科室。")
    if state is State.ESCALATED:
        return moves.escalate(case.pk, by=zhao, now=now, version=case.version, text="请院长决定。")
    if state is State.MERGED:
        other = a_complaint(now=now - HOUR, patient=case.patient)
        return moves.merge(case.pk, by=zhao, now=now, version=case.version, into=other.pk)
    for step in STEPS.get(state, STEPS[State.ANSWERED]):
        case = step(case, now=now)
    if state is State.REOPENED:
        return confirmed(case, 1, now=now)
    return confirmed(case, 5, now=now) if state is State.CLOSED else case
