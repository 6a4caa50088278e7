"""A list that leaves the house: asked for with a reason, made in pieces, kept a while, removed (A10)."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation

from policy.exports import MOST, Form, Kind, Problem, State, before
from reports.actions.claims import Claim, ClaimLost, claim_next, give_up
from reports.exporting import Pieces, count_of, pieces_of
from reports.models import Export, ExportPart
from staff.actions.audit import record
from staff.models import Act, User

log = logging.getLogger(__name__)
LONGEST = timedelta(minutes=7)  # a job has nine
A_WORKER_AT_A_TIME = timedelta(minutes=1)  # then the next wake-up goes on with what waits


class TooMany(Exception):
    """More rows than one file may have."""


def ask(
    kind: Kind, form: Form, asked: dict[str, Any], *, reason: str, remark: str, by: User, now: datetime
) -> Export:
    """`asked`: which records, as the address said it. Raises TooMany."""
    total = count_of(kind, asked)
    if total > MOST:
        raise TooMany
    with transaction.atomic():
        export = Export.objects.create(
            kind=kind, form=form, asked=asked, reason=reason, remark=remark, total=total,
            language=translation.get_language() or settings.LANGUAGE_CODE, asked_by=by, asked_at=now,
        )  # fmt: skip
        _log(export, "asked", rows=total, by=by, now=now)
    return export


@transaction.atomic
def cancel(export: Export, *, by: User, now: datetime) -> bool:
    """Stop what is under way, or remove what is ready; False: there was nothing to stop or remove."""
    mine = Export.objects.filter(pk=export.pk)
    for after in (State.CANCELLED, State.REMOVED):
        if mine.filter(state__in=sorted(before(after))).update(
            state=after, claimed_until=None, finished_at=now
        ):
            ExportPart.objects.filter(export=export).delete()
            _log(export, str(after), rows=export.done, by=by, now=now)
            return True
    return False


def taken(export: Export, *, by: User, now: datetime) -> Iterator[bytes]:
    """The bytes, a piece at a time; whoever takes them stands in the log before the first."""
    _log(export, "taken", rows=export.done, by=by, now=now)
    numbers = list(export.parts.order_by("number").values_list("pk", flat=True))
    return (bytes(ExportPart.objects.get(pk=pk).content) for pk in numbers)


def run_exports(*, clock: Callable[[], datetime], only: int | None = None) -> int:
    """Make whatever waits, for about a minute; returns how many were taken up. Safe to run twice at once."""
    count, begun = 0, clock()
    while clock() - begun < A_WORKER_AT_A_TIME and (claim := claim_next(now=clock(), only=only)):
        _work(claim, clock)
        count += 1
    return count


def remove_outlived(*, now: datetime) -> int:
    """The files whose time is over; that they were there stays on record."""
    count = 0
    for pk in Export.objects.outlived(now).values_list("pk", flat=True):
        with transaction.atomic():
            if Export.objects.outlived(now).filter(pk=pk).update(state=State.REMOVED):
                ExportPart.objects.filter(export=pk).delete()
                count += 1
    return count


def _work(claim: Claim, clock: Callable[[], datetime]) -> None:
    try:
        with translation.override(claim.export.language):
            _make(claim, clock)
    except ClaimLost:
        return
    except (OperationalError, InterfaceError):
        raise  # the database is away: another worker begins anew
    except Exception as error:  # whatever it is, its asker is told, and the next list is made
        problem = Problem.LONG if isinstance(error, TimeoutError) else Problem.BROKEN
        log.error("Export %s failed: %s", claim.export.pk, type(error).__name__)
        _fail(claim, problem, now=clock())


def _make(claim: Claim, clock: Callable[[], datetime]) -> None:
    export, out, begun = claim.export, Pieces(), clock()
    for done in pieces_of(export, out, now=timezone.localtime(export.asked_at)):
        if clock() - begun > LONGEST:
            raise TimeoutError
        claim.keep(out.full(), done=done, now=clock())
        export.done = done
    now = clock()
    with transaction.atomic():
        kept = now + timedelta(hours=settings.EXPORT_HOURS)
        claim.keep(
            out.rest(), done=export.done, now=now,
            state=State.DONE, total=export.done, size=out.size, finished_at=now, expires_at=kept,
        )  # fmt: skip
        _log(export, "made", rows=export.done, by=export.asked_by, now=now)


@transaction.atomic
def _fail(claim: Claim, problem: Problem, *, now: datetime) -> None:
    mine = Export.objects.select_for_update(of=("self",)).filter(
        state=State.RUNNING, tries=claim.export.tries
    )
    if export := mine.filter(pk=claim.export.pk).first():
        give_up(export, problem, now=now)


def _log(export: Export, what: str, *, rows: int, by: User, now: datetime) -> None:
    detail = {
        "of": export.kind, "format": export.form, "state": what, "rows": rows, "reason": export.reason,
        "first": export.asked.get("first"), "last": export.asked.get("last"),
        "measure": export.asked.get("measure"),
    }  # fmt: skip
    told = {name: value for name, value in detail.items() if value is not None}
    record(Act.EXPORTED, actor=by, now=now, about=export, detail=told)
