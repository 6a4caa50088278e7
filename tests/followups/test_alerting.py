"""A doctor is told while the call goes on: once, at once, and no red flag is passed over (A25, A24)."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import AlertCause, AlertNotice, ClinicalAlert, FlagRefusal
from followups.actions.alerting import LEFT_AFTER, raise_forgotten, raise_in_call
from followups.models import Attempt, Draft
from scripts_library.models import QuestionnaireVersion
from staff.models import User
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.complaints import alerting
from tests.followups.asking import PAIN, TEMPERATURE, asked, q
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day
from tests.threads import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    open_all_day()
    alerting.posts()
    return people.agent()


@pytest.fixture
def client(agent: User) -> StaffClient:
    return signed_in_as(agent)


@pytest.fixture
def version(agent: User) -> QuestionnaireVersion:
    return asked(PAIN, TEMPERATURE, flags=True)


@pytest.fixture
def draft(agent: User, version: QuestionnaireVersion) -> Draft:
    visit = alerting.a_visit(at=timezone.localtime() - timedelta(days=4))
    return a_call(agent, a_due_task(agent, visit=visit))


def typed(draft: Draft, version: QuestionnaireVersion, **more: Any) -> dict[str, Any]:
    return fields(
        draft, **{**q(version, pain="8"), "notes": "昨晚起越来越疼", "relation": "女儿 陈静", **more}
    )


def test_a_flag_opens_the_panel_with_what_to_say_whom_it_reaches_and_the_promise(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion
) -> None:
    page = client.post(at("call_alert", draft), typed(draft, version)).content.decode()
    assert "data-alert-open" in page
    assert "疼痛明显" in page
    assert "<b>林晓东</b>" in page
    assert "高立群" in page
    none = client.post(at("call_alert", draft), typed(draft, version, **q(version, pain="2")))
    assert "data-alert-open" not in none.content.decode()


def test_ten_presses_before_the_call_is_saved_raise_one_alert_that_its_attempt_finds(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion
) -> None:
    for _press in range(10):
        assert client.post(at("call_alert_raise", draft), typed(draft, version)).status_code in (200, 422)
    alert = ClinicalAlert.objects.get()
    assert (alert.call, alert.level, alert.words) == (draft.token, "urgent", "昨晚起越来越疼")
    assert ["疼痛", "8/10"] in alert.facts
    assert AlertNotice.objects.filter(user=people.clinician()).exists()
    client.post(at("call_save", draft), typed(draft, version, **q(version, temperature="38.2")))
    assert Attempt.objects.get().token == alert.call
    alert.refresh_from_db()
    assert ["体温", "38.2 ℃"] in alert.facts  # what was heard after it was raised


def test_the_agent_is_told_who_was_called(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion
) -> None:
    page = client.post(at("call_alert_raise", draft), typed(draft, version)).content.decode()
    called = set(AlertNotice.objects.values_list("user__full_name", flat=True))
    assert called
    assert all(name in page for name in called)


def test_a_call_with_an_undecided_flag_is_not_saved_whatever_the_page_has_shown(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion
) -> None:
    answer = client.post(at("call_save", draft), typed(draft, version))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data-alert-open" in page
    assert not Attempt.objects.exists()
    client.post(at("call_alert_refuse", draft), typed(draft, version, alert_reason="听错了，是 1 分"))
    assert FlagRefusal.objects.get().reason == "听错了，是 1 分"
    assert client.post(at("call_save", draft), typed(draft, version)).status_code == 302
    assert not ClinicalAlert.objects.exists()


def test_refusing_needs_a_reason(client: StaffClient, draft: Draft, version: QuestionnaireVersion) -> None:
    answer = client.post(at("call_alert_refuse", draft), typed(draft, version, alert_reason=" "))
    assert answer.status_code == 422
    assert not FlagRefusal.objects.exists()


def test_by_hand_it_needs_no_questionnaire_and_says_what_was_heard(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    hand = {"by_hand": "1", "alert_level": "urgent", "notes": ""}
    answer = client.post(at("call_alert_raise", draft), fields(draft, **hand))
    assert answer.status_code == 422
    hand |= {
        "alert_words": "说话含糊，右手抬不起来",
        "alert_since": "今天早上",
        "alert_medication": "阿司匹林",
    }
    assert client.post(at("call_alert_raise", draft), fields(draft, **hand)).status_code == 200
    alert = ClinicalAlert.objects.get()
    assert (alert.level, alert.since, alert.medication) == ("urgent", "今天早上", "阿司匹林")
    assert client.post(at("call_save", draft), fields(draft)).status_code == 302


def test_by_hand_a_second_and_graver_report_of_one_call_reaches_the_doctor(agent: User) -> None:
    alerting.posts()
    visit = alerting.a_visit(at=timezone.localtime() - timedelta(days=4))
    draft, client = a_call(agent, a_due_task(agent, visit=visit)), signed_in_as(agent)
    for level, words in (("today", "伤口有点痒"), ("urgent", "胸口剧痛，喘不上气")) * 2:
        hand = {"by_hand": "1", "alert_level": level, "alert_words": words}
        assert client.post(at("call_alert_raise", draft), fields(draft, **hand)).status_code == 200
    alert = ClinicalAlert.objects.get()
    assert (alert.level, alert.words) == ("urgent", "伤口有点痒\n胸口剧痛，喘不上气")
    assert AlertNotice.objects.filter(user=people.clinician(), step__alert=alert, step__round=2).exists()


@pytest.mark.django_db(transaction=True)
def test_by_hand_two_presses_at_the_same_moment_are_one_report(agent: User) -> None:
    draft = a_call(agent)
    for level in ("today", "urgent"):
        hand = {"alert_level": level, "alert_words": f"胸口疼 {level}"}
        press = partial(raise_in_call, draft.pk, agent, fields=hand, by_hand=True, now=timezone.now())
        assert len({alert.pk for alert in together(*[press] * 4)}) == 1
    assert ClinicalAlert.objects.get().level == "urgent"
    assert AlertCause.objects.count() == 2


@pytest.mark.parametrize("how", ["put back", "left"])
def test_a_call_that_ends_undecided_raises_by_itself_and_once(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion, how: str
) -> None:
    client.post(at("call_draft", draft), {**typed(draft, version), "seq": "1", "page": "p"})
    now = timezone.now()
    if how == "put back":
        client.post(at("call_release", draft))
    else:
        assert raise_forgotten(now=now) == 0
        assert raise_forgotten(now=now + LEFT_AFTER + timedelta(seconds=5)) == 1
    assert raise_forgotten(now=now + timedelta(hours=1)) == 0
    alert = ClinicalAlert.objects.get()
    assert (alert.by_itself, alert.raised_by) == (True, people.agent())
    assert AlertCause.objects.get().code == "pain"


def test_a_correction_does_not_ask_again_what_the_call_has_decided(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion
) -> None:
    client.post(at("call_alert_raise", draft), typed(draft, version))
    client.post(at("call_save", draft), typed(draft, version, **q(version, temperature="36.5")))
    client.post(f"/attempts/{Attempt.objects.get().pk}/correct/")
    again = Draft.objects.get(corrects__isnull=False)
    panel = client.post(at("call_alert", again), typed(again, version)).content.decode()
    assert "data-alert-open" not in panel


def test_another_agents_call_is_nobodys_to_report_in(draft: Draft, version: QuestionnaireVersion) -> None:
    other = signed_in_as(people.other_agent())
    for name in ("call_alert", "call_alert_raise", "call_alert_refuse"):
        assert other.post(at(name, draft), typed(draft, version)).status_code == 404


def test_the_doctor_reads_what_was_answered_since_while_the_call_goes_on(
    client: StaffClient, draft: Draft, version: QuestionnaireVersion
) -> None:
    client.post(at("call_alert_raise", draft), typed(draft, version))
    alert, doctor = ClinicalAlert.objects.get(), signed_in_as(people.clinician())
    shown = reverse("complaints:alert", args=[alert.pk])
    assert "38.2" not in doctor.get(shown).content.decode()
    since = typed(draft, version, **q(version, temperature="38.2"))
    client.post(at("call_draft", draft), {**since, "seq": "1", "page": "p"})
    assert not Attempt.objects.exists()
    assert "38.2 ℃" in doctor.get(shown).content.decode()
    before = alert.version
    alert.refresh_from_db()
    assert (alert.version, alert.words) == (before, "昨晚起越来越疼")  # what he writes meanwhile still fits
