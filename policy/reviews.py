"""Return visits that were advised: when to remind, and whether the patient came: A28. No Django, no clock."""

from datetime import date, timedelta
from enum import StrEnum, auto

REMIND = timedelta(days=3)  # before the day, while it can still be arranged
GRACE = timedelta(days=7)  # so much later still counts as having come


class Standing(StrEnum):
    WAITING = auto()
    MISSED = auto()
    CAME = auto()
    CAME_LATE = auto()


def remind_on(due: date, today: date) -> date:
    return max(today, due - REMIND)


def standing(*, due: date, came: date | None, today: date) -> Standing:
    if came is not None:
        return Standing.CAME if came <= due + GRACE else Standing.CAME_LATE
    return Standing.MISSED if today > due + GRACE else Standing.WAITING
