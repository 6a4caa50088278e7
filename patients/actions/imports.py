"""What happens to a file that was sent in: received, read, started, written, or discarded (B20, E2, E16)."""

import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from patients.actions.claiming import Claim, ClaimLost, claim_next
from patients.actions.collecting import seldom_collected
from patients.actions.staging import stage
from patients.actions.writing import write
from patients.importing.sniffing import sniff
from patients.models import ImportFile, ImportState
from staff.actions.audit import record
from staff.models import Act, User

NAME_LENGTH = 200
UNWRITTEN = (ImportState.RECEIVED, ImportState.READY, ImportState.REFUSED)


class NotReady(Exception):
    """The file is in another state than the page showed."""


def receive(name: str, content: bytes, *, by: User | None, now: datetime, sheet: str = "") -> ImportFile:
    """Raises ImportRefused at once for what is no table of visits; the rest is found by the worker."""
    sniff(io.BytesIO(content))
    with transaction.atomic():
        file = ImportFile.objects.create(
            name=_safe(name),
            content=content,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            sent_by=by,
            sent_at=now,
            headings={"chosen": {"sheet": sheet}} if sheet else {},
        )
        record(Act.IMPORTED, actor=by, now=now, about=file, detail={"state": "received", "bytes": file.size})
    return file


def _safe(name: str) -> str:
    """The last part of a path, without what no file name has."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-NAME_LENGTH:] or "?"


@transaction.atomic
def start(file_id: int, *, by: User | None, now: datetime) -> None:
    """From the preview to the queue; the rows are written by the worker."""
    ready = ImportFile.objects.filter(pk=file_id, state=ImportState.READY)
    if not ready.update(state=ImportState.QUEUED, claimed_until=None, rows_done=0, started_at=None):
        raise NotReady
    file = ImportFile.objects.only("pk").get(pk=file_id)
    record(Act.IMPORTED, actor=by, now=now, about=file, detail={"state": "started"})


@transaction.atomic
def discard(file_id: int, *, by: User, now: datetime) -> None:
    """Its rows are forgotten, nothing of them was written."""
    waiting = ImportFile.objects.filter(pk=file_id, state__in=UNWRITTEN)
    if not waiting.update(state=ImportState.DISCARDED, finished_at=now, content=b""):
        raise NotReady
    file = ImportFile.objects.only("pk").get(pk=file_id)
    file.rows.all().delete()
    record(Act.IMPORTED, actor=by, now=now, about=file, detail={"state": "discarded"})


def run_imports(*, clock: Callable[[], datetime], only: int | None = None) -> int:
    """Read and write whatever waits; returns how many steps were taken. Safe to run twice at once."""
    steps = 0
    while claim := claim_next(now=clock(), only=only):
        _work(claim, clock)
        steps += 1
    return steps


def _work(claim: Claim, clock: Callable[[], datetime]) -> None:
    with suppress(ClaimLost), seldom_collected():
        if claim.state == ImportState.READING:
            stage(claim, now=clock())
        else:
            write(claim, clock=clock)
