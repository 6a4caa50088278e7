"""What the database knows about the patients and visits of some rows, by a handful of queries (M9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from patients.actions import facts
from patients.actions.facts import Record
from patients.actions.nearby import is_same
from patients.actions.tables import select
from patients.importing.parsed import Parsed
from patients.models import Doctor, Patient, PhoneNumber, Visit
from staff.models import Department

PATIENT = (
    "id", "mrn", "name", "name_key", "sex", "birth_date", "age_years", "age_recorded_on", "address",
    "spoken_language", "hard_of_hearing", "speak_with", "best_hours", "remark", "do_not_disclose",
    "do_not_call", "deceased", "deceased_on", "needs_review", "version",
)  # fmt: skip
VISIT = (
    "id", "patient_id", "his_visit_no", "source_key", "inpatient_no", "setting", "kind", "first_visit",
    "department_id", "ward", "doctor_id", "diagnosis", "operation", "abnormal", "orders", "paid", "amount",
    "appointment_at", "visited_at", "admitted_at", "discharged_at", "left_by", "anchor_at", "anchor_on",
    "cancelled_at",
)  # fmt: skip
NUMBER = ("id", "patient_id", "number", "extension", "owner_name", "relation", "position", "preferred")
UNNAMED_DEPARTMENT = "未填科室"  # where the row names none; listed for confirmation like every new one

Rank = tuple[datetime, str]
Person = tuple[str, Any]


@dataclass
class Known:
    zone: ZoneInfo
    creates: bool = (
        False  # unknown departments and doctors are made, or in a forecast given numbers below zero
    )
    by_id: dict[int, Record] = field(default_factory=dict)
    by_mrn: dict[str, Record] = field(default_factory=dict)
    by_person: dict[Person, list[Record]] = field(default_factory=dict)
    by_stay: dict[tuple[str, str], dict[int, Record]] = field(default_factory=dict)  # inpatient number, name
    visits: dict[str, Record] = field(default_factory=dict)  # by number and by key
    unnumbered: dict[int, str] = field(default_factory=dict)  # by row: the key it had before it had a number
    departments: dict[str, int] = field(default_factory=dict)
    doctors: dict[tuple[str, int], int] = field(default_factory=dict)

    def add_patient(self, record: Record) -> None:
        record.setdefault("numbers", {})
        record.setdefault("rank", None)
        record.setdefault("stayed", False)
        record.setdefault("visits", [])  # all of them, when one of his rows' visits is not found by its key
        if record["id"] is not None:
            self.by_id[record["id"]] = record
        if record["mrn"]:
            self.by_mrn[record["mrn"]] = record
        self.by_person.setdefault((record["name"], record["birth_date"]), []).append(record)

    def visit_of(self, row: Parsed) -> Record | None:
        return self.by_key(row) or self._nearby(row)

    def by_key(self, row: Parsed) -> Record | None:
        visit = self.visits.get(row.key)
        if visit is None and (unnumbered := self.unnumbered.get(row.number)):
            earlier = self.visits.get(unnumbered)
            visit = earlier if earlier and not earlier["his_visit_no"] else None
        return visit

    def _nearby(self, row: Parsed) -> Record | None:
        patient = self.patient_of(row)
        if patient is None or not patient["visits"]:
            return None
        department = self.departments.get(row.department) if row.department else None
        if row.department and department is None:
            department = 0  # a new one: no visit's
        found = [visit for visit in patient["visits"] if is_same(visit, row, department, self.zone)]
        return found[0] if len(found) == 1 else None

    def patient_of(self, row: Parsed) -> Record | None:
        """By the record number, else by inpatient number and name; two record numbers are never merged."""
        if held := self.by_mrn.get(row.mrn):
            return held
        same = self.by_stay.get((row.inpatient_no, row.name), {}).values()
        found = [patient for patient in same if not (row.mrn and patient["mrn"])]
        return found[0] if len(found) == 1 else None

    def add_visit(self, record: Record) -> None:
        self.visits[record["source_key"]] = record
        if record["his_visit_no"]:
            self.visits[f"visit:{record['his_visit_no']}"] = record
        patient = record["patient"]
        patient["visits"].append(record)
        if record["inpatient_no"]:
            self.by_stay.setdefault((record["inpatient_no"], patient["name"]), {})[id(patient)] = patient


def load(rows: Sequence[Parsed], zone: ZoneInfo, *, lock: bool) -> Known:
    """`lock`: the patients stay as they are until the transaction ends."""
    known = Known(zone, creates=lock)
    known.unnumbered = {row.number: facts.key_without_number(row) for row in rows if row.his_visit_no}
    keys = [*(row.key for row in rows), *filter(None, known.unnumbered.values())]
    numbers = [row.his_visit_no for row in rows if row.his_visit_no]
    visits = select(Visit, VISIT, "source_key = ANY(%s) OR his_visit_no = ANY(%s)", [keys, numbers])
    if stays := [row.inpatient_no for row in rows if row.inpatient_no]:
        visits += select(Visit, VISIT, "inpatient_no = ANY(%s) AND inpatient_no <> ''", [stays])
    _load_patients(known, rows, {visit["patient_id"] for visit in visits}, lock=lock)
    _add_visits(known, visits)
    _load_nearby(known, rows)
    _load_numbers(known)
    _load_ranks(known)
    return known


def _add_visits(known: Known, visits: Sequence[Record]) -> None:
    for visit in visits:
        if visit["source_key"] not in known.visits:
            visit["patient"] = known.by_id[visit["patient_id"]]
            known.add_visit(visit)


def _load_nearby(known: Known, rows: Sequence[Parsed]) -> None:
    """The other visits of those of whom a row speaks whose visit its key does not find."""
    patients = [known.patient_of(row) for row in rows if known.by_key(row) is None]
    if ids := list({patient["id"] for patient in patients if patient}):
        _add_visits(known, select(Visit, VISIT, "patient_id = ANY(%s)", [ids]))


def _load_patients(known: Known, rows: Sequence[Parsed], ids: set[int], *, lock: bool) -> None:
    where, values = "id = ANY(%s) OR mrn = ANY(%s)", [list(ids), [row.mrn for row in rows if row.mrn]]
    nameless = [row for row in rows if not row.mrn and row.birth_date]
    if nameless:
        where += " OR (name = ANY(%s) AND birth_date = ANY(%s))"
        values += [[row.name for row in nameless], [row.birth_date for row in nameless]]
    lasting = " ORDER BY id FOR UPDATE" if lock else ""
    for record in select(Patient, PATIENT, f"({where}){lasting}", values):
        known.add_patient(record)


def _load_numbers(known: Known) -> None:
    for record in select(PhoneNumber, NUMBER, "patient_id = ANY(%s) ORDER BY id", [list(known.by_id)]):
        held = known.by_id[record["patient_id"]]["numbers"]
        held[record["number"], record["extension"]] = record


def _load_ranks(known: Known) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (patient_id) patient_id,"
            " greatest(appointment_at, visited_at, admitted_at, discharged_at) AS at, source_key,"
            " bool_or(setting = 'inpatient') OVER (PARTITION BY patient_id)"
            " FROM patients_visit WHERE patient_id = ANY(%s)"
            " ORDER BY patient_id, at DESC NULLS LAST, source_key DESC",
            [list(known.by_id)],
        )
        for patient, at, key, stayed in cursor.fetchall():
            known.by_id[patient] |= {"rank": (at, key) if at else None, "stayed": stayed}


def load_places(known: Known, rows: Sequence[Parsed]) -> None:
    """Departments and doctors by name; a row that names no department speaks of the visit's."""
    visits = [known.visit_of(row) for row in rows]
    pairs = list(zip(rows, visits, strict=True))
    _departments(known, {_place_name(row) for row, visit in pairs if row.department or visit is None})
    _doctors(known, {(row.doctor, place_of(known, row, visit)) for row, visit in pairs if row.doctor})


