"""Cases and measures as policy.rates wants them, worked out and counted by the database.

Fifty thousand cases are some hundred different ones to the rates: days are told apart no finer than a rate
does.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Case as Choose
from django.db.models import Count, DateTimeField, F, Func, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import ExtractDay, Lag, Least, TruncDate
from django.utils import timezone

from complaints.models import Complaint, CorrectiveMeasure
from policy.complaints import CloseReason, Kind, State
from policy.rates import ANSWER_DAYS, Case, Measure

REPEATED_WITHIN = timedelta(days=90)
KEY = (
    "state", "close_reason", "is_due", "reopened", "answered_after", "age", "claimed_level", "confirmed_level"
)  # fmt: skip

type_of_cases = QuerySet[Complaint]


def begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


# --- Cases ---


def keyed(chosen: type_of_cases, *, now: datetime) -> type_of_cases:
    """With what policy.rates.Case asks for: later than the 7th day is one day later, older is 7 days old."""
    took = ExtractDay(TruncDate("answered_at") - TruncDate("recorded_at"))
    seven_days_ago = begin(timezone.localdate(now) - timedelta(days=ANSWER_DAYS))
    return chosen.annotate(
        is_due=Choose(When(due_at__lte=now, then=True), default=False),
        answered_after=Choose(
            When(answered_at__isnull=False, then=Least(took, Value(ANSWER_DAYS + 1))),
            default=None,
            output_field=IntegerField(),
        ),
        age=Choose(When(recorded_at__lt=seven_days_ago, then=ANSWER_DAYS), default=0),
    )


def case_of(values: Sequence[Any]) -> Case:
    """`values`: those of KEY."""
    return Case(State(values[0]), CloseReason(values[1]), *values[2:])


def by_kind(chosen: type_of_cases, *, now: datetime) -> Iterator[tuple[str, Case, int]]:
    """Each kind's different cases, and how many there are of each."""
    grouped = keyed(chosen, now=now).order_by().values_list("kind", *KEY).annotate(n=Count("pk"))
    return ((kind, case_of(key), n) for kind, *key, n in grouped)


def matching(chosen: type_of_cases, counts: Callable[[str, Case], bool], *, now: datetime) -> list[int]:
    """Those of which it is true, in the order of `chosen`; each different one is judged once."""
    judged: dict[tuple[Any, ...], bool] = {}
    found = []
    for pk, *values in keyed(chosen, now=now).values_list("pk", "kind", *KEY):
        key = tuple(values)
        if key not in judged:
            judged[key] = counts(key[0], case_of(key[1:]))
        if judged[key]:
            found.append(pk)
    return found


def repeated(first: date, last: date) -> type_of_cases:
    """Complaints of these days whose patient had complained in the days before, of whatever."""
    in_turn = Window(Lag("recorded_at"), partition_by="patient", order_by=["recorded_at", "pk"])
    return (
        Complaint.objects.filter(
            kind=Kind.COMPLAINT,
            patient__isnull=False,
            recorded_at__gte=begin(first) - REPEATED_WITHIN,
            recorded_at__lt=begin(last + timedelta(days=1)),
        )
        .exclude(state=State.MERGED)
        .annotate(earlier=in_turn)
        .filter(earlier__gte=F("recorded_at") - REPEATED_WITHIN)
        .order_by()
    )


# --- Themes and departments over time ---


def by_period(chosen: type_of_cases, key: str, firsts: Sequence[date]) -> Iterator[tuple[Any, int, int]]:
    """Key, place of the period, number of cases; `firsts`: the first day of each, without a gap."""
    bounds = Value([begin(day) for day in firsts], ArrayField(DateTimeField()))
    place = Func("recorded_at", bounds, function="width_bucket", output_field=IntegerField())
    grouped = chosen.order_by().annotate(period=place).values_list(key, "period").annotate(n=Count("pk"))
    return ((value, place - 1, n) for value, place, n in grouped if value is not None)


# --- Measures ---


def with_days(chosen: QuerySet[CorrectiveMeasure]) -> QuerySet[Any]:
    """With the hospital's day on which each was carried out."""
    return chosen.annotate(done_on=TruncDate("carried_out_at"))


def measures(chosen: QuerySet[CorrectiveMeasure]) -> Counter[Measure]:
    grouped = (
        with_days(chosen).order_by().values_list("due_on", "done_on", "sufficient").annotate(n=Count("pk"))
    )
    return Counter({Measure(*values): n for *values, n in grouped})
