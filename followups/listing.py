"""One agent's day as rows: the tasks of one patient are one row, because they are one call.

One query, plain values, ready strings: see docs/performance.md, M6.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from followups.models import Task
from followups.models.tasks import STATE_LABELS
from followups.words import Tag, age, sex_and_age, tags, until, why_today
from patients.models import PhoneNumber
from patients.words import remembered
from policy.tasks import State
from staff.models import User

COLUMNS = (
    "pk", "patient_id", "visit__kind", "rule__name", "rule__name_en", "department__name",
    "visit__doctor__name",
    "patient__name", "patient__sex", "patient__birth_date", "patient__age_years", "patient__age_recorded_on",
    "patient__do_not_disclose", "patient__hard_of_hearing", "patient__speak_with", "patient__spoken_language",
    "patient__remark", "anchor_on", "due_on", "opens", "closes", "call_at", "agreed", "late", "counted",
    "max_attempts", "dialable", "hold_by_id", "hold_until", "hold_by__full_name", "state", "end_reason",
    "agent__full_name", "order__purpose",
)  # fmt: skip


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
    call_at: datetime
    time: str
    agreed: bool
    dialable: bool
    holder: str = ""
    agent: str = ""
    state: str = ""
    state_label: str = ""
    tasks: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Day:
    now: list[Row]
    waiting: list[Row]
    blocked: list[Row]  # no usable number: they wait for one


def day_of(agent: User, *, now: datetime) -> Day:
    """What `agent` has to call until midnight, in calling order; `now` in the hospital's zone."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    usable = PhoneNumber.objects.usable().filter(patient=OuterRef("patient"))
    tasks = (
        Task.objects.of_agent(agent)
        .due_by(midnight)
        .filter(closes__gt=now, call_at__lt=midnight, patient__deceased=False, patient__do_not_call=False)
        .annotate(dialable=Exists(usable))
        .in_calling_order(midnight)
        .values(*(column for column in COLUMNS if column != "agent__full_name"))  # a join less
    )
    day = Day([], [], [])
    for row in rows(tasks, now=now, agent=agent):
        if not row.dialable:
            day.blocked.append(row)
        elif row.call_at <= now:
            day.now.append(row)
        else:
            day.waiting.append(row)
    day.waiting.sort(key=lambda row: row.call_at)
    return day


def rows(tasks: Iterable[dict[str, Any]], *, now: datetime, agent: User | None = None) -> list[Row]:
    """Tasks in their order as rows, those of one patient joined into the first of them.

    A purpose whose hour has not come joins a call that may be made now only when it is the same patient's.
    """
    english = (get_language() or "").startswith("en")
    found: dict[int, Row] = {}
    for task in tasks:
        purpose = purpose_of(task, english=english)
        row = found.get(task["patient_id"])
        if row is None:
            found[task["patient_id"]] = _row(task, purpose, now, agent)
            continue
        row.tasks.append(task["pk"])
        row.call_at = min(row.call_at, task["call_at"])
        row.counted = max(row.counted, task["counted"])
        if purpose not in row.purposes:
            row.purposes.append(purpose)
    return list(found.values())


def task_rows(tasks: Iterable[dict[str, Any]], *, now: datetime) -> list[Row]:
    """The same, one row a task: what a supervisor moves about."""
    english = (get_language() or "").startswith("en")
    return [_row(task, purpose_of(task, english=english), now, None) for task in tasks]


def purpose_of(task: dict[str, Any], *, english: bool) -> str:
    """What was ordered says more than that it was ordered."""
    return str(task["order__purpose"] or (english and task["rule__name_en"]) or task["rule__name"])


def _row(task: dict[str, Any], purpose: str, now: datetime, agent: User | None) -> Row:
    today = now.date()
    bold, why = why_today(task, now, today)
    by, by_class = until(task["closes"].astimezone(now.tzinfo), now)
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
        person=sex_and_age(task["patient__sex"], years),
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
        call_at=task["call_at"],
        time=f"{task['call_at'].astimezone(now.tzinfo):%H:%M}",
        agreed=task["agreed"],
        dialable=task["dialable"],
        holder=task["hold_by__full_name"] if held else "",
        agent=task.get("agent__full_name") or "",
        state=task["state"],
        state_label=_state(task["state"]),
        tasks=[task["pk"]],
    )


@remembered
def _state(state: str) -> str:
    return str(STATE_LABELS[State(state)])
