"""The list of all discharges, and which of them no follow-up covers (E3)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from followups.models import Task
from patients.models import Visit
from policy.visits import ANCHOR_OF, Anchor
from staff.models import User

DISCHARGED = tuple(kind for kind, anchor in ANCHOR_OF.items() if anchor is Anchor.DISCHARGE)


def discharges(user: User, first: date, last: date, department: int | None = None) -> Any:
    """By the day of the discharge, as this user may see them; each with `covered`."""
    found = (
        Visit.objects.standing().visible_to(user).filter(kind__in=DISCHARGED, anchor_on__range=(first, last))
    )
    if department is not None:
        found = found.filter(department=department)
    covered = Exists(Task.objects.filter(visit=OuterRef("pk")))
    return found.annotate(covered=covered).order_by("anchor_on", "pk")
