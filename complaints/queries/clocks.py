"""Where cases stand to their 7th day, by theme, and which are over the earliest of their limits (A31, C4)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q

from complaints.queries.tallies import KEY, case_of, keyed, matching, type_of_cases
from policy.complaints import Kind, State
from policy.rates import Case, Clock, Share

#: What a link may ask for.
ONLY = frozenset({"owed", "breached", *(f"clock_{clock}" for clock in Clock)})


def asks(kind: str) -> bool:
    """Whether the rates count it: praise asks for no answer."""
    return kind != Kind.PRAISE


def _owed(kind: str, case: Case) -> bool:
    return asks(kind) and case.counts


def _clock(kind: str, case: Case) -> Clock:
    return case.clock if asks(kind) else Clock.NONE


def by_theme(chosen: type_of_cases, *, now: datetime) -> dict[str, Counter[Clock]]:
    grouped = keyed(chosen, now=now).order_by().values_list("theme", "kind", *KEY).annotate(n=Count("pk"))
    found: dict[str, Counter[Clock]] = {}
    for theme, kind, *key, n in grouped:
        found.setdefault(theme, Counter())[_clock(kind, case_of(key))] += n
    return found


def _over(chosen: type_of_cases, now: datetime) -> type_of_cases:
    """A breach stays one; without an answer it is one as soon as the time is over."""
    waits = Q(due_at__lte=now, answered_at=None, paused_at=None) & ~Q(state=State.CLOSED)
    return chosen.filter(Q(breached_at__isnull=False) | waits)


def breached(chosen: type_of_cases, *, now: datetime) -> Share:
    """Over the earliest of their limits before they were answered / owed an answer."""
    return Share(len(only(chosen, "breached", now=now)), len(only(chosen, "owed", now=now)))


def only(chosen: type_of_cases, name: str, *, now: datetime) -> Sequence[int]:
    """Keys of the cases that a number counts, in the order of `chosen`."""
    if name in ("owed", "breached"):
        return matching(_over(chosen, now) if name == "breached" else chosen, _owed, now=now)
    wanted = Clock(name.removeprefix("clock_"))
    return matching(chosen, lambda kind, case: _clock(kind, case) is wanted, now=now)
