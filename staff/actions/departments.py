"""Departments: what an import met is looked at by somebody and confirmed (A5, E12)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from staff.actions.audit import record
from staff.models import Act, Department, User
from staff.models.departments import DepartmentKind


class NameTaken(Exception):
    pass


@transaction.atomic
def change_department(
    department_id: int, *, name: str, kind: DepartmentKind, extension: str, by: User, now: datetime
) -> Department:
    """Whoever saves it has looked at it: it is confirmed."""
    department = Department.objects.select_for_update().get(pk=department_id)
    before = (department.name, department.kind, department.extension, department.confirmed)
    department.name, department.kind, department.extension = name, kind, extension
    department.confirmed = True
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError as error:
        raise NameTaken from error
    after = (department.name, department.kind, department.extension, department.confirmed)
    fields = ("name", "kind", "extension", "confirmed")
    changed = [field for field, old, new in zip(fields, before, after, strict=True) if old != new]
    if changed:
        detail = {"changed": changed, "kind": [before[1], kind]}
        record(Act.DEPARTMENT_CHANGED, actor=by, now=now, about=department, detail=detail)
    return department


@transaction.atomic
def add_department(
    *, name: str, kind: DepartmentKind, extension: str, by: User | None, now: datetime
) -> Department:
    try:
        with transaction.atomic():
            department = Department.objects.create(name=name, kind=kind, extension=extension)
    except IntegrityError as error:
        raise NameTaken from error
    record(Act.DEPARTMENT_CHANGED, actor=by, now=now, about=department, detail={"kind": kind, "new": True})
    return department


@transaction.atomic
def confirm_departments(department_ids: list[int], *, by: User, now: datetime) -> int:
    """Those of them that nobody has confirmed yet; returns how many."""
    new = list(
        Department.objects.select_for_update().filter(pk__in=department_ids, confirmed=False).order_by("pk")
    )
    for department in new:
        department.confirmed = True
        department.save(update_fields=["confirmed"])
        record(Act.DEPARTMENT_CHANGED, actor=by, now=now, about=department, detail={"changed": ["confirmed"]})
    return len(new)
