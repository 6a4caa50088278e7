"""Who calls whom: today's tasks go to those on duty, come back from those who are not (B16, C2, C5)."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followups.actions.claims import claim_next
from followups.actions.distribution import NotOnDuty, cover_absence, distribute, reassign
from followups.models import Attempt, Task
from policy.tasks import State
from staff.models import Absence, Act, AuditEntry, User
from staff.permissions import Role
from tests.people import (
    a_department,
    a_patient,
    a_rule,
    a_task,
    a_user,
    a_visit,
    agent,
    moment,
    other_agent,
    supervisor,
)

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-20 14:00")  # 150 minutes and 60 are left: 33 calls for each agent


@pytest.fixture(autouse=True)
def rule() -> Any:
    return a_rule()


def due(patient: Any = None, **more: Any) -> Task:
    return a_task(a_visit(patient or a_patient(), department=more.pop("department", None)), **more)


def agents_of(*tasks: Task) -> list[User | None]:
    for task in tasks:
        task.refresh_from_db()
    return [task.agent for task in tasks]


def called_by(task: Task, who: User, at: str) -> None:
    Attempt.objects.create(
        patient=task.patient,
        agent=who,
        department=task.department,
        outcome="no_answer",
        dialled_at=moment(at),
        saved_at=moment(at),
    )


def absent(who: User, day: str = "2026-11-20") -> None:
    Absence.objects.create(user=who, first_day=date.fromisoformat(day), last_day=date.fromisoformat(day))


# Giving out.


def test_the_days_tasks_are_spread_evenly_over_those_on_duty() -> None:
    li, zhang = agent(), other_agent()
    for _ in range(10):
        due()
    assert distribute(now=NOW).assigned == 10
    assert Counter(Task.objects.values_list("agent", flat=True)) == {li.pk: 5, zhang.pk: 5}
    task = Task.objects.all()[0]
    assert (task.assigned_at, task.assigned_by, task.revision) == (NOW, None, 1)
    assert AuditEntry.objects.filter(act=Act.TASK_ASSIGNED).count() == 10


def test_what_there_is_no_time_for_stays_in_the_pool() -> None:
    li = agent()
    for _ in range(40):
        due()
    assert distribute(now=NOW).assigned == 33
    assert distribute(now=NOW).assigned == 0
    assert Task.objects.filter(agent=li).count() == 33
    assert distribute(now=moment("2026-11-20 20:00")).assigned == 0


def test_the_most_urgent_ones_are_given_out_first() -> None:
    agent()
    rest = [due(closes=moment("2026-11-23 20:00"), priority=5) for _ in range(33)]
    urgent, today = due(priority=1, closes=moment("2026-11-23 20:00")), due(priority=9)
    distribute(now=NOW)
    assert None not in agents_of(urgent, today)
    assert agents_of(*rest).count(None) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"call_at": moment("2026-11-21 14:00")},
        {"closes": moment("2026-11-20 13:00")},
        {"state": State.SUSPENDED},
        {"state": State.COMPLETED, "closed_at": NOW},
    ],
)
def test_only_what_can_be_called_today_is_given_out(fields: dict[str, Any]) -> None:
    agent()
    due(**fields)
    assert distribute(now=NOW).assigned == 0


@pytest.mark.parametrize("fields", [{"deceased": True}, {"do_not_call": True}, {"phone": None}])
def test_a_patient_who_cannot_be_called_is_given_to_nobody(fields: dict[str, Any]) -> None:
    agent()
    due(a_patient(**fields))
    assert distribute(now=NOW).assigned == 0


def test_several_purposes_of_a_patient_are_one_call_for_one_agent() -> None:
    agent()
    other_agent()
    second = a_rule("second")
    patients = [a_patient() for _ in range(6)]
    tasks = [(due(p), due(p, version=second)) for p in patients]
    distribute(now=NOW)
    for one, two in tasks:
        assert len(set(agents_of(one, two))) == 1
    assert Counter(Task.objects.values_list("agent", flat=True)) == {agent().pk: 6, other_agent().pk: 6}


def test_a_later_purpose_follows_the_patients_other_task() -> None:
    li, zhang = agent(), other_agent()
    patient = a_patient()
    due(patient, agent=zhang)
    later = due(patient)
    called_by(later, li, "2026-11-19 15:00")
    distribute(now=NOW)
    assert agents_of(later) == [zhang]


def test_whoever_called_last_calls_again() -> None:
    li, zhang = agent(), other_agent()
    tasks = [due() for _ in range(4)]
    for task in tasks:
        called_by(task, zhang, "2026-11-18 15:00")
        called_by(task, li, "2026-11-19 15:00")
    distribute(now=NOW)
    assert agents_of(*tasks) == [li] * 4


def test_a_language_goes_to_who_speaks_it_and_else_to_the_pool() -> None:
    agent()
    zhang = other_agent(languages=["闽南语"])
    hers, nobodys, mandarin = (due(a_patient(spoken_language=x)) for x in ("闽南语", "维吾尔语", "Mandarin"))
    distribute(now=NOW)
    assert agents_of(hers, nobodys) == [zhang, None]
    assert agents_of(mandarin) != [None]


@pytest.mark.parametrize(
    ("language", "hers", "his"),
    [("闽南语", True, False), ("普通话", True, True), ("Mandarin", True, True), ("维吾尔语", True, True)],
)
def test_from_the_pool_nobody_takes_whom_only_a_colleague_understands(
    language: str, hers: bool, his: bool
) -> None:
    """Who lists the common language keeps nobody who speaks it from those who list none."""
    zhang = other_agent(languages=["闽南语", "普通话", "Mandarin"])
    waits = due(a_patient(spoken_language=language), closes=moment("2026-11-24 20:00"))
    for asks, gets in ((agent(), his), (zhang, hers)):
        assert claim_next(asks, now=NOW) == ([waits] if gets else [])
        Task.objects.update(hold_by=None, hold_until=None)


def test_a_department_goes_to_who_knows_it() -> None:
    agent()
    zhang = other_agent()
    maternity = a_department("产科")
    zhang.skill_departments.add(maternity)
    tasks = [due(department=maternity) for _ in range(3)]
    distribute(now=NOW)
    assert agents_of(*tasks) == [zhang] * 3


def test_what_somebody_has_just_taken_is_left_to_him() -> None:
    agent()
    held = due(hold_by=other_agent(), hold_until=NOW + timedelta(minutes=5))
    distribute(now=NOW)
    assert agents_of(held) == [None]


@pytest.mark.parametrize("fields", [{"takes_calls": False}, {"is_active": False}, {"role": Role.SUPERVISOR}])
def test_who_takes_no_calls_gets_none(fields: dict[str, Any]) -> None:
    a_user("8044", "何静", fields.pop("role", Role.AGENT), **fields)
    due()
    assert distribute(now=NOW).assigned == 0


# Taking back.


def test_the_tasks_of_the_absent_go_to_those_who_are_here() -> None:
    li, zhang = agent(), other_agent()
    absent(li)
    today = due(agent=li)
    agreed = due(agent=li, agreed=True, tries=1, call_at=moment("2026-11-20 15:00"))
    tomorrow = due(agent=li, call_at=moment("2026-11-21 14:00"), closes=moment("2026-11-22 20:00"))
    held = due(agent=li, hold_by=li, hold_until=NOW + timedelta(minutes=5))
    assert distribute(now=NOW).released == 2
    assert agents_of(today, agreed, tomorrow, held) == [zhang, zhang, li, li]


def test_an_absence_on_another_day_changes_nothing() -> None:
    li = agent()
    absent(li, "2026-11-21")
    task = due(agent=li)
    assert cover_absence(now=NOW) == 0
    assert agents_of(task) == [li]


def test_a_call_back_that_was_missed_is_for_anybody_and_stays_so() -> None:
    li = agent()
    other_agent()
    task = due(agent=li, agreed=True, tries=1, call_at=moment("2026-11-20 14:30"))
    called_by(task, li, "2026-11-19 15:00")
    assert distribute(now=moment("2026-11-20 14:59")).released == 0
    assert distribute(now=moment("2026-11-20 15:00")).released == 1
    entries = AuditEntry.objects.count()
    distribute(now=moment("2026-11-20 15:01"))
    assert agents_of(task) == [None]
    assert AuditEntry.objects.count() == entries
    assert task.agreed


# By hand.


def test_a_supervisor_gives_tasks_to_one_agent_and_hears_what_became_of_each() -> None:
    li, zhang = agent(), other_agent()
    free, his = due(), due(agent=li)
    held = due(agent=zhang, hold_by=zhang, hold_until=NOW + timedelta(minutes=5))
    closed = due(state=State.COMPLETED, closed_at=NOW)
    asked = [free.pk, his.pk, held.pk, closed.pk, 0]
    told = reassign(asked, to=li, by=supervisor(), now=NOW)
    assert [(one.task, one.code) for one in told] == list(
        zip(asked, ["done", "unchanged", "held", "closed", "unknown"], strict=True)
    )
    assert agents_of(free, his, held) == [li, li, zhang]
    assert (free.assigned_by, free.assigned_at) == (supervisor(), NOW)
    entry = AuditEntry.objects.get(act=Act.TASK_ASSIGNED)
    assert (entry.object_id, entry.actor, entry.detail["agent"]) == (free.pk, supervisor(), li.pk)


def test_a_supervisor_puts_tasks_back_into_the_pool() -> None:
    task = due(agent=agent())
    assert reassign([task.pk], to=None, by=supervisor(), now=NOW)[0].code == "done"
    assert agents_of(task) == [None]


def test_a_supervisor_spreads_tasks_as_if_nobody_had_them() -> None:
    li, zhang = agent(), other_agent()
    tasks = [due(agent=li) for _ in range(6)]
    told = reassign([task.pk for task in tasks], to="spread", by=supervisor(), now=NOW)
    assert Counter(agents_of(*tasks)) == {li: 3, zhang: 3}
    assert sorted(one.code for one in told) == ["done"] * 3 + ["unchanged"] * 3


def test_what_nobody_has_room_for_goes_to_the_pool_and_that_is_said() -> None:
    agent()
    tasks = [due() for _ in range(35)]
    told = reassign([task.pk for task in tasks], to="spread", by=supervisor(), now=NOW)
    assert Counter(one.code for one in told) == {"done": 33, "full": 2}


def test_in_the_evening_the_next_day_is_filled() -> None:
    li = agent()
    task = due(closes=moment("2026-11-21 20:00"))
    reassign([task.pk], to="spread", by=supervisor(), now=moment("2026-11-20 21:00"))
    assert agents_of(task) == [li]


def test_nobody_is_given_tasks_who_is_not_here() -> None:
    li, task = agent(), due()
    absent(li)
    with pytest.raises(NotOnDuty):
        reassign([task.pk], to=li, by=supervisor(), now=NOW)


def test_the_number_of_queries_does_not_grow_with_tasks_or_agents() -> None:
    agent()
    counts = []
    for many in (5, 25):
        for n in range(many):
            due()
            a_user(f"90{many}{n}", "某人", Role.AGENT)
        with CaptureQueriesContext(connection) as asked:
            distribute(now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
