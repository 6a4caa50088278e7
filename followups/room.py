"""What the supervisor sees: today's ledger, the calls left against the time left, and who has how many.

A few statements over the open tasks: the figures cost the same however much is closed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from followups.models import Task
from followups.models.tasks import TaskQuerySet
from patients.models import PhoneNumber
from policy.calendar import Block
from policy.capacity import calls_possible
from policy.tasks import State
from regulation.reading import Regulation
from staff.models import User

# The filters of the room, by the word in the address.
STATES = ("callable", "ending", "waiting", "overdue", "blocked", "unassigned")


@dataclass(frozen=True, slots=True)
class Ledger:
    completed: int
    unsuccessful: int
    exempt: int
    open: int

    @property
    def due(self) -> int:
        return self.completed + self.unsuccessful + self.exempt + self.open


@dataclass(frozen=True, slots=True)
class Capacity:
    """Calls still to make in one block against those there is time for."""

    block: Block
    agents: int
    minutes: int
    needed: int
    possible: int
    minutes_per_call: float

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.possible)

    @property
    def spare(self) -> int:
        return max(0, self.possible - self.needed)

    @property
    def parts(self) -> list[dict[str, Any]]:
        most = max(self.needed, self.possible, 1) * 1.1
        within = min(self.needed, self.possible)
        found = [{"kind": "load", "x": 0.0, "width": within * 100 / most}]
        if self.missing:
            found.append({"kind": "over", "x": within * 100 / most, "width": self.missing * 100 / most})
        return found

    @property
    def limit(self) -> float:
        return self.possible * 100 / (max(self.needed, self.possible, 1) * 1.1)


@dataclass(frozen=True, slots=True)
class Load:
    agent: User
    on_duty: bool
    calls: int
    possible: int

    @property
    def over(self) -> bool:
        return self.calls > self.possible


def midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def due_today(now: datetime) -> TaskQuerySet:
    """Everything that was to be done today: still open and begun, or closed since midnight."""
    start = midnight(now)
    begun = Q(state__in=[State.OPEN, State.SUSPENDED], opens__lt=start + timedelta(days=1))
    return Task.objects.filter(begun | Q(closed_at__gte=start, closed_at__lt=start + timedelta(days=1)))


def ledger(now: datetime) -> Ledger:
    counts = dict(due_today(now).order_by().values_list("state").annotate(Count("pk")))
    return Ledger(
        completed=counts.get(State.COMPLETED, 0),
        unsuccessful=counts.get(State.UNSUCCESSFUL, 0),
        exempt=counts.get(State.EXEMPT, 0),
        open=counts.get(State.OPEN, 0) + counts.get(State.SUSPENDED, 0),
    )


def capacities(regulation: Regulation, now: datetime) -> list[Capacity]:
    """For each block of today that is not over; a patient counts in the first in which he may be called."""
    blocks = [b for b in regulation.calendar.blocks(regulation.day) if b.closes > now]
    agents = User.objects.on_duty(regulation.day).count()
    first: dict[int, datetime] = {}
    for patient, call_at in open_today(now).values_list("patient_id", "call_at"):
        first[patient] = min(call_at, first.get(patient, call_at))
    found = []
    for block in blocks:
        minutes = int((block.closes - max(now, block.opens)).total_seconds() // 60)
        mine = [patient for patient, at in first.items() if at < block.closes]
        for patient in mine:
            del first[patient]
        each = regulation.options.minutes_per_call
        found.append(Capacity(block, agents, minutes, len(mine), calls_possible(agents, minutes, each), each))
    return found


def open_today(now: datetime) -> TaskQuerySet:
    """Open tasks that are to be called before midnight."""
    return Task.objects.filter(
        state=State.OPEN, opens__lt=midnight(now) + timedelta(days=1), closes__gt=now
    ).order_by()


def counts(now: datetime) -> Mapping[str, int]:
    """How many open tasks stand behind each filter."""
    usable = Exists(PhoneNumber.objects.usable().filter(patient=OuterRef("patient")))
    end = midnight(now) + timedelta(days=1)
    return open_today(now).aggregate(
        callable=Count("pk", filter=Q(usable, call_at__lte=now)),
        ending=Count("pk", filter=Q(closes__lte=end)),
        waiting=Count("pk", filter=Q(call_at__gt=now)),
        overdue=Count("pk", filter=Q(late=True)),
        blocked=Count("pk", filter=~Q(usable)),
        unassigned=Count("pk", filter=Q(agent=None)),
    )


def narrowed(tasks: TaskQuerySet, state: str, now: datetime) -> TaskQuerySet:
    """The tasks behind one of STATES; all of them for any other word."""
    end = midnight(now) + timedelta(days=1)
    if state == "blocked":
        return tasks.not_dialable()
    if state == "callable":
        return tasks.filter(call_at__lte=now).dialable()
    conditions = {
        "ending": Q(closes__lte=end),
        "waiting": Q(call_at__gt=now),
        "overdue": Q(late=True),
        "unassigned": Q(agent=None),
    }
    return tasks.filter(conditions.get(state, Q()))


def loads(regulation: Regulation, now: datetime) -> list[Load]:
    """Each agent's patients of today against what the rest of the day has time for."""
    minutes = regulation.calendar.minutes_left(now)
    possible = calls_possible(1, minutes, regulation.options.minutes_per_call)
    calls: dict[int | None, int] = dict(
        open_today(now)
        .filter(agent__isnull=False)
        .values_list("agent")
        .annotate(Count("patient", distinct=True))
    )
    on_duty = set(User.objects.on_duty(regulation.day).values_list("pk", flat=True))
    return [
        Load(agent, agent.pk in on_duty, calls.get(agent.pk, 0), possible if agent.pk in on_duty else 0)
        for agent in User.objects.agents()
        if agent.pk in on_duty or calls.get(agent.pk)
    ]
