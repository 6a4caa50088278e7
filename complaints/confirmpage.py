"""The number to ring when the handling is asked about, and what came of the call (C8)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.actions.refusals import Conflict, Refused
from complaints.departmentpage import NOBODY
from complaints.models import Complaint
from complaints.moveforms import ConfirmForm
from complaints.queries.case import number_left
from complaints.sentences import refusal
from patients.models import PhoneNumber
from policy.complaints import CONFIRM_TRIES, State
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.models import Act, User
from staff.templatetags.look import when


class Number(NamedTuple):
    masked: str
    digits: str = ""  # only for whoever asked for it


def masked(case: Complaint) -> Number | None:
    digits = number_left(case)
    return Number(PhoneNumber(number=digits).masked) if digits else None


def revealed(case: Complaint, *, by: User, now: datetime) -> Number:
    """Each look is logged. Refused: outside_hours, deceased, do_not_call, no_number."""
    code = why_not(case, now)
    digits = number_left(case)
    if code or not digits:
        raise Refused(code or "no_number")
    record(Act.NUMBER_REVEALED, actor=by, now=now, patient_id=case.patient_id, about=case)
    return Number(PhoneNumber(number=digits).masked, digits)


def why_not(case: Complaint, now: datetime) -> str:
    if regulation_at(now).calendar.block_at(now) is None:
        return "outside_hours"
    if case.patient and case.patient.deceased:
        return "deceased"
    return "do_not_call" if case.patient and case.patient.do_not_call else ""


def not_now(code: str, now: datetime) -> str:
    if code == "outside_hours":
        opens = regulation_at(now).calendar.next_block(now).opens
        return _("Calls are made again from %(at)s.") % {"at": when(opens, now)}
    return {
        "deceased": _("The patient has died: nobody is rung."),
        "do_not_call": _("The patient wants no calls."),
        "no_number": _("No number is on record."),
    }[code]


def outcome(case: Complaint) -> str:
    """What the call led to, for whoever made it."""
    if case.state == State.CLOSED:
        return _("%(number)s is closed: content with the handling.")
    if case.state == State.REOPENED:
        return _("%(number)s is open again: the assistant gives a fresh order.")
    if case.state == State.ESCALATED:
        return _("%(number)s goes to the executive director: dissatisfied a second time.")
    return _("%(number)s stays on the list: nobody was reached.")


def again(error: Conflict, posted: Any) -> ConfirmForm:
    """The form with what was typed, on the case as it stands now."""
    data = posted.copy()
    data["version"] = error.complaint.version
    return ConfirmForm(NOBODY, data)


def tries_left(tries: int) -> str:
    left = max(0, CONFIRM_TRIES - tries)
    if not left:
        return _("Three tries reached nobody: the assistant may close it, or somebody tries once more.")
    return ngettext("%(n)d more try", "%(n)d more tries", left) % {"n": left}


def choose_level() -> str:
    return _("Choose what was said, or that nobody was reached.")


def refused(error: Refused) -> str:
    if error.code == "missing":
        return _("Write down why they are not content: the next order begins with it.")
    return refusal(error.code)
