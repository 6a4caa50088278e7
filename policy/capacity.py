"""How many calls fit into the minutes that are left: C5, E18."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

# E18: patience goes after about three minutes; looking up, dialling and writing take as long again.
MINUTES_PER_CALL = 6.2


def calls_possible(agents: int, minutes: int, minutes_per_call: float = MINUTES_PER_CALL) -> int:
    """All agents together, whole calls only: 9 x 78 / 6.2 = 113."""
    if agents < 0 or minutes < 0 or minutes_per_call <= 0:
        raise ValueError("negative")
    # Floats lose calls: int(33 / 1.1) is 29.
    return int(agents * minutes / Fraction(str(minutes_per_call)))


def calls_short(blocks: Iterable[tuple[int, int]]) -> int:
    """Calls that find no time in the rest of the day.

    `blocks`: in order, the calls that come up in each and the calls that each has time for. What finds
    no time in one block waits for a later one; no call is made before its time (C5).
    """
    waiting = 0
    for calls, possible in blocks:
        waiting = max(0, waiting + calls - possible)
    return waiting
