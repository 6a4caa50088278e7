"""The timeline says what changed, in words, and a department that only takes part sees nobody else's."""

import pytest

from complaints.actions.editing import edit
from complaints.eventwords import Change, changed
from policy.complaints import Severity, State
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, NOW, a_complaint, drafted, found, in_state, ordered

pytestmark = pytest.mark.django_db


def last(case: object, what: str) -> list[Change]:
    event = case.events.filter(what=what).last()  # type: ignore[attr-defined]
    return changed(event.changes, NOW)


def test_an_order_says_whom_and_until_when_and_a_second_one_from_whom() -> None:
    case = in_state(State.ORDERED)
    first = last(case, "order")
    assert Change("谁", "", "林晓东") in first
    he = people.a_user("8032", "何静", "clinician", department=people.a_department("产科"))
    case = ordered(case, responsible=he, lead=he.department, until=NOW + 2 * DAY)
    assert Change("谁", "林晓东", "何静") in last(case, "order")
    assert any("胃肠外科" in one.before and "产科" in one.after for one in last(case, "order"))


def test_a_mended_detail_shows_both_and_what_is_withheld_stays_so() -> None:
    case = a_complaint()
    edit(
        case.pk,
        by=people.agent(),
        now=NOW,
        version=case.version,
        severity=Severity.SERIOUS,
        phone="17955550001",
    )
    told = last(case, "edited")
    assert any((one.before, one.after) == ("一般", "严重") for one in told)
    assert "17955550001" not in str(told)


def test_a_draft_that_was_written_again_keeps_the_one_before() -> None:
    case = in_state(State.DRAFTED)
    old = case.draft
    assert last(drafted(case, text="第二稿"), "draft")[0].before == old


def test_what_nobody_can_read_is_left_out() -> None:
    assert changed({"responsible": [None, 9]}, NOW) == []
    assert changed({"measure": 5, "clock": "seven_days"}, NOW) == []


def test_a_reminder_says_which_limit_it_is_of() -> None:
    told = changed({"clock": "seven_days", "alarm": "half", "due": "2026-11-27T00:00:00+08:00"}, NOW)
    assert Change("期限", "", "11-26 周四 24:00") in told


def test_a_department_that_takes_part_does_not_see_what_others_changed() -> None:
    room = people.a_department("产科")
    he = people.a_user("8032", "何静", "clinician", department=room)
    case = in_state(State.RECORDED, departments=[people.a_department(), room])
    case = ordered(case, parts=[(room, he)])
    drafted_case = drafted(found(case), text="第一稿")
    drafted(drafted_case, text="第二稿")
    path = f"/complaints/{case.pk}/"
    assert "第一稿" in signed_in_as(people.assistant()).get(path).content.decode()
    assert "第一稿" not in signed_in_as(he).get(path).content.decode()
