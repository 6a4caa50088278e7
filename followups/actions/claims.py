"""Who calls whom: a task and its patient are taken by one agent, for as long as he shows signs of life.

The statements are in claim_sql; what they promise:
one statement decides, two agents never hold the same patient, a hold ends by itself.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from followups.actions import claim_sql
from followups.actions.refusals import NotCallable, OutsideHours, TakenBy
from followups.models import Task
from patients.models import PhoneNumber
from policy.tasks import State
from regulation.reading import STAMP, Regulation, hospital_zone, regulation_at, regulation_stamped
from staff.actions.audit import origin, record
from staff.actions.prepared import Prepared
from staff.models import Act, User

TRIES = 5
FIELDS = [field.attname for field in Task._meta.concrete_fields]


def claim_next(agent: User, *, now: datetime) -> list[Task]:
    """The next patient in calling order: his due tasks, the one that decided first; [] when there is nobody.

    Own tasks come before the pool's; in each: agreed calls, what closes today, then priority.
    Raises OutsideHours.
    """
    [(*found,)] = claim_sql.LOOK.run({"agent": agent.pk, "now": now, "midnight": _midnight(now)})
    stamp, tiers = found[: len(STAMP)], found[len(STAMP) :]
    regulation = _calling_allowed(regulation_stamped(tuple(stamp), now), now)
    parameters = claim_parameters(agent, regulation, now)
    taken = (run(take, parameters) for some, take in zip(tiers, claim_sql.NEXT, strict=True) if some)
    return next(filter(None, taken), [])


def claim(task_id: int, agent: User, *, now: datetime) -> list[Task]:
    """This task and what else is due for its patient. Raises OutsideHours, TakenBy, NotCallable."""
    parameters = claim_parameters(agent, _calling_allowed(regulation_at(now), now), now) | {"task": task_id}
    for _try in range(TRIES):
        tasks = run(claim_sql.THIS, parameters)
        if tasks:
            return tasks
        refuse(task_id, agent, now=now)
        time.sleep(0.02)  # somebody is taking this patient right now; then he is the one to name
    raise NotCallable("busy")


def run(statement: Prepared, parameters: dict[str, Any]) -> list[Task]:
    return [Task.from_db(connection.alias, FIELDS, row) for row in statement.run(parameters)]


def hold_until(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.HOLD_SECONDS)


def dialling_allowed(now: datetime) -> Regulation:
    """Raise OutsideHours when nobody may be rung at `now` (A5, A21)."""
    return _within_hours(regulation_at(now), now)


def _within_hours(regulation: Regulation, now: datetime) -> Regulation:
    if regulation.calendar.block_at(now) is None:
        raise OutsideHours(regulation.calendar.next_block(now).opens)
    return regulation


def _calling_allowed(regulation: Regulation, now: datetime) -> Regulation:
    """… nor when the hospital pauses new calls after the cut-off (A22)."""
    _within_hours(regulation, now)
    chosen = regulation.options
    if chosen.after_cutoff == "pause" and regulation.cutoffs.passed(regulation.day):
        raise OutsideHours(None, "paused_after_cutoff")
    return regulation


def lock_agent(agent: User) -> None:
    """Until the end of the transaction: one opening of calls at a time for each agent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [claim_sql.AGENTS, agent.pk])


def let_go(patient_id: int, agent: User, *, now: datetime) -> None:
    """The patient is free for others."""
    held = Task.objects.filter(patient=patient_id, hold_by=agent).order_by("pk")
    pks = list(held.select_for_update(no_key=True).values_list("pk", flat=True))
    if pks:
        Task.objects.filter(pk__in=pks).update(hold_by=None, hold_until=None)
        record(Act.TASK_RELEASED, actor=agent, now=now, patient_id=patient_id, detail={"tasks": pks})


def claim_parameters(agent: User, regulation: Regulation, now: datetime) -> dict[str, Any]:
    where = origin()
    return {
        "agent": agent.pk,
        "now": now,
        "until": hold_until(now),
        "midnight": _midnight(now),
        "day": regulation.day,
        "languages": agent.languages,
        "act": str(Act.TASK_HELD),
        "address": where.address,
        "request_id": where.request_id,
    }


def _midnight(now: datetime) -> datetime:
    """The end of the hospital's day."""
    today = now.astimezone(hospital_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)


def refuse(task_id: int, agent: User, *, now: datetime) -> None:
    """Say why this task cannot be called by `agent` now; return when nothing speaks against it."""
    task = Task.objects.select_related("patient").get(pk=task_id)
    taken_by_another(task.patient_id, agent, now=now)
    code = _refusal(task, agent, now)
    if code:
        raise NotCallable(code, task.call_at if code == "waiting" else None)


def _refusal(task: Task, agent: User, now: datetime) -> str:
    reasons = {
        "deceased": task.patient.deceased,
        "do_not_call": task.patient.do_not_call,
        "suspended": task.state == State.SUSPENDED,
        "closed": task.state != State.OPEN,
        "window_closed": task.closes <= now,
        "waiting": task.call_at > now,
        "no_number": not PhoneNumber.objects.usable().filter(patient=task.patient_id).exists(),
        "assigned": task.agent_id not in (None, agent.pk) and task.hold_by_id != agent.pk,
    }
    return next((code for code, holds in reasons.items() if holds), "")


def taken_by_another(patient_id: int, agent: User, *, now: datetime) -> None:
    """Raise TakenBy when somebody else has this patient."""
    held = Task.objects.filter(patient=patient_id, hold_until__gt=now).exclude(hold_by=agent)
    holder = held.select_related("hold_by").first()
    if holder and holder.hold_by and holder.hold_until:
        raise TakenBy(holder.hold_by, holder.hold_until)
