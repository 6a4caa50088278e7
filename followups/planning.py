"""Which rules are in force and which windows they open: plain values for the set-based statements.

Rules: A7, A8, E1, E12, E16, E17. Reads rules and regulation, never a visit: the calendar stays in `policy`,
a statement gets a plan of a few dozen rows (docs/performance.md, M1).
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from followups.models import OrderedCall, RuleVersion
from followups.models.orders import OrderedCallQuerySet
from policy.calendar import LONGEST_CLOSURE, NoCallingDay
from policy.orders import RULE as ORDERED
from policy.orders import day_to_call, eve
from policy.plan import PlanRow, plan
from policy.rules import DepartmentKind, RuleSpec
from policy.timing import Window
from regulation.reading import Regulation, regulation_at
from staff.models import Department

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One version of a rule in use. `departments`: None means all of them."""

    version: int
    rule: int
    spec: RuleSpec
    effective_from: date
    anchors_from: date
    departments: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The window of all visits of one day that happened from `since` until before `until`.

    `missed_at`: when their own window closed, if it closed before now and this one stands in for it.
    `gone`: it closed too long ago for a call; the window is their own and the task is made unsuccessful.
    `order`: somebody has ordered it.
    `stands_in`: a day to come, for which visits of the past stand in (forecasts only).
    """

    version: int
    occurrence: int
    anchor_on: date
    since: datetime | None
    until: datetime | None
    window: Window
    missed_at: datetime | None = None
    gone: bool = False
    stands_in: bool = False
    order: int | None = None  # an ordered call, of one visit only
    ordered_at: datetime | None = None
    only_visit: int | None = None
    gaps: tuple[tuple[datetime, datetime], ...] = ()  # hours without calls in which a visit may end


class Planner:
    """The rules and the regulation in force at `now`, read once for a whole run."""

    def __init__(
        self,
        now: datetime,
        regulation: Regulation,
        rulings: Sequence[Ruling],
        ordering: Ruling | None = None,
    ) -> None:
        self.now = now
        self.regulation = regulation
        self.today = regulation.day
        self.calendar = regulation.calendar
        self.options = regulation.options
        self.rulings = tuple(rulings)  # by rule, the newest version first
        self.ordering = ordering  # under which ordered calls stand, once there was one
        self.all_rulings = (*self.rulings, ordering) if ordering else self.rulings
        # Rules that cannot be planned: what is on record for them is left alone until somebody mends them.
        self.faulty: set[int] = set()
        self._known: dict[date, list[Span]] = {}

    def spans(self, anchors: Callable[[Ruling], Iterable[date]], *, until: date) -> list[Span]:
        """For these days of visits, all windows that open up to the day `until`."""
        found: list[Span] = []
        for rule, versions in groupby(self.rulings, key=lambda ruling: ruling.rule):
            try:
                found += self._of_rule(list(versions), anchors, until)
            except (NoCallingDay, OverflowError) as fault:
                log.error("Rule %s cannot be planned: %s", rule, type(fault).__name__)
                self.faulty.add(rule)
        return found

    def all_spans(self, days: Iterable[date]) -> list[Span]:
        """Whenever they open; remembered, because the batches of a run ask for the same days."""
        days = set(days)
        fresh = sorted(days - self._known.keys())
        of_day = defaultdict(list)
        for span in self.spans(lambda _ruling: fresh, until=date.max) if fresh else ():
            of_day[span.anchor_on].append(span)
        for span in self._ordered(OrderedCall.objects.filter(visit__anchor_on__in=fresh)) if fresh else ():
            of_day[span.anchor_on].append(span)
        self._known.update((day, of_day[day]) for day in fresh)
        return [span for day in days for span in self._known[day]]

    def ordered_spans(self, *, until: date) -> list[Span]:
        """The calls that were ordered for days up to `until` and have no task yet."""
        waiting = OrderedCall.objects.not_made().filter(day__lte=until, visit__anchor_on__isnull=False)
        return [span for span in self._ordered(waiting) if span.window.opens.date() <= until]

    def _ordered(self, orders: OrderedCallQuerySet) -> list[Span]:
        """One window each; its visit and its number take the place of what a rule would say."""
        ruling = self.ordering
        found: list[Span] = []
        if ruling is None:
            return []
        for order in orders.standing().still_wanted().select_related("visit").order_by("pk"):
            counted_from = order.visit.anchor_on or order.day
            rows = plan(
                ruling.spec,
                anchors=[eve(day_to_call(order.day, order.visit.anchor_on))],
                now=self.now,
                calendar=self.calendar,
                until=date.max,
                late_days=self.options.late_days,
            )
            found += [
                replace(
                    span,
                    anchor_on=counted_from,
                    occurrence=order.number,
                    order=order.pk,
                    ordered_at=order.ordered_at,
                    only_visit=order.visit_id,
                )
                for row in rows
                for span in self._split(ruling, row)
            ]
        return found

    def reach(self, ruling: Ruling) -> list[date]:
        """The days whose visits a sweep reads: every window that may still be called."""
        latest = ruling.spec.timing_of(ruling.spec.all_occurrences).latest
        back = latest + LONGEST_CLOSURE + self.options.max_late_days
        first = max(ruling.anchors_from, self.today - timedelta(days=back))
        return [date.fromordinal(n) for n in range(first.toordinal(), self.today.toordinal() + 1)]

    def _of_rule(
        self, versions: list[Ruling], anchors: Callable[[Ruling], Iterable[date]], until: date
    ) -> list[Span]:
        """The newest version that covers a day has its visits, unless their window closed before it came."""
        found: dict[tuple[date, int], list[Span]] = {}
        days = sorted({day for ruling in versions for day in anchors(ruling)})
        for ruling in versions:
            rows = plan(
                ruling.spec,
                anchors=[day for day in days if day >= ruling.anchors_from],
                now=self.now,
                calendar=self.calendar,
                until=date.max,  # a version whose window has not opened yet keeps the older ones out
                late_days=self.options.late_days,
            )
            for row in rows:
                if spans := list(self._split(ruling, row)):
                    found.setdefault((row.anchor_on, row.occurrence), spans)
        return [span for spans in found.values() for span in spans if span.window.opens.date() <= until]

    def _split(self, ruling: Ruling, row: PlanRow) -> Iterator[Span]:
        """Visits before the cutoff and after it; none whose window closed before the version came."""
        too_late = self.now - timedelta(days=self.options.max_late_days)
        for since, until, window, missed in _sides(row):
            if self.calendar.day_of((missed or window).closes) < ruling.effective_from:
                continue
            gone = missed is not None and missed.closes < too_late
            yield Span(
                version=ruling.version,
                occurrence=row.occurrence,
                anchor_on=row.anchor_on,
                since=since,
                until=until,
                window=replace(missed, late=True) if missed and gone else window,
                missed_at=missed.closes if missed else None,
                gone=gone,
                gaps=row.gaps,
            )


Side = tuple[datetime | None, datetime | None, Window, Window | None]


def _sides(row: PlanRow) -> Iterator[Side]:
    window = Window(row.opens, row.target, row.closes, row.due_on, row.moved, row.late)
    yield None, row.cutoff, window, row.missed
    if row.late_opens and row.late_target and row.late_closes:
        late = Window(
            row.late_opens, row.late_target, row.late_closes, row.due_on, row.late_moved, row.late_late
        )
        yield row.cutoff, None, late, row.late_missed


def planner_at(now: datetime) -> Planner:
    """Three queries at most, whatever the number of rules."""
    regulation = regulation_at(now)
    versions = (
        RuleVersion.objects.filter(rule__active=True, effective_from__lte=regulation.day)
        .order_by("rule", "-effective_from", "-number")
        .values_list("pk", "rule", "spec", "effective_from", "anchors_from", "rule__code")
    )
    rulings: list[Ruling] = []
    faulty: set[int] = set()
    ordering: Ruling | None = None
    for version, rule, spec, effective_from, anchors_from, code in versions:
        try:
            ruling = Ruling(version, rule, RuleSpec.from_json(spec), effective_from, anchors_from)
        except ValueError as fault:
            log.error("Version %s of rule %s cannot be read: %s", version, rule, fault)
            faulty.add(rule)
            continue
        if code == ORDERED:
            ordering = ordering or ruling
        else:
            rulings.append(ruling)
    sound = [ruling for ruling in rulings if ruling.rule not in faulty]
    planner = Planner(now, regulation, with_departments(sound), ordering)
    planner.faulty |= faulty
    return planner


def with_departments(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Kinds of departments as ids: of both conditions on departments a visit must meet both."""
    kinds: dict[int, str] = {}
    if any(ruling.spec.department_kind for ruling in rulings):
        kinds = dict(Department.objects.values_list("pk", "kind"))
    return [replace(ruling, departments=_departments(ruling.spec, kinds)) for ruling in rulings]


def _departments(spec: RuleSpec, kinds: dict[int, str]) -> tuple[int, ...] | None:
    if spec.department_kind == DepartmentKind.ANY:
        return spec.departments or None
    of_kind = tuple(pk for pk, kind in kinds.items() if kind == spec.department_kind)
    return tuple(pk for pk in of_kind if pk in spec.departments) if spec.departments else of_kind
