"""What an imported file has brought to the calls of today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from followups.models import Task
from followups.room import Capacity, open_today, to_call, today
from patients.models import ImportFile, RowResult, Visit
from policy.capacity import calls_short

SOON = timedelta(minutes=5)  # what the queue has not looked at by then waits for something else


@dataclass(frozen=True, slots=True)
class Brought:
    waiting: int = 0  # visits that the queue has still to look at
    asks: bool = False  # whether it is worth asking again in a moment
    tasks: int = 0
    calls: int = 0  # patients of today, each of whom is called once
    short: int = 0  # calls of today for which there is no time
    before: int = 0  # … and how many there would be without this file

    @property
    def more(self) -> int:
        return self.short - self.before


def brought(file: ImportFile, *, now: datetime) -> Brought:
    visits = _visits(file, RowResult.CREATED, RowResult.UPDATED)
    if waiting := visits.filter(needs_review=True).count():
        recent = file.finished_at is not None and now - file.finished_at < SOON
        return Brought(waiting, asks=recent)
    made = _made(file)
    capacities = today(now).capacities
    patients = _patients(made, now)
    end = max((capacity.block.closes for capacity in capacities), default=now)
    alone = [first for first, other in patients if not other]
    return Brought(
        tasks=Task.objects.filter(made).count(),
        calls=sum(first < end for first, _other in patients),
        short=_short(capacities, ()),
        before=_short(capacities, alone),
    )


def _visits(file: ImportFile, *results: RowResult) -> QuerySet[Visit]:
    return Visit.objects.filter(pk__in=file.rows.filter(result__in=results).values("visit"))


def _made(file: ImportFile) -> Q:
    """Every task of a visit that the file brought, and of one it changed what was made since.

    Only the latter compares the database's clock with that of the program, which may run ahead of it.
    """
    since = file.started_at or file.sent_at
    new, changed = _visits(file, RowResult.CREATED), _visits(file, RowResult.UPDATED)
    return Q(visit__in=new) | Q(visit__in=changed, created_at__gte=since)


def _patients(made: Q, now: datetime) -> list[tuple[datetime, datetime | None]]:
    """When each patient of these tasks may first be called today, and when for another task."""
    calls = to_call(open_today(now), now).dialable()
    theirs = calls.filter(patient__in=calls.filter(made).values("patient"))
    found = theirs.values("patient").annotate(first=Min("call_at"), other=Min("call_at", filter=~made))
    return list(found.values_list("first", "other"))


def _short(capacities: Sequence[Capacity], without: Iterable[datetime]) -> int:
    """Calls too many for the rest of the day, if nobody rang whose first call is at one of these moments."""
    firsts, blocks = sorted(without), []
    for capacity in capacities:
        here = [first for first in firsts if first < capacity.block.closes]
        firsts = firsts[len(here) :]
        blocks.append((capacity.needed - len(here), capacity.possible))
    return calls_short(blocks)
