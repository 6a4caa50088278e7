"""How to speak with a patient, as somebody has learnt it; it carries over to every call (E7, E8, E18)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from patients.models import Patient
from staff.actions.audit import record
from staff.models import Act, User

FIELDS = ("spoken_language", "hard_of_hearing", "speak_with", "best_hours", "do_not_disclose")

LONGEST = {"spoken_language": 30, "speak_with": 100, "best_hours": 100}


@transaction.atomic
def note_needs(patient_id: int, needs: Mapping[str, Any], *, by: User, now: datetime) -> list[str]:
    """The fields that changed. Whoever opens a protected diagnosis to all again does it elsewhere."""
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient_id)
    changed = []
    for name in FIELDS:
        new = needs.get(name, getattr(patient, name))
        if name == "do_not_disclose":
            new = new or patient.do_not_disclose
        if isinstance(new, str):
            new = new.replace("\0", "").strip()[: LONGEST.get(name)]
        if new != getattr(patient, name):
            setattr(patient, name, new)
            changed.append(name)
    if changed:
        patient.version += 1
        patient.save(update_fields=[*changed, "version", "updated_at"])
        detail = {"needs": changed}
        record(Act.PATIENT_CHANGED, actor=by, now=now, patient_id=patient.pk, about=patient, detail=detail)
    return changed
