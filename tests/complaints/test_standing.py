"""Standing orders: the decision form is filled in, and the deputy stands in for who is away (A20)."""

from datetime import timedelta
from typing import Any

import pytest

from complaints.actions.refusals import Refused
from complaints.actions.standing import drop_standing, set_standing, suggest
from complaints.models import StandingOrder
from policy.complaints import Kind, Severity
from staff.models import User
from tests import people
from tests.complaints.making import NOW, a_complaint
from tests.people import moment

pytestmark = pytest.mark.django_db


def standing(person: User, *, kind: str = "", department: Any = None, **more: Any) -> StandingOrder:
    given = {"by": people.assistant(), "now": NOW, "task": "核实并答复", **more}
    return set_standing(kind=kind, department=department, person=person, **given)


def test_kind_and_department_come_before_department_and_that_before_kind() -> None:
    surgery = people.a_department()
    general, by_kind, by_room, exact = (people.a_user(f"90{n}", f"甲{n}", "clinician") for n in range(4))
    case = a_complaint()
    for person, kind, department in (
        (general, "", None),
        (by_kind, Kind.COMPLAINT, None),
        (by_room, "", surgery),
        (exact, Kind.COMPLAINT, surgery),
    ):
        standing(person, kind=kind, department=department)
        assert suggest(case, NOW).person == person
    standing(people.quality(), kind=Kind.PRAISE, department=surgery)
    assert suggest(case, NOW).person == exact


def test_the_deputy_stands_in_while_the_person_is_away_and_only_if_he_is_here() -> None:
    lin, hao = people.clinician(), people.a_user("8032", "孙浩", "clinician")
    standing(lin, department=people.a_department(), deputy=hao)
    case = a_complaint()
    assert suggest(case, NOW).person == lin
    people.an_absence(lin, "2026-11-18", "2026-11-23")
    found = suggest(case, NOW)
    assert (found.person, found.deputy_used, str(found.away_until)) == (hao, True, "2026-11-23")
    assert suggest(case, moment("2026-11-24 00:00")).person == lin
    people.an_absence(hao, "2026-11-19", "2026-11-19")
    assert (suggest(case, NOW).person, suggest(case, NOW).deputy_used) == (lin, False)


def test_who_has_left_is_not_suggested() -> None:
    lin = people.clinician()
    standing(lin, department=people.a_department())
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert suggest(a_complaint(), NOW).person is None


def test_the_department_with_a_person_of_its_own_leads_and_the_others_take_part() -> None:
    surgery, cashiers = people.a_department(), people.a_department("收费处")
    hao = people.a_user("8032", "孙浩", "clinician", department=cashiers)
    standing(hao, department=cashiers)
    standing(people.quality())
    found = suggest(a_complaint(departments=[surgery, cashiers]), NOW)
    assert (found.lead, found.person, found.parts) == (cashiers, hao, ((surgery, None),))


def test_two_days_are_left_for_the_patient_and_on_a_short_clock_half() -> None:
    assert suggest(a_complaint(), NOW).until == moment("2026-11-24 17:00")
    severe = a_complaint(severity=Severity.SEVERE)
    assert suggest(severe, NOW).until == NOW + timedelta(hours=12)
    assert suggest(a_complaint(kind=Kind.PRAISE), NOW).until == moment("2026-11-22 17:00")
    late = a_complaint()
    assert suggest(late, moment("2026-12-01 09:00")).until > moment("2026-12-01 09:00")


def test_one_order_for_each_kind_and_department_and_only_who_may_sets_it() -> None:
    lin = people.clinician()
    first = standing(lin)
    assert standing(people.quality()) == first
    with pytest.raises(Refused, match="same_person"):
        standing(lin, deputy=lin)
    with pytest.raises(Refused, match="not_yours"):
        standing(lin, by=people.agent())
    drop_standing(first.pk, by=people.assistant(), now=NOW)
    assert not StandingOrder.objects.exists()
