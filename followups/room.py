"""What the supervisor sees: today's ledger, the calls left against the time left, and who has how many.

One walk over the open tasks: the figures cost the same however much is closed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q

from followups.models import Task
from followups.models.tasks import TaskQuerySet
from followups.queries.room import STATES as STATES  # also for those who read them here
from followups.queries.room import Figures, figures
from policy.calendar import Block
from policy.capacity import calls_possible
from policy.tasks import State
from regulation.reading import Regulation, regulation_at
from staff.models import User


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


@dataclass(frozen=True, slots=True)
class Today:
    regulation: Regulation
    ledger: Ledger
    counts: Mapping[str, int]  # the open tasks behind each of STATES
    capacities: list[Capacity]
    loads: list[Load]


def midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def today(now: datetime) -> Today:
    """Two journeys to the database: the regulation's stamp, then every figure from one walk."""
    regulation = regulation_at(now)
    blocks = [block for block in regulation.calendar.blocks(regulation.day) if block.closes > now]
    found = figures(midnight(now), now, [block.closes for block in blocks])
    return Today(
        regulation,
        _ledger(found.states),
        found.counts,
        list(_capacities(regulation, now, blocks, found)),
        list(_loads(regulation, now, found)),
    )


def _ledger(counts: Mapping[str, int]) -> Ledger:
    return Ledger(
        completed=counts.get(State.COMPLETED, 0),
        unsuccessful=counts.get(State.UNSUCCESSFUL, 0),
        exempt=counts.get(State.EXEMPT, 0),
        open=counts.get(State.OPEN, 0) + counts.get(State.SUSPENDED, 0),
    )


def _capacities(
    regulation: Regulation, now: datetime, blocks: Sequence[Block], found: Figures
) -> Iterator[Capacity]:
    """For each block of today that is not over; a patient counts in the first in which he may be called."""
    agents = len(found.on_duty)
    each = regulation.options.minutes_per_call
    for block, (before, until) in zip(blocks, pairwise([0, *found.before]), strict=True):
        minutes = int((block.closes - max(now, block.opens)).total_seconds() // 60)
        possible = calls_possible(agents, minutes, each)
        yield Capacity(block, agents, minutes, until - before, possible, each)


def _loads(regulation: Regulation, now: datetime, found: Figures) -> Iterator[Load]:
    """Each agent's patients of today against what the rest of the day has time for."""
    minutes = regulation.calendar.minutes_left(now)
    possible = calls_possible(1, minutes, regulation.options.minutes_per_call)
    for agent in found.agents:
        calls, on_duty = found.patients.get(agent.pk, 0), agent.pk in found.on_duty
        if on_duty or calls:
            yield Load(agent, on_duty, calls, possible if on_duty else 0)


def open_today(now: datetime) -> TaskQuerySet:
    """Unfinished tasks whose time had come before midnight: the ledger's."""
    return Task.objects.unfinished().filter(opens__lt=midnight(now) + timedelta(days=1)).order_by()


def to_call(tasks: TaskQuerySet, now: datetime) -> TaskQuerySet:
    return tasks.open().filter(closes__gt=now)


def narrowed(tasks: TaskQuerySet, state: str, now: datetime) -> TaskQuerySet:
    """The tasks behind one of STATES, all of them still to be called; as they are for any other word."""
    if state not in STATES:
        return tasks
    tasks = to_call(tasks, now)
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
    return tasks.filter(conditions[state])
