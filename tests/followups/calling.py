"""Calls that can be made at whatever hour the tests run, and what is posted in them."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from followups.actions.drafts import open_call
from followups.models import Draft, Task
from patients.models import Patient
from regulation.models import Edition
from regulation.models.editions import Subject
from staff.models import User
from tests import people


def hours(*intervals: tuple[str, str]) -> None:
    """The hospital's calling hours, the same all the year."""
    season = {"name": "全年", "month": 1, "day": 1, "intervals": [list(pair) for pair in intervals]}
    Edition.objects.create(
        subject=Subject.HOURS,
        effective_from=date(2020, 1, 1),
        data={"seasons": [season], "weekends": True},
        reason="test",
        published_at=timezone.now(),
    )


def open_all_day() -> None:
    hours(("00:00", "23:59"))


def closed_now() -> None:
    """One hour a day, and not this one."""
    start = (timezone.localtime().hour + 12) % 23
    hours((f"{start:02d}:00", f"{start:02d}:59"))


def a_due_task(agent: User | None, patient: Patient | None = None, **more: Any) -> Task:
    """Of a visit of four days ago; may be called since yesterday and for three days more."""
    now = timezone.localtime()
    visit = more.pop("visit", None) or people.a_visit(
        patient or people.a_patient(), at=now - timedelta(days=4)
    )
    times = {"opens": now - timedelta(days=1), "closes": now + timedelta(days=3)}
    return people.a_task(visit, agent=agent, **(times | more))


def a_call(agent: User, *tasks: Task) -> Draft:
    """Open and held, as `call next` leaves it."""
    now = timezone.now()
    chosen = list(tasks) or [a_due_task(agent)]
    pks = [task.pk for task in chosen]
    Task.objects.filter(pk__in=pks).update(hold_by=agent, hold_until=now + timedelta(minutes=10))
    return open_call(list(Task.objects.filter(pk__in=pks)), agent, now=now)


def at(name: str, draft: Draft) -> str:
    return reverse(f"followups:{name}", args=[draft.pk])


def fields(draft: Draft, **more: Any) -> dict[str, Any]:
    """A call that can be saved; None leaves a field out."""
    number = draft.patient.numbers.first()
    found = {
        "token": str(draft.token),
        "outcome": "completed",
        "reached": "1",
        "answered_by": "patient",
        "notes": "伤口干燥，胃口好",
        "number": number.pk if number else None,
        **more,
    }
    return {name: value for name, value in found.items() if value is not None}
