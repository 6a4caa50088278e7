"""Putting somebody on the list of those who may be told, and taking him off it again (E8)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from patients.models import ClearedPerson, Patient
from staff.actions.audit import record
from staff.models import Act, User


class ClearedAlready(Exception):
    """The same person stands on the list."""


@transaction.atomic
def clear_person(
    patient: Patient, *, name: str, relation: str, named_by: str, by: User, now: datetime
) -> ClearedPerson:
    """Raises ClearedAlready."""
    fields = {"patient": patient, "name": name, "relation": relation, "named_by": named_by}
    try:
        with transaction.atomic():
            person = ClearedPerson.objects.create(**fields, recorded_by=by, recorded_at=now)
    except IntegrityError:
        raise ClearedAlready from None
    detail = {"cleared": True, "named_by": named_by}
    record(Act.CLEARANCE_CHANGED, actor=by, now=now, patient_id=patient.pk, about=person, detail=detail)
    return person


@transaction.atomic
def withdraw_clearance(person: ClearedPerson, *, by: User, now: datetime) -> bool:
    """From now on he is told nothing; False when it was withdrawn before."""
    standing = ClearedPerson.objects.standing().filter(pk=person.pk)
    if not standing.update(withdrawn_at=now, withdrawn_by=by):
        return False
    record(
        Act.CLEARANCE_CHANGED,
        actor=by,
        now=now,
        patient_id=person.patient_id,
        about=person,
        detail={"cleared": False},
    )
    return True
