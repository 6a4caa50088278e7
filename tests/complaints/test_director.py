"""What lies with the executive director: told before it is closed, by nobody else (A20, A31, C8)."""

import pytest
from django.urls import reverse

from complaints.actions import moves
from complaints.models import Complaint
from complaints.sentences import REFUSALS
from policy.complaints import CloseReason, Kind, State
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import NOW, answered, drafted, found, in_state, ordered
from tests.complaints.test_moves import refusal

pytestmark = pytest.mark.django_db
TOLD_FIRST = str(REFUSALS["not_told"])


def inbox(case: Complaint) -> str:
    return signed_in_as(people.director()).get(f"/complaints/inbox/{case.pk}/").content.decode()


def offers(page: str, case: Complaint, name: str) -> bool:
    return reverse("complaints:move", args=[case.pk, name]) in page


def decided(case: Complaint, *, by: User | None = None) -> Complaint:
    qian = by or people.director()
    return moves.decide(case.pk, by=qian, now=NOW, version=case.version, text="由医务处当面道歉")


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.SUGGESTION])
def test_a_case_that_somebody_waits_to_hear_of_is_not_decided_away(kind: Kind) -> None:
    case, qian = in_state(State.ESCALATED, kind=kind), people.director()
    assert refusal(moves.decide, case, by=qian, text="不予受理") == "not_told"
    page = inbox(case)
    assert TOLD_FIRST in page
    assert offers(page, case, "order")
    assert not offers(page, case, "decide")
    for step in (lambda c: ordered(c, by=qian, task="按决定当面道歉"), found, drafted, answered):
        case = step(case)  # the way that the sentence names
    assert (case.state, case.told_at) == (State.ANSWERED, NOW)


def test_whoever_was_told_or_cannot_be_told_is_decided_on() -> None:
    case, zhao = in_state(State.ANSWERED), people.assistant()
    told = moves.escalate(case.pk, by=zhao, now=NOW, version=case.version, text="家属不认可")
    for one in (told, in_state(State.ESCALATED, anonymous=True), in_state(State.ESCALATED, kind=Kind.PRAISE)):
        page = inbox(one)
        assert offers(page, one, "decide")
        assert TOLD_FIRST not in page
        assert decided(one).close_reason == CloseReason.DECIDED


def test_what_lies_with_the_director_is_withdrawn_by_him_alone() -> None:
    case = in_state(State.ESCALATED)
    assert refusal(moves.withdraw, case, by=people.assistant(), text="已撤诉") == "not_yours"
    mine = signed_in_as(people.director()).get(f"/complaints/{case.pk}/").content.decode()
    assert offers(mine, case, "withdraw")
    done = moves.withdraw(case.pk, by=people.director(), now=NOW, version=case.version, text="已撤诉")
    assert done.close_reason == CloseReason.WITHDRAWN