def place_of(known: Known, row: Parsed, visit: Record | None) -> int:
    if visit is not None and not row.department:
        department: int = visit["department_id"]
        return department
    name = _place_name(row)
    if name not in known.departments:
        _departments(known, {name})
    return known.departments[name]


def doctor_of(known: Known, name: str, place: int) -> int:
    if (name, place) not in known.doctors:  # of a visit that stands in the same file
        _doctors(known, {(name, place)})
    return known.doctors[name, place]


def _place_name(row: Parsed) -> str:
    return row.department or UNNAMED_DEPARTMENT


def _departments(known: Known, names: Iterable[str]) -> None:
    def fetch() -> None:
        known.departments.update(Department.objects.filter(name__in=names).values_list("name", "pk"))

    fetch()
    new = sorted(set(names) - set(known.departments))
    if new and known.creates:
        Department.objects.bulk_create(
            [Department(name=name, confirmed=False) for name in new], ignore_conflicts=True
        )
        fetch()
    for name in new:
        known.departments.setdefault(name, -1 - len(known.departments))


def _doctors(known: Known, wanted: set[tuple[str, int]]) -> None:
    def fetch() -> None:
        found = Doctor.objects.filter(name__in={name for name, _ in wanted})
        known.doctors.update(
            {(name, place): pk for name, place, pk in found.values_list("name", "department_id", "pk")}
        )

    fetch()
    new = sorted(wanted - set(known.doctors))
    if new and known.creates:
        Doctor.objects.bulk_create(
            [Doctor(name=name, department_id=place, confirmed=False) for name, place in new],
            ignore_conflicts=True,
        )
        fetch()
    for pair in new:
        known.doctors.setdefault(pair, -1 - len(known.doctors))
