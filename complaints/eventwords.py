"""What an entry of the timeline changed, in words: field, before, after (design: who, when, what changed)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.limitwords import until
from complaints.models import Complaint
from complaints.moveforms import HOWS
from complaints.themes import THEMES
from complaints.words import ALARMS, CHANNELS, KINDS, SEVERITIES, VERDICTS
from staff.templatetags.look import listed, short_day, when

LABELS: Mapping[str, Any] = {
    "responsible": gettext_lazy("who"),
    "lead": gettext_lazy("lead department"),
    "parts": gettext_lazy("With whom"),
    "until": gettext_lazy("until"),
    "due_on": gettext_lazy("until"),
    "verdict": gettext_lazy("Verified?"),
    "how": gettext_lazy("How it was told"),
    "level": gettext_lazy("Level"),
    "told": gettext_lazy("passed on to"),
    "into": gettext_lazy("merged into"),
    "merged": gettext_lazy("took in"),
    "linked": gettext_lazy("linked with"),
    "files": gettext_lazy("files"),
    "days": gettext_lazy("Days"),
    "approved": gettext_lazy("decision"),
    "sufficient": gettext_lazy("check"),
    "alarm": gettext_lazy("reminder"),
    "due": gettext_lazy("Limit"),  # which of the clocks it was
    "draft": gettext_lazy("drafted before"),
    "proof": gettext_lazy("proof before"),
}
ONLY_BEFORE = frozenset({"draft", "proof"})  # what they became stands as the entry's text


class Change(NamedTuple):
    label: str
    before: str
    after: str


def changed(changes: Mapping[str, Any], now: datetime) -> list[Change]:
    """Keys of rows and codes that say nothing to a reader are left out."""
    found = []
    for name, value in changes.items():
        old, new = value if isinstance(value, list) and len(value) == 2 else (None, value)
        if name in ONLY_BEFORE:
            new = None
        if name == "responsible" and isinstance(new, int):  # a row's key, as measures were told of once
            continue
        label = _label(name)
        if label and (before := _worded(name, old, now)) != (after := _worded(name, new, now)):
            found.append(Change(label, before, after))
    return found


def _label(name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    try:
        field: Any = Complaint._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    return str(field.verbose_name)


def _worded(name: str, value: Any, now: datetime) -> str:
    if value is None or value == "":
        return ""
    if name in _AS:
        return str(_AS[name](value, now))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return listed(value) if isinstance(value, list) else str(value)


def _of(words: Mapping[Any, Any]) -> Callable[[Any, datetime], str]:
    return lambda value, _now: str(words.get(value, value))


_AS: Mapping[str, Callable[[Any, datetime], str]] = {
    "verdict": _of(VERDICTS),
    "how": _of(HOWS),
    "kind": _of(KINDS),
    "severity": _of(SEVERITIES),
    "channel": _of(CHANNELS),
    "theme": _of(THEMES),
    "alarm": _of(ALARMS),
    "level": lambda value, _now: f"{value}/5",
    "until": lambda value, now: when(datetime.fromisoformat(value), now),
    "due": lambda value, now: until(datetime.fromisoformat(value), now),
    "due_on": lambda value, now: short_day(date.fromisoformat(value), now),
    "approved": lambda value, _now: _("Approved.") if value else _("Refused."),
    "sufficient": lambda value, _now: _("sufficient") if value else _("not sufficient"),
}
