"""What the figures of complaints are made of: the cases of a period, and which a number counts (A31, C4).

The rates themselves are policy.rates; a number's cases are those that the same function counts one by one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from complaints.models import Complaint, CorrectiveMeasure
from complaints.queries import clocks, tallies
from policy import rates
from policy.complaints import Kind, State
from policy.rates import Case, Clock, Handling, Measure, Share
from staff.models import User


@dataclass(frozen=True, slots=True)
class Asked:
    """Days of recording, both included, and which cases of them."""

    first: date
    last: date
    kind: str = ""
    department: int | None = None
    theme: str | None = None  # None: all; empty: those without one


def cases(asked: Asked, user: User) -> Any:
    """Merged ones are left out: the case that they are part of is there."""
    chosen = Complaint.objects.visible_to(user).filter(
        recorded_at__gte=tallies.begin(asked.first),
        recorded_at__lt=tallies.begin(asked.last + timedelta(days=1)),
    )
    chosen = chosen.exclude(state=State.MERGED)
    if asked.kind:
        chosen = chosen.filter(kind=asked.kind)
    if asked.department:
        chosen = chosen.filter(
            pk__in=Complaint.departments.through.objects.filter(department_id=asked.department).values(
                "complaint_id"
            )
        )
    return chosen if asked.theme is None else chosen.filter(theme=asked.theme)


def _claimed(all_cases: Iterable[Case]) -> Share:
    told = rates.handling(all_cases).claimed
    return Share(told.very_satisfied + told.satisfied, told.answers)


def _confirmed(all_cases: Iterable[Case]) -> Share:
    told = rates.handling(all_cases).confirmed
    return Share(told.very_satisfied + told.satisfied, told.answers)


RATES: Mapping[str, Callable[[Iterable[Case]], Share]] = {
    "response": rates.response,
    "in_time": rates.answered_in_time,
    "resolution": rates.resolution,
    "claimed": _claimed,
    "confirmed": _confirmed,
}
_REPEATED, _COMPLAINTS, _SIDES = "repeated", "complaints", {"part": "numerator", "whole": "denominator"}
#: What a link may ask for: each number of the page has its name here.
ONLY = frozenset(
    {_REPEATED, _COMPLAINTS, *clocks.ONLY, *(f"{name}_{side}" for name in RATES for side in _SIDES)}
)


def only(asked: Asked, user: User, name: str, *, now: datetime) -> Sequence[int]:
    """Keys of the cases that a number counts, the newest first; without a name all of them. KeyError: there
    is no such number."""
    chosen = cases(asked, user).order_by("-recorded_at", "-pk")
    if name in ("", _REPEATED, _COMPLAINTS):
        chosen = chosen.filter(kind=Kind.COMPLAINT) if name else chosen
        chosen = chosen.filter(pk__in=_repeated(asked)) if name == _REPEATED else chosen
        keys: Sequence[int] = chosen.values_list("pk", flat=True)
        return keys
    if name in clocks.ONLY:
        return clocks.only(chosen, name, now=now)
    rate, _sep, side = name.rpartition("_")
    rule, whole = RATES[rate], _SIDES[side]
    return tallies.matching(
        chosen, lambda kind, case: clocks.asks(kind) and bool(getattr(rule((case,)), whole)), now=now
    )


def _repeated(asked: Asked) -> Any:
    return tallies.repeated(asked.first, asked.last).values("pk")


# --- Measures ---


def measures(asked: Asked, user: User) -> Any:
    """Those whose day lies in the period."""
    due = CorrectiveMeasure.objects.filter(
        due_on__gte=asked.first,
        due_on__lte=asked.last,
        complaint__in=Complaint.objects.visible_to(user).values("pk"),
    )
    if asked.department:
        due = due.filter(department_id=asked.department)
    if asked.kind:
        due = due.filter(complaint__kind=asked.kind)
    return due if asked.theme is None else due.filter(complaint__theme=asked.theme)


def measures_only(asked: Asked, user: User, name: str, *, now: datetime) -> list[int]:
    """The measures that the rate counts: "measures_part" or "measures_whole", the earliest day first."""
    last, side = last_day(asked, now), _SIDES[name.removeprefix("measures_")]
    chosen = tallies.with_days(measures(asked, user)).order_by("due_on", "pk")
    found = chosen.values_list("pk", "due_on", "done_on", "sufficient")
    return [pk for pk, *values in found if getattr(rates.measures_in_time((Measure(*values),), last), side)]


def last_day(asked: Asked, now: datetime) -> date:
    """The last day that is over."""
    return min(asked.last, timezone.localdate(now) - timedelta(days=1))


# --- The page ---


@dataclass(slots=True)
class Line:
    """One theme or department: how many in each period, and in all."""

    key: Any
    counts: list[int]
    name: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(slots=True)
class Figures:
    total: int
    kinds: dict[str, int]
    complaints: int
    repeated: int
    shares: dict[str, Share]
    handling: Handling
    measures: Share
    breached: Share  # of those that are owed an answer
    periods: list[tuple[date, date]]
    by_period: list[int]
    themes: list[Line] = field(default_factory=list)
    clocks: dict[str, Counter[Clock]] = field(default_factory=dict)  # of each theme
    departments: list[Line] = field(default_factory=list)


def figures(asked: Asked, user: User, periods: Sequence[tuple[date, date]], *, now: datetime) -> Figures:
    """`periods`: first and last days, one after another without a gap; together the days asked for."""
    chosen = cases(asked, user)
    kinds, owed = Counter[str](), Counter[Case]()
    for kind, case, n in tallies.by_kind(chosen, now=now):
        kinds[kind] += n
        if clocks.asks(kind):
            owed[case] += n
    firsts = [first for first, _last in periods]
    themes = _lines(tallies.by_period(chosen, "theme", firsts), len(periods))
    return Figures(
        total=kinds.total(),
        kinds=dict(kinds),
        complaints=kinds[Kind.COMPLAINT],
        repeated=chosen.filter(kind=Kind.COMPLAINT, pk__in=_repeated(asked)).count(),
        shares={name: rate(owed) for name, rate in RATES.items()},
        handling=rates.handling(owed),
        measures=rates.measures_in_time(tallies.measures(measures(asked, user)), last_day(asked, now)),
        breached=clocks.breached(chosen, now=now),
        periods=list(periods),
        by_period=[sum(column) for column in zip(*(line.counts for line in themes), strict=True)]
        or [0] * len(periods),
        themes=themes,
        clocks=clocks.by_theme(chosen, now=now),
        departments=_lines(tallies.by_period(chosen, "departments", firsts), len(periods)),
    )


def _lines(counted: Iterable[tuple[Any, int, int]], width: int) -> list[Line]:
    by_key: dict[Any, list[int]] = {}
    for key, place, n in counted:
        by_key.setdefault(key, [0] * width)[place] += n
    lines = [Line(key, counts) for key, counts in by_key.items()]
    return sorted(lines, key=lambda line: (-line.total, str(line.key)))
