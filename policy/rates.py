"""The one place where a rate is computed: A17, A25, A31, B20, C4, E7, E10, E12, E16, E17, E18.

A rate is a part of a whole in percent, rounded half up to two decimals, as the published figures are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum, auto
from typing import NamedTuple, TypeVar

from policy.complaints import CloseReason, State

HUNDREDTH = Decimal("0.01")
ANSWER_DAYS = 7  # A31
VERY_SATISFIED, SATISFIED, FAIR, NOT_VERY_SATISFIED, DISSATISFIED = LEVELS = (5, 4, 3, 2, 1)
One = TypeVar("One")


def rate(numerator: int, denominator: int) -> Decimal | None:
    """None when there is nothing to measure: 0 of 0 is neither 0 % nor 100 %."""
    if not 0 <= numerator <= denominator:
        raise ValueError("not_a_part_of_the_whole")
    if denominator == 0:
        return None
    return (Decimal(100 * numerator) / denominator).quantize(HUNDREDTH, ROUND_HALF_UP)


def whole_percent(numerator: int, denominator: int) -> int | None:
    """Half up from the counts: rounded once, for drawings that have no room for more."""
    if rate(numerator, denominator) is None:
        return None
    return (200 * numerator + denominator) // (2 * denominator)


def mean(total: int, number: int) -> Decimal | None:
    """E12: the target of follow-ups whose rules have different ones."""
    return (Decimal(total) / number).quantize(HUNDREDTH, ROUND_HALF_UP) if number else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every task in exactly one place. Suspended tasks count as open."""

    due: int
    completed: int
    unsuccessful: int
    exempt: int
    open: int

    @property
    def missing(self) -> int:
        """Tasks that are due and in none of the four; negative: counted twice."""
        return self.due - (self.completed + self.unsuccessful + self.exempt + self.open)

    @property
    def holds(self) -> bool:
        return self.missing == 0


def ledger(*, due: int, completed: int, unsuccessful: int, exempt: int, open: int) -> Ledger:
    if min(due, completed, unsuccessful, exempt, open) < 0:
        raise ValueError("negative")
    return Ledger(due, completed, unsuccessful, exempt, open)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    answers: int
    very_satisfied: int
    satisfied: int

    @property
    def percent(self) -> Decimal | None:
        """E16: very satisfied % + satisfied %, rounded once."""
        return rate(self.very_satisfied + self.satisfied, self.answers)


def satisfaction(levels: Mapping[int, int]) -> Satisfaction:
    """`levels`: answers counted by level, 5 very satisfied … 1 dissatisfied."""
    if not set(levels) <= set(LEVELS) or any(count < 0 for count in levels.values()):
        raise ValueError("unknown_level")
    return Satisfaction(sum(levels.values()), levels.get(VERY_SATISFIED, 0), levels.get(SATISFIED, 0))


# Complaints. Cases and measures may come as a Counter: each counts as often as it says.


class Clock(StrEnum):
    """A31: where a case stands to its 7th day. Every case stands in exactly one place."""

    IN_TIME = auto()
    LATE = auto()  # answered after the 7th day
    OVER = auto()  # not answered, and the 7th day is over
    RUNNING = auto()
    NONE = auto()  # withdrawn or passed on; praise, for which the caller does not ask


class Case(NamedTuple):
    """One case of a period, as it stands on the period's last day. Which cases those are, the caller says."""

    state: State
    close_reason: CloseReason
    due: bool  # its earliest deadline has passed
    reopened: int
    answered_after: int | None  # the hospital's days from the day it was recorded; None: no answer yet
    age: int  # days from the day it was recorded to the period's last day
    claimed: int | None  # level that whoever answered heard from the patient
    confirmed: int | None  # level that the second call heard

    @property
    def counts(self) -> bool:
        """Not: merged (the other one counts), withdrawn, praise passed on."""
        passed = self.close_reason in {CloseReason.WITHDRAWN, CloseReason.PASSED_ON}
        return self.state is not State.MERGED and not passed

    @property
    def is_resolved(self) -> bool:
        ends = {CloseReason.CONFIRMED, CloseReason.DECIDED}
        return self.state is State.CLOSED and self.close_reason in ends

    @property
    def is_judged(self) -> bool:
        """Closed, or still open after the patient was dissatisfied; not: closed with nobody to ask."""
        closed = self.state is State.CLOSED and self.close_reason is not CloseReason.NO_CONTACT
        return closed or (self.state is not State.CLOSED and self.reopened > 0)

    @property
    def clock(self) -> Clock:
        if not self.counts:
            return Clock.NONE
        if self.answered_after is None:
            return Clock.OVER if self.age >= ANSWER_DAYS else Clock.RUNNING
        return Clock.IN_TIME if self.answered_after <= ANSWER_DAYS else Clock.LATE


class Measure(NamedTuple):
    due_on: date
    carried_out_on: date | None
    sufficient: bool | None = None  # the quality office's check


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with both figures."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        return rate(self.numerator, self.denominator)


def _tally(ones: Iterable[One]) -> Counter[One]:
    """How often each; a Counter says so itself, so that fifty thousand cases may come as some hundred."""
    return ones if isinstance(ones, Counter) else Counter(ones)


def _share(whole: Mapping[One, int], is_part: Callable[[One], bool]) -> Share:
    return Share(sum(n for one, n in whole.items() if is_part(one)), sum(whole.values()))


