"""The log: nobody changes it, it is sealed in one chain, and it holds no patient."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from staff.actions.audit import WITHHELD, harmless, record
from staff.actions.sealing import LOOK_BACK, chain_state, seal_entries, seal_everything, verify_log
from staff.models import Act, AuditEntry, AuditSeal
from staff.tasks import seal_audit
from tests import people
from tests.staff.logs import NOW, entries, sealed
from tests.threads import together

pytestmark = pytest.mark.django_db


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

    def run(work: Callable[[], Any]) -> None:
        for _ in range(15):
            work()

    def write() -> None:
        with transaction.atomic():
            record(Act.PATIENT_VIEWED, actor=user, now=timezone.now(), patient_id=1)
            record(Act.NUMBER_REVEALED, actor=user, now=timezone.now(), patient_id=1)

    work = [write] * 4 + [lambda: seal_entries(now=timezone.now(), batch=7)] * 4
    together(*(partial(run, one) for one in work))
    seal_everything(now=timezone.now())
    verdict = verify_log()
    assert (verdict.sealed, verdict.unsealed, verdict.finding) == (120, 0, None)


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
