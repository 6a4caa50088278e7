"""Several generators at once, on real connections: one set, no deadlock, no task twice."""

import random
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from followups.actions.distribution import distribute
from followups.actions.queue import expire, keep, make_day, review_visits, sweep
from followups.models import Task
from patients.models import Visit
from policy.tasks import State
from policy.visits import VisitKind
from regulation.reading import calendar_now
from tests.followups.histories import NOW, TODAY, correct, people, rules
from tests.followups.oracle import expected, on_record
from tests.followups.test_queue import differences
from tests.people import a_rule, a_task, a_visit, agent, other_agent
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hospital() -> None:
    rules()
    patients = people()
    dice = random.Random(7)
    for n in range(160):
        kind = dice.choice(list(VisitKind))
        at = NOW - timedelta(days=dice.randrange(50), minutes=dice.randrange(1440))
        a_visit(patients[n % 4], kind=kind, at=at)


@pytest.mark.usefixtures("hospital")
def test_four_generators_over_many_days_give_the_set_of_one_clean_run() -> None:
    def days(seed: int) -> None:
        order = list(range(50))
        random.Random(seed).shuffle(order)
        for age in order:
            make_day(day=TODAY - timedelta(days=age), now=NOW)

    together(
        lambda: days(1),
        lambda: days(2),
        lambda: (sweep(now=NOW), days(3)),
        lambda: (review_visits(now=NOW), keep(now=NOW), days(4)),
    )
    assert on_record() == expected(now=NOW, calendar=calendar_now())


@pytest.mark.usefixtures("hospital")
def test_corrections_while_generators_run_end_in_the_same_set() -> None:
    def correcting(seed: int) -> None:
        dice = random.Random(seed)
        for pk in dice.sample(list(Visit.objects.values_list("pk", flat=True)), 60):
            with transaction.atomic():
                visit = Visit.objects.select_for_update().get(pk=pk)
                if dice.random() < 0.4:
                    visit.cancelled_at = None if visit.cancelled_at else NOW
                elif visit.setting != "inpatient":
                    visit.anchor_at = NOW - timedelta(days=dice.randrange(20), hours=3)
                correct(visit)

    def generating(way: Callable[..., Any]) -> None:
        for _ in range(6):
            way(now=NOW)

    together(
        lambda: correcting(1),
        lambda: correcting(2),
        lambda: generating(sweep),
        lambda: generating(keep),
        lambda: generating(review_visits),
    )
    keep(now=NOW)
    sweep(now=NOW)
    assert differences() == {}


def test_a_visit_that_somebody_is_changing_is_reviewed_afterwards() -> None:
    a_rule()
    busy, free = a_visit(at=NOW - timedelta(days=4)), a_visit(at=NOW - timedelta(days=4))
    locked, done = threading.Event(), threading.Event()

    def importing() -> None:
        with transaction.atomic():
            Visit.objects.select_for_update().get(pk=busy.pk)
            locked.set()
            assert done.wait(30)

    def reviewing() -> None:
        assert locked.wait(30)
        review_visits(now=NOW)
        done.set()

    together(importing, reviewing)
    assert [task.visit for task in Task.objects.all()] == [free]
    assert [visit for visit in Visit.objects.filter(needs_review=True)] == [busy]
    review_visits(now=NOW)
    assert Task.objects.count() == 2


def test_a_task_that_somebody_is_changing_makes_nobody_wait() -> None:
    version = a_rule()
    tasks = [a_task(a_visit(at=NOW - timedelta(days=4)), version=version, closes=NOW) for _ in range(3)]
    Visit.objects.update(needs_review=False)
    Visit.objects.filter(pk=tasks[0].visit_id).update(cancelled_at=NOW, needs_review=True)
    agent()
    locked, done = threading.Event(), threading.Event()

    def saving() -> None:
        with transaction.atomic():
            Task.objects.select_for_update().get(pk=tasks[0].pk)
            locked.set()
            assert done.wait(30)

    def keeping() -> None:
        assert locked.wait(30)
        review_visits(now=NOW)
        distribute(now=NOW)
        expire(now=NOW)
        done.set()

    together(saving, keeping)
    states = Task.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.OPEN, State.UNSUCCESSFUL, State.UNSUCCESSFUL]
    assert Visit.objects.get(needs_review=True) == tasks[0].visit
    keep(now=NOW)
    tasks[0].refresh_from_db()
    assert (tasks[0].state, tasks[0].end_reason) == (State.EXEMPT, "withdrawn")


def test_a_stay_whose_earlier_task_is_in_use_is_looked_at_again() -> None:
    version = a_rule()
    first = a_visit(at=NOW - timedelta(days=4), needs_review=False)
    task = a_task(first, version=version)
    again = a_visit(first.patient, at=NOW, admitted_at=NOW - timedelta(days=1), discharged_at=None)
    Visit.objects.filter(pk=again.pk).update(discharged_at=None, anchor_at=None, anchor_on=None)
    locked, done = threading.Event(), threading.Event()

    def saving() -> None:
        with transaction.atomic():
            Task.objects.select_for_update().get(pk=task.pk)
            locked.set()
            assert done.wait(30)

    def reviewing() -> None:
        assert locked.wait(30)
        review_visits(now=NOW)
        done.set()

    together(saving, reviewing)
    review_visits(now=NOW)
    task.refresh_from_db()
    assert task.state == State.SUSPENDED


def test_distributors_at_once_give_each_task_to_one_agent() -> None:
    version = a_rule()
    agent()
    other_agent()
    for _ in range(20):
        a_task(a_visit(at=NOW - timedelta(days=4)), version=version)
    given = together(*[lambda: distribute(now=NOW).assigned] * 4)
    assert sum(given) == Task.objects.filter(agent__isnull=False).count() > 0
