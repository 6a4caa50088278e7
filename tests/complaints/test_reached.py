"""An order reaches the person whom the standing orders name (A20)."""

import pytest
import time_machine
from django.urls import reverse

from complaints.actions.standing import set_standing
from complaints.models import OrderPart
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import NOW, a_complaint

pytestmark = pytest.mark.django_db


def test_a_department_that_takes_part_has_the_person_of_its_standing_order_whoever_leads() -> None:
    room, other, lin = people.a_department("骨科"), people.a_department("放射科"), people.clinician()
    named = {
        place.pk: people.a_user(f"804{n}", f"徐{n}", Role.CLINICIAN, department=place)
        for n, place in enumerate((room, other))
    }
    for place in (room, other):
        person = named[place.pk]
        set_standing(by=people.assistant(), now=NOW, kind="", department=place, person=person)
    case = a_complaint(departments=[room])  # of which the standing orders would have it lead
    form = {
        "version": case.version,
        "responsible": lin.pk,
        "lead": lin.department_id,
        "parts": [room.pk, other.pk],
        "task": "核实",
        "until": "2026-11-23T17:00",
    }
    with time_machine.travel(NOW):
        answer = signed_in_as(people.assistant()).post(
            reverse("complaints:move", args=[case.pk, "order"]), form
        )
    assert answer.status_code == 302
    assert dict(OrderPart.objects.values_list("department", "person")) == {
        pk: person.pk for pk, person in named.items()
    }
