"""Sealing the log into a hash chain, and finding what was done to it since.

A job seals afterwards, in the order in which it finds the entries, so that no lock lies on the saving path.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from staff.models import AuditEntry, AuditSeal

BATCH = 2000
TURNS = 50
LOCK = 7_204_118  # any number that nobody else uses for an advisory lock
# A transaction may commit its entries after later ones were sealed. So far back each run looks;
# the first run of a day looks at everything.
LOOK_BACK = 100_000


def digest(previous: str, number: int, sealed_at: datetime, entry: AuditEntry) -> str:
    """Link `number`, for `entry`, after a link with digest `previous`."""
    told = [
        previous,
        number,
        sealed_at.astimezone(UTC).isoformat(),
        entry.pk,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.act,
        entry.patient_id,
        entry.object_type,
        entry.object_id,
        entry.detail,
        entry.address,
        entry.request_id,
    ]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def seal_entries(*, now: datetime, batch: int = BATCH) -> int:
    """Append links for entries that have none; returns how many. Of two sealers at once one goes away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = AuditSeal.objects.order_by("-pk").first()
    number, previous = (last.pk, last.digest) if last else (0, "")
    seals = []
    for entry in _unsealed(last, now)[:batch]:
        number += 1
        previous = digest(previous, number, now, entry)
        seals.append(AuditSeal(id=number, entry=entry, digest=previous, sealed_at=now))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def seal_everything(*, now: datetime, batch: int = BATCH) -> int:
    """Batch after batch, each its own transaction, until few are left for the next run."""
    sealed = 0
    for _turn in range(TURNS):
        done = seal_entries(now=now, batch=batch)
        sealed += done
        if done < batch:
            break
    return sealed


def _unsealed(last: AuditSeal | None, now: datetime) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.filter(seal=None).order_by("pk")
    if last is None or last.sealed_at.astimezone(UTC).date() < now.astimezone(UTC).date():
        return entries
    return entries.filter(pk__gt=last.entry_id - LOOK_BACK)


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing wrong: `what` is changed, removed, reordered, seal_missing or unknown_digest."""

    what: str
    entry_id: int | None
    seal: int


@dataclass(frozen=True, slots=True)
class Verdict:
    sealed: int  # links that hold
    head: str  # digest of the last of them: whoever notes it down can prove later that nothing was cut off
    unsealed: int
    finding: Finding | None = None


def verify_log(*, expect: str = "") -> Verdict:
    """Walk the chain up to the first thing wrong; `expect` is a head noted before: it must be in it."""
    number, head, met = 0, "", not expect
    for seal, entry in _links():
        finding = _broken(number, head, seal, entry)
        if finding:
            return Verdict(number, head, _unsealed_count(), finding)
        number, head = seal.pk, seal.digest
        met = met or head == expect
    finding = None if met else Finding("unknown_digest", None, number)
    return Verdict(number, head, _unsealed_count(), finding)


def _unsealed_count() -> int:
    return AuditEntry.objects.filter(seal=None).count()


def _links() -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    last = 0
    while seals := list(AuditSeal.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in seals])
        yield from ((seal, entries.get(seal.entry_id)) for seal in seals)
        last = seals[-1].pk


def _broken(number: int, head: str, seal: AuditSeal, entry: AuditEntry | None) -> Finding | None:
    if entry and digest(head, number + 1, seal.sealed_at, entry) == seal.digest and seal.pk == number + 1:
        return None
    if seal.pk != number + 1:
        return Finding("seal_missing", None, number + 1)
    if _elsewhere(head, seal):
        return Finding("reordered", seal.entry_id, seal.pk)
    return Finding("changed" if entry else "removed", seal.entry_id, seal.pk)


def _elsewhere(head: str, seal: AuditSeal) -> bool:
    """What was sealed here is in the log unchanged, but under another number or another seal."""
    near = AuditEntry.objects.filter(pk__range=(seal.entry_id - BATCH, seal.entry_id + BATCH))
    for other in near.iterator():
        for pk in {other.pk, seal.entry_id}:
            other.pk = pk
            if digest(head, seal.pk, seal.sealed_at, other) == seal.digest:
                return True
    return False


@dataclass(frozen=True, slots=True)
class Chain:
    last: AuditSeal | None
    waiting: int  # newer entries than the one sealed last


def chain_state() -> Chain:
    last = AuditSeal.objects.order_by("-pk").first()
    return Chain(last, AuditEntry.objects.filter(pk__gt=last.entry_id if last else 0).count())


def links_of(entries: list[AuditEntry]) -> dict[int, str]:
    """Entry → "sealed", "waiting" or "broken", each looked at with the link before it."""
    seals = {seal.entry_id: seal for seal in AuditSeal.objects.filter(entry_id__in=[e.pk for e in entries])}
    before = AuditSeal.objects.in_bulk([seal.pk - 1 for seal in seals.values()])
    return {entry.pk: _standing(entry, seals.get(entry.pk), before) for entry in entries}


def _standing(entry: AuditEntry, seal: AuditSeal | None, before: dict[int, AuditSeal]) -> str:
    if seal is None:
        return "waiting"
    previous = before[seal.pk - 1].digest if seal.pk - 1 in before else ""
    return "sealed" if digest(previous, seal.pk, seal.sealed_at, entry) == seal.digest else "broken"
