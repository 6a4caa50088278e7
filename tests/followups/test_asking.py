"""Questionnaires in a call: what is asked, what is taken, in which version (A6, A8, A19, E16)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from followups.answer_words import said
from followups.models import Answer, Attempt
from policy.sheets import Subject
from staff.models import User
from tests import people
from tests.clients import StaffClient, signed_in_as
from tests.followups.asking import HELP, NURSE, OVERALL, PAIN, WORDS, asked, q, renewed, save, told, twenty
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day
from tests.followups.test_page_costs import a_worked_patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    open_all_day()
    return people.agent()


@pytest.fixture
def client(agent: User) -> StaffClient:
    return signed_in_as(agent)


# --- What is asked ---


def test_all_purposes_of_the_call_bring_their_questions(agent: User) -> None:
    """Each questionnaire that fits the visit and the rule of any task; none that is for others."""
    patient = people.a_patient(sex="female")
    first = a_due_task(agent, patient)
    second = a_due_task(agent, patient, version=people.a_rule("satisfaction", name="满意度"))
    fits = [
        asked(PAIN, purposes=[first.rule.code]),
        asked(OVERALL, purposes=["satisfaction"]),
        asked(WORDS, kinds=[first.visit.kind], sex="female"),
    ]
    asked(HELP, sex="male")
    asked(HELP, purposes=["recheck"])
    draft = a_call(agent, first, second)
    assert draft.sheets == [version.pk for version in fits]


def test_a_call_that_nothing_fits_asks_its_own_question(client: StaffClient, agent: User) -> None:
    asked(OVERALL, sex="male")
    draft = a_call(agent, a_due_task(agent, people.a_patient(sex="female")))
    page = client.get(at("call", draft)).content.decode()
    assert draft.sheets == []
    assert 'name="level"' in page
    assert "data-ask=" not in page


def test_questions_stand_in_their_step_and_hidden_ones_are_hidden(client: StaffClient, agent: User) -> None:
    version = asked()
    page = client.get(at("call", a_call(agent))).content.decode()
    condition = page.index('data-step="condition"')
    guidance = page.index('data-step="guidance"')
    assert condition < page.index(f'data-ask="q-{version.pk}-pain"') < guidance
    assert page.index('data-step="satisfaction"') < page.index(f'data-ask="q-{version.pk}-overall_level"')
    wound = page[page.index(f'data-ask="q-{version.pk}-wound"') :]
    assert " hidden>" in wound[: wound.index("<legend")]
    assert 'name="level"' not in page, "the questionnaire asks it"


# --- What is taken ---


def test_visible_answers_are_kept_with_their_version_and_their_kind(client: StaffClient, agent: User) -> None:
    version = asked()
    draft = a_call(agent)
    body = q(
        version, pain="7", wound="red", temperature="37.8", help="bath,walk", takes="true",
        since="2026-11-01", overall_level="2", overall_level__reason="换药太重", overall_level__who="王护士",
        nurse_level__na="1", words="谢谢",
    )  # fmt: skip
    assert save(client, draft, **body).status_code == 302
    attempt = Attempt.objects.get()
    assert told(attempt) == {
        "pain": 7, "wound": "red", "temperature": "37.8", "help": ["bath", "walk"], "takes": True,
        "overall_level": 2, "nurse_level": {"na": True}, "words": "谢谢",
    }  # fmt: skip
    assert set(attempt.answers.values_list("version", flat=True)) == {version.pk}
    level = Answer.objects.judging().get()
    assert (level.subject, level.level, level.reason, level.person) == ("overall", 2, "换药太重", "王护士")


def test_several_ticks_arrive_as_a_browser_posts_them(client: StaffClient, agent: User) -> None:
    version = asked(HELP)
    draft = a_call(agent)
    name = f"q-{version.pk}-help"
    client.post(at("call_save", draft), {**fields(draft), name: ["bath", "dressing"]})
    assert told(Attempt.objects.get()) == {"help": ["bath", "dressing"]}


def test_a_completed_call_wants_what_is_required_and_says_which(client: StaffClient, agent: User) -> None:
    version = asked()
    draft = a_call(agent)
    answer = save(client, draft, **q(version, pain="8", temperature="36.9"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Attempt.objects.exists()
    assert "“伤口”" in page, "the first one by its name"
    assert f'name="question" value="q-{version.pk}-wound"' in page
    assert 'data-call-step="condition"' in page
    assert 'value="36.9"' in page, "nothing is lost"
    # The same answers are enough for a call that broke off.
    assert save(client, draft, outcome="partial", **q(version, pain="8")).status_code == 302
    assert told(Attempt.objects.get()) == {"pain": 8}


@pytest.mark.parametrize(
    "wrong",
    [{"temperature": "47.2"}, {"temperature": "warm"}, {"temperature": "37.85"}, {"pain": "11"},
     {"pain": "x"}, {"help": "bath,other"}, {"help": "bath,bath"}, {"takes": "perhaps"}],
)  # fmt: skip
def test_what_does_not_fit_is_refused_whatever_the_outcome(
    client: StaffClient, agent: User, wrong: dict[str, str]
) -> None:
    version = asked()
    answer = save(client, a_call(agent), outcome="partial", **q(version, **wrong))
    assert answer.status_code == 422
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(("level", "accepted"), [("1", False), ("2", False), ("3", True), ("5", False)])
def test_a_level_wants_its_reason(client: StaffClient, agent: User, level: str, accepted: bool) -> None:
    version = asked(OVERALL)
    draft = a_call(agent)
    assert (save(client, draft, **q(version, overall_level=level)).status_code == 302) == accepted
    if not accepted:
        body = q(version, overall_level=level, overall_level__reason="等太久")
        assert save(client, draft, **body).status_code == 302
        assert Answer.objects.get().reason == "等太久"


def test_a_satisfied_patient_is_asked_why_only_where_the_question_wants_it(
    client: StaffClient, agent: User
) -> None:
    version = asked(NURSE)
    assert save(client, a_call(agent), **q(version, nurse_level="4")).status_code == 302
    assert Answer.objects.judging().get().subject == "nurse"


def test_questions_of_another_call_are_refused(client: StaffClient, agent: User) -> None:
    asked(PAIN)
    other = asked(WORDS, sex="male" if people.a_patient().sex == "female" else "female")
    draft = a_call(agent)
    assert other.pk not in draft.sheets
    assert save(client, draft, **q(other, words="x")).status_code == 422
    assert not Answer.objects.exists()


def test_nobody_reached_means_nothing_was_answered(client: StaffClient, agent: User) -> None:
    version = asked()
    draft = a_call(agent)
    assert save(client, draft, outcome="no_answer", **q(version, pain="3")).status_code == 422
    assert save(client, draft, outcome="no_answer").status_code == 302


# --- The version ---


def test_an_answer_finds_its_version_after_ten_more_were_published(client: StaffClient, agent: User) -> None:
    version = asked(PAIN)
    draft = a_call(agent)
    for _ in range(10):
        newest = renewed(version, WORDS)
    page = client.get(at("call", draft)).content.decode()
    assert f"q-{version.pk}-pain" in page
    assert f"q-{newest.pk}-words" not in page
    save(client, draft, **q(version, pain="4"))
    answer = Answer.objects.get()
    assert answer.version == version
    assert answer.version.sheet.question("pain")
    assert a_call(agent, a_due_task(agent, people.a_patient("陈国栋"))).sheets == [newest.pk]


def test_the_page_and_the_saving_ask_the_database_little(client: StaffClient, agent: User) -> None:
    plain = a_call(agent)
    with CaptureQueriesContext(connection) as before:
        save(client, plain, level="4", level_reason="好")
    saving = len(before.captured_queries)
    version = asked(*twenty())
    draft = a_worked_patient(agent)
    client.get(at("call", draft))
    with CaptureQueriesContext(connection) as drawing:
        page = client.get(at("call", draft)).content.decode()
    assert len(drawing.captured_queries) <= 12
    assert page.count("data-ask=") == 20
    body = q(version, q0="3", q1="5", q2="true", q3="1", q4="a", q6="4")
    with CaptureQueriesContext(connection) as after:
        save(client, draft, **body)
    assert len(after.captured_queries) <= saving + 1
    assert Answer.objects.filter(version=version).count() == 6


@pytest.mark.parametrize("subject", Subject)
def test_satisfaction_that_no_questionnaire_asked_is_told_in_words(subject: Subject) -> None:
    with translation.override("zh-hans"):
        told = said(Answer(question=subject, subject=subject, level=4, value=4), {})
    assert not re.search("[A-Za-z]", told.title), told
    assert told.words == "4/5"
