"""Writing a file's rows: a thousand in a transaction, each once, whoever is killed in between (F30, F31)."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from patients.actions.claiming import Claim, ClaimLost
from patients.actions.comparing import Changes, Entry, Outcome, compare
from patients.actions.known import NUMBER, PATIENT, VISIT
from patients.actions.staging import RESULTS
from patients.actions.tables import as_json, copy_in, new_ids, update_many
from patients.importing.parsed import Parsed
from patients.models import ImportedRow, ImportFile, ImportState, Patient, PhoneNumber, RowResult, Visit
from regulation.reading import hospital_zone
from staff.actions.audit import record
from staff.models import Act

CHUNK = 1000
# Two files may speak of one patient: their chunks take turns.
TURN = 0x1A9017
PATIENT_NEW = (*PATIENT, "do_not_call_reason", "created_at", "updated_at")
PATIENT_SET = (*PATIENT[1:], "updated_at")
VISIT_NEW = (*VISIT, "needs_review", "created_at", "updated_at")
VISIT_SET = (*VISIT[1:], "needs_review", "updated_at")
NUMBER_NEW = (*NUMBER, "state", "original")
NUMBER_SET = ("owner_name", "relation", "preferred")


def write(claim: Claim, *, clock: Callable[[], datetime]) -> None:
    """Until no row is left; raises ClaimLost when another has taken over."""
    while write_chunk(claim, now=clock()):
        pass
    finish(claim, now=clock())


@transaction.atomic
def write_chunk(claim: Claim, *, now: datetime) -> int:
    """How many rows were dealt with; 0: all are."""
    claim.renew(now=now)
    rows = list(
        ImportedRow.objects.filter(file=claim.file_id, result=RowResult.PENDING)
        .order_by("number")
        .values_list("pk", "parsed", "forecast")[:CHUNK]
    )
    if not rows:
        return 0
    _take_turn()
    readable = [(pk, _entry(said)) for pk, said, forecast in rows if said is not None]
    changes = compare([entry for _, entry in readable], zone=hospital_zone(), now=now, write=True)
    apply(changes, now=now)
    results: list[tuple[int, Outcome]] = [
        (pk, outcome) for (pk, _), outcome in zip(readable, changes.outcomes, strict=True)
    ]
    results += [(pk, Outcome(RowResult(forecast))) for pk, said, forecast in rows if said is None]
    _account(claim, results, new_patients=len(changes.new_patients))
    return len(rows)


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])


def _entry(said: dict[str, Any]) -> Entry:
    cancelled = said.pop("cancelled", False)
    return Entry(Parsed.from_json(said), cancelled)


def apply(changes: Changes, *, now: datetime) -> None:
    stamp = {"created_at": now, "updated_at": now}
    _insert(Patient, changes.new_patients, PATIENT_NEW, {**stamp, "do_not_call_reason": ""})
    _update(Patient, changes.patients, PATIENT_SET, stamp)
    _insert(PhoneNumber, changes.new_numbers, NUMBER_NEW, {"state": "unknown", "original": ""})
    _update(PhoneNumber, changes.numbers, NUMBER_SET, {})
    _insert(Visit, changes.new_visits, VISIT_NEW, {**stamp, "needs_review": True})
    _update(Visit, changes.visits, VISIT_SET, {**stamp, "needs_review": True})


def _insert(
    model: Any, records: Sequence[dict[str, Any]], columns: Sequence[str], more: dict[str, Any]
) -> None:
    if not records:
        return
    for record_, key in zip(records, new_ids(model, len(records)), strict=True):
        record_["id"] = key
    chosen = itemgetter(*columns)
    copy_in(model, columns, (chosen(_whole(record_, more)) for record_ in records))


def _update(
    model: Any, records: dict[int, dict[str, Any]], columns: Sequence[str], more: dict[str, Any]
) -> None:
    full = [_whole(record_, more) | {"id": key} for key, record_ in sorted(records.items())]
    update_many(model, columns, full)


def _whole(record_: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """With what is the same for all; the patient, where the record holds one, by his key."""
    if "patient" in record_:
        return {**record_, **more, "patient_id": record_["patient"]["id"]}
    return {**record_, **more}


def _account(claim: Claim, results: Sequence[tuple[int, Outcome]], *, new_patients: int) -> None:
    done = [
        {
            "id": pk,
            "result": str(outcome.result),
            "visit": outcome.visit and outcome.visit["id"],
            "errors": [outcome.error.to_json()] if outcome.error else None,
        }
        for pk, outcome in results
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE patients_importedrow AS old SET result = new.result, visit_id = new.visit,"
            " errors = coalesce(new.errors, old.errors)"
            " FROM jsonb_to_recordset(%s::jsonb) AS new(id bigint, result text, visit bigint, errors jsonb)"
            " WHERE old.id = new.id AND old.result = ''",
            [as_json(done)],
        )
        cursor.execute(
            "UPDATE patients_importfile SET rows_done = rows_done + %s, notes = notes || jsonb_build_object("
            "'new_patients', coalesce((notes->>'new_patients')::int, 0) + %s) WHERE id = %s",
            [len(results), new_patients, claim.file_id],
        )


@transaction.atomic
def finish(claim: Claim, *, now: datetime) -> None:
    """The accounts, counted from the rows themselves; the database refuses those that do not agree."""
    rows = ImportedRow.objects.filter(file=claim.file_id).exclude(result=RowResult.SKIPPED)
    counts = Counter(rows.values_list("result", flat=True).iterator())
    values: dict[str, Any] = {name: counts[result] for result, name in RESULTS.items()}
    mine = ImportFile.objects.filter(
        Q(pk=claim.file_id, state=ImportState.RUNNING, claimed_until=claim.until)
    )
    if not mine.update(state=ImportState.DONE, finished_at=now, claimed_until=None, content=b"", **values):
        raise ClaimLost
    file = ImportFile.objects.defer("content").get(pk=claim.file_id)
    detail = {"rows": file.rows_total, **values}
    record(Act.IMPORTED, actor=file.sent_by, now=now, about=file, detail=detail)
