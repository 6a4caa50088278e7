"""Making the queue: whatever happens in whatever order, the tasks are those of one clean run."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from followups.actions import making
from followups.actions.queue import keep, make_day, make_today, review_visits, sweep
from followups.models import QueueRun, Task
from patients.models import Visit
from policy.tasks import State
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.reading import calendar_now
from staff.models import AuditEntry
from tests.followups.histories import NOW, TODAY, histories, people, play, rules, run
from tests.followups.oracle import differences, expected, on_record
from tests.people import a_rule, a_visit, moment

pytestmark = pytest.mark.django_db

# A failing example is told whole: making it smaller would take longer than reading it.
QUICK = [Phase.explicit, Phase.generate]
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
EVENING = Timing(0, 0, 0, last_block=True)


def the_task() -> Task:
    return Task.objects.get()


# The set.


@settings(max_examples=40, suppress_health_check=SLOW, phases=QUICK)
@given(histories)
def test_any_order_of_visits_corrections_and_runs_gives_the_set_of_one_clean_run(history: list[Any]) -> None:
    with transaction.atomic():
        rules()
        play(history, people())
        for way in ("patients", "review", "sweep", "patients", "review"):
            run(way)
        assert differences() == {}
        assert not Visit.objects.filter(needs_review=True).exists()
        transaction.set_rollback(True)  # an example leaves no trace


def test_the_days_runs_of_a_month_make_what_one_sweep_makes() -> None:
    rules()
    hospital = people()
    for age in range(45):
        for kind in VisitKind:
            a_visit(hospital[age % 4], kind=kind, at=NOW - timedelta(days=age, minutes=age * 31))
    for age in range(44, -1, -1):
        day = TODAY - timedelta(days=age)
        make_day(day=day, now=moment(f"{day} 06:30"))
    made = on_record()
    sweep(now=moment(f"{TODAY} 06:30"))
    assert on_record().keys() == made.keys() | expected(now=NOW, calendar=calendar_now()).keys()
    assert all(task.moved or not task.late for task in made.values())


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_zone_of_server_database_and_user_changes_nothing(zone: str, monkeypatch: Any) -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=EVENING)
    a_rule("next_day", kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 1))
    for clock in ("00:00", "00:01", "07:59", "08:01", "19:30", "20:00", "23:59"):
        a_visit(kind=VisitKind.ARRIVED_PAID, at=moment(f"2026-11-19 {clock}"))
        a_visit(kind=VisitKind.ARRIVED_PAID, at=moment(f"2026-11-20 {clock}"))
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with connection.cursor() as cursor, timezone.override(zone):
            cursor.execute("SET TIME ZONE %s", [zone])
            sweep(now=NOW)
            cursor.execute("SET TIME ZONE 'UTC'")
    finally:
        del os.environ["TZ"]
        time.tzset()
    assert differences() == {}
    assert len(on_record()) == 2 * 7 + 7 - 2  # this evening's last two are called tomorrow


def test_whoever_came_between_two_blocks_is_called_from_the_next_one_on() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_UNPAID,), timing=Timing(0, 1, 2))
    clocks = ("16:29", "16:30", "17:25", "18:59", "19:00", "19:01")
    visits = [a_visit(kind=VisitKind.ARRIVED_UNPAID, at=moment(f"2026-11-19 {clock}")) for clock in clocks]
    sweep(now=NOW)
    opens = dict(Task.objects.values_list("visit", "opens"))
    assert [f"{timezone.localtime(opens[visit.pk]):%H:%M}" for visit in visits] == [
        "16:29", "19:00", "19:00", "19:00", "19:00", "19:01",
    ]  # fmt: skip
    assert differences() == {}


def test_a_second_run_makes_nothing_and_leaves_no_trace() -> None:
    a_rule()
    a_visit(at=moment("2026-11-13 10:00"))
    for way in (lambda: sweep(now=NOW), lambda: keep(now=NOW)):
        way()
        runs, entries, before = QueueRun.objects.count(), AuditEntry.objects.count(), the_task()
        way()
        assert (QueueRun.objects.count(), AuditEntry.objects.count()) == (runs, entries)
        assert the_task().revision == before.revision


def test_a_run_that_dies_halfway_leaves_nothing_and_the_next_one_makes_all(monkeypatch: Any) -> None:
    rules()
    for n in range(20):
        a_visit(at=NOW - timedelta(days=n))
    clean = expected(now=NOW, calendar=calendar_now())
    for broken in ("log_made", "log_run"):
        with monkeypatch.context() as patched:
            patched.setattr(
                f"followups.actions.{'making' if broken == 'log_made' else 'queue'}.{broken}", dies
            )
            with pytest.raises(KeyboardInterrupt), transaction.atomic():
                make_day(day=TODAY, now=NOW)
        assert not Task.objects.exists()
    with monkeypatch.context() as patched:
        patched.setattr(making, "log_made", dies)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            review_visits(now=NOW)
    assert Visit.objects.filter(needs_review=False).count() == 0
    keep(now=NOW)
    assert on_record() == clean


def dies(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt


# The same evening (A8).


@pytest.mark.parametrize(
    ("visit", "opens", "late"),
    [
        ("2026-11-20 10:00", "2026-11-20 19:00", False),
        ("2026-11-20 19:20", "2026-11-20 19:20", False),
        ("2026-11-20 19:59", "2026-11-20 19:59", False),
        ("2026-11-20 20:00", "2026-11-21 19:00", True),
        ("2026-11-20 23:59", "2026-11-21 19:00", True),
    ],
)
def test_this_evening_or_what_is_left_of_it_else_the_next_day_and_late(
    visit: str, opens: str, late: bool
) -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=EVENING)
    a_visit(kind=VisitKind.ARRIVED_PAID, at=moment(visit))
    keep(now=moment(visit))
    assert Task.objects.exists() != late  # tomorrow's is made tomorrow
    make_today(now=moment("2026-11-21 06:30"))
    task = the_task()
    assert (task.opens, task.target, task.late) == (moment(opens), moment(opens), late)
    assert task.closes == moment(f"{opens[:10]} 20:00")
    assert str(task.due_on) == "2026-11-20"


def test_a_visit_paid_at_six_is_on_tonights_list_within_a_minute() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=EVENING)
    make_today(now=moment("2026-11-20 06:30"))
    a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-20 18:00"))
    keep(now=moment("2026-11-20 18:00"))
    task = the_task()
    assert (task.opens, task.closes) == (moment("2026-11-20 19:00"), moment("2026-11-20 20:00"))
    assert (task.call_at, task.state, task.late) == (task.opens, State.OPEN, False)


# After an outage.


@pytest.mark.parametrize("days", [3, 29])
def test_after_days_without_a_worker_every_due_task_is_there_and_the_missed_ones_are_late(days: int) -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=EVENING)
    for age in range(days + 1):
        a_visit(kind=VisitKind.ARRIVED_PAID, at=NOW.replace(hour=9) - timedelta(days=age))
    sweep(now=NOW)
    assert differences() == {}
    by_age = {(TODAY - task.due_on).days: task for task in Task.objects.all()}
    assert set(by_age) == set(range(days + 1))
    assert not by_age.pop(0).late
    for task in by_age.values():
        assert (task.late, task.state, task.opens) == (True, State.OPEN, moment("2026-11-20 19:00"))
        assert task.closes == moment("2026-11-21 20:00")  # two calling days
