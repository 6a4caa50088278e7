"""The pages of clinical alerts: the doctor's, the agent's order, who waits, flags and the ladder (A25)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.forms_flags import FlagsForms, LadderForm
from complaints.models import ClinicalAlert, DutyPost
from policy.alerts import Action, State
from policy.flag_defaults import DEFAULT_FLAGS
from policy.ladder import Ladder
from regulation.reading import ladder, red_flags
from staff.models import AuditEntry
from tests import people
from tests.clients import signed_in_as
from tests.complaints import alerting
from tests.complaints.alerting import WORDS, in_state

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    return reverse(f"complaints:{name}", args=args)


def now_in(state: State, **more: Any) -> ClinicalAlert:
    return in_state(state, now=timezone.now(), **more)


def test_the_doctor_sees_who_what_since_when_and_what_was_promised() -> None:
    alert = now_in(State.NEW)
    ClinicalAlert.objects.update(since="昨晚 22 点", medication="布洛芬", facts=[["疼痛", "8/10"]])
    page = signed_in_as(people.clinician()).get(url("alert", alert.pk)).content.decode()
    for words in (WORDS, "女儿 陈静", "昨晚 22 点", "布洛芬", "8/10", "高立群", "胆囊结石"):
        assert words in page
    assert AuditEntry.objects.filter(act="alert_viewed", patient_id=alert.patient_id).exists()


def test_the_number_is_shown_to_who_has_it_in_hand_and_each_look_is_in_the_log() -> None:
    alert = now_in(State.NEW)
    lin = signed_in_as(people.clinician())
    assert lin.post(url("alert_number", alert.pk)).status_code == 404
    lin.post(url("alert_move", alert.pk, "take"), {"version": alert.version})
    assert "17955552056" in lin.post(url("alert_number", alert.pk)).content.decode()
    assert AuditEntry.objects.filter(act="number_revealed", patient_id=alert.patient_id).count() == 1


def test_who_comes_second_reads_how_it_stands_and_keeps_what_he_wrote() -> None:
    alert = now_in(State.TAKEN)
    lin = signed_in_as(people.clinician())
    form = {"version": alert.version - 1, "action": "call_back", "text": "今晚来急诊"}
    answer = lin.post(url("alert_move", alert.pk, "act"), form)
    assert answer.status_code == 409
    assert "今晚来急诊" in answer.content.decode()


def test_what_the_doctor_types_is_kept_for_him_and_an_older_draft_changes_nothing() -> None:
    alert = now_in(State.TAKEN)
    lin = signed_in_as(people.clinician())
    for seq, text in ((1, "无发"), (3, "无发热，无呕吐"), (2, "无发热")):
        lin.post(url("alert_draft", alert.pk), {"seq": seq, "page": "a", "text": text})
    assert "无发热，无呕吐" in lin.get(url("alert", alert.pk)).content.decode()
    assert signed_in_as(alerting.head()).post(url("alert_draft", alert.pk), {"seq": 9}).status_code == 404


def test_a_colleague_who_takes_it_over_reads_nothing_of_what_the_doctor_has_typed_for_himself() -> None:
    alert = now_in(State.TAKEN)
    lin, gao = signed_in_as(people.clinician()), signed_in_as(alerting.head())

    def taken_by(doctor: Any) -> str:
        version = ClinicalAlert.objects.get().version
        doctor.post(url("alert_move", alert.pk, "take"), {"version": version})
        return str(doctor.get(url("alert", alert.pk)).text)

    lin.post(url("alert_draft", alert.pk), {"seq": 7, "page": "a", "text": "林的草稿"})
    assert "林的草稿" not in taken_by(gao)
    gao.post(url("alert_draft", alert.pk), {"seq": 1, "page": "b", "text": "高的草稿"})
    again = taken_by(lin)
    assert "林的草稿" in again
    assert 'data-draft-seq="7"' in again
    assert "高的草稿" not in again
    form = {"version": ClinicalAlert.objects.get().version, "action": "call_back", "text": "今晚来急诊"}
    lin.post(url("alert_move", alert.pk, "act"), form)
    assert ClinicalAlert.objects.get().draft == {}


def test_told_in_the_same_save_needs_to_say_whom() -> None:
    alert = now_in(State.TAKEN)
    lin = signed_in_as(people.clinician())
    form = {"version": alert.version, "action": "own_call", "text": "电话问诊，切口胀痛", "told": "1"}
    assert lin.post(url("alert_move", alert.pk, "act"), form).status_code == 422
    lin.post(url("alert_move", alert.pk, "act"), {**form, "told_to": "女儿"})
    alert.refresh_from_db()
    assert (alert.state, alert.told_to, alert.told_words) == (State.TOLD, "女儿", "电话问诊，切口胀痛")


def test_what_waits_is_shown_without_a_word_of_what_was_said() -> None:
    alert = now_in(State.NEW)
    ClinicalAlert.objects.update(title="疼痛加重", facts=[["疼痛", "8/10"]])
    for user in (people.supervisor(), people.assistant()):
        page = signed_in_as(user).get(url("watching")).content.decode()
        assert "林晓东" in page
        assert "胃肠外科" in page
        for words in (WORDS, "疼痛", "8/10", alert.patient.name, "女儿"):
            assert words not in page, words


def test_the_order_stands_on_the_agents_list_until_it_was_told() -> None:
    alert = now_in(State.ACTED)
    li = signed_in_as(people.agent())
    assert url("telling", alert.pk) in li.get(url("mine")).content.decode()
    assert [one.url for one in li.get(url("telling", alert.pk)).context["nav"] if one.active] == [url("mine")]
    li.post(url("telling_save", alert.pk, "tried"))
    assert alert.events.filter(what="tried").exists()
    li.post(url("telling_save", alert.pk, "tell"), {"version": alert.version, "told_to": "女儿"})
    alert.refresh_from_db()
    assert (alert.state, alert.told_words) == (State.TOLD, alert.done)
    assert url("telling", alert.pk) not in li.get(url("mine")).content.decode()


def test_whoever_asks_how_it_went_reads_of_no_promise_that_is_kept() -> None:
    alert = now_in(State.ACTED)
    li = signed_in_as(people.agent())
    assert "答应" in li.get(url("telling", alert.pk)).text
    li.post(url("telling_save", alert.pk, "tell"), {"version": alert.version, "told_to": "女儿"})
    asked = li.get(url("telling", alert.pk)).text
    assert "询问效果" in asked
    assert "答应" not in asked


def test_who_promised_the_call_sees_that_it_is_due_while_no_doctor_has_answered() -> None:
    alert = now_in(State.TAKEN)
    page = signed_in_as(people.agent()).get(url("mine")).content.decode()
    assert "林晓东" in page
    assert alert.patient.name in page
    assert WORDS not in page


def test_a_doctors_own_call_is_no_order_to_the_agent() -> None:
    alert = now_in(State.ACTED, action=Action.OWN_CALL)
    assert signed_in_as(people.agent()).get(url("telling", alert.pk)).status_code == 404


def test_a_doctor_begins_with_the_alerts_that_wait_for_him() -> None:
    lin = signed_in_as(people.clinician())
    assert lin.get("/").headers["Location"] == reverse("complaints:department")
    now_in(State.NEW)
    assert lin.get("/").headers["Location"] == url("alerts")


def test_nobody_rings_for_a_patient_who_has_died_and_the_agent_ends_it_with_the_reason() -> None:
    alert = now_in(State.ACTED)
    lin, li = signed_in_as(people.clinician()), signed_in_as(people.agent())
    give_up = url("telling_save", alert.pk, "give_up")
    assert give_up not in li.get(url("telling", alert.pk)).content.decode()
    typed = {"version": alert.version, "text": "家属说患者昨夜已去世"}
    assert li.post(give_up, typed).status_code == 409
    alert.patient.deceased = True
    alert.patient.save(update_fields=["deceased"])
    for client, page, number in ((lin, "alert", "alert_number"), (li, "telling", "telling_number")):
        shown = client.get(url(page, alert.pk)).content.decode()
        assert url(number, alert.pk) not in shown
        assert "The patient has died" in shown or "患者已去世" in shown
        assert client.post(url(number, alert.pk)).status_code == 404
    assert give_up in li.get(url("telling", alert.pk)).content.decode()
    assert li.post(give_up, {**typed, "text": ""}).status_code == 422
    assert li.post(give_up, typed).status_code == 302
    alert.refresh_from_db()
    assert (alert.state, alert.close_reason) == (State.CLOSED, typed["text"])


# --- Red flags and the ladder ---


def flags_typed(**changes: str) -> dict[str, Any]:
    rows = FlagsForms(DEFAULT_FLAGS).rows
    values = {row.add_prefix(name): text for row in rows for name, text in row.initial.items() if text}
    sizes = {"flags-TOTAL_FORMS": len(rows.forms), "flags-INITIAL_FORMS": rows.initial_form_count()}
    return {**values, **sizes, "effective_from": str(timezone.localdate()), "reason": "试行", **changes}


def test_a_flag_is_changed_taken_off_and_added_with_its_history() -> None:
    new = f"flags-{len(DEFAULT_FLAGS.flags)}"
    added = {
        f"{new}-name_zh": "睡不着", f"{new}-name_en": "no sleep",
        f"{new}-when": 'sleep == "poor" and mood >= 5',
        f"{new}-level": "today", f"{new}-say_zh": "我报给{doctor}。", f"{new}-say_en": "I tell {doctor}.",
        f"{new}-active": "on",
    }  # fmt: skip
    boss = signed_in_as(people.supervisor())
    typed = flags_typed(**{"flags-0-when": "pain >= 6", "flags-1-name_zh": ""}, **added)
    assert boss.post(url("flags_change"), typed).status_code == 302
    flags = red_flags(timezone.localdate())
    assert [flag.code for flag in flags.raised_by({"pain": 6})] == ["pain"]
    assert flags.get("heavy_bleeding") is None
    assert [flag.name_zh for flag in flags.raised_by({"sleep": "poor", "mood": 5})] == ["睡不着"]
    assert "pain &gt;= 6" in boss.get(url("flags")).content.decode()


@pytest.mark.parametrize("when", ["pian >= 7", "pain >=", ""])
def test_a_flag_on_no_question_or_without_sense_is_refused_beside_its_field(when: str) -> None:
    boss = signed_in_as(people.administrator())
    answer = boss.post(url("flags_change"), flags_typed(**{"flags-0-when": when}))
    assert answer.status_code == 422
    assert red_flags(timezone.localdate()) == DEFAULT_FLAGS


def test_the_ladder_is_an_edition_too() -> None:
    boss = signed_in_as(people.administrator())
    today = str(timezone.localdate())
    typed = {**LadderForm.of(Ladder()).initial, "effective_from": today, "reason": "试行"}
    assert boss.post(url("ladder_change"), {**typed, "soon": 5}).status_code == 422
    assert boss.post(url("ladder_change"), {**typed, "urgent": 5}).status_code == 302
    assert ladder(timezone.localdate()).urgent == 5
    alert = alerting.an_alert(now=timezone.now())
    assert alert.due_at - alert.raised_at == timedelta(minutes=5)


def test_a_post_takes_a_clinician_and_another_one_as_deputy() -> None:
    boss, gao = signed_in_as(people.administrator()), alerting.head()
    typed = {"department": people.a_department().pk, "person": gao.pk}
    assert boss.post(url("post_save"), {**typed, "deputy": gao.pk}).status_code == 422
    assert boss.post(url("post_save"), {**typed, "person": people.agent().pk}).status_code == 422
    assert boss.post(url("post_save"), {**typed, "deputy": people.clinician().pk}).status_code == 302
    assert DutyPost.objects.get().deputy == people.clinician()


def test_whose_number_it_is_stands_beside_it_and_is_who_was_told() -> None:
    alert = now_in(State.ACTED)
    ClinicalAlert.objects.update(said_by="家属")
    number = alert.patient.numbers.get()
    li, shown = signed_in_as(people.agent()), url("telling", alert.pk)
    page = li.get(shown)
    assert "<b>本人</b>" in page.content.decode()
    assert page.context["form"]["told_to"].value() == "家属"
    number.relation, number.owner_name = "父亲", "陈建国"
    number.save()
    page = li.get(shown)
    assert "<b>父亲 陈建国</b>" in page.content.decode()
    assert page.context["form"]["told_to"].value() == "父亲 陈建国"
    assert "<b>父亲 陈建国</b>" in li.post(url("telling_number", alert.pk)).content.decode()


def test_a_question_that_nobody_asks_is_said_to_be_none_and_not_out_of_order() -> None:
    boss = signed_in_as(people.supervisor())
    page = boss.post(url("flags_change"), flags_typed(**{"flags-0-when": "nonsense >= 6"})).content.decode()
    assert "“nonsense”不是任何问卷里的题目。" in page
    assert "排在前面" not in page
