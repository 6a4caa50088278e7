"""Telephone numbers: shown to the one who calls, added by whoever found one, their state after a call."""

from datetime import datetime

from django.db import transaction

from followups.actions.claims import dialling_allowed
from followups.actions.refusals import DraftGone, NotCallable
from followups.models import Attempt, Draft, NumberDefect, Task
from patients.models import NumberState, Patient, PhoneNumber
from policy.outcomes import REACHED, Outcome
from staff.actions.audit import record
from staff.models import Act, User

STATES = {
    Outcome.NO_ANSWER: NumberState.SILENT,
    Outcome.POWERED_OFF: NumberState.SILENT,
    Outcome.UNREACHABLE: NumberState.SILENT,
    Outcome.LINE_SUSPENDED: NumberState.SUSPENDED,
    Outcome.VACANT: NumberState.VACANT,
    Outcome.WRONG_NUMBER: NumberState.WRONG,
    Outcome.NOT_THE_PATIENT: NumberState.WRONG,
}


@transaction.atomic
def reveal(draft_id: int, number_id: int, user: User, *, now: datetime) -> PhoneNumber:
    """The number, for the agent whose open call it belongs to; each look is logged.

    Raises DraftGone, OutsideHours, NotCallable (not_held, deceased, do_not_call, number_dead).
    """
    draft = Draft.objects.select_related("patient").filter(pk=draft_id, user=user, corrects=None).first()
    if draft is None:
        raise DraftGone
    number = PhoneNumber.objects.filter(pk=number_id, patient=draft.patient_id).first()
    if number is None:
        raise DraftGone
    dialling_allowed(now)
    if not Task.objects.held_by(user, now).filter(drafts=draft).exists():
        raise NotCallable("not_held")
    for code in ("deceased", "do_not_call"):
        if getattr(draft.patient, code):
            raise NotCallable(code)
    if not number.is_usable:
        raise NotCallable("number_dead")
    record(Act.NUMBER_REVEALED, actor=user, now=now, patient_id=draft.patient_id, about=number)
    draft.number, draft.revealed_at = number, now
    draft.save(update_fields=["number", "revealed_at"])
    return number


@transaction.atomic
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
    """A number that was found out; one that is on record already becomes usable again."""
    last = patient.numbers.order_by("-position").first()
    found, new = PhoneNumber.objects.update_or_create(
        patient=patient,
        number=number,
        extension=extension,
        defaults={
            "relation": relation,
            "owner_name": owner_name,
            "state": NumberState.UNKNOWN,
            "state_at": now,
        },
        create_defaults={
            "relation": relation,
            "owner_name": owner_name,
            "position": last.position + 1 if last else 1,
        },
    )
    if preferred:
        patient.numbers.exclude(pk=found.pk).update(preferred=False)
        PhoneNumber.objects.filter(pk=found.pk).update(preferred=True)
    record(Act.NUMBER_CHANGED, actor=by, now=now, patient_id=patient.pk, about=found, detail={"new": new})
    return found


def mark_number(attempt: Attempt, number: PhoneNumber, task: Task) -> None:
    """What the call showed about the number; a dead one goes back to the ward that registered it (E3, E7)."""
    outcome = Outcome(attempt.outcome)
    state = NumberState.REACHED if outcome in REACHED - {Outcome.NOT_THE_PATIENT} else STATES.get(outcome)
    if state and state != number.state:
        number.state, number.state_at = state, attempt.saved_at
        number.save(update_fields=["state", "state_at"])
    if state in (NumberState.VACANT, NumberState.WRONG):
        NumberDefect.objects.create(
            attempt=attempt,
            number=number,
            department_id=task.department_id,
            ward=task.visit.ward,
            outcome=outcome,
            found_at=attempt.saved_at,
        )
