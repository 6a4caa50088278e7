"""How the screens write time and small figures: `{% load look %}` in any template.

Dates follow the design: 11-20 周五, 今天 20:00, the year only when it is another one.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

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


@register.filter
def duration(minutes: int | None) -> str:
    """78 → 1 小时 18 分."""
    if minutes is None:
        return ""
    hours, rest = divmod(max(0, int(minutes)), 60)
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
    day, today = _hospital_day(day), _hospital_day(now) if now else None
    form = "%m-%d" if today is None or today.year == day.year else "%Y-%m-%d"
    return f"{day.strftime(form)} {_(WEEKDAYS[day.weekday()])}"


@register.filter
def when(moment: datetime | date | None, now: datetime | date | None = None) -> str:
    """今天 20:00, 明天, 11-22 周日 10:00: a day as people say it, with its time when it has one."""
    if moment is None:
        return ""
    day = _near_day(_hospital_day(moment), _hospital_day(now) if now else None) or short_day(moment, now)
    if not isinstance(moment, datetime):
        return day
    return f"{day} {_local(moment):%H:%M}"


@register.filter
def recent(moment: datetime, now: datetime) -> str:
    """今天 14:10, 昨天 09:03, else the day alone: what happened, beside its story."""
    day = _hospital_day(moment)
    near = _near_day(day, _hospital_day(now))
    return f"{near} {_local(moment):%H:%M}" if near else short_day(moment, now)


@register.filter
def hour(moment: datetime | None) -> str:
    """The time of day alone, 19:00."""
    return f"{_local(moment):%H:%M}" if moment else ""


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
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _hospital_day(moment: datetime | date) -> date:
    return _local(moment).date() if isinstance(moment, datetime) else moment


def _near_day(day: date, today: date | None) -> str:
    if today is None:
        return ""
    return {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}.get((day - today).days, "")
