"""Statements planned once say and write what the ORM would."""

from typing import Any

import pytest
from django.db import DataError, connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from followups.actions.locking import lock_draft, lock_tasks, look_around
from followups.models import Answer, Attempt, Draft, Purpose, Task
from patients.models import PhoneNumber
from scripts_library.models import ScriptVersion
from staff.actions.audit import acting_from, entry
from staff.actions.prepared import Prepared, columns, insert, inserting, instance, meanwhile
from staff.models import Act, AuditEntry
from tests import people
from tests.followups.calling import a_call, a_due_task

pytestmark = pytest.mark.django_db

NOW = people.moment("2026-11-20 15:00")


def row(one: Model, *besides: str) -> str:
    """What stands in the table, as the database writes it: NULL is not the null of JSON."""
    names = [f.column for f in one._meta.concrete_fields if f.column not in ("id", *besides)]
    with connection.cursor() as cursor:
        table, key = one._meta.db_table, [one.pk]
        cursor.execute(f"SELECT ROW({', '.join(names)})::text FROM {table} WHERE id = %s", key)  # noqa: S608
        found: str = cursor.fetchone()[0]
    return found


def attempt(**more: Any) -> Attempt:
    agent = people.agent()
    task = Task.objects.first() or a_due_task(agent)
    said: dict[str, Any] = {
        "patient": task.patient, "agent": agent, "department": task.department, "dialled_at": NOW,
        "saved_at": NOW, "outcome": "completed", "notes": "伤口 𠮷 \"'\\", "steps": {"疼": [1, None, "é"]},
    }  # fmt: skip
    return Attempt(**(said | more))


def test_a_new_row_is_the_one_that_save_would_write() -> None:
    by_orm, by_us = attempt(token=(token := "5b6b3c9e-8f0e-4b9c-9a53-1f6c0d3b7a11")), attempt(token=token)
    insert(by_us)
    written = row(by_us)
    by_us.delete()
    by_orm.save()
    assert written == row(by_orm)
    assert (by_us._state.adding, by_us._state.db) == (False, connection.alias)


@pytest.mark.parametrize("value", [None, 3, "3.50", "dry", True, ["bath", "walk"], {"na": True}])
def test_answers_of_every_kind_are_written_as_the_orm_would(value: Any) -> None:
    call = attempt()
    insert(call)
    said = {"version": None, "subject": "", "level": None, "value": value, "reason": "护士", "person": ""}
    ours = [Answer(attempt=call, question="a", **said), Answer(attempt=call, question="b", **said)]
    insert(*ours)
    theirs = Answer.objects.create(attempt=call, question="c", **said)
    assert [row(one, "question") for one in ours] == [row(theirs, "question")] * 2
    assert [one.pk for one in ours] == sorted(one.pk for one in ours)
    assert Answer.objects.get(pk=ours[0].pk).value == value


def test_entries_of_the_log_and_purposes_too() -> None:
    call = attempt()
    insert(call)
    with acting_from("2001:db8::7", "r1"):
        told = {"outcome": "completed", "tasks": {"1": "open"}}
        ours, theirs = (entry(Act.CALL_RECORDED, actor=None, now=NOW, about=call, detail=told) for _ in "12")
    insert(ours)
    theirs.save()
    assert row(ours) == row(theirs)
    assert AuditEntry.objects.get(pk=ours.pk).address == "2001:db8::7"
    one = Purpose(attempt=call, task=a_due_task(people.agent()), counted=True, attempt_no=2, next_at=NOW)
    insert(one)
    assert Purpose.objects.get(pk=one.pk).next_at == NOW


def test_nothing_to_write_is_no_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert()
    assert not asked.captured_queries


def test_what_is_read_is_what_the_orm_reads() -> None:
    draft = a_call(people.agent())
    Draft.objects.filter(pk=draft.pk).update(data={"notes": "疼", "n": [1.5, None]})
    PhoneNumber.objects.create(patient=draft.patient, number="17900009999", position=7, preferred=True)
    opened = lock_draft(str(draft.token), draft.user)
    assert opened is not None
    whole = Draft.objects.get(pk=draft.pk)
    assert {**vars(opened.draft), "_state": None} == {**vars(whole), "_state": None}
    version = ScriptVersion.objects.select_related("script").get(pk=whole.script_id)
    assert opened.script == str(version) != ""
    tasks = lock_tasks(whole, ended=None)
    assert [vars(t) | {"_state": 0} for t in tasks] == [vars(t) | {"_state": 0} for t in whole.tasks.all()]
    numbers, alerted = look_around(whole)
    assert list(numbers) == [n.pk for n in draft.patient.numbers.all()]
    assert len(numbers) > 1
    assert not alerted


def test_a_draft_without_script_or_numbers_is_found_and_nobody_elses_is() -> None:
    draft = a_call(people.agent())
    Draft.objects.filter(pk=draft.pk).update(script=None)
    draft.patient.numbers.all().delete()
    opened = lock_draft(str(draft.token), draft.user)
    assert opened is not None
    assert opened.script == ""
    assert look_around(opened.draft).numbers == {}
    assert lock_draft(str(draft.token), people.supervisor()) is None


def test_what_a_correction_may_open_again_is_locked_as_well() -> None:
    draft = a_call(people.agent())
    other = a_due_task(draft.user, draft.patient, state="exempt", end_reason="deceased", closed_at=NOW)
    gone = a_due_task(draft.user, draft.patient, state="completed", end_reason="completed", closed_at=NOW)
    mine = [int(pk) for pk in draft.seen]
    assert [task.pk for task in lock_tasks(draft, ended=None)] == mine
    assert [task.pk for task in lock_tasks(draft, ended=NOW)] == sorted([*mine, other.pk])
    assert gone.pk not in mine


def test_whoever_counts_queries_counts_these_too() -> None:
    with CaptureQueriesContext(connection) as asked:
        Prepared("SELECT %(one)s::int").run({"one": 1})
    assert [query["sql"] for query in asked] == ["SELECT $1::int"]


def test_a_row_of_any_model_is_made_from_its_columns() -> None:
    AuditEntry.objects.create(at=NOW, act=Act.LOG_READ, detail={"a": [1]})
    newest = f"SELECT {columns(AuditEntry, 'e')} FROM staff_auditentry e ORDER BY id DESC LIMIT 1"  # noqa: S608
    made = instance(AuditEntry, Prepared(newest).run({})[0])
    assert (made.at, made.detail, made._state.adding) == (NOW, {"a": [1]}, False)


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_there_at_the_end_and_counted() -> None:
    agent = people.agent()
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        with meanwhile(inserting(entry(Act.PATIENT_VIEWED, actor=agent, now=NOW))):
            assert Task.objects.count() == 0  # other questions find their own answers
        assert AuditEntry.objects.count() == before + 1
    assert len(asked) == 3


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_meanwhile_is_raised_and_leaves_the_connection_whole() -> None:
    with pytest.raises(DataError), meanwhile(Prepared("SELECT 1 / %(by)s::int").asked({"by": 0})):
        pass
    assert Task.objects.count() == 0
    with pytest.raises(KeyError), meanwhile(Prepared("SELECT %(by)s::int").asked({"by": 1})):
        raise KeyError
    assert Task.objects.count() == 0
