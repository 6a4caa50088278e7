"""Several rows of one visit: a row for each diagnosis, operation or ward (F29)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from patients.importing.errors import Finding, Note
from patients.importing.fields import Field
from patients.importing.parsed import Parsed
from patients.importing.reader import JOINT, TEXT_LENGTH
from policy.visit_words import says_something
from policy.visits import VisitKind

LONGEST = {field: TEXT_LENGTH[field] for field in (Field.DIAGNOSIS, Field.OPERATION, Field.WARD)}
OPERATED = (VisitKind.INPATIENT_SURGERY, VisitKind.OUTPATIENT_SURGERY)
# What follows from the rest, or may differ between the rows of one visit.
OWN = frozenset({"number", "kind", "anchor_at", "why", "key", "content", "notes", *map(str, LONGEST)})
SAME = tuple(name for name in Parsed.__slots__ if name not in OWN)


def are_one(first: Parsed, more: Parsed) -> bool:
    """The rows of one visit that contradict each other in nothing."""
    return first.key == more.key and all(getattr(first, name) == getattr(more, name) for name in SAME)


def joined(first: Parsed, more: Parsed) -> Parsed:
    """The first row with what the other adds, each diagnosis, operation and ward once and in order."""
    texts: dict[str, Any] = {}
    notes = first.notes
    for field, longest in LONGEST.items():
        before, added = getattr(first, field), getattr(more, field)
        text = _with(before, added)
        if len(text) > longest:
            text, notes = (
                before,
                (*notes, Finding(Note.TEXT_CUT, field, value=added, params={"limit": longest})),
            )
        texts[str(field)] = text
    both = replace(first, notes=notes, **texts)
    if more.kind in OPERATED and first.kind not in OPERATED:
        return replace(both, kind=more.kind, anchor_at=more.anchor_at, why=more.why)
    return both


def _with(before: str, added: str) -> str:
    parts = before.split(JOINT) if before else []
    if added in ("", *parts):
        return before
    said = [part for part in (*parts, added) if says_something(part)]
    return JOINT.join(said) or before or added
