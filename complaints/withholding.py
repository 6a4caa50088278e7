"""Words for papers that leave the case: without the patient's name, telephone numbers and a protected
diagnosis (B13, E8)."""

import re

from complaints.models import Complaint
from patients.models import Patient
from policy.disclosure import secrets, withheld
from policy.numbers import NUMBER, with_numbers

STANDS_FOR_A_NAME = "某某"
STANDS_FOR_AN_ILLNESS = "某病"


def plain(text: str, case: Complaint) -> str:
    """`text` as it may be read by whoever has nothing to do with the case."""
    return nameless(text, case.patient, case.complainant)


def nameless(text: str, patient: Patient | None, *others: str) -> str:
    """Without the patient's name, what `others` are called, telephone numbers and a protected diagnosis."""
    names = {patient.name.strip() if patient else "", *(name.strip() for name in others)}
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, STANDS_FOR_A_NAME)
    text = withheld(text, _protected(patient), STANDS_FOR_AN_ILLNESS)
    return NUMBER.sub(lambda found: masked(found[0]), text)


def numberless(text: str) -> str:
    """With only the ends of telephone and identity numbers. Dates stay, for papers in which names stay too:
    elsewhere a birth date would tell who it is."""
    return with_numbers(masked, text)


def _protected(patient: Patient | None) -> tuple[str, ...]:
    if patient is None or not patient.do_not_disclose:
        return ()
    said = patient.visits.values_list("diagnosis", "operation", "abnormal")
    return secrets(text for visit in said for text in visit)


def masked(number: str) -> str:
    """138****1234; shorter ones keep their last two digits."""
    digits = re.sub(r"\D", "", number)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(0, len(digits) - 2) + digits[-2:]
