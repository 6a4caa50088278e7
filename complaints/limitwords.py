"""How the end of a clock is written: the end of a day is its 24:00, and how long there is left."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staff.templatetags.look import short_day

INSTANT = timedelta(microseconds=1)


def last_day(due: datetime) -> datetime:
    """The day on which it may still be done."""
    return timezone.localtime(due) - INSTANT


def ends_a_day(due: datetime) -> bool:
    local = timezone.localtime(due)
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def until(due: datetime | None, now: datetime) -> str:
    """11-26 周四 24:00."""
    if due is None:
        return ""
    time = "24:00" if ends_a_day(due) else f"{timezone.localtime(due):%H:%M}"
    return f"{short_day(last_day(due), now)} {time}"


def left(due: datetime | None, now: datetime) -> str:
    """还有 6 天; within a day the hours; 过期 1 天."""
    if due is None:
        return ""
    over = due <= now
    days = abs((last_day(due).date() - timezone.localtime(now).date()).days)
    hours = int(abs((due - now).total_seconds()) // 3600)
    if over:
        return _over(days, hours)
    if days == 0 or hours < 24:
        return _("%(hours)d h left") % {"hours": hours} if hours else _("less than an hour left")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _over(days: int, hours: int) -> str:
    if days:
        return ngettext("%(days)d day over", "%(days)d days over", days) % {"days": days}
    return _("%(hours)d h over") % {"hours": hours} if hours else _("just over")


def short(due: datetime | None, now: datetime) -> str:
    """6 天, 5 小时, 过期 1 天: in a list."""
    if due is None:
        return ""
    days = (last_day(due).date() - timezone.localtime(now).date()).days
    if due <= now or days == 0 or (due - now) < timedelta(days=1):
        return left(due, now)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
