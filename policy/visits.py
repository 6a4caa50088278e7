"""Which population a visit belongs to, read from the words of a hospital's system: A3, A7, A8, E17, B20.

Hospitals write the kind of a visit in many ways and often only the other columns decide: an operation,
a payment, a date of admission. `classify` says what it decided and from what, so that an import can show it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum, auto
from types import MappingProxyType

from policy.visit_words import (
    ABNORMAL,
    CHECKUP_DEPARTMENT,
    NO_OPERATION,
    OPERATION,
    ORDINARY,
    PAID,
    UNPAID,
    VAGUE,
    Family,
    family_of,
    is_cancelled,
    plain,
    says_something,
)


class VisitKind(StrEnum):
    ARRIVED_PAID = auto()
    ARRIVED_UNPAID = auto()
    NO_SHOW = auto()
    INTERRUPTED = auto()
    OUTPATIENT_SURGERY = auto()
    INPATIENT = auto()
    INPATIENT_SURGERY = auto()
    CHECKUP = auto()
    CHECKUP_ABNORMAL = auto()
    CONSULTATION = auto()


class Anchor(StrEnum):
    VISIT = auto()
    DISCHARGE = auto()
    APPOINTMENT = auto()


ANCHOR_OF: Mapping[VisitKind, Anchor] = MappingProxyType(
    {
        **dict.fromkeys(VisitKind, Anchor.VISIT),
        VisitKind.NO_SHOW: Anchor.APPOINTMENT,
        VisitKind.INPATIENT: Anchor.DISCHARGE,
        VisitKind.INPATIENT_SURGERY: Anchor.DISCHARGE,
    }
)


class LeftBy(StrEnum):
    ADVICE = auto()
    OWN_WISH = auto()
    TRANSFER = auto()
    DEATH = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """One row of a hospital's system: words as they came, dates and money already read. None: not said."""

    type_word: str
    department_word: str = ""
    paid: bool | None = None
    amount: Decimal | None = None
    operation: str = ""
    abnormal: str = ""
    arrived: bool | None = None
    appointment_at: datetime | None = None
    visited_at: datetime | None = None
    admitted_at: datetime | None = None
    discharged_at: datetime | None = None
    first_visit: bool | None = None
    left_by: LeftBy = LeftBy.UNKNOWN


@dataclass(frozen=True, slots=True)
class Classified:
    kind: VisitKind
    anchor_at: datetime | None  # None: not there yet (still in hospital) or not said
    why: tuple[str, ...]


