"""Bringing tasks in line with visits and patients that have changed: E9.

What has to be looked at again is found by the flags that an import, a call or a new rule has set. Each batch
is one transaction; what somebody else is changing just now keeps its flag.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from followups.actions.folding import stands
from followups.actions.making import lock_queue, log_run, make_missing
from followups.actions.retrying import retried
from followups.models import Task
from followups.planning import Planner, planner_at
from followups.queries.standing import Change, Pair, lock_tasks, pairs, write
from followups.verdicts import UNFINISHED, Fate, fate, slot_left
from patients.models import Patient, Visit
from policy.tasks import CLOSED, EndReason, State
from policy.visits import LeftBy
from staff.actions.audit import entry
from staff.models import Act, AuditEntry

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many tasks were made, moved or opened again, and withdrawn or suspended."""

    visits: int = 0
    made: int = 0
    moved: int = 0
    withdrawn: int = 0
    waiting: frozenset[int] = field(default_factory=frozenset)  # visits to be looked at again

    def __add__(self, other: "Reviewed") -> "Reviewed":
        return Reviewed(
            self.visits + other.visits,
            self.made + other.made,
            self.moved + other.moved,
            self.withdrawn + other.withdrawn,
            self.waiting | other.waiting,
        )


def review_visits(*, now: datetime, limit: int | None = None) -> Reviewed:
    """Every visit that is flagged; at most about `limit` of them."""
    total, after = Reviewed(), 0
    planner: Planner | None = None
    while limit is None or total.visits < limit:
        if not Visit.objects.filter(needs_review=True, pk__gt=after).exists():
            break
        planner = planner or planner_at(now)
        done, after = _review_batch(planner, after=after)
        total += done
    if planner:
        log_run("review", planner, made=total.made, moved=total.moved, withdrawn=total.withdrawn)
    return total


@retried
def _review_batch(planner: Planner, *, after: int) -> tuple[Reviewed, int]:
    """The next visits that nobody else is changing; and how far we have come."""
    lock_queue()
    flagged = (
        Visit.objects.filter(needs_review=True, pk__gt=after)
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True)
    )
    visits = list(flagged.only("patient", "anchor_on", "left_by", "cancelled_at")[:BATCH])
    if not visits:
        return Reviewed(), 2**63 - 1
    ids = [visit.pk for visit in visits]
    settled = Reviewed(waiting=frozenset(_heed_deaths(visits, now=planner.now)))
    settled += settle(planner, patients={visit.patient_id for visit in visits}, visits=ids)
    spans = planner.all_spans({visit.anchor_on for visit in visits if visit.anchor_on})
    today = [span for span in spans if span.window.opens.date() <= planner.today]
    made = sum(m.count for m in make_missing(planner, today, visits=ids))
    # Who waits keeps the flag: his own visit, or the one that says something about another visit of his.
    waiting = set(Visit.objects.filter(pk__in=settled.waiting).values_list("patient", flat=True))
    done = [v.pk for v in visits if v.pk not in settled.waiting and v.patient_id not in waiting]
    Visit.objects.filter(pk__in=done).update(needs_review=False)
    return settled + Reviewed(visits=len(ids), made=made), ids[-1]


