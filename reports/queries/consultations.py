"""Consultations by their day, and how many of them a visit came of (B19, B20).

The patient came if a visit of his begins within CONVERSION_DAYS after the consultation: not another
consultation, not one that he did not come to.
"""

from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from patients.models import Visit
from policy.indicators import CONVERSION_DAYS
from policy.visits import VisitKind
from reports.queries.facts import Asked

NO_ARRIVAL = (VisitKind.CONSULTATION, VisitKind.NO_SHOW)
BEGAN = Coalesce("admitted_at", "visited_at", "anchor_at")


class Consultations(NamedTuple):
    department: int
    n: int
    came: int


def consulted(asked: Asked) -> Any:
    """Each with `came`. Nobody's calls: an agent has none."""
    consultation = OuterRef("anchor_at")
    later = Visit.objects.standing().filter(patient=OuterRef("patient")).exclude(kind__in=NO_ARRIVAL)
    came = later.annotate(began=BEGAN).filter(
        began__gt=consultation, began__lte=consultation + timedelta(days=CONVERSION_DAYS)
    )
    found = Visit.objects.standing().filter(
        kind=VisitKind.CONSULTATION, anchor_on__range=(asked.first, asked.last)
    )
    if asked.department is not None:
        found = found.filter(department=asked.department)
    return found.none() if asked.agent is not None else found.annotate(came=Exists(came))


def consultation_figures(asked: Asked) -> list[Consultations]:
    rows = (
        consulted(asked).values_list("department").annotate(n=Count("pk"), m=Count("pk", filter=Q(came=True)))
    )
    return sorted((Consultations(*row) for row in rows.order_by()), key=lambda one: (-one.n, one.department))


def behind(asked: Asked, *, came: bool, start: int, most: int) -> tuple[int, list[Visit]]:
    found = consulted(asked).filter(came=True) if came else consulted(asked)
    shown = found.select_related("patient", "department", "doctor").order_by("anchor_at", "pk")
    return found.count(), list(shown[start : start + most])
