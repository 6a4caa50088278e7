"""How the screens write time and small figures: `{% load look %}` in any template.

Dates follow the design: 11-20 周五, 今天 20:00, the year only when it is another one.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

register = template.Library()

#: Short names of our own: Django's Chinese ones are 星期五, the design's 周五.
WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


# Small in English: they stand in the middle of sentences.
NEAR_DAYS = {-1: gettext_noop("yesterday"), 0: gettext_noop("today"), 1: gettext_noop("tomorrow")}


@register.filter
def duration(minutes: int | None) -> str:
    """78 → 1 小时 18 分; from two days on days and hours."""
    if minutes is None:
        return ""
    hours, rest = divmod(max(0, int(minutes)), 60)
    if hours >= 48:
        return _("%(days)d d %(hours)d h") % {"days": hours // 24, "hours": hours % 24}
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def clock(seconds: int | None) -> str:
    """188 → 03:08."""
    minutes, rest = divmod(max(0, int(seconds or 0)), 60)
    return f"{minutes:02d}:{rest:02d}"


@register.filter
def short_day(day: date | None, now: datetime | date | None = None) -> str:
    """2026-11-20 → 11-20 周五; with the year when `now` lies in another one."""
    if day is None:
        return ""
    return _short(get_language(), _hospital_day(day), _hospital_day(now).year if now else None)


@register.filter
def when(moment: datetime | date | None, now: datetime | date | None = None) -> str:
    """今天 20:00, 明天, 11-22 周日 10:00: a day as people say it, with its time when it has one."""
    if moment is None:
        return ""
    here = _local(moment) if isinstance(moment, datetime) else None
    day, today = here.date() if here else moment, _hospital_day(now) if now else None
    told = _near_day(day, today) or _short(get_language(), day, today.year if today else None)
    return f"{told} {here:%H:%M}" if here else told


@register.filter
def recent(moment: datetime, now: datetime) -> str:
    """今天 14:10, 昨天 09:03, else the day alone: what happened, beside its story."""
    here, today = _local(moment), _hospital_day(now)
    near = _near_day(here.date(), today)
    return f"{near} {here:%H:%M}" if near else _short(get_language(), here.date(), today.year)


@register.filter
def hour(moment: datetime | None, now: datetime | None = None) -> str:
    """The time of day alone, 19:00; with its day when `now` lies on another one."""
    if moment is None:
        return ""
    here = _local(moment)
    return when(here, now) if now and _local(now).date() != here.date() else f"{here:%H:%M}"


@register.filter
def second(moment: datetime | None) -> str:
    """The time of day to the second, 19:00:05."""
    return f"{_local(moment):%H:%M:%S}" if moment else ""


@register.filter
def listed(words: Iterable[object]) -> str:
    """出院一周、住院手术: a list as the language writes it."""
    return _(", ").join(str(word) for word in words)


@register.filter
def dots(counted: int, most: int) -> list[bool]:
    """One entry for each allowed attempt, true for each one made."""
    return [number < int(counted or 0) for number in range(int(most or 0))]


@register.filter
def svg(value: float | None) -> str:
    """A figure as an attribute of a drawing wants it, whatever the language."""
    return f"{float(value or 0):.2f}".rstrip("0").rstrip(".")


def _local(moment: datetime) -> datetime:
    """In the hospital's zone, which is nobody's choice."""
    here = timezone.get_default_timezone()
    return moment if moment.tzinfo in (here, None) else moment.astimezone(here)


def _hospital_day(moment: datetime | date) -> date:
    return _local(moment).date() if isinstance(moment, datetime) else moment


def _near_day(day: date, today: date | None) -> str:
    near = NEAR_DAYS.get((day - today).days) if today else None
    return _(near) if near else ""


@lru_cache(maxsize=1024)
def _short(language: str | None, day: date, year: int | None) -> str:
    """`language`: the active one; a page names the same few days again and again."""
    form = "%m-%d" if year in (None, day.year) else "%Y-%m-%d"
    return f"{day.strftime(form)} {_(WEEKDAYS[day.weekday()])}"
