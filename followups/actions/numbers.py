"""Telephone numbers: shown to the one who calls, added by whoever found one, their state after a call."""

from datetime import datetime

from django.db.models import Q

from followups.actions.claims import dialling_allowed
from followups.actions.drafts import hold
from followups.actions.folding import stands
from followups.actions.refusals import DraftGone, NotCallable
from followups.actions.retrying import retried
from followups.models import Attempt, Draft, Task
from followups.verdicts import FOR_WANT_OF_A_NUMBER
from patients.models import NumberState, Patient, PhoneNumber, Visit
from policy.outcomes import REACHED, Outcome
from policy.tasks import EndReason, State
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.actions.prepared import Prepared
from staff.models import Act, User

STATES = {
    Outcome.LINE_SUSPENDED: NumberState.SUSPENDED,
    Outcome.VACANT: NumberState.VACANT,
    Outcome.WRONG_NUMBER: NumberState.WRONG,
    Outcome.NOT_THE_PATIENT: NumberState.WRONG,
}
_STATE = Prepared(
    "UPDATE patients_phonenumber SET state = %(state)s, state_at = %(now)s WHERE id = %(number)s"
)


@retried
def reveal(draft_id: int, number_id: int, user: User, *, now: datetime) -> PhoneNumber:
    """The number, for the agent whose open call it belongs to; each look is logged.

    Raises DraftGone, OutsideHours, NotCallable (not_held, deceased, do_not_call, number_dead).
    """
    draft = Draft.objects.select_for_update().filter(pk=draft_id, user=user, corrects=None).first()
    number = PhoneNumber.objects.filter(pk=number_id, patient=draft.patient_id).first() if draft else None
    if draft is None or number is None:
        raise DraftGone
    dialling_allowed(now)
    patient = Patient.objects.only("deceased", "do_not_call").get(pk=draft.patient_id)
    for code in ("deceased", "do_not_call"):
        if getattr(patient, code):
            raise NotCallable(code)
    if not _holds(draft, user, now=now):
        raise NotCallable("not_held")
    if not number.is_usable:
        raise NotCallable("number_dead")
    record(Act.NUMBER_REVEALED, actor=user, now=now, patient_id=draft.patient_id, about=number)
    draft.number, draft.revealed_at = number, now
    draft.save(update_fields=["number", "revealed_at"])
    return number


def _holds(draft: Draft, user: User, *, now: datetime) -> bool:
    """A hold that ran out while nobody else came is taken up again: it was a long conversation."""
    live = Q(state=State.OPEN)
    if draft.verification:
        live = Q(state=State.UNSUCCESSFUL, verified_at=None)
    found = list(Task.objects.filter(live, hold_by=user, pk__in=[int(pk) for pk in draft.seen]))
    return bool(found) and hold(found, user, now=now)


@retried
def add_number(
    patient: Patient,
    *,
    number: str,
    extension: str = "",
    relation: str = "",
    owner_name: str = "",
    preferred: bool = False,
    by: User,
    now: datetime,
) -> PhoneNumber:
    """A number that was found out; one that is on record already becomes usable again.

    Follow-ups that had ended for want of a number go on while their window is open.
    """
    last = patient.numbers.order_by("-position").first()
    said = {"relation": relation, "owner_name": owner_name}
    found, new = PhoneNumber.objects.update_or_create(
        patient=patient,
        number=number,
        extension=extension,
        defaults=said | {"state": NumberState.UNKNOWN, "state_at": now},
        create_defaults=said | {"position": last.position + 1 if last else 1},
    )
    if preferred:
        patient.numbers.exclude(pk=found.pk).update(preferred=False)
        PhoneNumber.objects.filter(pk=found.pk).update(preferred=True)
    reopened = _go_on(patient, now=now)
    detail = {"new": new, "tasks": reopened}
    record(Act.NUMBER_CHANGED, actor=by, now=now, patient_id=patient.pk, about=found, detail=detail)
    return found


def _go_on(patient: Patient, *, now: datetime) -> list[int]:
    ended = Task.objects.filter(
        patient=patient, state=State.UNSUCCESSFUL, end_reason__in=FOR_WANT_OF_A_NUMBER, closes__gt=now
    )
    tasks = list(ended.order_by("pk").select_for_update(no_key=True))
    if not tasks:
        return []
    known = stands(tasks, regulation_at(now))
    reopened = []
    for task in tasks:
        after = known[task.pk]
        if after.state == State.OPEN:
            task.state, task.end_reason, task.closed_at, task.verify = State.OPEN, EndReason.NONE, None, False
            task.call_at = max(now, after.next_at or task.opens)
            task.revision += 1
            task.save(update_fields=["state", "end_reason", "closed_at", "verify", "call_at", "revision"])
            reopened.append(task.pk)
    # What had ended was not withdrawn with its visit.
    Visit.objects.filter(tasks__in=reopened).update(needs_review=True)
    return reopened


def state_after(state: str, outcome: Outcome) -> str:
    """What is known of a number after a call on it."""
    if outcome in STATES:
        return STATES[outcome]
    if outcome in REACHED:
        return NumberState.REACHED
    return NumberState.SILENT if state == NumberState.UNKNOWN else state


def state_from(number: PhoneNumber) -> str:
    """The same from every call on it that still counts."""
    calls = Attempt.objects.filter(number=number, corrected_by=None).order_by("dialled_at", "pk")
    state: str = NumberState.UNKNOWN
    for outcome in calls.values_list("outcome", flat=True):
        state = state_after(state, Outcome(outcome))
    return state


def set_state(number: PhoneNumber, state: str, *, now: datetime) -> None:
    if state != number.state:
        number.state, number.state_at = state, now
        _STATE.run({"number": number.pk, "state": state, "now": now})
