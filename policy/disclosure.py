"""Who may be told a protected diagnosis, and what is kept from everybody else's eyes: E8. No Django."""

import re
from collections.abc import Iterable

PATIENT, RELATIVE = "patient", "relative"
_BETWEEN = re.compile(r"[,;，；、。/|\n]+")


def is_cleared(*, answered_by: str, identity_confirmed: bool, person_cleared: bool) -> bool:
    """The patient himself, or a relative whom the patient or the doctor named; both identified first."""
    if not identity_confirmed:
        return False
    return answered_by == PATIENT or (answered_by == RELATIVE and person_cleared)


def secrets(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts and what they list, the longest first; single letters would black out everything."""
    found = set()
    for text in texts:
        found |= {part.strip() for part in (text, *_BETWEEN.split(text))}
    return tuple(sorted((word for word in found if len(word) > 1), key=lambda word: (-len(word), word)))


def withheld(text: str, words: Iterable[str], instead: str) -> str:
    """`text` as it may be shown before clearance, in whatever case the words were typed."""
    for word in words:
        text = re.sub(re.escape(word), lambda _match: instead, text, flags=re.IGNORECASE)
    return text
