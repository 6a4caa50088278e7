"""`{% load cases %}`: the ends of clocks and the words of moves and states."""

from datetime import datetime

from django import template

from complaints import limitwords
from complaints.eventwords import Change
from complaints.eventwords import changed as changes_of
from complaints.models import Event
from complaints.moveforms import HOWS
from complaints.themes import THEMES
from complaints.words import CHANNELS, EVENTS, KINDS, MOVES, STATES, VERDICTS
from patients.models import PhoneNumber

register = template.Library()
WORDS = {"state": STATES, "kind": KINDS, "move": MOVES, "verdict": VERDICTS, "channel": CHANNELS}
OF_KIND = {
    "complaint": ("warn", ""),
    "adverse_event": ("danger", "exclamation-octagon-fill"),
    "praise": ("ok", ""),
}


@register.filter
def until(due: datetime | None, now: datetime) -> str:
    return limitwords.until(due, now)


@register.filter
def left(due: datetime | None, now: datetime) -> str:
    return limitwords.left(due, now)


@register.filter
def short_left(due: datetime | None, now: datetime) -> str:
    return limitwords.short(due, now)


@register.filter
def word_of(code: str, table: str) -> str:
    """A code as people read it; an unknown one as it stands."""
    return str(WORDS[table].get(code, code))  # type: ignore[attr-defined]


@register.filter
def tag_kind(kind: str) -> str:
    return OF_KIND.get(kind, ("", ""))[0]


@register.filter
def masked(number: str) -> str:
    return PhoneNumber(number=number).masked if number else ""


@register.filter
def megabytes(size: int) -> str:
    return f"{max(size / (1 << 20), 0.1):.1f} MB"


@register.filter
def theme(code: str) -> str:
    """One that somebody wrote himself stands as it is."""
    return str(THEMES.get(code, code))


@register.filter
def happening(what: str) -> str:
    """An entry of the timeline: a move, or one of the other things that happen to a case."""
    return str(EVENTS.get(what, what))


@register.filter
def changed(event: Event, now: datetime) -> list[Change]:
    """What an entry of the timeline changed, for whoever may see it."""
    return changes_of(event.changes, now)


@register.filter
def how(code: str) -> str:
    return str(HOWS.get(code, code))


@register.filter
def moment(text: str) -> datetime:
    """As the database writes a time into JSON."""
    return datetime.fromisoformat(text)
