"""The log: nobody changes it, whoever does is found, and it holds no patient."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from staff.actions.audit import WITHHELD, acting_from, harmless, record
from staff.actions.sealing import LOOK_BACK, chain_state, seal_entries, seal_everything, verify_log
from staff.models import Act, AuditEntry, AuditSeal
from staff.tasks import seal_audit
from tests import people

pytestmark = pytest.mark.django_db
NOW = people.moment("2026-11-20 15:12")


def entries(many: int = 12) -> list[AuditEntry]:
    """Two people at work; sealed in one go."""
    for number in range(many):
        with acting_from(f"10.0.0.{number}", f"request{number}"):
            actor = people.agent() if number % 2 else people.supervisor()
            act = Act.PATIENT_VIEWED if number % 3 else Act.CALL_RECORDED
            record(
                act,
                actor=actor,
                now=NOW + timedelta(seconds=number),
                patient_id=1000 + number,
                about=people.a_department(),
                detail={"count": number, "why": "call"},
            )
    return list(AuditEntry.objects.order_by("pk"))


def sealed(many: int = 12) -> list[AuditEntry]:
    made = entries(many)
    assert seal_everything(now=NOW) == many
    return made


# --- The database refuses ---


@pytest.mark.parametrize("table", ["staff_auditentry", "staff_auditseal"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "INSERT INTO {0} SELECT * FROM {0} ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id",
        "MERGE INTO {0} a USING {0} b ON a.id = b.id WHEN MATCHED THEN DELETE",
    ],
)
def test_the_database_refuses_to_change_or_delete(table: str, statement: str) -> None:
    sealed()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["staff_auditentry", "staff_auditseal"])
def test_the_database_refuses_to_empty_it(table: str) -> None:
    sealed()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # conftest.py put it to sleep.
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_the_orm_is_refused_too() -> None:
    sealed(3)
    entry = entries(1)[-1]
    everything = AuditEntry.objects.all()
    for attempt in (
        entry.save,
        entry.delete,
        lambda: everything.update(patient_id=1),
        AuditSeal.objects.all().delete,
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_an_act_that_fails_leaves_no_entry() -> None:
    with transaction.atomic():
        record(Act.EXPORTED, actor=None, now=NOW)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


# --- The chain ---


def test_sealing_in_any_portions_makes_one_chain() -> None:
    entries(25)
    assert [seal_entries(now=NOW, batch=10) for _ in range(4)] == [10, 10, 5, 0]
    verdict = verify_log()
    assert (verdict.sealed, verdict.unsealed, verdict.finding) == (25, 0, None)
    assert verdict.head == AuditSeal.objects.get(pk=25).digest


def test_an_entry_that_commits_late_is_sealed_late() -> None:
    late, *rest = entries(5)
    for number, entry in enumerate(rest, 1):
        AuditSeal(id=number, entry=entry, digest="x", sealed_at=NOW).save(force_insert=True)
    assert seal_entries(now=NOW) == 1
    assert AuditSeal.objects.get(entry=late).pk == 5


def test_an_entry_beyond_the_look_back_is_sealed_the_next_day() -> None:
    early = entries(1)[0]
    far = AuditEntry(pk=early.pk + LOOK_BACK + 5, at=NOW, act=Act.EXPORTED)
    far.save(force_insert=True)
    AuditSeal(id=1, entry=far, digest="x", sealed_at=NOW).save(force_insert=True)
    assert seal_entries(now=NOW) == 0
    assert seal_entries(now=NOW + timedelta(days=1)) == 1


def test_the_schedule_seals() -> None:
    entries(3)
    seal_audit()
    assert chain_state().waiting == 0
    assert verify_log().sealed == 3


@pytest.mark.django_db(transaction=True)
def test_sealers_and_writers_at_once_make_one_chain_without_gaps() -> None:
    user = people.agent()
    errors: list[Exception] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            for _ in range(15):
                work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def write() -> None:
        with transaction.atomic():
            record(Act.PATIENT_VIEWED, actor=user, now=timezone.now(), patient_id=1)
            record(Act.NUMBER_REVEALED, actor=user, now=timezone.now(), patient_id=1)

    work = [write] * 4 + [lambda: seal_entries(now=timezone.now(), batch=7)] * 4
    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_everything(now=timezone.now())
    verdict = verify_log()
    assert errors == []
    assert (verdict.sealed, verdict.unsealed, verdict.finding) == (120, 0, None)


# --- Twenty ways to tamper, by somebody who owns the database ---


@contextmanager
def owner_of_the_database() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


E, S = "UPDATE staff_auditentry SET ", "UPDATE staff_auditseal SET "
TAMPERINGS: dict[str, tuple[list[str], str]] = {
    "another time": ([E + "at = at + interval '1 microsecond' WHERE id = {5}"], "changed"),
    "another user": (
        [E + "actor_id = (SELECT max(actor_id) FROM staff_auditentry) + 1 WHERE id = {5}"],  # noqa: S608
        "changed",
    ),
    "no user": ([E + "actor_id = NULL WHERE id = {5}"], "changed"),
    "another act": ([E + "act = 'signed_in' WHERE id = {5}"], "changed"),
    "another patient": ([E + "patient_id = 1 WHERE id = {5}"], "changed"),
    "no patient": ([E + "patient_id = NULL WHERE id = {5}"], "changed"),
    "another kind of object": ([E + "object_type = 'task' WHERE id = {5}"], "changed"),
    "another object": ([E + "object_id = 4711 WHERE id = {5}"], "changed"),
    "another count": ([E + "detail = jsonb_set(detail, '{{count}}', '99') WHERE id = {5}"], "changed"),
    "no detail": ([E + "detail = '{{}}' WHERE id = {5}"], "changed"),
    "one key more": ([E + "detail = detail || '{{\"ok\": true}}' WHERE id = {5}"], "changed"),
    "another address": ([E + "address = '10.9.9.9' WHERE id = {5}"], "changed"),
    "no address": ([E + "address = NULL WHERE id = {5}"], "changed"),
    "another request": ([E + "request_id = '' WHERE id = {5}"], "changed"),
    "another seal time": ([S + "sealed_at = sealed_at - interval '1 day' WHERE id = 6"], "changed"),
    "another digest": ([S + "digest = repeat('0', 64) WHERE id = 6"], "changed"),
    "removed": (["DELETE FROM staff_auditentry WHERE id = {5}"], "removed"),
    "removed with its seal": (
        ["DELETE FROM staff_auditentry WHERE id = {5}", "DELETE FROM staff_auditseal WHERE id = 6"],
        "seal_missing",
    ),
    "removed, the seals moved up": (
        [
            "DELETE FROM staff_auditentry WHERE id = {5}",
            "DELETE FROM staff_auditseal WHERE id = 6",
            S + "id = -id WHERE id > 6",
            S + "id = -id - 1 WHERE id < 0",
        ],
        "changed",
    ),
    "two entries exchanged": (
        [E + "id = -1 WHERE id = {5}", E + "id = {5} WHERE id = {6}", E + "id = {6} WHERE id = -1"],
        "reordered",
    ),
    "two seals exchanged": (
        [
            S + "entry_id = -1 WHERE id = 6",
            S + "entry_id = {5} WHERE id = 7",
            S + "entry_id = {6} WHERE id = 6",
        ],
        "reordered",
    ),
    "an entry put in another's place": (
        [
            "DELETE FROM staff_auditentry WHERE id = {5}",
            "INSERT INTO staff_auditentry (id, at, act, object_type, detail, request_id) "
            "VALUES ({5}, now(), 'signed_in', '', '{{}}', '')",
        ],
        "changed",
    ),
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_tampering_is_found_and_named(how: str) -> None:
    made = sealed()
    statements, what = TAMPERINGS[how]
    with owner_of_the_database() as cursor:
        for statement in statements:
            cursor.execute(statement.format(*[entry.pk for entry in made]))
    finding = verify_log().finding
    assert finding
    moved_up = how == "removed, the seals moved up"
    named = None if what == "seal_missing" else made[6 if moved_up else 5].pk
    if how == "two seals exchanged":
        named = made[6].pk
    assert (finding.what, finding.entry_id, finding.seal) == (what, named, 6)
    with pytest.raises(CommandError, match="seal 6"):
        call_command("verify_audit")


def test_a_hundred_random_changes_are_all_found() -> None:
    made = sealed(10)
    dice = random.Random(59)
    columns = {
        "at": "now()",
        "act": "'exported'",
        "patient_id": "7",
        "object_id": "8",
        "detail": "'[1]'",
        "request_id": "'x'",
    }
    for _ in range(100):
        entry, (column, value) = dice.choice(made), dice.choice(sorted(columns.items()))
        with transaction.atomic():
            with owner_of_the_database() as cursor:
                cursor.execute(f"{E} {column} = {value} WHERE id = {entry.pk}")
            finding = verify_log().finding
            assert finding
            assert (finding.what, finding.entry_id) == ("changed", entry.pk)
            transaction.set_rollback(True)
    assert verify_log().finding is None


def test_an_end_that_was_cut_off_is_proved_by_a_head_noted_before(capsys: Any) -> None:
    sealed()
    call_command("verify_audit")
    head = capsys.readouterr().out.split("head ")[1].split()[0]
    call_command("verify_audit", expect=head)
    entries(1)
    seal_everything(now=NOW)
    call_command("verify_audit", expect=head)
    with owner_of_the_database() as cursor:
        cursor.execute(
            "DELETE FROM staff_auditentry WHERE id IN (SELECT entry_id FROM staff_auditseal WHERE id > 9)"
        )
        cursor.execute("DELETE FROM staff_auditseal WHERE id > 9")
    call_command("verify_audit")
    with pytest.raises(CommandError, match="cut off"):
        call_command("verify_audit", expect=head)


def test_without_the_key_nobody_can_seal_a_forgery(settings: Any) -> None:
    made = sealed()
    with owner_of_the_database() as cursor:
        cursor.execute("UPDATE staff_auditentry SET act = 'exported' WHERE id = %s", [made[0].pk])
        cursor.execute("DELETE FROM staff_auditseal")
    key, settings.AUDIT_KEY = settings.AUDIT_KEY, "guessed"
    seal_everything(now=NOW)
    settings.AUDIT_KEY = key
    assert verify_log().finding


# --- What it holds ---


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("刘国栋", WITHHELD),
        ("13800138000", WITHHELD),
        ("138 0013 8000", WITHHELD),
        ("110101199003074514", WITHHELD),
        ({"刘国栋": 1}, {WITHHELD: 1}),
        (["agent", "李雅婷"], ["agent", WITHHELD]),
        ("no_answer", "no_answer"),
        (13, 13),
        (True, True),
        (None, None),
        (NOW, "2026-11-20 15:12:00+08:00"),
        ("2026-11-20", "2026-11-20"),
        ("12345678-1234-1234-1234-123456789012", "12345678-1234-1234-1234-123456789012"),
    ],
)
def test_words_that_might_be_personal_are_withheld(said: Any, kept: Any) -> None:
    assert harmless(said) == kept


# --- The auditor's page ---


def test_the_page_shows_a_hundred_and_leads_to_the_older_ones(client: Any) -> None:
    made = entries(130)
    client.force_login(people.auditor())
    first = client.get("/staff/log/")
    shown = [entry.pk for entry, _link in first.context["rows"]]
    assert shown == [entry.pk for entry in made[:29:-1]]
    second = client.get("/staff/log/?" + first.context["older"])
    assert [entry.pk for entry, _link in second.context["rows"]] == [entry.pk for entry in made[29::-1]]
    assert second.context["older"] == ""


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("act=call_recorded", 4),
        ("patient=1003", 1),
        ("day=2026-11-20", 12),
        ("day=2026-11-19", 0),
        ("act=call_recorded&day=2026-11-20&patient=1003", 1),
    ],
)
def test_the_page_filters_by_act_patient_and_day(client: Any, query: str, count: int) -> None:
    entries()
    client.force_login(people.auditor())
    assert len(client.get(f"/staff/log/?{query}").context["rows"]) == count


def test_the_page_filters_by_user(client: Any) -> None:
    entries()
    client.force_login(people.auditor())
    answer = client.get(f"/staff/log/?user={people.agent().pk}")
    assert {entry.actor for entry, _link in answer.context["rows"]} == {people.agent()}


@pytest.mark.parametrize(
    "query", ["act=x", "user=x", "patient=x", "day=x", "before=-1", "patient=99999999999999999999"]
)
def test_nonsense_in_the_address_is_told_and_not_an_error(client: Any, query: str) -> None:
    client.force_login(people.auditor())
    assert client.get(f"/staff/log/?{query}").status_code == 422


def test_the_page_shows_what_is_sealed_what_waits_and_what_is_broken(client: Any) -> None:
    made = sealed(3)
    entries(1)
    with owner_of_the_database() as cursor:
        cursor.execute("UPDATE staff_auditentry SET patient_id = 1 WHERE id = %s", [made[1].pk])
    client.force_login(people.auditor())
    answer = client.get("/staff/log/")
    assert [link for _entry, link in answer.context["rows"]] == ["waiting", "sealed", "broken", "sealed"]
    assert answer.context["broken"]
    assert answer.context["chain"].waiting == 1


def test_reading_the_log_is_logged(client: Any) -> None:
    client.force_login(people.auditor())
    client.get("/staff/log/?patient=1003&act=searched")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.patient_id) == (Act.LOG_READ, people.auditor(), 1003)
    assert entry.detail == {"act": "searched", "user": None, "day": None}


def test_the_page_asks_a_fixed_number_of_questions(client: Any, django_assert_max_num_queries: Any) -> None:
    sealed(100)
    client.force_login(people.auditor())
    client.get("/staff/log/")
    with django_assert_max_num_queries(16):
        client.get("/staff/log/")
