"""What the call screen may show and say of a protected patient, and to whom it was shown (E8)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from followups import callsheet
from followups.models import Draft, Task
from patients.models import ClearedPerson, Patient
from policy.disclosure import is_cleared
from staff.models import User

FIELDS = ("answered_by", "identity_confirmed", "cleared_person")


def disclosure_context(
    draft: Draft, task: Task, values: Mapping[str, Any], *, agent: User, now: datetime
) -> dict[str, Any]:
    """The facts of the card and the words of the script, as whoever is on the line may hear them."""
    persons = cleared_persons(draft.patient)
    hides = hides_diagnosis(draft.patient, values, persons)
    steps, replies = callsheet.steps(draft, task, agent, hides=hides, now=now)
    return {
        "visit": task.visit,
        "hides": hides,
        "cleared_persons": persons,
        "steps": steps,
        "replies": replies,
        "script": draft.script,
    }


def cleared_persons(patient: Patient) -> list[ClearedPerson]:
    """Nobody asks for them while there is nothing to protect."""
    return list(patient.cleared.standing().select_related("recorded_by")) if patient.do_not_disclose else []


def hides_diagnosis(patient: Patient, values: Mapping[str, Any], persons: list[ClearedPerson]) -> bool:
    """`values`: the fields of the call as they were typed."""
    named = str(values.get("cleared_person") or "")
    return patient.do_not_disclose and not is_cleared(
        answered_by=str(values.get("answered_by") or ""),
        identity_confirmed=bool(values.get("identity_confirmed")),
        person_cleared=named in {str(person.pk) for person in persons},
    )
