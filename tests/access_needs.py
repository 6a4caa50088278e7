"""The routes of what a patient needs from us, for tests/access_table.py."""

from django.utils import timezone

from patients.models import ClearedPerson
from staff.models import User
from staff.permissions import Permission
from tests import people
from tests.access_followups import (
    a_colleagues_draft,
    a_draft,
    a_patient,
    another_departments_patient,
)
from tests.access_route import Kwargs, Route

CALLS, CARES = Permission.MAKE_CALLS, Permission.CARE_FOR_PATIENTS


def a_cleared_person(user: User, patient: int | None = None) -> Kwargs:
    person = ClearedPerson.objects.create(
        patient_id=patient or people.a_visit().patient_id,
        name="刘敏",
        relation="女儿",
        named_by="patient",
        recorded_by=user,
        recorded_at=timezone.now(),
    )
    return {"pk": person.pk}


def another_departments_person(user: User) -> Kwargs | None:
    found = another_departments_patient(user)
    return found and a_cleared_person(user, found["pk"])


DISCLOSURE = (
    Route("followups:call_disclose", CALLS, get=None, post=200, own=a_draft, other=a_colleagues_draft),
    Route(
        "followups:cleared_add",
        CARES,
        get=None,
        post=302,
        own=a_patient,
        other=another_departments_patient,
        data={"name": "刘敏", "relation": "女儿", "named_by": "patient"},
    ),
    Route(
        "followups:cleared_withdraw",
        CARES,
        get=None,
        post=302,
        own=a_cleared_person,
        other=another_departments_person,
    ),
)

NEEDS = DISCLOSURE
