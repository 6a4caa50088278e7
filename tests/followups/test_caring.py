"""What a call finds a patient to need: how to speak, when to ring, further calls (E1, E7, E18)."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.actions.offering import heed_best_hours
from followups.actions.queue import keep
from followups.models import Attempt, OrderedCall, Task
from patients.models import Patient
from staff.models import Act, AuditEntry, User
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day
from tests.people import moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client: StaffClient) -> User:
    open_all_day()
    user = people.agent()
    client.force_login(user)
    return user


def test_what_was_learnt_in_a_call_is_saved_with_it_and_stands_in_the_next(
    client: StaffClient, agent: User
) -> None:
    draft = a_call(agent, a_due_task(agent))
    needs = {"need_seen": "1", "need_language": "温州话", "need_speak_with": "女儿", "need_hours": "晚上"}
    client.post(at("call_save", draft), fields(draft, need_hearing="1", **needs))
    patient = Patient.objects.get(pk=draft.patient_id)
    assert (patient.spoken_language, patient.hard_of_hearing, patient.speak_with) == ("温州话", True, "女儿")
    entry = AuditEntry.objects.get(act=Act.PATIENT_CHANGED)
    assert entry.detail == {"needs": ["spoken_language", "hard_of_hearing", "speak_with", "best_hours"]}
    again = a_call(agent, a_due_task(agent, patient))
    assert "温州话" in client.get(at("call", again)).content.decode()
    panel = client.post(at("call_needs", again)).content.decode()
    assert 'value="温州话"' in panel


def test_a_call_whose_panel_was_never_opened_changes_nothing(client: StaffClient, agent: User) -> None:
    draft = a_call(agent, a_due_task(agent, people.a_patient(hard_of_hearing=True, best_hours="上午")))
    client.post(at("call_save", draft), fields(draft))
    patient = Patient.objects.get(pk=draft.patient_id)
    assert (patient.hard_of_hearing, patient.best_hours) == (True, "上午")


def test_a_protected_diagnosis_is_not_opened_by_a_tick_that_was_forgotten(
    client: StaffClient, agent: User
) -> None:
    draft = a_call(agent, a_due_task(agent, people.a_patient(do_not_disclose=True)))
    client.post(at("call_save", draft), fields(draft, need_seen="1"))
    assert Patient.objects.get(pk=draft.patient_id).do_not_disclose


def a_series(**more: Any) -> dict[str, Any]:
    first = timezone.localdate() + timedelta(days=2)
    return {
        "order_purpose": "问血糖",
        "order_first": str(first),
        "order_times": "3",
        "order_every": "7",
        **more,
    }


def test_further_calls_are_ordered_in_the_same_save(client: StaffClient, agent: User) -> None:
    draft = a_call(agent, a_due_task(agent))
    for _press in range(2):
        assert client.post(at("call_save", draft), fields(draft, **a_series())).status_code == 302
    orders = list(OrderedCall.objects.order_by("number"))
    assert [(b.day - a.day).days for a, b in itertools.pairwise(orders)] == [7, 7]
    assert {order.ordered_by for order in orders} == {agent}


@pytest.mark.parametrize("more", [{"order_purpose": ""}, {"order_first": ""}, {"order_first": "2020-01-01"}])
def test_half_an_order_saves_nothing(client: StaffClient, agent: User, more: dict[str, Any]) -> None:
    draft = a_call(agent, a_due_task(agent))
    assert client.post(at("call_save", draft), fields(draft, **a_series(**more))).status_code == 422
    assert (Attempt.objects.count(), OrderedCall.objects.count()) == (0, 0)


def test_a_doctor_orders_on_the_patients_page_for_visits_of_the_own_department_only() -> None:
    doctor = people.clinician()
    visit = people.a_visit(at=moment("2026-11-13 10:00"))
    other = people.a_visit(
        visit.patient, at=moment("2026-11-14 10:00"), department=people.a_department("产科")
    )
    url = reverse("followups:order_make", args=[visit.patient_id])
    posted = {"first": str(timezone.localdate()), "times": 1, "every": 7, "purpose": "问血糖"}
    client = signed_in_as(doctor)
    client.post(url, {**posted, "visit": other.pk})
    assert not OrderedCall.objects.exists()
    client.post(url, {**posted, "visit": visit.pk})
    assert OrderedCall.objects.get().visit == visit


@pytest.mark.parametrize(
    ("field", "why", "advises"),
    [("deceased", "不能安排", False), ("do_not_call", "不能安排", True), ("", "", True)],
)
def test_no_form_offers_a_call_to_whom_none_may_be_made(field: str, why: str, advises: bool) -> None:
    visit = people.a_visit(people.a_patient(**({field: True} if field else {})))
    page = signed_in_as(people.clinician()).get(reverse("followups:patient", args=[visit.patient_id]))
    text = page.content.decode()
    order, advice = (
        reverse(f"followups:{n}", args=[visit.patient_id]) for n in ("order_make", "advice_make")
    )
    assert (order in text, advice in text) == (not field, advises)
    assert why in text


NOW = moment("2026-11-20 15:12")


def test_who_likes_the_evening_is_offered_in_the_evening_and_stays_where_a_call_is_agreed() -> None:
    """The hours are 14:00-16:30 and 19:00-20:00; the window closes at 20:00."""
    wishes = {"晚上": "19:00", "上午": "14:00", "": "14:00", "14:00-16:00": "14:00", "15:40-16:00": "15:40"}
    opens, closes = moment("2026-11-20 14:00"), moment("2026-11-20 20:00")
    tasks = {}
    for wish in wishes:
        visit = people.a_visit(people.a_patient(best_hours=wish))
        tasks[wish] = people.a_task(visit, opens=opens, closes=closes)
    agreed = people.a_task(
        people.a_visit(people.a_patient(best_hours="晚上")), opens=opens, closes=closes, agreed=True
    )
    for _ in range(2):
        heed_best_hours(now=NOW)
    for wish, offered in wishes.items():
        tasks[wish].refresh_from_db()
        assert f"{timezone.localtime(tasks[wish].call_at):%H:%M}" == offered
    agreed.refresh_from_db()
    assert agreed.call_at == opens


def test_the_hours_hold_on_each_day_of_the_window_and_on_the_last_evening_it_is_called_all_the_same() -> None:
    people.a_rule()
    people.a_visit(people.a_patient(best_hours="晚上"), at=moment("2026-11-17 10:00"))  # 20th to 24th
    for moment_of_day, offered in (
        ("20 06:30", "20 19:00"),
        ("20 19:30", "20 19:00"),
        ("20 20:30", "21 19:00"),
        ("24 14:30", "24 19:00"),
        ("24 19:55", "24 19:00"),
    ):
        keep(now=moment(f"2026-11-{moment_of_day}"))
        assert f"{timezone.localtime(Task.objects.get().call_at):%d %H:%M}" == offered
