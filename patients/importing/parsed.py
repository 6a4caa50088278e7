"""What one row of a file comes to: a visit, a rejection, or nothing that counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from patients.importing.cells.numbers import PhoneKind
from patients.importing.cells.phones import Phone
from patients.importing.cells.words import Age, Sex
from patients.importing.errors import Finding, Skip
from patients.importing.wire import Cell
from policy.visits import LeftBy, VisitKind


@dataclass(frozen=True, slots=True)
class Parsed:
    """A visit, read. Times are the hospital's own, without a zone; '' and None: the file does not say."""

    number: int  # of the row in the file
    # Which visit, and whose
    his_visit_no: str = ""
    mrn: str = ""
    inpatient_no: str = ""
    name: str = ""
    sex: Sex | None = None
    birth_date: date | None = None
    age: Age | None = None
    address: str = ""
    # How to reach and how to speak
    phones: tuple[Phone, ...] = ()
    contact_name: str = ""
    contact_relation: str = ""
    contact_phones: tuple[Phone, ...] = ()
    language: str = ""
    hard_of_hearing: bool | None = None
    remark: str = ""
    do_not_call: bool | None = None
    do_not_disclose: bool | None = None
    # What kind of visit
    visit_type: str = ""
    arrived: bool | None = None
    first_visit: bool | None = None
    department: str = ""
    ward: str = ""
    doctor: str = ""
    diagnosis: str = ""
    operation: str = ""
    abnormal: str = ""
    orders: str = ""
    paid: bool | None = None
    amount: Decimal | None = None
    # When
    appointment_at: datetime | None = None
    visited_at: datetime | None = None
    admitted_at: datetime | None = None
    discharged_at: datetime | None = None
    left_by: LeftBy = LeftBy.UNKNOWN
    cancelled: bool | None = None  # the visit was taken back: 退号
    # What follows from these
    kind: VisitKind = VisitKind.ARRIVED_PAID
    anchor_at: datetime | None = None
    why: tuple[str, ...] = ()
    key: str = ""  # the same visit in every file: number of the HIS, else record number, setting and time
    content: str = ""  # digest of all that the row says; equal: nothing to update
    notes: tuple[Finding, ...] = ()

    def to_json(self, **more: Any) -> str:
        """All but the notes (`Finding.to_json`) as text, `more` with it; empty values left out."""
        said = {name: value for name in STORED if (value := getattr(self, name)) not in EMPTY}
        return _encode({**said, **more})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Parsed:
        return cls(**{name: READ[name](value) if name in READ else value for name, value in data.items()})


@dataclass(frozen=True, slots=True)
class Rejected:
    number: int
    name: str  # as it stands in the file, for the eye
    errors: tuple[Finding, ...]
    cells: tuple[Cell, ...]  # as they came, identity numbers left out


@dataclass(frozen=True, slots=True)
class Skipped:
    number: int
    why: Skip


@dataclass(frozen=True, slots=True)
class Repeated:
    """An earlier row with the same key says the same, or one takes the other back, or this adds to it."""

    number: int
    first: int
    taken_back: bool = False
    adds: bool = False  # a diagnosis, an operation or a ward, which stand with the earlier row


STORED = tuple(name for name in Parsed.__slots__ if name != "notes")
EMPTY: tuple[object, ...] = (None, "", ())
NUMBERS = frozenset({"phones", "contact_phones"})

Result = Parsed | Rejected | Skipped | Repeated


def digest(values: Mapping[str, Any]) -> str:
    """Of all that is said; what is empty says nothing, whether the file has such a column or not."""
    said = []
    for name in sorted(values):
        value = values[name]
        if name in NUMBERS:
            value = "\x1e".join(["|".join(phone) for phone in value])
        if value not in EMPTY:
            said.append(f"{name}={value}")
    return hashlib.blake2b("\x1f".join(said).encode(), digest_size=16).hexdigest()


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
    raise TypeError(f"not a value of a row: {type(value)}")


_encode = json.JSONEncoder(default=_plain, ensure_ascii=False).encode


def _phones(data: list[list[str]]) -> tuple[Phone, ...]:
    return tuple(Phone(number, PhoneKind(kind), extension, owner) for number, kind, extension, owner in data)


READ: Mapping[str, Any] = {
    "sex": Sex,
    "birth_date": date.fromisoformat,
    "age": lambda data: Age(*data),
    "phones": _phones,
    "contact_phones": _phones,
    "amount": Decimal,
    "left_by": LeftBy,
    "kind": VisitKind,
    "why": tuple,
    **dict.fromkeys(
        ("appointment_at", "visited_at", "admitted_at", "discharged_at", "anchor_at"), datetime.fromisoformat
    ),
}
