"""A call that broke off is gone on with, a correction takes a call's place; answers are told in words."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from followups.models import Answer, Attempt, Draft, Task
from patients.models import Patient, Visit
from policy.tasks import State
from scripts_library.models import QuestionnaireVersion
from staff.models import User
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.followups.asking import OVERALL, PAIN, WORDS, asked, q, renewed, save
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = pytest.mark.django_db
EVERYTHING = {"reason": "own_check", "state": "completed"}


@pytest.fixture
def agent() -> User:
    open_all_day()
    return people.agent()


@pytest.fixture
def client(agent: User) -> StaffClient:
    return signed_in_as(agent)


# --- An interrupted call ---


def interrupted(client: StaffClient, agent: User, version: QuestionnaireVersion) -> Task:
    task = a_due_task(agent)
    body = q(version, pain="5", overall_level="4", overall_level__reason="护士细心")
    assert save(client, a_call(agent, task), outcome="partial", **body).status_code == 302
    task.refresh_from_db()
    assert task.state == State.OPEN
    return task


def test_the_next_call_goes_on_at_the_first_open_question(client: StaffClient, agent: User) -> None:
    version = asked()
    task = interrupted(client, agent, version)
    renewed(version, WORDS)
    # Nobody answers in between: what was heard is still known.
    save(client, a_call(agent, task), outcome="no_answer", **q(version, pain="5"))
    draft = a_call(agent, task)
    assert draft.sheets == [version.pk]
    page = client.get(at("call", draft)).content.decode()
    assert "伤口" in page[page.index("notice-plain") :][:300], "the first open question"
    assert page.count("data-ask-earlier") == 2
    assert f'id="q-{version.pk}-pain-5" value="5" data-key="5" checked' in page
    assert 'value="护士细心"' in page

    body = q(version, pain="5", wound="dry", overall_level="2", overall_level__reason="等太久")
    assert save(client, draft, **body).status_code == 302
    first, last = Attempt.objects.order_by("pk").first(), Attempt.objects.order_by("pk").last()
    assert last.continues == first
    assert last.purposes.get().attempt_no == 3
    assert first.outcome == "partial"
    assert [answer.level for answer in Answer.objects.judging()] == [2], "one patient, one judgement"


def test_what_was_heard_before_is_not_somebodys_unsaved_writing(client: StaffClient, agent: User) -> None:
    version = asked()
    task = interrupted(client, agent, version)
    draft = a_call(agent, task)
    heard = {**draft.before["values"], "seq": 1, "page": "a", "step": "who"}
    client.post(at("call_draft", draft), heard)
    client.post(at("call_release", draft))
    draft.refresh_from_db()
    assert draft.data == {}
    # Taken away by hand it stays away.
    client.post(at("call_draft", draft), {"seq": 9, "page": "a", "notes": "没有了"})
    draft.refresh_from_db()
    assert f"q-{version.pk}-pain" not in draft.fields


def test_a_protected_illness_that_was_answered_is_asked_again(client: StaffClient, agent: User) -> None:
    version = asked(PAIN, WORDS)
    task = a_due_task(agent)
    Visit.objects.update(diagnosis="胃癌")
    save(client, a_call(agent, task), outcome="partial", **q(version, pain="5", words="他说是胃癌"))
    Patient.objects.update(do_not_disclose=True)
    draft = a_call(agent, task)
    assert "胃癌" not in client.get(at("call", draft)).content.decode()
    assert draft.before["values"] == q(version, pain="5")


# --- Correcting, telling ---


def test_a_correction_begins_with_the_answers_and_takes_their_place(client: StaffClient, agent: User) -> None:
    version = asked()
    draft = a_call(agent)
    save(client, draft, **q(version, pain="2", overall_level="5", overall_level__reason="都好"))
    wrong = Attempt.objects.get()
    client.post(reverse("followups:call_correct", args=[wrong.pk]))
    correction = Draft.objects.get()
    page = client.get(at("call", correction)).content.decode()
    assert 'value="都好"' in page
    save(client, correction, **q(version, pain="2", overall_level="1", overall_level__reason="没人来"))
    assert [answer.level for answer in Answer.objects.judging()] == [1]
    assert wrong.answers.get(question="overall_level").level == 5, "what was saved stays"


def test_a_correction_of_an_interrupted_call_does_not_count_beside_the_one_that_went_on(
    client: StaffClient, agent: User
) -> None:
    version = asked(OVERALL)
    task = a_due_task(agent)
    body = q(version, overall_level="3")
    save(client, a_call(agent, task), outcome="partial", **body)
    partial = Attempt.objects.get()
    save(client, a_call(agent, task), **body)
    client.post(reverse("followups:call_correct", args=[partial.pk]))
    save(
        client,
        Draft.objects.get(corrects=partial),
        outcome="partial",
        **q(version, overall_level="4", overall_level__reason="好"),
    )
    assert [answer.level for answer in Answer.objects.judging()] == [3]


def test_the_story_tells_answers_in_words(client: StaffClient, agent: User) -> None:
    version = asked()
    draft = a_call(agent)
    body = q(
        version, pain="7", wound="red", help="bath,walk", overall_level="1", overall_level__reason="换药太重"
    )
    save(client, draft, **body)
    page = client.get(reverse("followups:patient", args=[draft.patient_id])).content.decode()
    for words in ("疼痛</span> 7/10", "伤口</span> 发红", "洗澡、走路", "不满意 1/5", "“换药太重”"):
        assert words in page


def test_the_workbook_has_a_sheet_of_answers_in_words(client: StaffClient, agent: User) -> None:
    version = asked()
    body = q(version, pain="7", wound="red", overall_level="1", overall_level__reason="=换药太重")
    save(client, a_call(agent), **body)
    answer = signed_in_as(people.supervisor()).post("/tasks/export/", EVERYTHING)
    sheet = load_workbook(BytesIO(answer.content)).worksheets[1]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert [row[5:7] for row in rows] == [["疼痛", "7/10"], ["伤口", "发红"], ["总的满意度", "不满意 1/5"]]
    assert rows[2][8] == "=换药太重"
    Patient.objects.update(do_not_disclose=True)
    answer = signed_in_as(people.supervisor()).post("/tasks/export/", EVERYTHING)
    assert "换药太重" not in str(list(load_workbook(BytesIO(answer.content)).worksheets[1].values))
