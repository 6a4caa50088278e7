"""Whoever owns the database can change the log, and is found."""

import random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from staff.actions.sealing import seal_everything, verify_log
from tests.staff.logs import NOW, entries, owner_of_the_database, sealed

pytestmark = pytest.mark.django_db

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
