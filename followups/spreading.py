"""What `policy.distribution` has to know of today's tasks and agents: B16, C2, C5. Reads, never writes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count

from followups.models import Attempt, Task
from followups.models.tasks import TaskQuerySet
from policy.capacity import calls_possible
from policy.distribution import EVERYBODYS, AgentLoad, Item, share
from regulation.reading import Regulation
from staff.models import User


class Due(NamedTuple):
    """A task that somebody has to be found for."""

    task: int
    patient: int
    department: int
    language: str


DUE = ("pk", "patient", "department", "patient__spoken_language")


def end_of(regulation: Regulation) -> datetime:
    return datetime.combine(regulation.day + timedelta(days=1), time.min, regulation.calendar.tz)


def due_today(regulation: Regulation, now: datetime) -> TaskQuerySet:
    return Task.objects.open().filter(call_at__lt=end_of(regulation), closes__gt=now)


def loads(
    regulation: Regulation, now: datetime, *, minutes: int, besides: Sequence[int] = ()
) -> list[AgentLoad]:
    """Who is on duty, what they know, and how many patients they have to call today without `besides`."""
    capacity = calls_possible(1, minutes, regulation.options.minutes_per_call)
    agents = User.objects.on_duty(regulation.day).prefetch_related("skill_departments").order_by("pk")
    load: dict[int | None, int] = dict(
        due_today(regulation, now)
        .filter(agent__isnull=False)
        .exclude(pk__in=besides)
        .values_list("agent")
        .annotate(patients=Count("patient", distinct=True))
    )
    return [
        AgentLoad(
            key=agent.pk,
            departments=frozenset(department.pk for department in agent.skill_departments.all()),
            languages=frozenset(agent.languages),
            load=load.get(agent.pk, 0),
            capacity=capacity,
        )
        for agent in agents
    ]


def spread(due: Sequence[Due], agents: Sequence[AgentLoad]) -> dict[int, int | None]:
    """One patient is one call, whatever the number of its purposes. Agents by task."""
    first: dict[int, Due] = {}
    for one in due:
        first.setdefault(one.patient, one)
    known = _known_by(list(first), besides=[one.task for one in due])
    items = [
        Item(
            key=patient,
            department=one.department,
            language="" if one.language.casefold() in EVERYBODYS else one.language,
            last_agent=known.get(patient),
        )
        for patient, one in first.items()
    ]
    chosen = share(items, agents)
    return {one.task: chosen[one.patient] for one in due}


def _known_by(patients: list[int], *, besides: list[int]) -> dict[int, int]:
    """Who has another task of the patient, else who called last."""
    called = (
        Attempt.objects.filter(patient__in=patients)
        .order_by("patient", "-saved_at", "-pk")
        .distinct("patient")
        .values_list("patient", "agent")
    )
    has = Task.objects.open().filter(patient__in=patients, agent__isnull=False).exclude(pk__in=besides)
    return dict(called) | {patient: agent for patient, agent in has.values_list("patient", "agent") if agent}
