"""Making the queue: whatever happens in whatever order, the tasks are those of one clean run."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.actions.queue import keep, make_today, review_visits, sweep
from followups.models import QueueRun, RuleVersion, Task
from patients.models import Visit
from policy.calendar import DayKind, Source
from policy.tasks import EndReason, State
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.models import CalendarDay
from staff.models import Act, AuditEntry
from tests.followups.histories import NOW, TODAY, rules
from tests.followups.oracle import differences
from tests.people import a_patient, a_rule, a_visit, moment

pytestmark = pytest.mark.django_db

EVENING = Timing(0, 0, 0, last_block=True)


def the_task() -> Task:
    return Task.objects.get()


# The set.


def test_what_closed_too_long_ago_counts_but_is_not_called() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=EVENING)
    a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-10-20 10:00"))
    a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-10-22 10:00"))
    sweep(now=NOW)
    gone, called = Task.objects.order_by("due_on")
    assert (gone.state, gone.end_reason) == (State.UNSUCCESSFUL, EndReason.WINDOW_CLOSED)
    assert (gone.late, gone.closed_at, gone.closes) == (True, NOW, moment("2026-10-20 20:00"))
    assert (called.state, called.late) == (State.OPEN, True)


# Rules and versions.


def test_a_version_counts_from_its_day_and_the_newest_has_the_visit() -> None:
    a_rule(timing=Timing(3, 3, 7))
    newer = a_rule(timing=Timing(5, 5, 9), since="2026-11-14")
    a_rule(timing=Timing(1, 1, 2), since="2026-11-21")
    a_visit(at=moment("2026-11-13 10:00"))
    after = a_visit(at=moment("2026-11-14 10:00"))
    sweep(now=NOW)
    assert differences() == {}
    assert Task.objects.get(visit=after).version == newer
    assert Task.objects.exclude(visit=after).get().version.number == 1


def test_a_newer_version_that_is_not_due_yet_keeps_the_older_one_out() -> None:
    a_rule(timing=Timing(3, 3, 7))
    a_rule(timing=Timing(8, 8, 9), since="2026-11-01")
    a_visit(at=moment("2026-11-14 10:00"))
    sweep(now=NOW)
    make_today(now=NOW)
    keep(now=NOW)
    assert not Task.objects.exists()


def test_a_rule_makes_no_calls_whose_window_was_over_before_it_came() -> None:
    version = a_rule(timing=Timing(3, 3, 7), since="2026-11-01")
    RuleVersion.objects.update(effective_from="2026-11-12")
    a_visit(at=moment("2026-11-04 10:00"))  # until the 11th
    within = a_visit(at=moment("2026-11-05 10:00"))  # until the 12th
    sweep(now=NOW)
    assert [task.visit for task in Task.objects.all()] == [within]
    assert the_task().version == version


@pytest.mark.parametrize("fault", ["unreadable", "no calling day"])
def test_one_rule_that_is_broken_stops_no_other(fault: str) -> None:
    broken, sound = a_rule("broken"), a_rule("sound", timing=Timing(1, 1, 2))
    visit = a_visit(at=moment("2026-11-19 10:00"))
    old = a_visit(at=moment("2026-11-10 10:00"))
    task = Task.objects.create(
        visit=old,
        rule=broken.rule,
        version=broken,
        patient=old.patient,
        department=old.department,
        anchor_on=old.anchor_on,
        due_on=TODAY,
        opens=NOW,
        target=NOW,
        call_at=NOW,
        closes=NOW + timedelta(days=1),
    )
    if fault == "unreadable":
        RuleVersion.objects.filter(pk=broken.pk).update(spec={"kinds": ["nobody"]})
    else:
        RuleVersion.objects.filter(pk=broken.pk).update(
            spec={**broken.spec, "timing": Timing(40, 40, 50).to_json()}
        )
        days = [moment("2026-11-25 00:00").date() + timedelta(days=n) for n in range(90)]
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, kind=DayKind.CLOSURE, source=Source.OWN) for day in days
        )
    sweep(now=NOW)
    keep(now=NOW)
    assert Task.objects.filter(visit=visit, rule=sound.rule).exists()
    task.refresh_from_db()
    assert (task.state, task.revision) == (State.OPEN, 1)


# What is told.


def test_one_entry_a_rule_and_run_tells_how_many_were_made() -> None:
    a_rule()
    a_rule("second", timing=Timing(1, 1, 9))
    dead = a_patient(deceased=True)
    a_visit(at=moment("2026-11-14 10:00"))
    a_visit(dead, at=moment("2026-11-14 10:00"))
    made = sweep(now=NOW)
    entries = AuditEntry.objects.filter(act=Act.TASK_MADE)
    assert [(e.detail["made"], e.detail["open"], e.patient_id) for e in entries] == [(2, 1, None)] * 2
    assert sum(one.count for one in made) == 4
    assert QueueRun.objects.get(kind="sweep").made == 4


def test_who_has_died_or_wants_no_calls_has_an_exempt_task_at_once() -> None:
    a_rule()
    for reason, fields in {"deceased": {"deceased": True}, "do_not_call": {"do_not_call": True}}.items():
        visit = a_visit(a_patient(**fields), at=moment("2026-11-14 10:00"))
        sweep(now=NOW)
        task = Task.objects.get(visit=visit)
        assert (task.state, task.end_reason, task.closed_at) == (State.EXEMPT, reason, NOW)


def test_the_command_makes_a_day_and_says_what(capsys: Any) -> None:
    a_rule()
    a_visit(at=moment("2026-11-13 10:00"))
    with time_machine.travel(moment("2026-11-16 08:00")):
        call_command("generate_queue", day=moment("2026-11-16 00:00").date())
        assert "1 tasks made" in capsys.readouterr().out
        call_command("generate_queue")
        assert "0 tasks made" in capsys.readouterr().out


def queries(way: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        way()
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_visits() -> None:
    rules()
    keep(now=NOW)  # what a process remembers of the regulation
    counts = []
    for many in (20, 100):
        for n in range(many):
            a_visit(at=NOW - timedelta(days=n % 20, hours=1))
            a_visit(kind=VisitKind.ARRIVED_PAID, at=NOW - timedelta(days=n % 20, hours=1))
        ways = (lambda: make_today(now=NOW), lambda: review_visits(now=NOW), lambda: sweep(now=NOW))
        counts.append([queries(way) for way in ways])
        Task.objects.all().delete()
        Visit.objects.all().delete()
    assert counts[0] == counts[1]
