"""What the figures of complaints are made of: the cases of a period, and which a number counts (A31, C4).

The rates themselves are policy.rates; a number's cases are those that the same function counts one by one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils import timezone

from complaints.models import Complaint, CorrectiveMeasure
from policy import rates
from policy.complaints import CloseReason, Kind, State
from policy.rates import Case, Handling, Measure, Share
from staff.models import User

REPEATED_WITHIN = timedelta(days=90)
COLUMNS = (
    "pk", "kind", "theme", "recorded_at", "due_at", "state", "close_reason", "reopened",
    "answered_at", "claimed_level", "confirmed_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Days of recording, both included, and which cases of them."""

    first: date
    last: date
    kind: str = ""
    department: int | None = None
    theme: str | None = None  # None: all; empty: those without one


class Row(NamedTuple):
    pk: int
    kind: str
    theme: str
    day: date
    repeated: bool
    departments: tuple[int, ...]
    case: Case


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def cases(asked: Asked, user: User) -> Any:
    """Merged ones are left out: the case that they are part of is there."""
    chosen = Complaint.objects.visible_to(user).filter(
        recorded_at__gte=_begin(asked.first), recorded_at__lt=_begin(asked.last + timedelta(days=1))
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


def rows(asked: Asked, user: User, *, now: datetime) -> list[Row]:
    """As the cases stand now."""
    chosen = cases(asked, user)
    departments, repeated = _departments(chosen), _repeated(asked)
    over, zone = timezone.localdate(now) - timedelta(days=1), timezone.get_current_timezone()
    return [
        _row(values, departments, values[0] in repeated, now, over, zone)
        for values in chosen.order_by("pk").values_list(*COLUMNS)
    ]


def _repeated(asked: Asked) -> set[int]:
    """Complaints whose patient had complained in the days before, of whatever."""
    complaints = Complaint.objects.filter(
        kind=Kind.COMPLAINT,
        patient__isnull=False,
        recorded_at__gte=_begin(asked.first) - REPEATED_WITHIN,
        recorded_at__lt=_begin(asked.last + timedelta(days=1)),
    ).exclude(state=State.MERGED)
    in_turn = complaints.order_by("patient", "recorded_at", "pk").values_list("pk", "patient", "recorded_at")
    return {
        pk
        for (_pk, before, earlier), (pk, patient, at) in pairwise(in_turn)
        if patient == before and at - earlier <= REPEATED_WITHIN
    }


def _departments(chosen: Any) -> dict[int, tuple[int, ...]]:
    links = Complaint.departments.through.objects.filter(complaint__in=chosen.values("pk"))
    found: dict[int, tuple[int, ...]] = {}
    for case, department in links.order_by("complaint_id", "department_id").values_list(
        "complaint_id", "department_id"
    ):
        found[case] = (*found.get(case, ()), department)
    return found


def _row(
    values: Any,
    departments: Mapping[int, tuple[int, ...]],
    repeated: bool,
    now: datetime,
    over: date,
    zone: tzinfo,
) -> Row:
    """`over`: the last day that has ended."""
    (pk, kind, theme, recorded, due, state, reason, reopened, answered, claimed, confirmed) = values
    day = recorded.astimezone(zone).date()
    case = Case(
        state=State(state),
        close_reason=CloseReason(reason),
        due=due is not None and due <= now,
        reopened=reopened,
        answered_after=(answered.astimezone(zone).date() - day).days if answered else None,
        age=(over - day).days,
        claimed=claimed,
        confirmed=confirmed,
    )
    return Row(pk, kind, theme, day, bool(repeated and kind == Kind.COMPLAINT), departments.get(pk, ()), case)


def _owed(row: Row) -> bool:
    return row.kind != Kind.PRAISE


def _of(rate: Callable[[Iterable[Case]], Share], *, part: bool) -> Callable[[Row], bool]:
    def counts(row: Row) -> bool:
        share = rate((row.case,)) if _owed(row) else Share(0, 0)
        return bool(share.numerator if part else share.denominator)

    return counts


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
#: What a link may ask for: each number of the page has its name here.
ONLY: Mapping[str, Callable[[Row], bool]] = {
    "repeated": lambda row: row.repeated,
    "complaints": lambda row: row.kind == Kind.COMPLAINT,
    **{f"{name}_part": _of(rate, part=True) for name, rate in RATES.items()},
    **{f"{name}_whole": _of(rate, part=False) for name, rate in RATES.items()},
}


def only(chosen: Iterable[Row], name: str) -> list[Row]:
    return [row for row in chosen if ONLY[name](row)] if name else list(chosen)


# --- Measures ---


def measures(asked: Asked, user: User) -> list[tuple[int, int, Measure]]:
    """Those whose day lies in the period: pk, pk of the case, and what the rate needs."""
    due = CorrectiveMeasure.objects.filter(
        due_on__gte=asked.first,
        due_on__lte=asked.last,
        complaint__in=Complaint.objects.visible_to(user).values("pk"),
    )
    if asked.department:
        due = due.filter(department_id=asked.department)
    if asked.kind:
        due = due.filter(complaint__kind=asked.kind)
    if asked.theme is not None:
        due = due.filter(complaint__theme=asked.theme)
    found = due.order_by("pk").values_list("pk", "complaint_id", "due_on", "carried_out_at", "sufficient")
    return [
        (pk, case, Measure(on, timezone.localdate(done) if done else None, sufficient))
        for pk, case, on, done, sufficient in found
    ]


def measures_only(asked: Asked, user: User, name: str, *, now: datetime) -> list[int]:
    """The measures that the rate counts: "measures_part" or "measures_whole"."""
    last = last_day(asked, now)
    return [
        pk
        for pk, _case, measure in measures(asked, user)
        if getattr(
            rates.measures_in_time((measure,), last),
            "numerator" if name == "measures_part" else "denominator",
        )
    ]


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
    periods: list[tuple[date, date]]
    by_period: list[int]
    themes: list[Line] = field(default_factory=list)
    departments: list[Line] = field(default_factory=list)


def figures(asked: Asked, user: User, periods: Sequence[tuple[date, date]], *, now: datetime) -> Figures:
    found = rows(asked, user, now=now)
    owed = [row.case for row in found if _owed(row)]
    place = _places(periods)
    return Figures(
        total=len(found),
        kinds=dict(Counter(row.kind for row in found)),
        complaints=len(only(found, "complaints")),
        repeated=len(only(found, "repeated")),
        shares={name: rate(owed) for name, rate in RATES.items()},
        handling=rates.handling(owed),
        measures=rates.measures_in_time(
            (measure for _pk, _case, measure in measures(asked, user)), last_day(asked, now)
        ),
        periods=list(periods),
        by_period=_counted((place[row.day] for row in found), len(periods)),
        themes=_lines(((row.theme, place[row.day]) for row in found), len(periods)),
        departments=_lines(((d, place[row.day]) for row in found for d in row.departments), len(periods)),
    )


def _places(periods: Sequence[tuple[date, date]]) -> dict[date, int]:
    return {
        first + timedelta(days=n): number
        for number, (first, last) in enumerate(periods)
        for n in range((last - first).days + 1)
    }


def _counted(places: Iterable[int], width: int) -> list[int]:
    counts = Counter(places)
    return [counts[number] for number in range(width)]


def _lines(pairs: Iterable[tuple[Any, int]], width: int) -> list[Line]:
    by_key: dict[Any, list[int]] = {}
    for key, number in pairs:
        by_key.setdefault(key, [0] * width)[number] += 1
    lines = [Line(key, counts) for key, counts in by_key.items()]
    return sorted(lines, key=lambda line: (-line.total, str(line.key)))
