"""Discharges beside their follow-ups, and in words why one has none (E3)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.explaining import Answer, WhyNot, without_tasks
from followups.models import Task
from followups.why_words import told
from patients.models import Visit


class Line(NamedTuple):
    visit: Visit
    tasks: list[Task]
    why_none: str
    awaited: bool  # none yet, and none is due yet


def lines(visits: list[Any], *, awaited: Collection[int], now: datetime) -> list[Line]:
    """`visits` with their tasks fetched along; `awaited`: those whose first follow-up is not due yet."""
    none = without_tasks([visit for visit in visits if not visit.covered], now=now)
    return [
        Line(
            visit,
            sorted(visit.tasks.all(), key=lambda task: (task.due_on, task.pk)),
            _why(none[visit.pk], now) if visit.pk in none else "",
            visit.pk in awaited,
        )
        for visit in visits
    ]


def _why(answers: list[Answer], now: datetime) -> str:
    """What the rules say that are for such visits at all: first those that will make a task yet."""
    near = [answer for answer in answers if WhyNot.KIND not in answer.why_not]
    if not near:
        return _("no rule is for this kind of visit")
    comma, colon = pgettext("list", ", "), pgettext("before a list", ": ")
    one = told(near, now)[0]
    words = one.reasons or [call for call, _steps in one.calls] or [_("no call is due")]
    return f"{one.rule}{colon}{comma.join(words)}"
