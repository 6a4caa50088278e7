"""The calls that are left for each block of the day, counted in the database as by hand."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.filters import Filter
from followups.models import Task
from followups.room import STATES, open_today, to_call, today
from policy.tasks import State
from staff.actions.absences import set_absence
from tests import people
from tests.clients import signed_in_as
from tests.followups.calling import a_due_task, hours

pytestmark = pytest.mark.django_db

NOW = people.moment("2026-11-20 10:00")


def by_hand(closes: list[object]) -> list[int]:
    """A patient counts once, in the first block that he may be called in."""
    first: dict[int, object] = {}
    for task in to_call(open_today(NOW), NOW).dialable().order_by("call_at"):
        first.setdefault(task.patient_id, task.call_at)
    until = [sum(at < end for at in first.values()) for end in closes]  # type: ignore[operator]
    return [later - before for before, later in pairwise([0, *until])]


def test_each_patient_counts_in_the_first_block_that_he_may_be_called_in() -> None:
    hours(("09:00", "11:00"), ("14:00", "16:00"), ("19:00", "20:00"))
    people.agent()
    for number in range(12):
        patient = people.a_patient(f"陈{number}", phone="17955552056" if number < 9 else None)
        for more in range(1 + number % 3):
            visit = people.a_visit(patient, at=NOW - timedelta(days=4 + more))
            at = NOW + timedelta(hours=(number * 7 + more * 5) % 16 - 4)
            times = {"opens": NOW - timedelta(days=1), "closes": NOW + timedelta(days=1, hours=more)}
            people.a_task(visit, agent=None, call_at=at, **times)
    found = today(NOW).capacities
    assert [one.needed for one in found] == by_hand([one.block.closes for one in found])
    assert [one.minutes for one in found] == [60, 120, 60]
    assert sum(one.needed for one in found) > len(found)
    assert all(one.needed for one in found)


def test_nothing_to_call_and_no_block_left() -> None:
    hours(("09:00", "11:00"))
    people.agent()
    assert [one.needed for one in today(NOW).capacities] == [0]
    late = NOW + timedelta(hours=3)
    assert today(late).capacities == []
    assert not Task.objects.exists()


def test_each_figure_counts_what_stands_behind_it() -> None:
    hours(("09:00", "11:00"), ("14:00", "20:00"))
    here, away = people.agent(), people.other_agent()
    set_absence(away, first_day=NOW.date(), last_day=NOW.date(), reason="", by=people.supervisor(), now=NOW)
    for number in range(36):
        patient = people.a_patient(f"陈{number}", phone=None if number % 4 else "17955552056")
        visit = people.a_visit(patient, at=NOW - timedelta(days=4))
        closes = NOW + timedelta(hours=2 if number % 5 else 40)
        at = NOW + timedelta(hours=number % 7 - 4)
        agent = (None, here, away)[number % 3]
        more = people.a_visit(patient, at=NOW - timedelta(days=3))
        for one in (visit, more)[: 1 + number % 2]:
            times = {"opens": NOW - timedelta(days=1), "closes": closes}
            people.a_task(one, agent=agent, call_at=at, late=number % 6 == 0, **times)
    for agent in (None, here, away):
        people.a_task(people.a_visit(), agent=agent, state=State.SUSPENDED)
        people.a_task(people.a_visit(), agent=agent, closes=NOW - timedelta(minutes=5))  # nobody ended it yet
    found = today(NOW)
    behind = {state: Filter(state).apply(NOW).count() for state in STATES}
    assert found.counts == behind
    assert all(behind.values())
    assert found.ledger.open == found.ledger.due == Filter().apply(NOW).count() == 60
    of = {load.agent: (load.on_duty, load.calls) for load in found.loads}
    assert of == {here: (True, 12), away: (False, 12)}
    for agent, (_on_duty, calls) in of.items():
        assert set(Filter(agent=agent.pk).apply(NOW).values_list("state")) == {(State.OPEN,)}
        assert Filter(agent=agent.pk).apply(NOW).values("patient").distinct().count() == calls


def test_everybody_on_duty_has_a_line_though_nothing_is_to_be_called() -> None:
    hours(("09:00", "11:00"))
    agent = people.agent()
    found = today(NOW)
    assert [(load.agent, load.on_duty, load.calls) for load in found.loads] == [(agent, True, 0)]
    assert set(found.counts.values()) == {0}
    assert found.ledger.due == 0


def test_what_has_ended_says_when_it_was_due_and_promises_no_call() -> None:
    task = a_due_task(people.agent())
    Task.objects.filter(pk=task.pk).update(state=State.UNSUCCESSFUL, agreed=True, closed_at=timezone.now())
    page = signed_in_as(people.supervisor()).get(reverse("followups:tasks")).text
    row = page[page.index(f'id="task-{task.pk}"') :].split("</tr>")[0]
    assert "应访" in row
    assert "约定" not in row
    assert "最后一天" not in row


def test_a_call_of_another_day_names_its_day_in_the_room() -> None:
    task, agent = a_due_task(people.agent()), people.agent()
    later = timezone.localtime() + timedelta(days=2)
    Task.objects.filter(pk=task.pk).update(agreed=True, call_at=later, closes=later + timedelta(days=1))
    page = signed_in_as(people.supervisor()).get(reverse("followups:tasks"), {"agent": agent.pk}).text
    assert page.count(f"{later:%m-%d}") >= 2  # when it is next, and that it is agreed for then


def absent(first: int, last: int) -> str:
    """The page after somebody entered an absence, in days from today."""
    today = timezone.localdate()
    days = {"first_day": today + timedelta(days=first), "last_day": today + timedelta(days=last)}
    client = signed_in_as(people.supervisor())
    return client.post(reverse("followups:absence"), {"agent": people.agent().pk, **days}, follow=True).text


def test_an_absence_says_whether_anything_of_today_was_moved() -> None:
    people.agent()
    assert "今天未结的任务已分给其他人" not in absent(10, 12)
    assert "今天未结的任务已分给其他人" in absent(0, 1)
