"""An anonymous case owes nobody an answer's return; below a post there is a place for it (B16, D5)."""

from typing import Any

import pytest
import time_machine
from django.utils import translation

from complaints.models import Complaint
from policy.complaints import Channel, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, NOW, a_complaint, in_state

pytestmark = pytest.mark.django_db
OWES = "负责把答复告知对方"
POST = {"channel": Channel.WEB, "web_url": "https://example.com/1", "plan": "先致歉", "patient": None}


@pytest.fixture(autouse=True)
def the_day_after() -> Any:
    with time_machine.travel(NOW + DAY):
        yield


def page(user: User, path: str) -> str:
    return signed_in_as(user).get(path).content.decode()


def answering(case: Complaint) -> Any:
    shown = signed_in_as(people.agent()).get(f"/complaints/{case.pk}/")
    return next(way for way in shown.context["moves"] if way.move == "answer")


def test_nobody_owes_the_return_of_what_nobody_can_be_told() -> None:
    case, told = in_state(State.DRAFTED, anonymous=True), in_state(State.DRAFTED)
    for user, path in (
        (people.agent(), f"/complaints/{case.pk}/"),
        (people.assistant(), f"/complaints/inbox/{case.pk}/"),
        (people.clinician(), f"/complaints/department/{case.pk}/"),
    ):
        assert OWES not in page(user, path)
        assert OWES in page(user, path.replace(str(case.pk), str(told.pk)))


def test_its_answer_is_put_on_record_not_told() -> None:
    way = answering(in_state(State.DRAFTED, anonymous=True))
    assert (way.label, way.button) == ("答复存档（无人可告知）", "存档")
    assert way.form["how"].value() == "cannot_be_told"
    assert "level" not in way.form.fields  # nobody was heard
    told = answering(in_state(State.DRAFTED))
    assert (told.label, "level" in told.form.fields) == ("已告知患者", True)


def test_it_can_be_put_on_record_as_the_form_is_drawn() -> None:
    case = in_state(State.DRAFTED, anonymous=True)
    form = answering(case).form
    data = {name: form[name].value() for name in form.fields}
    signed_in_as(people.agent()).post(f"/complaints/{case.pk}/move/answer/", data)
    case.refresh_from_db()
    assert (case.state, case.answer_how) == (State.ANSWERED, "cannot_be_told")
    assert "已存档" in page(people.agent(), f"/complaints/{case.pk}/")
    assert "应答复患者" not in page(people.clinician(), f"/complaints/department/{case.pk}/")


def test_below_a_post_somebody_still_answers() -> None:
    way = answering(in_state(State.DRAFTED, **POST))
    assert way.label == "已在帖子下回复"
    assert way.form["how"].value() == "web"
    assert OWES in page(people.agent(), f"/complaints/{a_complaint(**POST).pk}/")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"relation": "儿子"}, "said by 儿子</span>"),
        ({"complainant": "刘小明"}, "said by 刘小明</span>"),
        ({"relation": "儿子", "complainant": "刘小明"}, "said by 儿子 刘小明</span>"),
    ],
)
def test_who_said_it_stands_without_a_hole(given: dict[str, str], said: str) -> None:
    case = a_complaint(**given)
    client = signed_in_as(people.assistant())
    with translation.override("en"):
        for path in (f"/complaints/{case.pk}/", f"/complaints/inbox/{case.pk}/"):
            shown = client.get(path, headers={"accept-language": "en"}).content.decode()
            assert said in shown
