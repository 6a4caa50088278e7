"""`{% load alerts %}`: an alert in one line, what is left of its time, and the words of its codes."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints import alertwords
from complaints.models import ClinicalAlert
from policy.flags import BY_HAND
from staff.templatetags.look import duration

register = template.Library()
WORDS = {
    "level": alertwords.LEVELS,
    "state": alertwords.STATES,
    "action": alertwords.ACTIONS,
    "effect": alertwords.EFFECTS,
    "rung": alertwords.RUNGS,
    "event": alertwords.EVENTS,
    "nobody": alertwords.WHY_NOBODY,
}
FIRST_WORDS = 40


@register.filter
def alert_title(alert: ClinicalAlert) -> str:
    """What was typed, else the flags that raised it, else how the words begin."""
    language = get_language() or "zh"
    causes = [cause for cause in alert.causes.all() if cause.code != BY_HAND]
    names = [cause.name_zh if language.startswith("zh") else cause.name_en for cause in causes]
    said = alert.title or ("" if names else alert.words.splitlines()[0] if alert.words else "")
    line = _(", ").join([*names, *([said] if said else [])])
    return line if alert.title or len(line) <= FIRST_WORDS else f"{line[: FIRST_WORDS - 1]}…"


@register.filter
def time_left(due: datetime, now: datetime) -> str:
    """还有 7 分钟; 超过 12 分钟."""
    minutes = int(abs(due - now) / timedelta(minutes=1))
    words = _("%(time)s left") if due > now else _("%(time)s over")
    return words % {"time": duration(minutes)}


@register.filter
def level_shown(alert: ClinicalAlert, now: datetime) -> str:
    """The kind of _components/alert_level.html: taken, over its time, or its level."""
    if alert.state != "new":
        return "taken"
    return "overdue" if alert.due_at <= now else alert.level


@register.filter
def alert_word(code: str, table: str) -> str:
    return str(WORDS[table].get(code, code))  # type: ignore[attr-defined]
