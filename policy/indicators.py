"""The dictionary of indicators: what each rate of a report is made of, and where the rule stands.

Rules: A17, A22, A25, A31, B19, B20, C4, C5, E3, E7, E10, E11, E12, E16, E17, E18. Numerators and
denominators are names of measures: reports.queries says for each of them which records it counts, and
`share` makes the rate (policy.rates).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from types import MappingProxyType

from policy.outcomes import Outcome
from policy.rates import Share
from policy.tasks import EndReason

FIRST_EDITION = date(2026, 11, 22)


class Measure(StrEnum):
    """What is counted of the follow-ups due in a period. Each is a part of DUE."""

    DUE = auto()
    ATTEMPTED = auto()  # dialled at least once
    NOT_ATTEMPTED = auto()
    REACHED = auto()  # somebody answered at least once
    NOT_REACHED = auto()  # dialled, and nobody ever answered
    COMPLETED = auto()
    NOT_COMPLETED = auto()  # somebody answered, and it was not completed
    ON_TIME = auto()
    UNSUCCESSFUL = auto()
    EXEMPT = auto()
    OPEN = auto()  # suspended ones among them
    BAD_NUMBER = auto()  # a number was vacant or somebody else's
    NO_NUMBER = auto()  # ended because there was none
    TRANSFERRED = auto()
    READMITTED = auto()
    RECHECKED = auto()


LEDGER = (Measure.COMPLETED, Measure.UNSUCCESSFUL, Measure.EXEMPT, Measure.OPEN)
FUNNEL = (Measure.DUE, Measure.ATTEMPTED, Measure.REACHED, Measure.COMPLETED)
LOST = (Measure.NOT_ATTEMPTED, Measure.NOT_REACHED, Measure.NOT_COMPLETED)


class Raised(StrEnum):
    """What is counted of the clinical alerts raised in a period. RAISED = CLOSED + UNCLOSED."""

    RAISED = auto()
    TIMED = auto()  # taken, or past its time: those that can be judged
    IN_TIME = auto()  # taken before its time was over, at the first attempt
    LATE = auto()
    UNCLOSED = auto()
    CLOSED = auto()


CONVERSION_DAYS = 30  # a visit within so many days after a consultation came of it: our assumption (B20)


class Of(StrEnum):
    """Which records an indicator is counted from, and what puts them into a period."""

    TASKS = auto()  # by their due day
    ANSWERS = auto()  # by the day of the call
    CALLS = auto()  # by the day of the call
    CASES = auto()  # complaints, by the day they were recorded
    ALERTS = auto()  # by the day they were raised
    VISITS = auto()  # consultations, by their day


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    of: Of
    numerator: str
    denominator: str
    rules: tuple[str, ...]
    since: date = FIRST_EDITION


def _all() -> tuple[Indicator, ...]:
    tasks = (
        ("follow_up", Measure.COMPLETED, Measure.DUE, ("A16", "E7", "E12")),
        ("coverage", Measure.ATTEMPTED, Measure.DUE, ("E3", "E18")),
        ("reach", Measure.REACHED, Measure.ATTEMPTED, ("C5", "E10")),
        ("on_time", Measure.ON_TIME, Measure.COMPLETED, ("A7", "A8", "E1", "E18")),
        ("unsuccessful", Measure.UNSUCCESSFUL, Measure.DUE, ("A18", "E7", "E11")),
        ("bad_number", Measure.BAD_NUMBER, Measure.DUE, ("E3", "E7", "E11")),
        ("no_number", Measure.NO_NUMBER, Measure.DUE, ("E3", "E7")),
        ("transferred", Measure.TRANSFERRED, Measure.DUE, ("E11",)),
        ("readmitted", Measure.READMITTED, Measure.DUE, ("E11",)),
        ("rechecked", Measure.RECHECKED, Measure.DUE, ("E17",)),
    )
    cases = (
        ("response", ("C4",)),
        ("in_time", ("A31",)),
        ("resolution", ("C4",)),
        ("claimed", ("C8",)),
        ("confirmed", ("C8",)),
        ("measures", ("A17", "E4")),
    )
    return (
        *(Indicator(code, Of.TASKS, part, whole, rules) for code, part, whole, rules in tasks),
        Indicator("satisfaction", Of.ANSWERS, "content", "answers", ("A7", "E16")),
        Indicator("talk_rate", Of.CALLS, "answered", "calls", ("C5", "E10")),
        Indicator("long_talk", Of.CALLS, "over_3_minutes", "answered", ("E18",)),
        *(Indicator(code, Of.CASES, f"{code}_part", f"{code}_whole", rules) for code, rules in cases),
        Indicator("breached", Of.CASES, "breached", "owed", ("A31", "C4")),
        Indicator("alerts", Of.ALERTS, Raised.IN_TIME, Raised.TIMED, ("A25", "E4")),
        Indicator("alerts_closed", Of.ALERTS, Raised.CLOSED, Raised.RAISED, ("A25", "E4")),
        Indicator("conversion", Of.VISITS, "came", "consultations", ("B19", "B20")),
    )


INDICATORS: Mapping[str, Indicator] = MappingProxyType({one.code: one for one in _all()})
HEADLINES = ("follow_up", "coverage", "reach", "on_time")  # and satisfaction: the five of the first page


def share(code: str, counts: Mapping[str, int]) -> Share:
    one = INDICATORS[code]
    return Share(counts[one.numerator], counts[one.denominator])


# --- Why a follow-up failed, as the documents count it ---


class Group(StrEnum):
    NO_NUMBER = auto()
    NOT_REACHED = auto()
    DECLINED = auto()
    COULD_NOT_COMMUNICATE = auto()
    NOT_CALLED = auto()  # its time ran out before anybody dialled
    OTHER = auto()


_GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        EndReason.NO_NUMBER: Group.NO_NUMBER,
        **dict.fromkeys(
            (
                Outcome.NO_ANSWER,
                Outcome.BUSY,
                Outcome.POWERED_OFF,
                Outcome.LINE_SUSPENDED,
                Outcome.UNREACHABLE,
                Outcome.VACANT,
                Outcome.WRONG_NUMBER,
                Outcome.NOT_THE_PATIENT,
            ),
            Group.NOT_REACHED,
        ),
        Outcome.DECLINED: Group.DECLINED,
        Outcome.CANNOT_COMMUNICATE: Group.COULD_NOT_COMMUNICATE,
        EndReason.WINDOW_CLOSED: Group.NOT_CALLED,
    }
)


def group_of(reason: str) -> Group:
    """E7, E11: no number, not reached, declined, could not communicate; what the documents lack is apart."""
    return _GROUPS.get(reason, Group.OTHER)


def reasons_of(group: Group) -> list[str]:
    """The reasons that the documents name under it; OTHER is what none of them names."""
    return [str(reason) for reason, named in _GROUPS.items() if named is group]


def named_reasons() -> list[str]:
    return [str(reason) for reason in _GROUPS]
