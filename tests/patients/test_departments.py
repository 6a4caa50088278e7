"""What an import met is looked at by somebody: departments and doctors."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from patients.actions.departments import change_department
from patients.models import Doctor, Visit
from staff.models import Act, AuditEntry, Department
from staff.models.departments import DepartmentKind
from tests import people

pytestmark = pytest.mark.django_db
PAGE = "patients:departments"


@pytest.fixture
def boss(client: Any) -> Any:
    client.force_login(people.supervisor())
    return client


def test_new_departments_stand_first_with_their_counts(boss: Any) -> None:
    people.clinician()
    people.a_visit(at=timezone.now())
    people.a_visit(at=people.moment("2020-01-01 09:00"))
    people.a_department("骨科", confirmed=False)
    rows = boss.get(reverse(PAGE)).context["departments"]
    assert [(d.name, d.doctor_count, d.staff_count, d.visit_count) for d in rows] == [
        ("骨科", 0, 0, 0),
        ("胃肠外科", 1, 1, 1),
    ]


def test_the_list_asks_as_much_for_many_departments_as_for_one(
    boss: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        people.a_department(f"{number} 科", confirmed=False)
    boss.get(reverse(PAGE))
    with django_assert_max_num_queries(10):
        boss.get(reverse(PAGE))


def test_the_chosen_ones_are_confirmed_and_each_is_logged(boss: Any) -> None:
    new = [people.a_department(name, confirmed=False) for name in ("骨科", "妇科", "儿科")]
    old = people.a_department()
    chosen = [new[0].pk, new[1].pk, old.pk, "x", "9" * 30]
    assert boss.post(reverse("patients:departments_confirm"), {"chosen": chosen}).status_code == 302
    assert list(Department.objects.filter(confirmed=False)) == [new[2]]
    assert AuditEntry.objects.filter(act=Act.DEPARTMENT_CHANGED).count() == 2


def test_saving_a_department_confirms_it(boss: Any) -> None:
    new = people.a_department("骨科", confirmed=False)
    url = reverse("patients:department_edit", args=[new.pk])
    boss.post(url, {"name": "骨外科", "kind": "specialty", "extension": "6201"})
    new.refresh_from_db()
    assert (new.name, new.extension, new.confirmed) == ("骨外科", "6201", True)
    assert AuditEntry.objects.get().detail["changed"] == ["name", "extension", "confirmed"]


@pytest.mark.parametrize("route", ["department_new", "department_edit"])
def test_a_name_that_is_taken_is_refused_in_place(boss: Any, route: str) -> None:
    people.a_department("骨科")
    args = [people.a_department().pk] if route == "department_edit" else []
    answer = boss.post(reverse(f"patients:{route}", args=args), {"name": "骨科", "kind": "basic"})
    assert answer.status_code == 422
    assert Department.objects.filter(name="骨科").count() == 1


def test_another_kind_has_the_visits_looked_at_again() -> None:
    visit, other = people.a_visit(at=timezone.now()), people.a_visit(department=people.a_department("骨科"))
    Visit.objects.update(needs_review=False)
    for kind, again in ((DepartmentKind.SPECIALTY, False), (DepartmentKind.BASIC, True)):
        change_department(
            visit.department_id,
            name="胃肠外科",
            kind=kind,
            extension="",
            by=people.supervisor(),
            now=timezone.now(),
        )
        visit.refresh_from_db()
        assert visit.needs_review == again
    other.refresh_from_db()
    assert not other.needs_review


def test_doctors_are_confirmed_in_one_go(boss: Any) -> None:
    doctor = people.a_doctor()
    Doctor.objects.update(confirmed=False)
    assert boss.get(reverse("patients:doctors")).context["new"] == 1
    boss.post(reverse("patients:doctors_confirm"), {"chosen": [doctor.pk]})
    assert Doctor.objects.get().confirmed


def test_a_doctors_account_is_a_clinicians_and_belongs_to_one_doctor_only(boss: Any) -> None:
    first, second, account = people.a_doctor(), people.a_doctor("高立群"), people.clinician()
    url = "patients:doctor_edit"
    assert boss.post(reverse(url, args=[first.pk]), {"user": account.pk}).status_code == 302
    assert boss.post(reverse(url, args=[second.pk]), {"user": account.pk}).status_code == 422
    assert boss.post(reverse(url, args=[second.pk]), {"user": people.agent().pk}).status_code == 422
    assert boss.post(reverse(url, args=[first.pk]), {"user": account.pk}).status_code == 302
    assert Doctor.objects.get(pk=first.pk).user == account
