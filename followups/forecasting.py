"""What a rule would do before it is published: calls a day and part of the day, tasks made, moved, withdrawn.

Rules: C5, E18. Counts only. Days to come have no visits yet: those of four weeks before stand in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from django.db import connection

from followups.models import Rule, Task
from followups.planning import Planner, Ruling, Span, planner_at, with_departments
from followups.queries.standing import pairs
from followups.queries.wanted import COUNT_BY_DAY, COUNT_MISSING, parameters
from followups.verdicts import UNFINISHED, fate, slot_left
from policy.calendar import LONGEST_CLOSURE, Daypart
from policy.capacity import calls_possible
from policy.rules import RuleSpec, warnings
from staff.models import Absence, User

NOT_PUBLISHED = -1  # stands for the ids of a version and a rule that are not on record yet
FOUR_WEEKS = timedelta(days=28)

Slot = tuple[date, Daypart]
# Version, occurrence, day of the visits, whether before the cutoff, whether they stand in for others.
Source = tuple[int, int, date, bool, bool]


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """Calls that fall due, by part of the day, under the rules in force and with the new one."""

    day: date
    calling: bool
    now: dict[Daypart, int]
    after: dict[Daypart, int]
    capacity: int  # calls that the agents on duty have time for

    @property
    def total_now(self) -> int:
        return sum(self.now.values())

    @property
    def total_after(self) -> int:
        return sum(self.after.values())


@dataclass(frozen=True, slots=True)
class Forecast:
    days: tuple[ForecastDay, ...]
    new: int  # tasks that would be made at once
    moved: int
    withdrawn: int
    warnings: tuple[str, ...]


def forecast(
    spec: RuleSpec,
    rule: Rule | None,
    *,
    now: datetime,
    days: int = 14,
    existing: Literal["adjust", "leave"] = "adjust",
    effective_from: date | None = None,
) -> Forecast:
    """`rule`: None for one that does not exist yet. The number of queries does not depend on the data."""
    before = planner_at(now)
    since = effective_from or before.today
    back = spec.timing_of(spec.all_occurrences).latest + LONGEST_CLOSURE
    proposed = Ruling(
        version=NOT_PUBLISHED,
        rule=rule.pk if rule else NOT_PUBLISHED,
        spec=spec,
        effective_from=since,
        anchors_from=since if existing == "leave" else since - timedelta(days=back),
    )
    older = [ruling for ruling in before.rulings if ruling.rule == proposed.rule]
    after = Planner(now, before.regulation, [*with_departments([proposed]), *older])
    calls, old_calls = _calls(before, days), _calls(Planner(now, before.regulation, older), days)
    new_calls = _calls(after, days)
    # A version of later counts from its day on.
    with_new = Counter(
        {
            slot: calls[slot] + (new_calls[slot] - old_calls[slot] if slot[0] >= since else 0)
            for slot in calls | new_calls
        }
    )
    moved, withdrawn = _changes(after, proposed.rule)
    return Forecast(
        days=tuple(_days(before, days, calls, with_new)),
        new=_new(after),
        moved=moved,
        withdrawn=withdrawn,
        warnings=warnings(spec, before.calendar, since),
    )


def _days(planner: Planner, days: int, calls: Counter[Slot], after: Counter[Slot]) -> Iterable[ForecastDay]:
    span = [planner.today + timedelta(days=n) for n in range(days)]
    on_duty = _on_duty(span)
    for day in span:
        blocks = planner.calendar.blocks(day)
        minutes = sum(int((block.closes - block.opens).total_seconds()) // 60 for block in blocks)
        yield ForecastDay(
            day=day,
            calling=bool(blocks),
            now={part: calls[day, part] for part in Daypart if calls[day, part]},
            after={part: after[day, part] for part in Daypart if after[day, part]},
            capacity=calls_possible(on_duty[day], minutes, planner.options.minutes_per_call),
        )


def _on_duty(days: Sequence[date]) -> dict[date, int]:
    agents = set(User.objects.agents().filter(takes_calls=True).values_list("pk", flat=True))
    absences = Absence.objects.filter(user__in=agents, first_day__lte=days[-1], last_day__gte=days[0])
    spans = list(absences.values_list("user", "first_day", "last_day"))
    return {day: len(agents - {user for user, first, last in spans if first <= day <= last}) for day in days}


def _calls(planner: Planner, days: int) -> Counter[Slot]:
    """Calls by the day and the part of the day on which they are best made."""
    last = planner.today + timedelta(days=days - 1)

    def anchors(ruling: Ruling) -> list[date]:
        return planner.reach(ruling) + [planner.today + timedelta(days=n) for n in range(1, days)]

    sources: dict[Source, list[Span]] = defaultdict(list)
    asked: dict[Source, Span] = {}
    for span in planner.spans(anchors, until=last):
        if planner.today <= span.window.target.date() <= last:
            on_record = _on_record(span, planner.today)
            first = on_record.since is None
            key = span.version, span.occurrence, on_record.anchor_on, first, on_record.stands_in
            sources[key].append(span)
            asked[key] = on_record
    calls: Counter[Slot] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_BY_DAY, parameters(planner.rulings, list(asked.values())))
        for *key, count in cursor.fetchall():
            for span in sources[tuple(key)]:
                calls[_slot(planner, span)] += count
    return calls


def _on_record(span: Span, today: date) -> Span:
    """The same window over visits on record: its own, or those of as many weeks before as it takes."""
    back = timedelta()
    while span.anchor_on - back > today:
        back += FOUR_WEEKS
    return replace(
        span,
        anchor_on=span.anchor_on - back,
        since=span.since and span.since - back,
        until=span.until and span.until - back,
        stands_in=bool(back),
    )


def _slot(planner: Planner, span: Span) -> Slot:
    target = span.window.target
    block = planner.calendar.block_at(target)
    return target.date(), block.daypart if block else Daypart.AFTERNOON


def _new(planner: Planner) -> int:
    """Tasks to be called that the proposed version would make at once."""
    spans = planner.spans(planner.reach, until=planner.today)
    of_new = [span for span in spans if span.version == NOT_PUBLISHED]
    with connection.cursor() as cursor:
        cursor.execute(COUNT_MISSING, parameters(planner.rulings, of_new))
        row: tuple[int] = cursor.fetchone()
    return row[0]


def _changes(planner: Planner, rule: int) -> tuple[int, int]:
    """How many tasks that nobody has called yet would move, and how many would be withdrawn."""
    tasks = Task.objects.filter(rule=rule, state__in=UNFINISHED, tries=0)
    found = list(tasks.values_list("pk", "visit", "visit__anchor_on"))
    visits = {visit for _task, visit, _day in found}
    days = {day for _task, _visit, day in found if day}
    moved = withdrawn = 0
    for pair in pairs(planner, [task for task, _visit, _day in found], list(visits), days):
        slot = slot_left(planner.calendar, pair.existing, planner.now)
        end = fate(pair.existing, pair.wanted, now=planner.now, slot_left=slot)
        withdrawn += end.state not in UNFINISHED
        moved += end.state in UNFINISHED and end.plan.window != pair.existing.plan.window
    return moved, withdrawn
