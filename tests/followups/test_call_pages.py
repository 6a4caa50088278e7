"""The call as the server answers it: saved once, nothing lost, nothing shown early."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from followups.models import Attempt, Draft, Task
from patients.models import NumberState, Patient, PhoneNumber
from policy.tasks import State
from staff.actions.prepared import Prepared
from staff.models import Act, AuditEntry, User
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.followups.calling import a_call, a_due_task, at, closed_now, fields, open_all_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    open_all_day()
    return people.agent()


@pytest.fixture
def client(agent: User) -> StaffClient:
    return signed_in_as(agent)


def typed(draft: Draft, seq: int, page: str = "a", **more: Any) -> dict[str, Any]:
    return {**fields(draft), "seq": seq, "page": page, **more}


# --- Saving ---


def test_ten_presses_make_one_attempt(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    task = draft.tasks.get()
    body = fields(draft)
    answers = [client.post(at("call_save", draft), body) for _ in range(10)]
    assert {answer.status_code for answer in answers} == {302}
    assert Attempt.objects.count() == 1
    task.refresh_from_db()
    assert (task.state, task.tries) == (State.COMPLETED, 1)
    assert AuditEntry.objects.filter(act=Act.CALL_RECORDED).count() == 1


def test_the_next_call_opens_after_saving(client: StaffClient, agent: User) -> None:
    draft, other = a_call(agent), a_due_task(agent)
    answer = client.post(at("call_save", draft), fields(draft))
    assert answer["Location"] == at("call", Draft.objects.get(tasks=other))


def test_what_is_not_accepted_comes_back_with_all_that_was_typed(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    wrong = fields(draft, outcome="declined", notes="说效果不好<b>", relation="女儿 刘敏")
    answer = client.post(at("call_save", draft), wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "说效果不好&lt;b&gt;" in text
    assert "女儿 刘敏" in text
    assert 'id="call-errors"' in text
    assert not Attempt.objects.exists()
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": ""},
        {"outcome": "fine"},
        {"level": "5"},
        {"level": "1", "level_reason": " "},
        {"outcome": "no_answer", "level": "3"},
        {"agreed_at": "tomorrow"},
        {"agreed_at": "2020-01-01T10:00", "outcome": "inconvenient"},
        {"answered_by": "nobody knows"},
        {"reason": "busy_now"},
    ],
)
def test_every_refusal_says_what_to_do(client: StaffClient, agent: User, wrong: dict[str, str]) -> None:
    draft = a_call(agent)
    answer = client.post(at("call_save", draft), fields(draft, **wrong))
    assert answer.status_code == 422
    assert "伤口干燥，胃口好" in answer.content.decode()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "z" * 8 + "-zzzz" * 3 + "-" + "z" * 12, "1" * 36, "\x00" * 36])
def test_a_token_that_is_none_is_not_found(client: StaffClient, agent: User, token: str) -> None:
    draft = a_call(agent)
    assert client.post(at("call_save", draft), fields(draft, token=token)).status_code == 404


def test_a_colleagues_call_meanwhile_is_shown_beside_the_own_text(client: StaffClient, agent: User) -> None:
    task = a_due_task(agent)
    draft = a_call(agent, task)
    theirs = a_call(people.other_agent(), task)
    other = signed_in_as(people.other_agent())
    Task.objects.filter(pk=task.pk).update(agent=people.other_agent())
    assert other.post(at("call_save", theirs), fields(theirs, notes="女儿接的")).status_code == 302
    answer = client.post(at("call_save", draft), fields(draft, notes="本人接的"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "女儿接的" in text
    assert "本人接的" in text
    assert Attempt.objects.count() == 1
    assert client.post(at("call_save", draft), fields(draft, notes="两段", merge="1")).status_code == 302
    assert Attempt.objects.count() == 2


def test_a_call_that_was_given_away_meanwhile_is_still_recorded(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    draft.tasks.update(agent=people.other_agent())
    kept = client.post(at("call_draft", draft), typed(draft, 1))
    assert "张倩" in kept.json()["words"]
    assert client.post(at("call_save", draft), fields(draft)).status_code == 302
    assert Attempt.objects.get().reassigned_meanwhile


# --- The draft ---


def test_a_late_autosave_changes_nothing(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    client.post(at("call_draft", draft), typed(draft, 2, notes="新"))
    answer = client.post(at("call_draft", draft), typed(draft, 1, notes="旧"))
    assert answer.json()["state"] == "stale"
    draft.refresh_from_db()
    assert draft.data["notes"] == "新"


def test_typing_in_two_tabs_is_said_with_both_texts(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    for seq in (1, 2, 3):
        client.post(at("call_draft", draft), typed(draft, seq, "a", notes="第一页"))
    answer = client.post(at("call_draft", draft), typed(draft, 2, "b", notes="第二页"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "第一页" in text
    assert "第二页" in text
    draft.refresh_from_db()
    assert draft.data["notes"] == "第一页"


def test_a_page_of_somebody_else_keeps_nothing(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    stranger = {"X-Page-User": str(people.other_agent().pk)}
    assert client.post(at("call_draft", draft), typed(draft, 1), headers=stranger).status_code == 401
    draft.refresh_from_db()
    assert draft.data == {}


@pytest.mark.parametrize("seq", ["", "-1", "1e9", "9" * 30, "٣"])
def test_a_nonsense_count_breaks_nothing(client: StaffClient, agent: User, seq: str) -> None:
    draft = a_call(agent)
    assert client.post(at("call_draft", draft), typed(draft, 0) | {"seq": seq}).status_code == 200


def test_a_character_that_no_text_may_hold_is_left_out(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    assert client.post(at("call_draft", draft), typed(draft, 1, notes="一\0二")).status_code == 200
    draft.refresh_from_db()
    assert draft.data["notes"] == "一二"
    assert client.post(reverse("followups:patient_search"), {"q": "刘\0"}).status_code == 200


def test_what_was_kept_stands_on_the_page_and_on_the_day(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    client.post(
        at("call_draft", draft), typed(draft, 1, notes="说到一半", level="4", level_reason="护士细心")
    )
    text = client.get(at("call", draft)).content.decode()
    assert "说到一半" in text
    assert "护士细心" in text
    assert client.post(at("call_release", draft)).status_code == 302
    assert at("call", draft) in client.get(reverse("followups:today")).content.decode()


@pytest.mark.parametrize(
    "name", ["call", "call_draft", "call_number", "call_reveal", "call_save", "call_release"]
)
def test_a_colleagues_call_does_not_exist(client: StaffClient, agent: User, name: str) -> None:
    draft = a_call(people.other_agent())
    ask = client.get if name == "call" else client.post
    assert ask(at(name, draft), typed(draft, 1)).status_code == 404
    draft.refresh_from_db()
    assert draft.data == {}


# --- The number, and what must not be said ---


def test_a_number_is_shown_to_who_holds_the_call_and_logged(client: StaffClient, agent: User) -> None:
    draft = a_call(agent)
    number = draft.patient.numbers.get()
    answer = client.post(at("call_reveal", draft), {"number": number.pk})
    assert f'href="tel:{number.number}"' in answer.content.decode()
    entry = AuditEntry.objects.get(act=Act.NUMBER_REVEALED)
    assert entry.actor_id == agent.pk
    assert number.number not in client.get(at("call", draft)).content.decode()


@pytest.mark.parametrize("why", ["not held", "died", "do not call", "dead number"])
def test_a_number_that_may_not_be_rung_is_not_shown(client: StaffClient, agent: User, why: str) -> None:
    draft = a_call(agent)
    if why == "not held":
        draft.tasks.update(hold_by=None, hold_until=None)
    if why in ("died", "do not call"):
        Patient.objects.update(deceased=why == "died", do_not_call=why != "died")
    if why == "dead number":
        PhoneNumber.objects.update(state=NumberState.VACANT)
    text = client.post(at("call_reveal", draft), {"number": draft.patient.numbers.get().pk}).content.decode()
    assert "17955552056" not in text
    assert 'role="alert"' in text


def test_outside_the_hours_nothing_is_dialled() -> None:
    closed_now()
    agent = people.agent()
    client = signed_in_as(agent)
    task = a_due_task(agent)
    for url, body in (("next", {}), ("call_open", {"task": task.pk}), ("verify_next", {})):
        client.post(reverse(f"followups:{url}"), body)
    assert not Draft.objects.exists()
    draft = a_call(agent, task)
    text = client.post(at("call_reveal", draft), {"number": task.patient.numbers.get().pk}).content.decode()
    assert "17955552056" not in text
    assert 'role="alert"' in text
    day = client.get(reverse("followups:today")).content.decode()
    assert 'form="open-call"' not in day
    assert 'form="next-call"' not in day
    # What was said before they closed is still recorded.
    assert client.post(at("call_save", draft), fields(draft)).status_code == 302
    assert Attempt.objects.count() == 1


def test_a_hidden_diagnosis_is_shown_once_the_patient_himself_is_confirmed(
    client: StaffClient, agent: User
) -> None:
    patient = people.a_patient(do_not_disclose=True)
    visit = people.a_visit(
        patient,
        at=timezone.now() - timedelta(days=4),
        diagnosis="胃恶性肿瘤",
        operation="胃癌根治术",
        abnormal="肿块",
        orders="化疗",
    )
    draft = a_call(agent, a_due_task(agent, visit=visit))

    def shown() -> list[str]:
        text = client.get(at("call", draft)).content.decode()
        return [word for word in ("胃恶性肿瘤", "胃癌根治术", "肿块", "化疗") if word in text]

    assert shown() == []
    relative = typed(draft, 1, answered_by="relative", identity_confirmed="1")
    client.post(at("call_draft", draft), relative)
    assert shown() == []
    client.post(at("call_draft", draft), typed(draft, 2, answered_by="patient", identity_confirmed="1"))
    assert len(shown()) == 4
    story = client.get(reverse("followups:patient", args=[patient.pk])).content.decode()
    assert "胃恶性肿瘤" not in story


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_a_call_whose_look_is_not_on_record(
    client: StaffClient, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = a_call(agent)
    client.raise_request_exception = False
    assert client.get(at("call", draft)).status_code == 200
    refused = Prepared("SELECT 1 / %(by)s::int").asked({"by": 0})
    monkeypatch.setattr("followups.views.calling.inserting", lambda _entry: refused)
    answer = client.get(at("call", draft))
    assert answer.status_code == 500
    assert draft.patient.name not in answer.content.decode()


@pytest.mark.parametrize("number", ["²", "٣", "9" * 30, "9" * 5000])
def test_a_number_that_no_task_can_have_is_not_there(client: StaffClient, number: str) -> None:
    assert client.post(reverse("followups:call_open"), {"task": number}).status_code == 404
    assert client.post(reverse("followups:verify_next"), {"task": number}).status_code == 302
