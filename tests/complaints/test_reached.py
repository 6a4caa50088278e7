"""An order reaches the person whom the standing orders name, and praise reaches somebody (A20, B13)."""

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from complaints.actions import moves
from complaints.actions.standing import set_standing
from complaints.models import OrderPart, PraiseNotice
from complaints.sentences import REFUSALS
from policy.complaints import CloseReason, Kind, State
from staff.models import User
from staff.permissions import Role
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import NOW, a_complaint
from tests.complaints.test_moves import refusal

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


def test_praise_that_nobody_would_read_stays_and_says_so() -> None:
    cashiers, zhao = people.a_department("收费处"), people.assistant()
    case = a_complaint(kind=Kind.PRAISE, departments=[cashiers])
    answer = signed_in_as(zhao).post(
        reverse("complaints:move", args=[case.pk, "pass_on"]), {"version": case.version, "lead": cashiers.pk}
    )
    assert answer.status_code == 422
    assert str(REFUSALS["reaches_nobody"]) in answer.content.decode()
    many = signed_in_as(zhao).post(reverse("complaints:pass_on_many"), {"case": f"{case.pk}:{case.version}"})
    assert "无人" in " ".join(str(message) for message in get_messages(many.wsgi_request))
    case.refresh_from_db()
    assert case.state == State.RECORDED
    wang = people.supervisor()
    done = moves.pass_on(
        case.pk, by=zhao, now=NOW, version=case.version, users=[wang], lead=cashiers
    )  # as it says: to whoever is chosen
    assert done.close_reason == CloseReason.PASSED_ON
    assert [notice.user for notice in PraiseNotice.objects.told()] == [wang]


def test_who_has_left_reads_no_praise() -> None:
    lin = people.clinician()
    case = a_complaint(kind=Kind.PRAISE, praised=[lin])
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert refusal(moves.pass_on, case, by=people.assistant(), users=moves.proposed(case)) == "reaches_nobody"