def response(cases: Iterable[Case]) -> Share:
    """C4. Answered, or closed with an answer / cases whose deadline has passed. Without merged, withdrawn and
    passed on. Whether the answer came in time is `answered_in_time`."""
    due = {case: n for case, n in _tally(cases).items() if case.counts and case.due}
    return _share(due, lambda case: case.answered_after is not None)


def resolution(cases: Iterable[Case]) -> Share:
    """C4. Closed with a content patient, or decided by the executive director / closed, and those that are
    open again because the patient was dissatisfied: leaving them open does not lift the rate. A patient who
    was not reached counts as not resolved. Without merged, withdrawn, passed on and those with nobody to
    ask."""
    judged = {case: n for case, n in _tally(cases).items() if case.counts and case.is_judged}
    return _share(judged, lambda case: case.is_resolved)


def answered_in_time(cases: Iterable[Case]) -> Share:
    """A31. Answered on the 7th day or before / answered, or unanswered although the 7th day is over. Without
    merged, withdrawn and passed on; an extension changes the deadline, not this rate."""
    asked = {c: n for c, n in _tally(cases).items() if c.clock in (Clock.IN_TIME, Clock.LATE, Clock.OVER)}
    return _share(asked, lambda case: case.clock is Clock.IN_TIME)


@dataclass(frozen=True, slots=True)
class Handling:
    """How content patients are with the handling: told to whoever answered, and told in the second call."""

    claimed: Satisfaction
    confirmed: Satisfaction

    @property
    def gap(self) -> Decimal | None:
        """Points by which the claim is higher; of the figures as shown, so that a reader's sum is right."""
        if self.claimed.percent is None or self.confirmed.percent is None:
            return None
        return self.claimed.percent - self.confirmed.percent


def handling(cases: Iterable[Case]) -> Handling:
    """Levels 4 and 5 / levels told, each for itself. Without merged, withdrawn and passed on."""
    claimed, confirmed = Counter[int](), Counter[int]()
    for case, n in _tally(cases).items():
        if case.counts and case.claimed is not None:
            claimed[case.claimed] += n
        if case.counts and case.confirmed is not None:
            confirmed[case.confirmed] += n
    return Handling(satisfaction(claimed), satisfaction(confirmed))


def measures_in_time(measures: Iterable[Measure], last: date) -> Share:
    """A17. Carried out on their day or before, and not found insufficient / whose day is over at the end of
    `last`, and those carried out before theirs."""
    due = {m: n for m, n in _tally(measures).items() if m.due_on <= last or _done(m, last)}
    return _share(due, lambda m: _done(m, m.due_on) and m.sufficient is not False)


# Check-ups with something to check again


class CheckUp(NamedTuple):
    """One check-up with abnormal results, as it stands when it is counted."""

    targeted: bool  # called again and again until the re-check, not by an ordinary rule
    rechecked: bool  # a later check-up is on record, or the patient said so
    lifestyle: bool  # said that something has changed in daily life
    specialist: bool  # said so, or a later visit to a specialty


@dataclass(frozen=True, slots=True)
class Chain:
    """E17. Each of them / all check-ups with abnormal results."""

    rechecked: Share
    lifestyle: Share
    specialist: Share


def chain(check_ups: Iterable[CheckUp]) -> Chain:
    counted = list(check_ups)
    return Chain(
        Share(sum(one.rechecked for one in counted), len(counted)),
        Share(sum(one.lifestyle for one in counted), len(counted)),
        Share(sum(one.specialist for one in counted), len(counted)),
    )


def _done(measure: Measure, day: date) -> bool:
    return measure.carried_out_on is not None and measure.carried_out_on <= day


# Reading a rate


def points(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Percentage points gained; of the figures as shown, so that a reader's sum is right."""
    return None if now is None or before is None else now - before


def parts(counts: Iterable[int]) -> tuple[list[Decimal | None], Decimal | None]:
    """Each count in percent of their sum, and what the rounded parts add up to: 99.99 is said, not hidden."""
    counted = list(counts)
    shares = [rate(count, sum(counted)) for count in counted]
    known = [share for share in shares if share is not None]
    return shares, sum(known, Decimal(0)) if known else None


def running(counts: Iterable[int]) -> list[Decimal | None]:
    """What the first, the first two … make up of all, in percent: the line of a Pareto drawing."""
    counted = list(counts)
    whole = sum(counted)
    return [rate(sum(counted[: n + 1]), whole) for n in range(len(counted))]


SMALL = 100  # below it a rate is shown with its interval
_Z = Decimal("1.959963984540054")  # 95 %


def interval(share: Share) -> tuple[Decimal, Decimal] | None:
    """Wilson's 95 % interval in percent, one decimal; None when there is nothing to measure."""
    n = Decimal(share.denominator)
    if not n:
        return None
    p, square = Decimal(share.numerator) / n, _Z * _Z
    middle, spread = p + square / (2 * n), _Z * ((p * (1 - p) + square / (4 * n)) / n).sqrt()
    ends = ((middle - spread) / (1 + square / n), (middle + spread) / (1 + square / n))
    low, high = (min(max(100 * end, Decimal(0)), Decimal(100)) for end in ends)
    return low.quantize(_TENTH, ROUND_HALF_UP), high.quantize(_TENTH, ROUND_HALF_UP)


_TENTH = Decimal("0.1")
