"""What a file's rows change about what is known (F29). The preview's forecast and the writing's plan are one.

- A visit is found by the HIS's number, else by its key, else as the patient's only one at that time; a
  patient by the record number. Two record numbers are never merged. Without one: by the visit, else by
  inpatient number and name, else by name, birth date and a common telephone number.
- An empty cell leaves what was: kind and cancellation too, unless the row says something new that decides.
- Of the patient's facts those of his latest visit hold; an older visit fills only what is empty.
- Numbers are added, never deleted; their states stay. Death and do-not-call are set, never taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from patients.actions import facts
from patients.actions.facts import Record
from patients.actions.known import Known, Rank, doctor_of, load, load_places, place_of
from patients.actions.nearby import leaves_time
from patients.actions.persons import is_another_person, is_anothers
from patients.importing.errors import Fault, Finding
from patients.importing.fields import Field
from patients.importing.parsed import Parsed
from patients.models import RowResult
from policy.visits import LeftBy

EMPTY = (None, "")
BY_KIND = ("kind", "setting", "anchor_at")
# Said for the first time, these tell that a cancelled visit took place after all.
BRINGS_BACK = {"operation", "paid", "amount", "admitted_at"}
EARLIEST = datetime.min.replace(tzinfo=ZoneInfo("UTC"))
NEW_PATIENT: Record = {
    "id": None, "mrn": None, "name": "", "name_key": "", "sex": "", "birth_date": None, "age_years": None,
    "age_recorded_on": None, "address": "", "spoken_language": "", "hard_of_hearing": False, "speak_with": "",
    "best_hours": "", "remark": "", "do_not_disclose": False, "do_not_call": False, "deceased": False,
    "deceased_on": None, "needs_review": False, "version": 1,
}  # fmt: skip


class Entry(NamedTuple):
    """A row that was read: `cancelled` when its kind says that the visit was taken back."""

    row: Parsed
    cancelled: bool = False


@dataclass
class Outcome:
    result: RowResult
    visit: Record | None = None
    error: Finding | None = None


@dataclass
class Changes:
    """What is to be written, in records that refer to each other; ids are given by the writer."""

    outcomes: list[Outcome] = field(default_factory=list)
    new_patients: list[Record] = field(default_factory=list)
    patients: dict[int, Record] = field(default_factory=dict)
    new_numbers: list[Record] = field(default_factory=list)
    numbers: dict[int, Record] = field(default_factory=dict)
    new_visits: list[Record] = field(default_factory=list)
    visits: dict[int, Record] = field(default_factory=dict)


def compare(entries: Sequence[Entry], *, zone: ZoneInfo, now: datetime, write: bool) -> Changes:
    """`write`: lock the patients and make unknown departments and doctors."""
    rows = [entry.row for entry in entries]
    known = load(rows, zone, lock=write)
    load_places(known, rows)
    comparison = Comparison(known, now)
    for entry in entries:
        comparison.add(entry)
    return comparison.changes


class Comparison:
    def __init__(self, known: Known, now: datetime) -> None:
        self.known = known
        self.now = now
        self.changes = Changes()

    def add(self, entry: Entry) -> None:
        row = entry.row
        said = facts.visit_facts(row, self.known.zone)
        visit = self.known.visit_of(row)
        self._place(said, row, visit)
        at = facts.happened(said)
        day = (at or self.now).astimezone(self.known.zone).date()
        if visit and is_anothers(visit, row, self.known.zone, day):
            self._reject(Finding(Fault.VISIT_OF_ANOTHER, Field.HIS_VISIT_NO, value=row.his_visit_no))
            return
        patient = self._found(row, visit)
        if patient and is_another_person(patient, row, day):
            self._reject(Finding(Fault.ANOTHER_PERSON, Field.MRN, value=row.mrn or row.inpatient_no))
            return
        merged = self._merged(visit, said, row)
        if (
            merged["admitted_at"]
            and merged["discharged_at"]
            and merged["discharged_at"] < merged["admitted_at"]
        ):
            self._reject(_out_of_order(row, merged))
            return
        if entry.cancelled:
            merged["cancelled_at"] = merged["cancelled_at"] or self.now
        elif visit is None or row.visit_type or row.arrived or facts.newly_said(merged, visit) & BRINGS_BACK:
            merged["cancelled_at"] = None
        patient, changed = self._patient(patient, row, visit, at)
        changed |= self._numbers(patient, row)
        self._visit(visit, merged, patient, changed)

    def _reject(self, error: Finding) -> None:
        self.changes.outcomes.append(Outcome(RowResult.REJECTED, error=error))

    def _place(self, said: Record, row: Parsed, visit: Record | None) -> None:
        said["department_id"] = place_of(self.known, row, None) if row.department else None
        place = place_of(self.known, row, visit)
        said["doctor_id"] = doctor_of(self.known, row.doctor, place) if row.doctor else None

    def _merged(self, visit: Record | None, said: Record, row: Parsed) -> Record:
        if visit is None:
            place = place_of(self.known, row, None)
            merged = {**said, "department_id": place, "source_key": row.key, "id": None, "cancelled_at": None}
        else:
            kept = {name: value for name, value in said.items() if value not in EMPTY}
            for name in facts.MOMENTS:
                if leaves_time(said[name], visit[name], self.known.zone):
                    kept.pop(name)
            if row.left_by == LeftBy.UNKNOWN:
                kept.pop("left_by")
            if facts.NO_WORD in row.why:
                kept = {name: value for name, value in kept.items() if name not in BY_KIND}
            merged = visit | kept
            if facts.NO_WORD in row.why or any(merged[name] != said[name] for name in facts.DECIDING):
                facts.settle_kind(merged, visit, row, self.known.zone)
        anchor = merged["anchor_at"]
        merged["anchor_on"] = anchor and anchor.astimezone(self.known.zone).date()
        return merged

    # --- the patient ---

    def _patient(
        self, patient: Record | None, row: Parsed, visit: Record | None, at: datetime | None
    ) -> tuple[Record, bool]:
        rank = (at or EARLIEST, visit["source_key"] if visit else row.key)
        seen_on = at.astimezone(self.known.zone).date() if at else None
        told = facts.patient_facts(row, seen_on=seen_on)
        final = facts.stops(row, day=row.discharged_at.date() if row.discharged_at else seen_on)
        if patient is None:
            patient = {**NEW_PATIENT, **told, **final, "mrn": row.mrn or None, "numbers": {}, "rank": None}
            self.known.add_patient(patient)
            self.changes.new_patients.append(patient)
            patient["rank"] = rank
            return patient, True
        changes = dict(self._told(patient, told, rank))
        changes |= {
            name: value for name, value in final.items() if name != "deceased_on" or not patient[name]
        }
        if row.mrn and not patient["mrn"]:
            changes["mrn"] = row.mrn
        return patient, self._change_patient(patient, changes)

    def _found(self, row: Parsed, visit: Record | None) -> Record | None:
        held = self.known.patient_of(row)
        if row.mrn:
            if held is None and visit and not visit["patient"]["mrn"]:
                held = visit["patient"] if visit["patient"]["name"] == row.name else None
            return held
        if visit or held:
            patient: Record | None = visit["patient"] if visit else held
            return patient
        if not row.birth_date:
            return None
        mine = set(facts.numbers(row))
        same = self.known.by_person.get((row.name, row.birth_date), [])
        return next((patient for patient in same if mine & set(patient["numbers"])), None)

    def _told(self, patient: Record, told: Record, rank: Rank) -> Record:
        """What of it holds: all of it when no later visit is known, else what fills a gap."""
        latest = patient["rank"]
        if latest is None or rank >= latest or rank[1] == latest[1]:
            patient["rank"] = rank
            return told
        if patient["birth_date"] or patient["age_years"] is not None:
            told = {name: value for name, value in told.items() if not name.startswith(("birth", "age"))}
        return {name: value for name, value in told.items() if patient.get(name) in EMPTY}

    def _change_patient(self, patient: Record, changes: Record) -> bool:
        changes = {name: value for name, value in changes.items() if patient[name] != value}
        if not changes:
            return False
        stopped = changes.keys() & {"deceased", "do_not_call"}
        patient.update(changes)
        if patient["mrn"]:
            self.known.by_mrn[patient["mrn"]] = patient
        self._touch(patient, review=bool(stopped))
        return True

    def _touch(self, patient: Record, *, review: bool) -> None:
        patient["needs_review"] = patient["needs_review"] or review
        if patient["id"] is not None and patient["id"] not in self.changes.patients:
            patient["version"] += 1
            self.changes.patients[patient["id"]] = patient

    # --- his numbers ---

    def _numbers(self, patient: Record, row: Parsed) -> bool:
        changed = False
        held: dict[Any, Record] = patient["numbers"]
        for (number, extension), owner in facts.numbers(row).items():
            before = held.get((number, extension))
            if before is None:
                held[number, extension] = self._new_number(patient, number, extension, owner)
                changed = True
            else:
                changed |= self._owner(before, owner)
        return changed

    def _new_number(self, patient: Record, number: str, extension: str, owner: Record) -> Record:
        position = 1 + max((record["position"] for record in patient["numbers"].values()), default=0)
        record = {
            "id": None, "patient": patient, "number": number, "extension": extension,
            "owner_name": owner.get("owner_name", "")[:50], "relation": owner.get("relation", "")[:30],
            "position": min(position, 32767), "preferred": owner.get("preferred", False),
        }  # fmt: skip
        self.changes.new_numbers.append(record)
        self._touch(patient, review=patient["id"] is not None)
        return record

    def _owner(self, record: Record, owner: Record) -> bool:
        """What was not known about a number is filled in."""
        gaps = {name: value for name, value in owner.items() if value and not record[name]}
        record.update(gaps)
        if gaps and record["id"] is not None:
            self.changes.numbers[record["id"]] = record
        return bool(gaps)

    # --- the visit ---

    def _visit(self, visit: Record | None, merged: Record, patient: Record, changed: bool) -> None:
        if visit is None:
            merged["patient"] = patient
            self.known.add_visit(merged)
            self.changes.new_visits.append(merged)
            self.changes.outcomes.append(Outcome(RowResult.CREATED, merged))
            return
        moved = visit["patient"] is not patient
        differs = any(visit[name] != value for name, value in merged.items() if name != "patient")
        if moved or differs:
            if moved:
                visit["patient"]["visits"].remove(visit)
                patient["visits"].append(visit)
            visit.update(merged | {"patient": patient})
            if visit["id"] is not None:
                self.changes.visits[visit["id"]] = visit
        result = RowResult.UPDATED if moved or differs or changed else RowResult.UNCHANGED
        self.changes.outcomes.append(Outcome(result, visit))


def _out_of_order(row: Parsed, merged: Record) -> Finding:
    return Finding(
        Fault.DISCHARGE_BEFORE_ADMISSION,
        Field.DISCHARGED_AT,
        value=f"{row.discharged_at or ''}",
        params={"admitted": f"{merged['admitted_at']:%Y-%m-%d %H:%M}"},
    )
