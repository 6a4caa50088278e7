"""Writing the append-only log and sealing it into a hash chain (design 3.9).

Entries hold ids, counts and codes. `record` is called inside the transaction of the act it tells of.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from staff.models import Act, AuditEntry, AuditSeal, User

SEAL_BATCH = 2000
SEAL_LOCK = 7_204_118  # any number that nobody else uses for an advisory lock


@dataclass(frozen=True, slots=True)
class Origin:
    address: str | None = None
    request_id: str = ""


_origin: ContextVar[Origin] = ContextVar("audit_origin", default=Origin())


@contextmanager
def acting_from(address: str | None, request_id: str) -> Iterator[None]:
    """Entries written inside carry this address and request."""
    token = _origin.set(Origin(address, request_id))
    try:
        yield
    finally:
        _origin.reset(token)


def entry(
    act: Act,
    *,
    actor: User | None,
    now: datetime,
    patient_id: int | None = None,
    about: Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """An entry not yet written, for those who write many at once."""
    origin = _origin.get()
    return AuditEntry(
        at=now,
        actor=actor,
        act=act,
        patient_id=patient_id,
        object_type=about._meta.model_name or "" if about is not None else "",
        object_id=about.pk if about is not None else None,
        detail=detail or {},
        address=origin.address,
        request_id=origin.request_id,
    )


def record(
    act: Act,
    *,
    actor: User | None,
    now: datetime,
    patient_id: int | None = None,
    about: Model | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    entry(act, actor=actor, now=now, patient_id=patient_id, about=about, detail=detail).save(force_insert=True)


def digest(previous: str, entry: AuditEntry) -> str:
    """The link for `entry` after a link with digest `previous`."""
    told = json.dumps(
        [
            previous,
            entry.pk,
            entry.at.timestamp(),
            entry.actor_id,
            entry.act,
            entry.patient_id,
            entry.object_type,
            entry.object_id,
            entry.detail,
            entry.address,
            entry.request_id,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hmac.new(settings.AUDIT_KEY.encode(), told.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def seal_entries(*, now: datetime) -> int:
    """Append links for entries that have none; returns how many. Two sealers at once: one waits for nothing and goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    last = AuditSeal.objects.order_by("-pk").first()
    number, previous = (last.pk, last.digest) if last else (0, "")
    seals = []
    for item in AuditEntry.objects.filter(seal=None).order_by("pk")[:SEAL_BATCH]:
        number += 1
        previous = digest(previous, item)
        seals.append(AuditSeal(id=number, entry=item, digest=previous, sealed_at=now))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing wrong with the log: `what` is changed, removed, reordered or seal_missing."""

    what: str
    entry_id: int | None
    seal: int


def verify_log() -> Finding | None:
    """Walk the chain; None when every sealed entry is as it was when it was sealed."""
    previous, expected = "", 0
    for seal in AuditSeal.objects.order_by("pk").iterator(chunk_size=2000):
        expected += 1
        if seal.pk != expected:
            return Finding("seal_missing", None, expected)
        item = AuditEntry.objects.filter(pk=seal.entry_id).first()
        if item is None:
            return Finding("removed", seal.entry_id, seal.pk)
        if digest(previous, item) != seal.digest:
            return Finding("changed", seal.entry_id, seal.pk)
        previous = seal.digest
    return None
