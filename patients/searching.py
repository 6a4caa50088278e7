"""Finding a patient by part of a name, its pinyin or initials, a record number or the last digits dialled.

Asked for by POST only: nothing that was searched for stands in an address.
"""

from django.db.models import Q, QuerySet
from django.db.models.functions import Reverse

from patients.models import Patient, PhoneNumber
from staff.models import User

SHORTEST_NUMBER = 4  # fewer digits of a telephone find everybody
MOST = 50


def find_patients(text: str, *, user: User) -> QuerySet[Patient]:
    """At most `MOST`, best first by name; none for an empty text."""
    text = text.strip()
    if not text:
        return Patient.objects.none()
    return Patient.objects.visible_to(user).filter(_matches(text)).order_by("name_key", "pk")[:MOST]


def _matches(text: str) -> Q:
    digits = "".join(c for c in text if c.isdigit())
    found = Q(name__startswith=text) | Q(mrn=text)
    if text.isascii() and text.isalpha():
        key = text.lower()
        found |= Q(name_key__startswith=key) | Q(name_key__contains=f" {key}")
    if len(text) > 1 and not text.isascii():
        found |= Q(name__contains=text)
    if len(digits) >= SHORTEST_NUMBER and len(digits) == len(text.replace(" ", "").replace("-", "")):
        ending = PhoneNumber.objects.annotate(backwards=Reverse("number")).filter(
            backwards__startswith=digits[::-1]
        )
        found |= Q(pk__in=ending.values("patient")) | Q(visits__inpatient_no=text) | Q(mrn__endswith=digits)
    return found
