"""Words for papers that leave the case: without the patient's name and without telephone numbers (B13)."""

import re

from complaints.models import Complaint

#: Digits as numbers are written: with blanks or dashes between them, seven or more.
NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ \-‐–]?\d){6,}(?!\d)")
STANDS_FOR_A_NAME = "某某"


def plain(text: str, case: Complaint) -> str:
    """`text` as it may be read by whoever has nothing to do with the case."""
    names = {case.complainant.strip(), case.patient.name.strip() if case.patient else ""}
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, STANDS_FOR_A_NAME)
    return NUMBER.sub(lambda found: masked(found[0]), text)


def masked(number: str) -> str:
    """138****1234; shorter ones keep their last two digits."""
    digits = re.sub(r"\D", "", number)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(0, len(digits) - 2) + digits[-2:]