def _heed_deaths(visits: Sequence[Visit], *, now: datetime) -> set[int]:
    """Who died in the hospital gets no call for any visit. Returns visits that have to wait for that."""
    died = [v for v in visits if v.left_by == LeftBy.DEATH and not v.cancelled_at]
    alive = Patient.objects.filter(pk__in=[v.patient_id for v in died], deceased=False)
    free = set(alive.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    for visit in died:
        if visit.patient_id in free:
            Patient.objects.filter(pk=visit.patient_id).update(
                deceased=True,
                deceased_on=Coalesce("deceased_on", Value(visit.anchor_on)),
                version=F("version") + 1,
            )
    detail = {"deceased": True}
    AuditEntry.objects.bulk_create(
        entry(Act.PATIENT_CHANGED, actor=None, now=now, patient_id=patient, detail=detail) for patient in free
    )
    busy = set(alive.values_list("pk", flat=True))
    return {visit.pk for visit in died if visit.patient_id in busy}


def settle(planner: Planner, *, patients: Iterable[int], visits: Iterable[int]) -> Reviewed:
    """Give every task of these patients and visits the state and the window that it ought to have.

    Called inside a transaction that holds the queue's lock.
    """
    ours, waiting = lock_tasks(patients=list(patients), visits=list(visits), now=planner.now)
    if not ours:
        return Reviewed(waiting=frozenset(waiting))
    of_tasks = sorted(set(ours.values()))
    days = set(Visit.objects.filter(pk__in=of_tasks).values_list("anchor_on", flat=True)) - {None}
    found = [_change(pair, planner) for pair in pairs(planner, list(ours), of_tasks, days)]
    waiting |= {change.pair.visit for change in found if change.fate.waits}
    changes = [change for change in _as_called(found, planner) if _differs(change)]
    if changes:
        write(changes, now=planner.now)
    AuditEntry.objects.bulk_create(_told(change, now=planner.now) for change in changes)
    ended = sum(c.fate.state not in {c.pair.existing.state, State.OPEN} for c in changes)
    return Reviewed(moved=len(changes) - ended, withdrawn=ended, waiting=frozenset(waiting))


def _change(pair: Pair, planner: Planner) -> Change:
    existing = pair.existing
    if pair.wanted is None and pair.rule in planner.faulty and existing.visit_stands:
        return Change(pair, Fate(*existing[:3]))  # nobody knows better: it stays
    slot = slot_left(planner.calendar, existing, planner.now)
    return Change(pair, fate(existing, pair.wanted, now=planner.now, slot_left=slot))


def _as_called(changes: list[Change], planner: Planner) -> list[Change]:
    """What comes back after a call stands as its calls have left it: A18, E7."""
    back = {c.pair.task for c in changes if _comes_back(c) and c.pair.existing.dialled}
    if not back:
        return changes
    known = stands(list(Task.objects.filter(pk__in=back)), planner.regulation)
    return [
        c._replace(called=after, fate=c.fate._replace(state=after.state, end_reason=EndReason(after.reason)))
        if (after := known.get(c.pair.task))
        else c
        for c in changes
    ]


def _comes_back(change: Change) -> bool:
    return change.fate.state == State.OPEN and change.pair.existing.state != State.OPEN


def _differs(change: Change) -> bool:
    before, after = change.pair.existing, change.fate
    if (before.state, before.end_reason, before.plan) != after[:3]:
        return True
    pair = change.pair
    elsewhere = (pair.patient, pair.department) != (pair.patient_now, pair.department_now)
    return elsewhere and (after.state in UNFINISHED or not before.dialled)


def _told(change: Change, *, now: datetime) -> AuditEntry:
    before, after = change.pair.existing, change.fate
    closed = after.state in CLOSED and before.state != after.state
    detail: dict[str, object] = {"from": before.state, "to": after.state, "reason": after.end_reason}
    if before.state == after.state and before.end_reason != after.end_reason:
        detail["reason_before"] = before.end_reason
    if before.plan.window != after.plan.window:
        detail["opens"] = after.plan.opens.isoformat()
    if before.plan.version != after.plan.version:
        detail["version"] = after.plan.version
    told = entry(
        Act.TASK_CLOSED if closed else Act.TASK_MOVED,
        actor=None,
        now=now,
        patient_id=change.pair.patient_now,
        detail=detail,
    )
    told.object_type, told.object_id = "task", change.pair.task
    return told


def review_patients(*, now: datetime) -> Reviewed:
    """Every patient who is flagged: death, do-not-call, or the end of it."""
    total, after = Reviewed(), 0
    planner: Planner | None = None
    while Patient.objects.filter(needs_review=True, pk__gt=after).exists():
        planner = planner or planner_at(now)
        done, after = _review_patients(planner, after=after)
        total += done
    if planner:
        log_run("review", planner, moved=total.moved, withdrawn=total.withdrawn)
    return total


@retried
def _review_patients(planner: Planner, *, after: int) -> tuple[Reviewed, int]:
    lock_queue()
    flagged = Patient.objects.filter(needs_review=True, pk__gt=after).order_by("pk")
    ids = list(flagged.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)[:BATCH])
    if not ids:
        return Reviewed(), 2**63 - 1
    settled = settle(planner, patients=ids, visits=())
    waiting = Visit.objects.filter(pk__in=settled.waiting).values_list("patient", flat=True)
    Patient.objects.filter(pk__in=set(ids) - set(waiting)).update(needs_review=False)
    return settled, ids[-1]
