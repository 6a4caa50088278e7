"""When a patient likes to be rung, read from what was written down, and from when a call is offered: E18.

Best hours only choose within the window: a call is never lost, late or outside the hours for their sake.
No Django, no clock.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from policy.calendar import Calendar

ENOUGH = timedelta(minutes=10)  # less than that of a block is no time to be rung in
_DAY = timedelta(days=1)


class Span(NamedTuple):
    start: time
    end: time


PARTS: tuple[tuple[re.Pattern[str], Span], ...] = (
    (re.compile(r"上午|早上|早晨|morning"), Span(time(6), time(12))),
    (re.compile(r"中午|午间|noon\b(?<!afternoon)|midday"), Span(time(11, 30), time(14))),
    (re.compile(r"下午|午后|afternoon"), Span(time(12), time(18))),
    (re.compile(r"晚上|晚间|傍晚|夜里|下班后|evening"), Span(time(17, 30), time(22))),
)
_LATER = re.compile(r"(下午|午后|晚上|晚间|傍晚)\s*$")
_CLOCK = r"(\d{1,2})(?:[:：](\d{2})|[点时](半)?)"
_BETWEEN = re.compile(_CLOCK + r"\s*(?:-|–|—|~|～|至|到)\s*" + _CLOCK)
_AFTER = re.compile(_CLOCK + r"\s*(?:以后|之后|后)|after\s+" + _CLOCK)
_BEFORE = re.compile(_CLOCK + r"\s*(?:以前|之前|前)|before\s+" + _CLOCK)


def spans(text: str) -> tuple[Span, ...]:
    """What somebody wrote; nothing when it names no hours. Times of the clock go before parts of a day."""
    plain = text.casefold()
    exact = [Span(_time(m, 1), _time(m, 4)) for m in _BETWEEN.finditer(plain)]
    rest = _BETWEEN.sub(lambda match: " " * len(match[0]), plain)
    exact += [Span(_time(m, 1 if m[1] else 4), time(22)) for m in _AFTER.finditer(rest)]
    exact += [Span(time(6), _time(m, 1 if m[1] else 4)) for m in _BEFORE.finditer(rest)]
    found = exact or [span for pattern, span in PARTS if pattern.search(plain)]
    return tuple(span for span in found if span.start < span.end)


def offered_from(opens: datetime, closes: datetime, wanted: tuple[Span, ...], calendar: Calendar) -> datetime:
    """The first moment of the window at which the patient likes to be rung, else its beginning."""
    opens, closes = calendar.local(opens), calendar.local(closes)
    day = opens.date()
    while day <= closes.date():
        if found := _on(day, opens, closes, wanted, calendar):
            return found
        day += _DAY
    return opens


def _on(
    day: date, opens: datetime, closes: datetime, wanted: tuple[Span, ...], calendar: Calendar
) -> datetime | None:
    moments = []
    for block in calendar.blocks(day):
        for span in wanted:
            start = max(block.opens, opens, datetime.combine(day, span.start, calendar.tz))
            end = min(block.closes, closes, datetime.combine(day, span.end, calendar.tz))
            if end - start >= ENOUGH:
                moments.append(start)
    return min(moments, default=None)


def _time(match: re.Match[str], group: int) -> time:
    """Hour, minute and "half" stand in three groups; "下午3点" is fifteen o'clock."""
    hour, minute, half = match.groups()[group - 1 : group + 2]
    clock = int(hour)
    if clock < 12 and _LATER.search(match.string[: match.start()]):
        clock += 12
    return time(min(23, clock), min(59, int(minute or (30 if half else 0))))
