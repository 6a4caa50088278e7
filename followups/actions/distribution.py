"""Giving today's tasks to agents and taking them back: B16, C2, C5.

Nobody is waited for: a task that somebody is just taking stays his, and a pool is left for whoever asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import connection

from followups.actions.retrying import retried
from followups.models import Task
from followups.models.tasks import TaskQuerySet
from followups.spreading import DUE, Due, due_today, end_of, loads, spread
from policy.tasks import State
from regulation.reading import Regulation, regulation_at
from staff.actions.audit import entry
from staff.models import Act, AuditEntry, User

CALL_BACK_PATIENCE = timedelta(minutes=30)  # after the agreed time somebody else may call

_GIVE = """
UPDATE followups_task t SET agent_id = g.agent, assigned_by_id = %(by)s, assigned_at = %(now)s
FROM unnest(%(tasks)s::bigint[], %(agents)s::bigint[]) AS g(task, agent) WHERE t.id = g.task
"""


@dataclass(frozen=True, slots=True)
class Distributed:
    assigned: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class Reassigned:
    """`code`: done, unchanged, held (in a call), closed, unknown, full (nobody had room: in the pool)."""

    task: int
    code: str
    agent: int | None = None


class NotOnDuty(Exception):
    """That user takes no calls today."""


def distribute(*, now: datetime) -> Distributed:
    """Give today's tasks of the pool to the agents on duty, as far as their time goes."""
    regulation = regulation_at(now)
    released = cover_absence(now=now) + _release_missed_call_backs(regulation, now)
    minutes = regulation.calendar.minutes_left(now)
    agents = loads(regulation, now, minutes=minutes)
    room = sum(max(0, agent.capacity - agent.load) for agent in agents)
    pool = _pool(regulation, now, limit=room * 3) if room else []
    return Distributed(_assign(spread(pool, agents), now=now) if pool else 0, released)


def cover_absence(*, now: datetime) -> int:
    """Today's tasks of whoever is not on duty go back to the pool, call-backs that were agreed included."""
    regulation = regulation_at(now)
    due = Task.objects.open().filter(agent__isnull=False, call_at__lt=end_of(regulation))
    on_duty = User.objects.on_duty(regulation.day).values("pk")
    return _release(due.exclude(agent__in=on_duty), now=now, why="absence")


@retried
def reassign(
    task_ids: Sequence[int], *, to: User | Literal["spread"] | None, by: User, now: datetime
) -> list[Reassigned]:
    """Give tasks to one agent, to the pool (None) or to all on duty. What is in a call stays where it is."""
    regulation = regulation_at(now)
    if isinstance(to, User) and not User.objects.on_duty(regulation.day).filter(pk=to.pk).exists():
        raise NotOnDuty(to.pk)
    states = dict(Task.objects.filter(pk__in=task_ids).values_list("pk", "state"))
    locked = list(_free(Task.objects.open().filter(pk__in=task_ids), now))
    wanted: dict[int, int | None] = {task.pk: to.pk if isinstance(to, User) else None for task in locked}
    if to == "spread":
        wanted |= _spread_anew(list(wanted), regulation, now)
    moved = [task for task in locked if task.agent_id != wanted[task.pk]]
    for task in moved:
        task.agent_id, task.assigned_by, task.assigned_at = wanted[task.pk], by, now
    _save(moved, by=by, now=now, why="supervisor")
    changed = {task.pk for task in moved}
    return [_result(pk, states, wanted, changed, spread=to == "spread") for pk in task_ids]


def _result(
    pk: int, states: dict[int, str], wanted: dict[int, int | None], changed: set[int], *, spread: bool
) -> Reassigned:
    if pk not in states:
        return Reassigned(pk, "unknown")
    if pk not in wanted:
        return Reassigned(pk, "held" if states[pk] == State.OPEN else "closed")
    if spread and wanted[pk] is None:
        return Reassigned(pk, "full")
    return Reassigned(pk, "done" if pk in changed else "unchanged", wanted[pk])


def _spread_anew(tasks: list[int], regulation: Regulation, now: datetime) -> dict[int, int | None]:
    """As if nobody had them yet. After the last hours of a day it is the next day that is filled."""
    calendar = regulation.calendar
    minutes = calendar.minutes_left(now) or calendar.minutes_left(calendar.next_block(now).opens)
    chosen = Task.objects.filter(pk__in=tasks).in_calling_order(end_of(regulation))
    due = [Due(*row) for row in chosen.values_list(*DUE)]
    return spread(due, loads(regulation, now, minutes=minutes, besides=tasks))


def _pool(regulation: Regulation, now: datetime, *, limit: int) -> list[Due]:
    """Today's tasks without an agent, in calling order; more than `limit` cannot be called anyway."""
    pool = (
        due_today(regulation, now)
        .pool()
        .dialable()
        .free_at(now)
        .filter(patient__do_not_call=False, patient__deceased=False)
        # A call-back that was missed is for whoever is free first.
        .exclude(agreed=True, call_at__lte=now - CALL_BACK_PATIENCE)
    )
    chosen = pool.in_calling_order(end_of(regulation)).values_list(*DUE)[:limit]
    return [Due(*row) for row in chosen]


@retried
def _assign(chosen: dict[int, int | None], *, now: datetime) -> int:
    """Only what is still in the pool and in nobody's hands."""
    given = [pk for pk, agent in chosen.items() if agent]
    tasks = list(_free(Task.objects.open().pool().filter(pk__in=given), now))
    for task in tasks:
        task.agent_id, task.assigned_by, task.assigned_at = chosen[task.pk], None, now
    _save(tasks, by=None, now=now, why="distribution")
    return len(tasks)


def _release_missed_call_backs(regulation: Regulation, now: datetime) -> int:
    """An agreed time that the agent let pass: the patient waits, so anybody may call."""
    missed = due_today(regulation, now).filter(
        agreed=True, agent__isnull=False, call_at__lte=now - CALL_BACK_PATIENCE
    )
    return _release(missed, now=now, why="call_back_missed")


@retried
def _release(due: TaskQuerySet, *, now: datetime, why: str) -> int:
    tasks = list(_free(due, now))
    for task in tasks:
        task.agent_id, task.assigned_by, task.assigned_at = None, None, now
    _save(tasks, by=None, now=now, why=why)
    return len(tasks)


def _free(tasks: TaskQuerySet, now: datetime) -> TaskQuerySet:
    """Locked for us; those that somebody holds or is just taking are left out."""
    return tasks.free_at(now).order_by("pk").select_for_update(of=("self",), skip_locked=True, no_key=True)


def _save(tasks: Sequence[Task], *, by: User | None, now: datetime, why: str) -> None:
    """Agents and their times in one statement, and one entry a task."""
    if not tasks:
        return
    asked: dict[str, Any] = {
        "tasks": [task.pk for task in tasks],
        "agents": [task.agent_id for task in tasks],
        "by": by.pk if by else None,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, asked)
    told = []
    for task in tasks:
        detail = {"agent": task.agent_id, "why": why}
        told.append(
            entry(Act.TASK_ASSIGNED, actor=by, now=now, patient_id=task.patient_id, about=task, detail=detail)
        )
    AuditEntry.objects.bulk_create(told)
