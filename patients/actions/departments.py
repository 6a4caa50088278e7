"""Departments and doctors that an import met: looked at, corrected, confirmed (A5, E12)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from patients.models import Doctor, Visit
from staff.actions import departments
from staff.actions.audit import record
from staff.models import Act, Department, User
from staff.models.departments import DepartmentKind

# No follow-up comes later than a year after its anchor (policy.timing).
REACH = timedelta(days=400)


@transaction.atomic
def change_department(
    department_id: int, *, name: str, kind: DepartmentKind, extension: str, by: User, now: datetime
) -> Department:
    """Another kind may mean another rule: its visits are looked at again."""
    before = Department.objects.get(pk=department_id).kind
    changed = departments.change_department(
        department_id, name=name, kind=kind, extension=extension, by=by, now=now
    )
    if before != kind:
        since = timezone.localdate(now) - REACH
        Visit.objects.filter(department=changed, anchor_on__gte=since).update(needs_review=True)
    return changed


@transaction.atomic
def change_doctor(doctor_id: int, *, user: User | None, by: User, now: datetime) -> Doctor:
    """Whoever saves it has looked at it: it is confirmed. `user` is the account that gets his alerts."""
    doctor = Doctor.objects.select_for_update().get(pk=doctor_id)
    doctor.user, doctor.confirmed = user, True
    doctor.save(update_fields=["user", "confirmed"])
    detail = {"user": user.pk if user else None, "confirmed": True}
    record(Act.DEPARTMENT_CHANGED, actor=by, now=now, about=doctor, detail=detail)
    return doctor


@transaction.atomic
def confirm_doctors(doctor_ids: list[int], *, by: User, now: datetime) -> int:
    """Those of them that nobody has confirmed yet; returns how many."""
    new = list(Doctor.objects.select_for_update().filter(pk__in=doctor_ids, confirmed=False).order_by("pk"))
    for doctor in new:
        doctor.confirmed = True
        doctor.save(update_fields=["confirmed"])
        record(Act.DEPARTMENT_CHANGED, actor=by, now=now, about=doctor, detail={"changed": ["confirmed"]})
    return len(new)
