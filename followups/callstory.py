"""What the call screen tells of before: plain rows, nothing else of them is drawn (docs/performance.md)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from followups.callsheet import hidden_words
from followups.words import kind_label, outcome_label
from policy.disclosure import withheld
from staff.templatetags.look import when


class Seen(NamedTuple):
    """A visit, as far as the page tells it."""

    kind: str
    department: str
    doctor: str | None
    anchor_at: datetime | None
    admitted_at: datetime | None
    diagnosis: str
    operation: str
    abnormal: str


class Told(NamedTuple):
    """A call that stands, with the reasons that were given in it."""

    pk: int
    dialled_at: datetime
    outcome: str
    agent: str
    notes: str
    reasons: list[str]


class Line(NamedTuple):
    at: datetime
    bold: str
    text: str


def story_lines(visits: Sequence[Seen], attempts: Sequence[Told], *, hides: bool) -> list[Line]:
    """Calls and visits, newest first, in one line each and without a diagnosis (E8)."""
    hidden = hidden_words(visits) if hides else ()
    lines = [
        Line(at, kind_label(visit.kind), f"{visit.department} {visit.doctor or ''}".strip())
        for visit in visits
        if (at := visit.anchor_at or visit.admitted_at)
    ]
    language = get_language()
    for attempt in attempts:
        told = [attempt.agent, *(f"“{reason}”" for reason in attempt.reasons)]
        if attempt.notes:
            told.append(attempt.notes)
        said = withheld("・".join(told), hidden, instead=_("(not to be told)")) if hidden else "・".join(told)
        lines.append(Line(attempt.dialled_at, outcome_label.known(language, attempt.outcome), said))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def visits_seen(rows: Iterable[tuple[Any, ...]]) -> list[Seen]:
    """Of callscreen.VISITS."""
    return [Seen(*row) for row in rows]


def calls_told(rows: Iterable[tuple[Any, ...]]) -> list[Told]:
    """Of callscreen.TOLD: plain rows, since the page draws nothing else of the calls."""
    return [Told(*row) for row in rows]


def tries(attempts: Iterable[Told], now: datetime) -> list[tuple[str, str]]:
    """When, and what came of it."""
    language = get_language()
    return [(when(one.dialled_at, now), outcome_label.known(language, one.outcome)) for one in attempts]
