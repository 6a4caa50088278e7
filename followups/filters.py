"""Narrowing a list of tasks by what stands in the address: a state and ids, never a name or a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.http import QueryDict

from followups.models import Task
from followups.models.tasks import TaskQuerySet
from followups.room import STATES, narrowed, open_today, to_call
from policy.tasks import State
from staff.numbers import whole_number


@dataclass(frozen=True, slots=True)
class Filter:
    """`state`: one of room.STATES (today's open ones) or of policy.tasks.State (all on record)."""

    state: str = ""
    agent: int | None = None
    department: int | None = None
    rule: int | None = None

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """What is not an id or a known word counts as not asked for."""

        state = query.get("state", "")
        known = state in STATES or state in {str(s) for s in State}
        agent, department, rule = (whole_number(query.get(name)) for name in ("agent", "department", "rule"))
        return cls(state if known else "", agent, department, rule)

    def apply(self, now: datetime, *, all_dates: bool = False) -> TaskQuerySet:
        if self.state in {str(s) for s in State}:
            tasks: TaskQuerySet = Task.objects.filter(state=self.state)
        elif all_dates:
            tasks = narrowed(Task.objects.all(), self.state, now)
        else:
            tasks = narrowed(open_today(now), self.state, now)
            if self.agent is not None:  # whose load is what he still has to call
                tasks = to_call(tasks, now)
        for field in ("agent", "department", "rule"):
            value = getattr(self, field)
            if value is not None:
                tasks = tasks.filter(**{field: value})
        return tasks

    def without(self, name: str) -> str:
        """The address's query without one of its parts, for the links of that part."""
        parts = {f: getattr(self, f) for f in ("state", "agent", "department", "rule") if f != name}
        return "&".join(f"{key}={value}" for key, value in parts.items() if value)
