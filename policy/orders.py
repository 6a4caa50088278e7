"""Further calls that an agent or a doctor orders for one patient: which days, and how long each waits (E1).

Each is a call like any other, with hours, attempts, ends and ledger; only its day is no rule's. No Django.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind

RULE = "ordered"  # the code of the rule under which they stand
MOST = 12  # in one order
FURTHEST = timedelta(days=366)
_DAY = timedelta(days=1)

# Counted from the eve of the day, so that the whole day is open: that day, or the two after it.
SPEC = RuleSpec(kinds=tuple(VisitKind), timing=Timing(1, 1, 3), left_by_excluded=(), priority=3, source="E1")


def eve(day: date) -> date:
    return day - _DAY


def day_to_call(ordered: date, left: date | None) -> date:
    """The ordered day, or the one on which the visit ended, when that was corrected to a later one."""
    return max(ordered, left) if left else ordered


def days(first: date, *, times: int, every: int) -> tuple[date, ...]:
    """ValueError with a code when there is no such series."""
    if not 1 <= times <= MOST:
        raise ValueError("times")
    if times > 1 and every < 1:
        raise ValueError("every")
    return tuple(first + n * every * _DAY for n in range(times))


def may_be_ordered(wanted: Sequence[date], today: date) -> bool:
    return bool(wanted) and today <= min(wanted) and max(wanted) <= today + FURTHEST
