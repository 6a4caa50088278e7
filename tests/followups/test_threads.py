"""Many at once, on the real database: one caller a patient, one attempt a call, each failure once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.claims import claim, claim_next
from followups.actions.distribution import reassign
from followups.actions.drafts import open_call
from followups.actions.refusals import Refused
from followups.models import Attempt, Purpose, Task
from policy.outcomes import Outcome
from policy.tasks import State
from staff.models import User
from staff.permissions import Role
from tests.people import a_patient, a_rule, a_task, a_user, a_visit, agent, moment, supervisor
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)
NOW = moment("2026-11-17 15:00")


def at_once(number: int, do: Callable[[int], Any]) -> list[Any]:
    """What was refused comes back as the refusal."""
    return together(*(partial(do, n) for n in range(number)), told=(Refused,))


def agents(number: int) -> list[User]:
    return [a_user(f"7{n:03d}", f"客服{n}", Role.AGENT) for n in range(number)]


def test_of_fifty_agents_who_want_one_task_exactly_one_gets_it() -> None:
    everybody, task = agents(50), a_task()
    results = at_once(50, lambda n: claim(task.pk, everybody[n], now=NOW))
    winners = [n for n, found in enumerate(results) if isinstance(found, list)]
    assert len(winners) == 1
    task.refresh_from_db()
    assert task.hold_by == everybody[winners[0]]
    told = {str(r.user) for r in results if isinstance(r, Refused) and hasattr(r, "user")}
    assert told <= {everybody[winners[0]].full_name}


def test_no_patient_is_held_by_two_agents_through_two_tasks() -> None:
    """Forty patients with two tasks each, thirty agents: whoever gets one task of a patient gets both."""
    first, second = a_rule(), a_rule("second", name="满意度")
    for n in range(40):
        visit = a_visit(a_patient(f"患者{n}"))
        a_task(visit, version=first)
        a_task(visit, version=second)
    everybody = agents(30)
    results = at_once(30, lambda n: claim_next(everybody[n], now=NOW))
    holders: dict[int, set[int]] = {}
    for task in Task.objects.filter(hold_by__isnull=False):
        holders.setdefault(task.patient_id, set()).add(task.hold_by_id or 0)
    assert all(len(who) == 1 for who in holders.values())
    taken = [[t.patient_id for t in found] for found in results if isinstance(found, list) and found]
    assert len(taken) == 30
    assert all(len(found) == 2 and len(set(found)) == 1 for found in taken)
    assert len({found[0] for found in taken}) == 30


def test_ten_saves_at_once_are_one_attempt() -> None:
    task = a_task()
    draft = open_call(claim(task.pk, agent(), now=NOW), agent(), now=NOW)
    li = agent()
    form = CallForm(outcome=Outcome.NO_ANSWER)
    results = at_once(10, lambda n: record_call(str(draft.token), agent=li, form=form, now=NOW))
    assert sorted(r.already for r in results if not isinstance(r, Refused)) == [False] + [True] * 9
    assert (Attempt.objects.count(), Purpose.objects.count()) == (1, 1)
    task.refresh_from_db()
    assert (task.tries, task.counted) == (1, 1)


def test_the_third_failure_from_two_sessions_counts_once() -> None:
    task = a_task()
    for at in ("2026-11-17 15:00", "2026-11-17 19:10"):
        now = moment(at)
        Task.objects.filter(pk=task.pk).update(call_at=now)
        draft = open_call(claim(task.pk, agent(), now=now), agent(), now=now)
        record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.NO_ANSWER), now=now)
    now = moment("2026-11-18 19:10")
    Task.objects.filter(pk=task.pk).update(call_at=now, agent=None)
    li, zhang = agents(2)
    first = open_call(claim(task.pk, li, now=now), li, now=now)
    Task.objects.filter(pk=task.pk).update(hold_until=now)
    second = open_call(
        claim(task.pk, zhang, now=now + timedelta(seconds=1)), zhang, now=now + timedelta(seconds=1)
    )
    calls = [(first, li), (second, zhang)]
    later = now + timedelta(minutes=1)
    form = CallForm(outcome=Outcome.NO_ANSWER, notes="x")
    results = at_once(
        2, lambda n: record_call(str(calls[n][0].token), agent=calls[n][1], form=form, now=later)
    )
    assert sum(isinstance(r, Refused) for r in results) == 1  # the second is shown what the first has saved
    task.refresh_from_db()
    assert (task.state, task.counted, task.tries) == (State.UNSUCCESSFUL, 3, 3)


def test_reassigning_while_agents_claim_never_moves_what_is_in_a_call() -> None:
    tasks = [a_task(a_visit(a_patient(f"患者{n}"))) for n in range(30)]
    everybody, wang = agents(6), supervisor()

    def work(n: int) -> object:
        if n == 5:
            return reassign([t.pk for t in tasks], to=everybody[0], by=wang, now=NOW)
        return [claim_next(everybody[n], now=NOW) for _ in range(3)]

    at_once(6, work)
    for task in Task.objects.filter(hold_by__isnull=False, agent__isnull=False):
        assert task.agent_id in (task.hold_by_id, everybody[0].pk)
    held = Task.objects.filter(hold_by__isnull=False).values_list("patient", flat=True)
    assert len(held) == len(set(held))
