"""What an address asks for: which span of which part of the hospital, and which records of it."""

from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, QueryDict

from policy.indicators import Measure
from policy.periods import Period
from policy.spans import Span, free, span_of
from reports.queries.calls import Some
from reports.queries.facts import Asked, Only
from reports.queries.sheet import Wanted

FIRST, LAST = date(2000, 1, 1), date(2999, 1, 1)
LONGEST = 800  # days of a free span: two years and a bit
OF = ("tasks", "calls", "answers", "defects")


def number_of(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def day_of(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def wanted(data: QueryDict, *, today: date, cutoff: int) -> Wanted:
    """Whatever stands in the address gives a page: nonsense gives this month of the whole hospital."""
    kind = data.get("kind", "")
    span = Span(kind) if kind in list(Span) else Span.MONTH
    return Wanted(
        span, _period(span, data, today, cutoff), number_of(data.get("department")),
        number_of(data.get("agent")), cutoff,
    )  # fmt: skip


def _period(span: Span, data: QueryDict, today: date, cutoff: int) -> Period:
    first, last = day_of(data.get("first")), day_of(data.get("last"))
    if span is Span.FREE and first and last and first <= last and (last - first).days <= LONGEST:
        return free(first, last)
    return span_of(span, day_of(data.get("day")) or today, cutoff)


class Rows(NamedTuple):
    """Which records a number stands for."""

    of: str
    asked: Asked
    measure: Measure
    only: Only
    some: Some
    said: int | None  # what the number was where it was clicked


def rows(data: QueryDict, *, today: date, cutoff: int) -> Rows:
    """Without days, those of this month; nonsense is no page."""
    usual = span_of(Span.MONTH, today, cutoff)
    first = day_of(data.get("first")) if "first" in data else usual.first
    last = day_of(data.get("last")) if "last" in data else usual.last
    of, measure = data.get("of", "tasks"), data.get("measure", str(Measure.DUE))
    if not first or not last or first > last or of not in OF or measure not in list(Measure):
        raise Http404
    return Rows(
        of,
        Asked(first, last, number_of(data.get("department")), number_of(data.get("agent"))),
        Measure(measure),
        Only(**_text(data, "kind", "ward", "state", "reason", "detail"), **_numbers(data, "rule", "doctor")),
        Some(
            **_text(data, "subject", "ward", "outcome"),
            **_numbers(data, "length", "weekday", "hour"),
            levels=_levels(data.get("levels")),
            answered=True if data.get("answered") else None,
        ),
        number_of(data.get("n")),
    )


def _text(data: QueryDict, *names: str) -> dict[str, Any]:
    return {name: str(data[name])[:100].replace("\0", "") for name in names if name in data}


def _numbers(data: QueryDict, *names: str) -> dict[str, Any]:
    return {name: number_of(data.get(name)) for name in names if number_of(data.get(name)) is not None}


def _levels(text: str | None) -> tuple[int, ...] | None:
    """ "54": levels five and four."""
    return tuple(int(sign) for sign in text if sign in "12345") if text else None