class UnknownKind(ValueError):
    """The word, and the columns beside it, do not say what kind of visit this was."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def classify(facts: Facts) -> Classified:
    """Raises UnknownKind when neither the word nor the columns decide."""
    family, why = _family(facts)
    kind, reasons = DECIDE[family](facts)
    anchor, reason = _anchor(kind, facts)
    return Classified(kind, anchor, tuple(w for w in (why, *reasons, reason) if w))


def _family(facts: Facts) -> tuple[Family, str]:
    if is_cancelled(facts.type_word):
        raise UnknownKind(facts.type_word)
    if family := family_of(facts.type_word):
        return _corrected(family, facts)
    if VAGUE.fullmatch(plain(facts.type_word)):
        return _family_of_columns(facts), "columns"
    raise UnknownKind(facts.type_word)


def _corrected(family: Family, facts: Facts) -> tuple[Family, str]:
    """Columns that say plainly that the word is too coarse."""
    came = facts.visited_at or facts.admitted_at or facts.discharged_at
    if family in {Family.OUTPATIENT, Family.SURGERY, Family.INPATIENT, Family.CHECKUP, Family.DAY_CASE}:
        if facts.arrived is False and not (facts.admitted_at or facts.discharged_at):
            return Family.NO_SHOW, "not_arrived"
        if facts.appointment_at and not came and facts.arrived is None and not _has_paid(facts):
            return Family.NO_SHOW, "appointment_without_visit"
    if ORDINARY.fullmatch(plain(facts.type_word)) and (facts.admitted_at or facts.discharged_at):
        return Family.INPATIENT, "columns"
    if family == Family.OUTPATIENT and CHECKUP_DEPARTMENT.search(plain(facts.department_word)):
        return Family.CHECKUP, "department"
    return family, "word"


def _family_of_columns(facts: Facts) -> Family:
    if facts.admitted_at or facts.discharged_at:
        return Family.INPATIENT
    if CHECKUP_DEPARTMENT.search(plain(facts.department_word)) and facts.arrived is not False:
        return Family.CHECKUP
    if facts.arrived or (facts.arrived is None and (facts.visited_at or _has_paid(facts))):
        return Family.OUTPATIENT
    if facts.arrived is False or facts.appointment_at:
        return Family.NO_SHOW
    raise UnknownKind(facts.type_word)


def _has_paid(facts: Facts) -> bool:
    return bool(facts.paid or (facts.amount and facts.amount > 0))


def _operated(facts: Facts) -> str:
    """The reason to think that there was an operation, or ''."""
    word = plain(facts.type_word)
    if NO_OPERATION.search(word) or NO_OPERATION.search(plain(facts.operation)):
        return ""
    if says_something(facts.operation):
        return "operation"
    return "operation_word" if OPERATION.search(word) else ""


Decision = tuple[VisitKind, tuple[str, ...]]


def _no_show(facts: Facts) -> Decision:
    return VisitKind.NO_SHOW, ()


def _interrupted(facts: Facts) -> Decision:
    return VisitKind.INTERRUPTED, ()


def _consultation(facts: Facts) -> Decision:
    return VisitKind.CONSULTATION, ()


def _checkup(facts: Facts) -> Decision:
    if says_something(facts.abnormal):
        return VisitKind.CHECKUP_ABNORMAL, ("abnormal",)
    if ABNORMAL.search(plain(facts.type_word)):
        return VisitKind.CHECKUP_ABNORMAL, ("abnormal_word",)
    return VisitKind.CHECKUP, ()


def _inpatient(facts: Facts) -> Decision:
    operated = _operated(facts)
    kind = VisitKind.INPATIENT_SURGERY if operated else VisitKind.INPATIENT
    return kind, (operated, "" if facts.discharged_at else "not_discharged")


def _outpatient(facts: Facts) -> Decision:
    if operated := _operated(facts):
        return VisitKind.OUTPATIENT_SURGERY, (operated,)
    return _payment(facts)


def _day_case(facts: Facts) -> Decision:
    """Home on the same day is an outpatient; a night on the ward is a stay."""
    start, end = facts.admitted_at, facts.discharged_at
    if start and end and start.date() != end.date():
        return _inpatient(facts)
    if _operated(facts) or not (start or end):
        return _outpatient(facts)
    return _inpatient(facts)


def _surgery(facts: Facts) -> Decision:
    return (_inpatient if facts.admitted_at or facts.discharged_at else _outpatient)(facts)


def _payment(facts: Facts) -> Decision:
    """Word, then money, then flag: money that was taken is harder than a flag.

    Nothing said counts as treated, because that call also asks about reactions to the treatment.
    """
    word = plain(facts.type_word)
    if UNPAID.search(word):
        return VisitKind.ARRIVED_UNPAID, ("payment_word",)
    if PAID.search(word):
        return VisitKind.ARRIVED_PAID, ("payment_word",)
    if facts.amount is not None and facts.amount > 0:
        return VisitKind.ARRIVED_PAID, ("amount_against_flag" if facts.paid is False else "amount",)
    if facts.paid is not None:
        return (VisitKind.ARRIVED_PAID if facts.paid else VisitKind.ARRIVED_UNPAID), ("paid_flag",)
    if facts.amount is not None:
        return VisitKind.ARRIVED_UNPAID, ("amount",)
    return VisitKind.ARRIVED_PAID, ("payment_unknown",)


DECIDE: Mapping[Family, Callable[[Facts], Decision]] = MappingProxyType(
    {
        Family.NO_SHOW: _no_show,
        Family.INTERRUPTED: _interrupted,
        Family.CONSULTATION: _consultation,
        Family.CHECKUP: _checkup,
        Family.DAY_CASE: _day_case,
        Family.INPATIENT: _inpatient,
        Family.OUTPATIENT: _outpatient,
        Family.SURGERY: _surgery,
    }
)


def _anchor(kind: VisitKind, facts: Facts) -> tuple[datetime | None, str]:
    """The moment that the days are counted from; where it is missing, its nearest neighbour serves."""
    anchor = ANCHOR_OF[kind]
    if anchor == Anchor.DISCHARGE:
        return facts.discharged_at, ""
    choices: dict[str, datetime | None] = {
        "": facts.visited_at,
        "discharge_for_visit": facts.discharged_at,
        "admission_for_visit": facts.admitted_at,
        "appointment_for_visit": facts.appointment_at,
    }
    if anchor == Anchor.APPOINTMENT:
        choices = {"": facts.appointment_at, "visit_for_appointment": facts.visited_at}
    for reason, moment in choices.items():
        if moment:
            return moment, reason
    return None, "no_date"
