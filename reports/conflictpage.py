"""Two authors wrote to one text: both whole, and the form anew with the paragraphs of both in it."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from reports.forms import TextForm
from reports.models import Report
from reports.writing import SECTIONS


def conflict_of(report: Report, form: TextForm) -> dict[str, Any]:
    """`report`: as it stands now; `form`: what was to replace it, drawn with an older text."""
    mine, theirs = form.texts(), {name: report.texts.get(name, "") for name in SECTIONS}
    both = {name: "\n".join(joined(mine[name], theirs[name])) for name in SECTIONS}
    return {
        "mine": [(label, mine[name]) for name, label in SECTIONS.items()],
        "theirs": [(label, theirs[name]) for name, label in SECTIONS.items()],
        "form": TextForm(initial={**both, "edits": report.edits}),
        "only_mine": TextForm(initial={**mine, "edits": report.edits}, auto_id=False),
    }


def joined(mine: str, theirs: str) -> Iterator[str]:
    """What both say once; where they differ the other's paragraphs first, then one's own."""
    saved, typed = theirs.strip().splitlines(), mine.strip().splitlines()
    for same, *places in SequenceMatcher(None, saved, typed, autojunk=False).get_opcodes():
        first, last, begins, ends = places
        yield from saved[first:last]
        if same != "equal":
            yield from typed[begins:ends]
