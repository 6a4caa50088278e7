"""Clinical alerts by the day they were raised: how many, how urgent, taken in time, closed (A25, E4)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q

from complaints.models import ClinicalAlert
from complaints.models.alerts import ClinicalAlertQuerySet
from policy.alerts import OPEN, Level, State
from policy.indicators import Raised
from reports.queries.calls import begin_of
from reports.queries.facts import Asked


class Alerts(NamedTuple):
    """Of one level in one department."""

    level: str
    department: int
    counts: dict[str, int]


def conditions(now: datetime) -> Mapping[Raised, Q]:
    """What each number counts; the list behind it is filtered by the same."""
    # In the order of Raised.
    late = Q(late_at__isnull=False) | Q(state=State.NEW, due_at__lte=now)
    return {
        Raised.RAISED: Q(),
        Raised.TIMED: late | ~Q(state=State.NEW),
        Raised.IN_TIME: ~Q(state=State.NEW) & Q(late_at=None),
        Raised.LATE: late,
        Raised.UNCLOSED: Q(state__in=OPEN),
        Raised.CLOSED: Q(state=State.CLOSED),
    }


def raised(asked: Asked, level: str | None = None) -> ClinicalAlertQuerySet:
    """An agent's are those that he raised."""
    found = ClinicalAlert.objects.filter(
        raised_at__gte=begin_of(asked.first), raised_at__lt=begin_of(asked.last + timedelta(days=1))
    )
    if asked.department is not None:
        found = found.filter(department=asked.department)
    if asked.agent is not None:
        found = found.filter(raised_by=asked.agent)
    return found if level is None else found.filter(level=level)


def alert_figures(asked: Asked, *, now: datetime) -> list[Alerts]:
    """The most urgent first."""
    counted = {f"n_{name}": Count("pk", filter=condition) for name, condition in conditions(now).items()}
    rows: Any = raised(asked).order_by().values_list("level", "department").annotate(**counted)
    found = [
        Alerts(level, department, dict(zip(map(str, Raised), counts, strict=True)))
        for level, department, *counts in rows
    ]
    return sorted(found, key=lambda one: (list(Level).index(Level(one.level)), one.department))


def summed(lines: list[Alerts]) -> dict[str, int]:
    total: Counter[str] = Counter(dict.fromkeys(map(str, Raised), 0))
    for line in lines:
        total.update(line.counts)
    return dict(total)


def behind(
    asked: Asked, measure: Raised, level: str | None, *, now: datetime, start: int, most: int
) -> tuple[int, list[ClinicalAlert]]:
    """Without what was said: whoever reads a figure need not read that."""
    found = raised(asked, level).filter(conditions(now)[measure])
    shown = found.select_related("department", "raised_by", "taken_by").order_by("raised_at", "pk")
    return found.count(), list(shown.defer("words", "facts", "title")[start : start + most])
