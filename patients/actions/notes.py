"""What is said about a file beside its accounts: rows without a number, new departments, readmissions,
record numbers that come with another person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from patients.actions.comparing import Changes, Entry
from patients.importing.errors import Fault, Finding
from patients.models import RowResult, Setting

MOST_NAMES = 50
# Rejected because of what is on record or stands in another row: there is more to it than a cell to correct.
TOLD = frozenset({Fault.VISIT_OF_ANOTHER, Fault.ANOTHER_PERSON})


class Notes:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.stayed: set[int | str] = set()
        self.departments: dict[str, None] = {}

    def add(self, entries: Sequence[Entry], changes: Changes) -> None:
        for entry, outcome in zip(entries, changes.outcomes, strict=True):
            visit = outcome.visit
            self.counts.update({str(finding.code) for finding in entry.row.notes})
            if outcome.error:
                self.add_faults([outcome.error])
            if visit is None or outcome.result == RowResult.REJECTED:
                continue
            if visit["department_id"] < 0 and entry.row.department:
                self.departments[entry.row.department] = None
            if entry.cancelled:
                self.counts["cancelled"] += 1
            if outcome.result == RowResult.CREATED and visit["setting"] == Setting.INPATIENT:
                self._readmission(visit["patient"])

    def add_faults(self, errors: Iterable[Finding]) -> None:
        self.counts.update({str(error.code) for error in errors if error.code in TOLD})

    def _readmission(self, patient: dict[str, Any]) -> None:
        """A stay after another one, on record or earlier in this file."""
        who = patient["id"] or patient["mrn"]
        if patient["stayed"] or who in self.stayed:
            self.counts["readmissions"] += 1
        if who:
            self.stayed.add(who)

    def to_json(self) -> dict[str, Any]:
        return {
            **self.counts,
            "new_departments": list(self.departments)[:MOST_NAMES],
            "skipped": dict(self.skipped),
        }
