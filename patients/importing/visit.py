"""What the values of one row say together: when, what kind of visit, whose, how known (F28, F29)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from patients.importing.cells.moments import Moment, at_time
from patients.importing.cells.texts import shown
from patients.importing.errors import Fault, Finding, Note
from patients.importing.fields import IDS, MOMENTS, Field
from patients.importing.identity import key_of
from patients.importing.parsed import Parsed, digest
from patients.importing.reader import Step, read_values
from patients.importing.remarks import Remarks
from policy.visits import Classified, Facts, UnknownKind, classify

HAPPENED = (Field.VISITED_AT, Field.ADMITTED_AT, Field.DISCHARGED_AT)
# When one of these cannot be read, the kind is not to blame.
DECIDING = frozenset(
    {*MOMENTS, Field.ARRIVED, Field.STATUS, Field.PAID, Field.AMOUNT, Field.VISIT_TYPE, Field.DEPARTMENT}
)
FACTS = (*map(str, MOMENTS), "paid", "amount", "operation", "abnormal", "arrived", "first_visit", "left_by")


def read_visit(remarks: Remarks, plan: tuple[Step, ...], *, today: date) -> Parsed | tuple[Finding, ...]:
    """The visit, or all that is wrong with the row."""
    values = read_values(remarks, plan)
    values.pop("age_unit", None)
    _settle_status(remarks, values)
    _check_times(remarks, values, today)
    _check_identity(remarks, values)
    _settle_days(values)
    classified = _classified(remarks, values)
    key = key_of(values, classified.kind) if classified and not remarks.errors else ""
    if not (classified and key):
        if not remarks.errors:
            remarks.fault(Fault.MISSING_TIME)
        return tuple(remarks.errors)
    _note_gaps(remarks, values)
    values |= {"kind": classified.kind, "anchor_at": classified.anchor_at}
    return Parsed(
        number=remarks.row.number,
        **values,
        why=classified.why,
        key=key,
        content=digest(values),
        notes=tuple(remarks.notes),
    )


def _settle_status(remarks: Remarks, values: dict[str, Any]) -> None:
    """The state says whether the patient came only where no column of its own does."""
    status = values.pop("status", None)
    if status is not None and values.get("arrived") is None:
        values["arrived"] = status
    if isinstance(paid := values.get("paid"), Decimal):  # an amount under 消费
        values["paid"] = paid > 0
        if values.get("amount") is None:
            values["amount"] = paid
    if remarks.cancelled:
        values["cancelled"] = True


def _check_times(remarks: Remarks, values: dict[str, Any], today: date) -> None:
    for field in HAPPENED:
        moment = values.get(field)
        if moment and _day(moment) > today and not _ends_today(remarks, field, moment, today):
            remarks.fault(Fault.AFTER_TODAY, field, today=today.isoformat())
    admitted, discharged = values.get("admitted_at"), values.get("discharged_at")
    if admitted and discharged and _before(discharged, admitted):
        remarks.fault(Fault.DISCHARGE_BEFORE_ADMISSION, Field.DISCHARGED_AT, admitted=shown(admitted))
    born = values.get("birth_date")
    came = admitted or values.get("visited_at") or discharged
    if born and born > min(_day(came or today), today):
        values["birth_date"] = None
        remarks.note(Note.BIRTH_AHEAD, Field.BIRTH_DATE)


def _ends_today(remarks: Remarks, field: Field, moment: Moment, today: date) -> bool:
    """24:00 of today is tomorrow's first minute."""
    written = any("24:00" in shown(cell) for cell in remarks.cells(field))
    return written and _day(moment) == today + timedelta(days=1)


def _check_identity(remarks: Remarks, values: Mapping[str, Any]) -> None:
    unread = {error.field for error in remarks.errors} if remarks.errors else frozenset()
    if not values.get("name") and Field.NAME not in unread:
        remarks.fault(Fault.MISSING_NAME, Field.NAME)
    if not any(values.get(field) for field in IDS) and unread.isdisjoint(IDS):
        remarks.fault(Fault.MISSING_IDS, Field.MRN)


def _settle_days(values: dict[str, Any]) -> None:
    """Days become moments; a discharge known by its day alone does not come before that day's admission."""
    for field in MOMENTS:
        if values.get(field):
            values[str(field)] = at_time(values[field])
    admitted, discharged = values.get("admitted_at"), values.get("discharged_at")
    if admitted and discharged:
        values["discharged_at"] = max(admitted, discharged)


def _classified(remarks: Remarks, values: Mapping[str, Any]) -> Classified | None:
    facts = {name: values[name] for name in FACTS if name in values}
    word, department = values.get("visit_type", ""), values.get("department", "")
    try:
        return classify(Facts(type_word=word, department_word=department, **facts))
    except UnknownKind as error:
        if not any(found.field in DECIDING for found in remarks.errors):
            remarks.fault(Fault.UNKNOWN_KIND, Field.VISIT_TYPE, word=error.word)
        return None


def _note_gaps(remarks: Remarks, values: Mapping[str, Any]) -> None:
    if not (values.get("phones") or values.get("contact_phones")):
        remarks.note(Note.NO_PHONE, Field.PHONE)
    if not values.get("department"):
        remarks.note(Note.NO_DEPARTMENT, Field.DEPARTMENT)


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _before(discharged: Moment, admitted: Moment) -> bool:
    """Where one of them is a day alone, only the days can be compared; a discharge at midnight is one."""
    if isinstance(discharged, datetime) and isinstance(admitted, datetime) and discharged.time() != time.min:
        return discharged < admitted
    return _day(discharged) < _day(admitted)
