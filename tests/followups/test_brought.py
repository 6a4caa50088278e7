"""What an import says of today's calls, once the queue has looked at its visits."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.actions.queue import keep
from followups.brought import SOON, Brought, brought
from followups.models import Task
from patients.models import ImportFile, Visit
from policy.timing import Timing
from policy.visits import VisitKind
from tests import people
from tests.clients import signed_in_as
from tests.followups.calling import a_due_task, open_all_day
from tests.patients.test_imports_rows import csv, imported, row

pytestmark = pytest.mark.django_db


def a_file(*numbers: int) -> ImportFile:
    """Visits of yesterday whose calls are due today."""
    people.a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(0, 1, 2))
    at = f"{timezone.localdate() - timedelta(days=1)} 00:30:00"
    return imported(csv(*(row(n, 就诊类型="门诊", 就诊时间=at) for n in numbers)))


def drawn(file: ImportFile) -> str:
    client = signed_in_as(people.supervisor())
    page = client.get(reverse("patients:import_show", args=[file.pk])).content.decode()
    address = reverse("followups:import_brought", args=[file.pk])
    assert f'hx-get="{address}"' in page
    return str(client.get(address).content.decode())


def now() -> datetime:
    return timezone.localtime()


def test_the_page_asks_until_the_queue_has_looked_and_then_tells() -> None:
    open_all_day()
    file = a_file(1, 2)
    assert brought(file, now=now()) == Brought(waiting=2, asks=True)
    assert "hx-get" in drawn(file)
    keep(now=now())
    told = brought(file, now=now())
    assert (told.waiting, told.asks, told.tasks, told.calls) == (0, False, 2, 2)
    shown = drawn(file)
    assert "hx-get" not in shown
    assert "<dd>2</dd>" in shown


def test_it_does_not_ask_for_ever() -> None:
    file = a_file(1)
    assert not brought(file, now=now() + SOON).asks
    ImportFile.objects.update(finished_at=now() - SOON)
    assert "hx-get" not in drawn(file)


def test_it_says_how_many_calls_today_lacks_with_and_without_the_file() -> None:
    open_all_day()
    file = a_file(701, 702, 703)
    keep(now=now())
    before = a_due_task(None)
    Visit.objects.update(needs_review=False)
    told = brought(file, now=now())  # nobody is on duty
    assert (told.calls, told.short, told.before, told.more) == (3, 4, 1, 3)
    # He would be called without the file as well.
    moved = Visit.objects.filter(source_key__contains="MZ000703")
    Task.objects.filter(visit__in=moved).update(patient=before.patient)
    told = brought(file, now=now())
    assert (told.calls, told.short, told.before) == (3, 3, 1)


def test_a_program_whose_clock_runs_ahead_of_the_database_still_counts_the_tasks_of_new_visits() -> None:
    open_all_day()
    file = a_file(1)
    keep(now=now())
    file.started_at = now() + timedelta(minutes=1)
    assert brought(file, now=now()).tasks == 1


def test_the_same_file_again_brings_nothing() -> None:
    open_all_day()
    a_file(1, 2)
    keep(now=now())
    people.agent()
    again = a_file(1, 2)
    assert (again.unchanged, brought(again, now=now())) == (2, Brought())
