"""Nothing is lost after the answer, and no request for more time waits unseen (C8, A31)."""

from datetime import datetime

import pytest

from complaints.actions import moves
from complaints.actions.waiting import ask_extension, ask_pause
from complaints.inboxpage import UNASKED, Groups, grouped
from complaints.models import Complaint
from complaints.queries.openones import open_cases
from policy.complaints import CloseReason, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, HOUR, NOW, answered, confirmed, in_state

pytestmark = pytest.mark.django_db


def groups_of(user: User, now: datetime = NOW) -> Groups:
    return grouped(open_cases(user), user, {}, now)


def keys(rows: object) -> set[int]:
    return {row.pk for row in rows}  # type: ignore[attr-defined]


def test_whom_nobody_can_ask_and_whom_nobody_reached_stand_with_the_assistant() -> None:
    nobody, tried = in_state(State.ANSWERED, anonymous=True), in_state(State.ANSWERED)
    zhao = people.assistant()
    people.other_agent()  # without a hand in either
    for hour in range(3):
        assert keys(groups_of(zhao).closing) == {nobody.pk}
        tried = confirmed(tried, None, now=NOW + hour * HOUR, words="")
    closing = groups_of(zhao, NOW + 30 * DAY).closing
    assert keys(closing) == {nobody.pk, tried.pk}
    assert {row.left for row in closing} == {""}  # answered in time: nothing is over
    assert keys(groups_of(people.director()).closing) == set()
    ended = [
        moves.close_unconfirmed(case.pk, by=zhao, now=NOW + 4 * HOUR, version=case.version)
        for case in (nobody, tried)
    ]
    assert [case.close_reason for case in ended] == [CloseReason.NO_CONTACT, CloseReason.NOT_REACHED]
    assert keys(groups_of(zhao).closing) == set()


def test_the_assistant_closes_it_from_the_inbox() -> None:
    case, client = in_state(State.ANSWERED, anonymous=True), signed_in_as(people.assistant())
    page = client.get(f"/complaints/inbox/{case.pk}/").content.decode()
    way = f"/complaints/{case.pk}/move/close_unconfirmed/"
    assert f'id="case-{case.pk}"' in page
    assert f'action="{way}"' in page
    client.post(way, {"version": case.version, "from": "inbox"})
    assert Complaint.objects.get(pk=case.pk).close_reason == CloseReason.NO_CONTACT


def test_an_answer_that_nobody_asks_about_is_counted_after_three_days() -> None:
    case, zhao = in_state(State.ANSWERED), people.assistant()
    people.other_agent()  # who could ask
    assert case.told_at is not None
    assert groups_of(zhao, case.told_at + UNASKED - HOUR).unasked == 0
    assert groups_of(zhao, case.told_at + UNASKED).unasked == 1
    confirmed(case, 5)
    assert groups_of(zhao, case.told_at + UNASKED).unasked == 0


@pytest.mark.parametrize("ask", [ask_extension, ask_pause])
def test_a_request_for_more_time_stands_with_the_director_while_a_clock_runs(ask: object) -> None:
    case, zhou = in_state(State.DRAFTED), people.director()
    more = {"days": 2} if ask is ask_extension else {}
    ask(case.pk, by=people.assistant(), now=NOW, reason="等待外院资料", **more)  # type: ignore[operator]
    assert keys(groups_of(zhou).asking) == {case.pk}
    assert keys(groups_of(people.assistant()).asking) == set()
    assert f'id="time-{case.pk}"' in signed_in_as(zhou).get("/complaints/inbox/").content.decode()
    case.refresh_from_db()
    answered(case)
    assert keys(groups_of(zhou).asking) == set()
