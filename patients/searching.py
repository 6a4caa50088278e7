"""Finding a patient by part of a name, its pinyin or initials, a record number or the last digits dialled.

Asked for by POST only: nothing that was searched for stands in an address. Each way of finding walks an index
of its own (docs/performance.md, M10).
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet
from django.db.models.functions import Reverse

from patients.models import Patient, PhoneNumber, Visit
from patients.models.patients import KEY_BEGINNINGS, NAME_PAIRS
from staff.models import User

SHORTEST_NUMBER = 4  # fewer digits of a telephone find everybody
MOST = 50
BEGINNINGS = (1, 2, 4, 6)  # letters of a reading that the index holds
Keys: TypeAlias = "QuerySet[Any, int]"


def find_patients(text: str, *, user: User) -> QuerySet[Patient]:
    """At most `MOST`, best first by name; none for an empty text."""
    text = text.strip()
    if not text:
        return Patient.objects.none()
    first, *others = _ways(text)
    found = Patient.objects.visible_to(user).filter(pk__in=first.union(*others, all=True))
    return found.order_by("name_key", "pk")[:MOST]


def _ways(text: str) -> Iterator[Keys]:
    """Keys of patients, by each way in which this text may be meant."""
    patients = Patient.objects.order_by()
    yield _keys(patients.filter(name__startswith=text))
    yield _keys(patients.filter(mrn=text))
    if text.isascii() and text.isalpha():
        yield _keys(_sounding(patients, text.lower()))
    if len(text) > 1 and not text.isascii():
        pairs = sorted({text[at : at + 2] for at in range(len(text) - 1)})
        paired = patients.alias(pairs=NAME_PAIRS).filter(pairs__contains=pairs)  # type: ignore[misc]
        yield _keys(paired.filter(name__contains=text))
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) >= SHORTEST_NUMBER and len(digits) == len(text.replace(" ", "").replace("-", "")):
        yield from _numbered(patients, text, digits)


def _sounding(patients: QuerySet[Patient], key: str) -> QuerySet[Patient]:
    """Any reading of the name, or its initials, begins so."""
    beginning = key[: max(length for length in BEGINNINGS if length <= len(key))]
    sounding = patients.alias(beginnings=KEY_BEGINNINGS)
    sounding = sounding.filter(beginnings__contains=[beginning])  # type: ignore[misc]
    return sounding.filter(Q(name_key__startswith=key) | Q(name_key__contains=f" {key}"))


def _numbered(patients: QuerySet[Patient], text: str, digits: str) -> Iterator[Keys]:
    backwards = digits[::-1]
    numbers = PhoneNumber.objects.order_by().alias(backwards=Reverse("number"))
    yield numbers.filter(backwards__startswith=backwards).values_list("patient", flat=True)
    yield Visit.objects.order_by().filter(inpatient_no=text).values_list("patient", flat=True)
    yield _keys(patients.alias(backwards=Reverse("mrn")).filter(backwards__startswith=backwards))


def _keys(patients: QuerySet[Patient]) -> Keys:
    return patients.values_list("pk", flat=True)
