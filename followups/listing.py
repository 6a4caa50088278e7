"""One agent's day as rows: the tasks of one patient are one row, because they are one call.

One kept query, plain values, ready strings: see docs/performance.md, M6.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils.translation import get_language

from followups.models.tasks import STATE_LABELS
from followups.queries.day import OWN
from followups.words import Tag, age, sex_and_age, tags, until, why_today
from policy.tasks import State
from staff.models import User
from staff.templatetags.look import hour

_moment = itemgetter("call_at")


@dataclass(slots=True)
class Row:
    """One call: the head is the task that stands first, `purposes` all that is asked in it."""

    task: int
    patient: int
    name: str
    person: str
    department: str
    doctor: str
    purposes: list[str]
    bold: str
    why: str
    until: str
    until_class: str
    counted: int
    most: int
    tags: list[Tag]
    closes: datetime
    call_at: datetime
    agreed: bool
    dialable: bool
    holder: str = ""
    agent: str = ""
    state: str = ""
    tasks: list[int] = field(default_factory=list)

    @property
    def time(self) -> str:
        return hour(self.call_at)

    @property
    def state_label(self) -> str:
        return str(STATE_LABELS[State(self.state)])


@dataclass(slots=True)
class Day:
    now: list[Row]
    waiting: list[Row]
    blocked: list[Row]  # no usable number: they wait for one


def day_of(due: Iterable[tuple[Any, ...]], *, agent: User, now: datetime) -> Day:
    """What `agent` has to call until midnight, in calling order; `due`: the rows of day.DUE.

    A row is the call that opens at its moment (claim_sql): what of the same patient comes later is another.
    """
    ready, later, blocked = [], [], []
    for values in due:
        task = dict(zip(OWN, values, strict=True))
        if not task["dialable"]:
            blocked.append(task)
        elif task["call_at"] <= now:
            ready.append(task)
        else:
            later.append(task)
    later.sort(key=_moment)
    waiting = [row for _at, some in groupby(later, _moment) for row in rows(some, now=now, agent=agent)]
    return Day(rows(ready, now=now, agent=agent), waiting, rows(blocked, now=now, agent=agent))


def rows(tasks: Iterable[dict[str, Any]], *, now: datetime, agent: User | None = None) -> list[Row]:
    """Tasks in their order as rows, those of one patient joined into the first of them.

    Such a call is to be made before the first of its purposes ends.
    """
    language = get_language()
    english = (language or "").startswith("en")
    found: dict[int, Row] = {}
    for task in tasks:
        purpose = purpose_of(task, english=english)
        row = found.get(task["patient_id"])
        if row is None:
            found[task["patient_id"]] = _row(task, purpose, now, agent, language)
            continue
        row.tasks.append(task["pk"])
        row.counted = max(row.counted, task["counted"])
        if task["closes"] < row.closes:
            row.closes = task["closes"]
            row.until, row.until_class = until(row.closes.astimezone(now.tzinfo), now, language)
        if purpose not in row.purposes:
            row.purposes.append(purpose)
    return list(found.values())


def task_rows(tasks: Iterable[dict[str, Any]], *, now: datetime) -> list[Row]:
    """The same, one row a task: what a supervisor moves about."""
    language = get_language()
    english = (language or "").startswith("en")
    return [_row(task, purpose_of(task, english=english), now, None, language) for task in tasks]


def purpose_of(task: dict[str, Any], *, english: bool) -> str:
    """What was ordered says more than that it was ordered."""
    return str(task["order__purpose"] or (english and task["rule__name_en"]) or task["rule__name"])


def _row(task: dict[str, Any], purpose: str, now: datetime, agent: User | None, language: str | None) -> Row:
    today = now.date()
    bold, why = why_today(task, now, today, language)
    by, by_class = until(task["closes"].astimezone(now.tzinfo), now, language)
    years = age(
        task["patient__birth_date"], task["patient__age_years"], task["patient__age_recorded_on"], today
    )
    held = (
        task["hold_until"] and task["hold_until"] > now and (agent is None or task["hold_by_id"] != agent.pk)
    )
    return Row(
        task=task["pk"],
        patient=task["patient_id"],
        name=task["patient__name"],
        person=sex_and_age.known(language, task["patient__sex"], years),
        department=task["department__name"],
        doctor=task["visit__doctor__name"] or "",
        purposes=[purpose],
        bold=bold,
        why=why,
        until=by,
        until_class=by_class,
        counted=task["counted"],
        most=task["max_attempts"],
        tags=tags(task),
        closes=task["closes"],
        call_at=task["call_at"],
        agreed=task["agreed"],
        dialable=task["dialable"],
        holder=task["hold_by__full_name"] if held else "",
        agent=task.get("agent__full_name") or "",
        state=task["state"],
        tasks=[task["pk"]],
    )
