"""Who is looked for is found by the indexes as by reading every patient; each way walks an index (M10)."""

import random

import pytest
from django.db import connection
from django.db.models import Q

from patients.models import Patient, PhoneNumber
from patients.names import name_key
from patients.searching import MOST, find_patients
from tests import people

pytestmark = pytest.mark.django_db

SIGNS = "陈国栋王玉红李长安欧阳单于曾乐𠮷·"
TEXTS = [
    *(
        "玉红",
        "国",
        "陈国",
        "栋王玉",
        "欧阳",
        "玉%",
        "c",
        "ch",
        "che",
        "chen",
        "chengu",
        "chenguo",
        "cgd",
        "wy",
    ),
    *(
        "Yue",
        "le",
        "zhang",
        "Tom",
        "om",
        "5678",
        "8000",
        "179 0000 5678",
        "00000012",
        "12",
        "ZY0007",
        "10077",
    ),
    *("%", "_", ""),
]


def by_reading_all(text: str) -> list[int]:
    """The same by conditions on every patient, which no index serves."""
    digits = "".join(c for c in text if c.isdigit())
    found = Q(name__startswith=text) | Q(mrn=text)
    if text.isascii() and text.isalpha():
        found |= Q(name_key__startswith=text.lower()) | Q(name_key__contains=f" {text.lower()}")
    if len(text) > 1 and not text.isascii():
        found |= Q(name__contains=text)
    if len(digits) >= 4 and digits == text.replace(" ", "").replace("-", ""):
        found |= Q(numbers__number__endswith=digits) | Q(visits__inpatient_no=text) | Q(mrn__endswith=digits)
    patients = Patient.objects.filter(found).order_by("name_key", "pk").distinct()
    return [patient.pk for patient in patients[:MOST]] if text else []


def many() -> None:
    rng = random.Random(3)
    for number in range(120):
        start = rng.randrange(len(SIGNS))
        name = SIGNS[start : start + rng.randint(1, 4)] if number % 9 else "Tom Li"
        patient = people.a_patient(name, phone=None, mrn=f"{number:08d}" if number % 5 else None)
        Patient.objects.filter(pk=patient.pk).update(name_key=name_key(name))
        phone = f"1790000{rng.choice(['5678', '8000', '1234'])}"
        PhoneNumber.objects.create(patient=patient, number=phone)
        if number % 7 == 0:
            people.a_visit(patient, inpatient_no=str(10_000 + number))


def test_the_same_are_found_in_the_same_order() -> None:
    many()
    user = people.supervisor()
    found = {text: [one.pk for one in find_patients(text, user=user)] for text in TEXTS}
    assert found == {text: by_reading_all(text.strip()) for text in TEXTS}
    assert sum(map(bool, found.values())) > len(TEXTS) * 2 // 3


def test_a_clinician_finds_those_of_the_department() -> None:
    theirs, others = (people.a_patient(name) for name in ("陈玉红", "王玉红"))
    own = people.a_department()
    people.a_visit(theirs, department=own)
    people.a_visit(others, department=people.a_department("儿科"))
    doctor = people.clinician(department=own)
    assert [one.pk for one in find_patients("玉红", user=doctor)] == [theirs.pk]
    assert not find_patients("玉红", user=people.administrator())


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("玉红", "patient_name_pairs"),
        ("陈", "patient_name_prefix"),
        ("chenguo", "patient_key_beginnings"),
        ("5678", "number_last_digits"),
        ("5678", "patient_mrn_last_digits"),
        ("5678", "visit_inpatient_no"),
    ],
)
def test_every_way_walks_its_index(text: str, index: str) -> None:
    for n in range(150):  # an empty table tells the planner nothing
        people.a_patient(f"患者{n}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE patients_patient, patients_phonenumber, patients_visit")
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in find_patients(text, user=people.supervisor()).explain()
