"""What an address asks for: which span of which part of the hospital, and which records of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, QueryDict

from policy.alerts import Level
from policy.indicators import Group, Measure, Raised
from policy.periods import Cutoff, Period
from policy.spans import Span, free, span_of
from reports.queries.calls import Some
from reports.queries.facts import Asked, Only
from reports.queries.sheet import Wanted
from reports.spanwords import FAULTS
from staff.numbers import whole_number

FIRST, LAST = date(2000, 1, 1), date(2999, 1, 1)
LONGEST = 800  # days of a free span: two years and a bit
OF = ("tasks", "calls", "answers", "defects", "alerts", "consultations")
CHOICES: dict[str, list[str]] = {
    "of": list(OF),
    "measure": list(Measure),
    "raised": list(Raised),
    "level": list(Level),
    "group": list(Group),
}


def day_of(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def wanted(data: QueryDict, *, today: date, cutoff: Cutoff) -> Wanted:
    """Whatever stands in the address gives a page: nonsense gives this month of the whole hospital."""
    kind = data.get("kind", "")
    span = Span(kind) if kind in list(Span) else Span.MONTH
    return Wanted(
        span, _period(span, data, today, cutoff), whole_number(data.get("department")),
        whole_number(data.get("agent")), cutoff,
    )  # fmt: skip


def _period(span: Span, data: QueryDict, today: date, cutoff: Cutoff) -> Period:
    first, last = day_of(data.get("first")), day_of(data.get("last"))
    if span is Span.FREE and first and last and not _fault(first, last):
        return free(first, last)
    return span_of(span, day_of(data.get("day")) or today, cutoff)


class Typed(NamedTuple):
    """The days of a free span as they were typed. `fault`: why they are none; then another span is shown."""

    first: str
    last: str
    fault: str


def typed(data: QueryDict, want: Wanted) -> Typed:
    """Without a fault, the days of what is shown."""
    first, last = data.get("first") or "", data.get("last") or ""
    fault = _fault(day_of(first), day_of(last)) if want.kind is Span.FREE and (first or last) else ""
    if fault:
        return Typed(first, last, str(FAULTS[fault]))
    return Typed(str(want.period.first), str(want.period.last), "")


def _fault(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "one_missing"
    if first > last:
        return "reversed"
    return "too_long" if (last - first).days > LONGEST else ""


class Rows(NamedTuple):
    """Which records a number stands for."""

    of: str
    asked: Asked
    measure: Measure
    only: Only
    some: Some
    raised: Raised
    level: Level | None  # of an alert
    came: bool  # of a consultation: whether a visit came of it
    said: int | None  # what the number was where it was clicked


def rows(data: Mapping[str, str], *, today: date, cutoff: Cutoff) -> Rows:
    """Without days, those of this month; nonsense is no page."""
    usual = span_of(Span.MONTH, today, cutoff)
    first = day_of(data.get("first")) if "first" in data else usual.first
    last = day_of(data.get("last")) if "last" in data else usual.last
    known = all(str(data[name]) in choices for name, choices in CHOICES.items() if name in data)
    if not first or not last or first > last or not known:
        raise Http404
    return Rows(
        data.get("of", "tasks"),
        Asked(first, last, whole_number(data.get("department")), whole_number(data.get("agent"))),
        Measure(data.get("measure", Measure.DUE)),
        Only(
            **_text(data, "kind", "ward", "state", "reason", "detail", "group"),
            **_numbers(data, "rule", "doctor"),
        ),
        Some(
            **_text(data, "subject", "ward", "outcome"),
            **_numbers(data, "length", "weekday", "hour", "same"),
            levels=_levels(data.get("levels")),
            answered=True if data.get("answered") else None,
            worded=True if data.get("worded") else None,
        ),
        Raised(data.get("raised", Raised.RAISED)),
        Level(str(data["level"])) if "level" in data else None,
        bool(data.get("came")),
        whole_number(data.get("n")),
    )


def _text(data: Mapping[str, str], *names: str) -> dict[str, Any]:
    return {name: str(data[name])[:100] for name in names if name in data}


def _numbers(data: Mapping[str, str], *names: str) -> dict[str, Any]:
    return {name: n for name in names if (n := whole_number(data.get(name))) is not None}


def _levels(text: str | None) -> tuple[int, ...] | None:
    """ "54": levels five and four."""
    return tuple(int(sign) for sign in text if sign in "12345") if text else None
