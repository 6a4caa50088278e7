"""Correcting what was recorded, as long as nobody has been ordered to act on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from complaints.actions.changing import clean, lock, refuse_stale, tell
from complaints.actions.clocks import reckon, restart
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint
from complaints.standings import not_filled_in
from patients.models import PhoneNumber
from policy.complaints import Channel, Kind, Severity, State
from staff.models import Department, User
from staff.permissions import Role

TYPED = (
    "theme", "title", "words", "wish", "place", "happened", "persons", "complainant", "relation", "phone",
    "web_url", "web_author", "web_site", "plan",
)  # fmt: skip
CHOSEN = {"kind": Kind, "severity": Severity, "channel": Channel}
LINKED = ("patient", "visit", "anonymous", "has_contact")
EDITABLE = frozenset({*TYPED, *CHOSEN, *LINKED, "departments"})
# An answer that must be told does not depend on what a timeline shows to everybody of a department.
WITHHELD = frozenset({"phone", "patient", "visit", "complainant"})


@transaction.atomic
def edit(complaint_id: int, *, by: User, now: datetime, version: int, **changes: Any) -> Complaint:
    """By the recorder, a supervisor or an assistant, while recorded or returned. Raises Conflict, Refused
    (wrong_state, not_yours), Missing."""
    complaint = lock(complaint_id)
    refuse_stale(complaint, version=version, by=by)
    if complaint.state not in (State.RECORDED, State.RETURNED):
        raise Refused("locked" if complaint.locked else "wrong_state")
    if complaint.recorded_by_id != by.pk and by.role not in (Role.SUPERVISOR, Role.ASSISTANT):
        raise Refused("not_yours")
    changed = change(complaint, changes, now=now)
    complaint.save()
    if changed:
        tell(complaint, "edited", by=by, now=now, changes=changed, detail={"fields": sorted(changed)})
    return complaint


def change(complaint: Complaint, changes: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Field → [old, new], of those that differ. The case, which must be locked, is for the caller to save."""
    changed = _write(complaint, changes)
    if missing := not_filled_in(complaint, complaint.departments.count()):
        raise Missing(missing)
    if not {"patient", "phone"}.isdisjoint(changed) and "has_contact" not in changes:
        complaint.has_contact = can_be_told(complaint)
    if not {"kind", "severity"}.isdisjoint(changed):
        restart(complaint, now=now)
    elif "departments" in changed:
        reckon(complaint, now=now)
    return changed


def _write(complaint: Complaint, changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not editable: {sorted(unknown)}")
    changed: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "departments":
            changed |= _departments(complaint, value)
            continue
        old, new = getattr(complaint, name), read(name, value)
        if old != new:
            setattr(complaint, name, new)
            changed[name] = ["…", "…"] if name in WITHHELD else [_plain(old), _plain(new)]
    return changed


def read(name: str, value: Any) -> Any:
    if name in TYPED:
        return clean(value, getattr(Complaint._meta.get_field(name), "max_length", None))
    return CHOSEN[name](value) if name in CHOSEN else value


def can_be_told(complaint: Complaint) -> bool:
    """There is a number to call: the one they left, or one of the patient's that still works."""
    if complaint.phone:
        return True
    patient = complaint.patient
    if patient is None or patient.deceased or complaint.anonymous:
        return False
    return PhoneNumber.objects.usable().filter(patient=patient).exists()


def _departments(complaint: Complaint, departments: Iterable[Department]) -> dict[str, Any]:
    before = sorted(department.name for department in complaint.departments.all())
    chosen = list(departments)
    complaint.departments.set(chosen)
    after = sorted(department.name for department in chosen)
    return {"departments": [before, after]} if before != after else {}


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, str)) or value is None else str(value)
