"""Which departments a case concerns: those of its order, and whoever has worked on it (A10, C4)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from complaints.actions import measures, moves, points
from complaints.actions.clocks import ring
from complaints.models import Complaint
from policy.complaints import Channel, State
from staff.models import Department, User
from staff.permissions import Role
from tests import people
from tests.complaints.making import DAY, NOW, a_complaint, found, ordered
from tests.complaints.test_clocks import FIFTH, clocks, extended
from tests.people import moment

pytestmark = pytest.mark.django_db
TENTH = moment("2026-12-04 00:00")


def ours() -> Department:
    room = people.clinician().department
    assert room is not None
    return room


def theirs() -> Department:
    return people.a_department("骨科")


def orthopaedist() -> User:
    return people.a_user("8041", "徐州", Role.CLINICIAN, department=theirs())


def to_them(case: Complaint) -> Complaint:
    return ordered(case, lead=theirs(), responsible=orthopaedist())


def concerned(case: Complaint) -> set[str]:
    return {room.name for room in case.departments.all()}


def test_a_department_that_was_named_by_mistake_leaves_with_its_longer_limit() -> None:
    case = a_complaint(
        departments=[theirs()], channel=Channel.WEB, web_url="https://example.org/p/1", plan="x"
    )
    assert case in Complaint.objects.visible_to(orthopaedist())
    case = ordered(case)
    assert concerned(case) == {ours().name}
    assert clocks(case)["national"] == FIFTH
    assert case not in Complaint.objects.visible_to(orthopaedist())
    assert case.events.get(what="order").changes["departments"] == [["骨科"], [ours().name]]


def test_one_that_handed_it_back_leaves_and_still_reads_what_was_asked_of_it() -> None:
    case = to_them(a_complaint())
    back = moves.hand_back(case.pk, by=orthopaedist(), now=NOW, version=case.version, text="不是我科")
    again = ordered(back)
    assert concerned(again) == {ours().name}
    assert again in Complaint.objects.visible_to(orthopaedist())


def a_finding(case: Complaint) -> None:
    xu = orthopaedist()
    moves.find(case.pk, by=xu, now=NOW, version=case.version, verdict="verified", text="属实")


def a_measure(case: Complaint) -> None:
    xu = orthopaedist()
    due = NOW.date() + timedelta(days=9)
    measures.set_measure(
        case.pk, by=xu, now=NOW, department=theirs(), text="培训", responsible=xu, due_on=due
    )


def lost_points(case: Complaint) -> None:
    points.take_points(
        theirs(), by=people.quality(), now=NOW, item="answer_late", reason="迟答", complaint=case
    )


@pytest.mark.parametrize("work", [a_finding, a_measure, lost_points])
def test_one_that_has_worked_on_it_stays(work: Callable[[Complaint], None]) -> None:
    case = to_them(a_complaint())
    work(case)
    case.refresh_from_db()
    assert concerned(ordered(case)) == {ours().name, "骨科"}
    assert clocks(case)["national"] == TENTH


def test_a_draft_that_answers_for_a_department_keeps_it_too() -> None:
    case = found(ordered(a_complaint()))
    case = moves.draft(
        case.pk, by=people.clinician(), now=NOW, version=case.version, text="答复", no_measure_reason="误会"
    )
    case.findings.update(department=None)
    assert concerned(to_them(case)) == {ours().name, "骨科"}


def test_nobody_is_late_at_once_because_a_department_left() -> None:
    case = extended(a_complaint(departments=[ours(), theirs()]), 1)
    case.clocks.filter(code="hospital").update(stopped_at=NOW)  # a hospital without a rule of its own
    late = ordered(case, now=NOW + 10 * DAY)
    assert concerned(late) == {ours().name, "骨科"}
    ring(now=NOW + 10 * DAY)
    late.refresh_from_db()
    assert (late.state, late.breached_at) == (State.ORDERED, None)
