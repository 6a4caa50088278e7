"""Where everybody who may ask about the handling had a hand in the case, it does not wait unseen (C8)."""

import pytest

from complaints.inboxpage import grouped
from complaints.models import Complaint
from complaints.queries.openones import open_cases
from policy.complaints import CloseReason, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import NOW, in_state

pytestmark = pytest.mark.django_db
WORDS = "没有人可以回访处理满意度"


def to_end(user: User) -> set[int]:
    return {row.pk for row in grouped(open_cases(user), user, {}, NOW).closing}


def inbox(case: Complaint) -> str:
    return signed_in_as(people.assistant()).get(f"/complaints/inbox/{case.pk}/").content.decode()


def test_it_stands_with_the_assistant_until_somebody_without_a_hand_in_it_is_here() -> None:
    case, zhao = in_state(State.ANSWERED), people.assistant()  # Li told it, and nobody else calls
    assert to_end(zhao) == {case.pk}
    assert WORDS in inbox(case)
    people.other_agent()
    assert to_end(zhao) == set()
    assert WORDS not in inbox(case)


def test_only_who_works_here_and_asks_counts_as_somebody() -> None:
    case, zhang, wang = in_state(State.ANSWERED), people.other_agent(), people.supervisor()
    people.quality()
    case.handlers.add(wang)
    User.objects.filter(pk=zhang.pk).update(is_active=False)
    assert to_end(people.assistant()) == {case.pk}
    case.handlers.remove(wang)
    assert to_end(people.assistant()) == set()


def test_the_executive_director_ends_it_with_a_decision() -> None:
    case = in_state(State.ANSWERED)
    way = f"/complaints/{case.pk}/move"
    assert f'action="{way}/escalate/"' in inbox(case)
    assert f'action="{way}/close_unconfirmed/"' not in inbox(case)
    signed_in_as(people.assistant()).post(f"{way}/escalate/", {"version": case.version, "text": "无人可回访"})
    case.refresh_from_db()
    signed_in_as(people.director()).post(
        f"{way}/decide/", {"version": case.version, "text": "已当面致歉，结案"}
    )
    case.refresh_from_db()
    assert (case.state, case.close_reason) == (State.CLOSED, CloseReason.DECIDED)


def test_whoever_asks_reads_how_many_nobody_here_may_ask_about() -> None:
    case = in_state(State.ANSWERED)
    page = signed_in_as(people.agent()).get("/complaints/confirm/")
    assert page.context["nobody_left"] == 1
    assert "1 件已答复" in page.content.decode()
    assert (
        "能回访的人都参与过处理"
        in signed_in_as(people.agent()).get(f"/complaints/{case.pk}/").content.decode()
    )
    people.other_agent()
    assert signed_in_as(people.agent()).get("/complaints/confirm/").context["nobody_left"] == 0


def test_whom_nobody_can_ask_at_all_is_not_counted_with_them() -> None:
    in_state(State.ANSWERED, anonymous=True)
    assert Complaint.objects.nobody_left().count() == 0
