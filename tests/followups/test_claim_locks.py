"""Whoever takes a patient keeps nobody from the next, however the planner puts the tasks in order."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from followups.actions import claim_sql
from followups.actions.claims import claim, claim_next
from followups.actions.verification import claim_verification
from followups.models import Task
from policy.tasks import EndReason, State
from staff.models import User
from tests.followups.browsing import comes_true
from tests.people import a_patient, a_task, a_visit, agent, moment, other_agent
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)
NOW = moment("2026-11-17 15:00")
WALKS = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
PATIENTS = 12


@pytest.fixture(params=["as it likes", "by sorting"])
def planner(request: pytest.FixtureRequest) -> Iterator[None]:
    """A connection of its own: plans are kept with the connection that made them."""
    connection.close()
    with connection.cursor() as cursor:
        for walk in WALKS if request.param == "by sorting" else ():
            cursor.execute(f"SET {walk} = off")
    yield
    connection.close()


def a_list(**more: object) -> list[Task]:
    """One task for each patient, in calling order; nobody has counted them for the planner."""
    return [a_task(a_visit(a_patient(f"患者{n}")), **more) for n in range(PATIENTS)]


def locked_patients() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND pid = pg_backend_pid()",
            [claim_sql.PATIENTS],
        )
        (found,) = cursor.fetchone()
    return int(found)


def elsewhere(taking: User) -> list[Task]:
    """What a colleague is given meanwhile, on a connection of his own."""
    (found,) = together(lambda: claim_next(taking, now=NOW))
    return list(found)


@pytest.mark.usefixtures("planner")
def test_whoever_takes_the_next_locks_him_alone_and_a_colleague_gets_the_one_after() -> None:
    (first, second, *_rest), taking, colleague = a_list(), agent(), other_agent()
    with transaction.atomic():
        assert claim_next(taking, now=NOW) == [first]
        assert locked_patients() == 1
        assert elsewhere(colleague) == [second]


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize(
    "more",
    [{"agreed": True}, {"closes": moment("2026-11-17 21:00")}, {"priority": 3}],
    ids=["agreed", "closing today", "by priority"],
)
@pytest.mark.parametrize("own", [True, False], ids=["own", "pool"])
def test_each_tier_locks_one_patient(own: bool, more: dict[str, object]) -> None:
    first, *_rest = a_list(agent=agent() if own else None, **more)
    with transaction.atomic():
        assert claim_next(agent(), now=NOW) == [first]
        assert locked_patients() == 1


@pytest.mark.usefixtures("planner")
def test_the_round_of_verification_locks_one_patient() -> None:
    ended = {"end_reason": EndReason.NO_ANSWER, "verify": True, "closed_at": moment("2026-11-20 20:00")}
    first, *_rest = a_list(state=State.UNSUCCESSFUL, **ended)
    with transaction.atomic():
        assert claim_verification(agent(), now=moment("2026-11-25 15:00")) == [first]
        assert locked_patients() == 1


@pytest.mark.usefixtures("planner")
def test_who_may_not_be_called_is_passed_without_a_lock() -> None:
    first, second, third, fourth, *_rest = a_list()
    for task, why in ((first, "deceased"), (second, "do_not_call")):
        setattr(task.patient, why, True)
        task.patient.save()
    third.patient.numbers.all().delete()
    with transaction.atomic():
        assert claim_next(agent(), now=NOW) == [fourth]
        assert locked_patients() == 1


def test_the_last_is_given_out_once_and_the_next_is_told_that_nobody_is_left() -> None:
    task, taking, colleague = a_task(), agent(), other_agent()
    with transaction.atomic():
        assert claim_next(taking, now=NOW) == [task]
        assert elsewhere(colleague) == []


def test_a_task_that_came_after_the_call_began_is_nobody_elses() -> None:
    held = a_task()
    claim(held.pk, agent(), now=NOW)
    a_task(a_visit(held.patient))
    assert elsewhere(other_agent()) == []


def test_who_holds_a_patient_is_judged_by_what_colleagues_have_done_since_the_claim_began() -> None:
    """The colleague's claim has begun and stands still while ours is made and its lock comes free again."""
    task, early, late = a_task(), agent(), other_agent()
    locked = threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(1)")
            locked.set()
            assert comes_true(somebody_waits)
            claim(task.pk, early, now=NOW)
            cursor.execute("SELECT pg_advisory_unlock(1)")

    def judge() -> tuple[bool, bool]:
        assert locked.wait(30)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT hold_by_id IS NULL FROM followups_task WHERE id = %s),"
                " followups_take_patient(%s, %s, %s)"
                " FROM (SELECT pg_advisory_lock_shared(1) OFFSET 0) waited",
                [task.pk, task.patient_id, late.pk, NOW],
            )
            free, taken = cursor.fetchone()
        return free, taken

    _, (looked_free, taken) = together(hold, judge)
    assert (looked_free, taken) == (True, False)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND NOT granted")
        return bool(cursor.fetchall())
