"""A complaint told in a call: saved with it or not at all, once, and owed by who took it down (A20, B16)."""

from typing import Any

import pytest

from complaints.models import Complaint
from followups.actions.correcting import open_correction
from followups.models import Attempt, Draft
from tests import people
from tests.clients import signed_in_as
from tests.followups.browsing import Enter, kept, press, through_the_steps
from tests.followups.browsing import enter as enter
from tests.followups.calling import a_call, a_due_task, at, open_all_day

pytestmark = pytest.mark.django_db
WORDS = "换药的时候我妈疼，问了三次能不能轻一点，护士一句话不回，换完就走。"


@pytest.fixture(autouse=True)
def hours() -> None:
    open_all_day()


def save(draft: Draft, **more: str) -> Any:
    fields = {
        "token": str(draft.token),
        "outcome": "completed",
        "number": str(draft.patient.numbers.get().pk),
        "answered_by": "relative",
        "relation": "儿子",
        "case_kind": "complaint",
        "case_words": WORDS,
    }
    return signed_in_as(people.agent()).post(at("call_save", draft), fields | more)


def test_the_complaint_is_in_the_inbox_with_the_call_that_told_of_it() -> None:
    draft = a_call(people.agent())
    visit = draft.tasks.get().visit
    assert save(draft, case_wish="当面道歉").status_code == 302
    case, attempt = Complaint.objects.get(), Attempt.objects.get()
    assert attempt.complaint == case
    assert (case.state, case.channel, case.recorded_by) == ("recorded", "call", people.agent())
    assert (case.patient, case.visit, case.relation) == (draft.patient, visit, "儿子")
    assert (case.words, case.wish, case.title) == (
        WORDS,
        "当面道歉",
        WORDS.removesuffix("。"),
    )
    assert list(case.departments.all()) == [visit.department]
    assert case.due_at
    assert case.has_contact


def test_ten_presses_make_one_complaint() -> None:
    draft = a_call(people.agent())
    for _press in range(10):
        assert save(draft).status_code == 302
    assert Complaint.objects.count() == Attempt.objects.count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"case_words": "  "},
        {"case_kind": "", "case_words": WORDS},
        {"case_kind": "nonsense"},
        {"case_kind": "adverse_event"},  # where and when are missing
        {"case_department": "987654"},
        {"outcome": "no_answer"},
    ],
)
def test_what_cannot_be_taken_down_saves_neither_and_loses_nothing(more: dict[str, str]) -> None:
    draft = a_call(people.agent())
    answer = save(draft, notes="说到一半", **more)
    assert answer.status_code == 422
    assert not Attempt.objects.exists()
    assert not Complaint.objects.exists()
    page = answer.content.decode()
    assert "说到一半" in page
    assert more.get("case_words", WORDS).strip() in page


def test_an_adverse_event_with_where_and_when_is_taken_down() -> None:
    draft = a_call(people.agent())
    save(draft, case_kind="adverse_event", case_place="病房", case_happened="11-12 上午")
    assert Complaint.objects.get().place == "病房"


def test_a_correction_keeps_the_complaint_and_opens_no_second_one() -> None:
    draft = a_call(people.agent())
    save(draft)
    again = open_correction(Attempt.objects.get().pk, people.agent(), now=Attempt.objects.get().saved_at)
    save(again, notes="更正")
    assert Complaint.objects.count() == 1
    first, second = Attempt.objects.order_by("pk")
    assert first.complaint == second.complaint == Complaint.objects.get()


def test_the_story_tells_of_it_to_who_may_see_it() -> None:
    draft = a_call(people.agent())
    save(draft)
    path = f"/patients/{draft.patient_id}/"
    number = Complaint.objects.get().number
    assert number in signed_in_as(people.assistant()).get(path).content.decode()
    assert number in signed_in_as(people.agent()).get(path).content.decode()
    assert number not in signed_in_as(people.other_agent()).get(path).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_complaint_is_taken_down_by_keyboard_and_kept_as_a_draft(enter: Enter) -> None:
    draft = a_call(people.agent(), a_due_task(people.agent(), people.a_patient("蒋秀云")))
    page = enter(at("call", draft), people.agent())
    press(page, "t", "p")
    page.wait_for_selector("#case_words")
    press(page, "1", "Tab")
    page.keyboard.type(WORDS)
    kept(page)
    page.reload()
    assert page.input_value("#case_words") == WORDS
    assert page.is_checked("#case-complaint")
    through_the_steps(page, "thanks")
    press(page, "Enter", "1", "Control+Enter")
    page.wait_for_url("**/today/")
    assert Complaint.objects.get().words == WORDS
    assert Complaint.objects.get().number in (page.text_content("body") or "")
