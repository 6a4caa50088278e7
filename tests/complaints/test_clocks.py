"""Clocks on record: begun, prolonged, paused, stopped; alarms exactly once each (A31, C4, fault 39)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from complaints.actions import moves, recording
from complaints.actions.clocks import reckon_open, ring
from complaints.actions.refusals import Missing, Refused
from complaints.actions.waiting import ask_extension, decide_extension
from complaints.deadlines import why
from complaints.inboxpage import grouped
from complaints.models import Alarm, AlarmNotice, Clock, Complaint
from complaints.queries.openones import open_cases
from policy.calendar import DayKind
from policy.complaints import Kind, Severity, State
from regulation.actions.editions import set_day
from staff.models import Department
from tests import people
from tests.complaints.making import (
    DAY,
    HOUR,
    NOW,
    a_complaint,
    answered,
    confirmed,
    drafted,
    found,
    in_state,
    ordered,
)
from tests.people import moment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SEVENTH = moment("2026-11-27 00:00")  # 2026-11-26, 24:00
FIFTH = moment("2026-11-27 00:00")  # the fifth working day after Thursday the 19th


def clocks(case: Complaint) -> dict[str, Any]:
    return dict(case.clocks.order_by("round").values_list("code", "due_at"))


def given() -> list[tuple[str, str]]:
    return list(Alarm.objects.order_by("due_at", "pk").values_list("clock__code", "kind"))


def called(kind: str) -> set[str]:
    notices = AlarmNotice.objects.filter(alarm__kind=kind)
    return set(notices.values_list("user__username", flat=True))


def several() -> list[Department]:
    return [people.a_department(), people.a_department("收费处")]


def test_seven_days_and_five_working_days_run_for_a_complaint_and_nothing_for_praise() -> None:
    case = a_complaint()
    assert clocks(case) == {"hospital": SEVENTH, "national": FIFTH}
    assert case.due_at == SEVENTH
    assert a_complaint(kind=Kind.PRAISE).due_at is None
    assert set(clocks(a_complaint(kind=Kind.REQUEST))) == {"hospital"}
    severe = a_complaint(severity=Severity.SEVERE)
    assert severe.due_at == NOW + 24 * HOUR
    assert set(clocks(severe)) == {"hospital", "national", "urgent"}


def test_several_departments_have_ten_working_days_from_the_order_on() -> None:
    assert clocks(a_complaint(departments=several()))["national"] == moment("2026-12-04 00:00")
    case = a_complaint()
    after = ordered(case, parts=[(people.a_department("收费处"), None)])
    assert clocks(after) == {"hospital": SEVENTH, "national": moment("2026-12-04 00:00")}


def test_every_date_can_be_asked_why() -> None:
    case = a_complaint()
    found = why(case.clocks.get(code="national"))
    assert found.due == FIFTH
    assert {step.code for step in found.why} >= {"begun", "working_days", "weekend", "due"}


def test_a_holiday_published_later_moves_the_working_days_and_not_the_calendar_days() -> None:
    case = a_complaint()
    set_day(moment("2026-11-23 00:00").date(), kind=DayKind.HOLIDAY, name="测试", by=None, now=NOW)
    assert reckon_open(now=NOW) == 1
    assert reckon_open(now=NOW) == 0
    case.refresh_from_db()
    assert case.due_at == SEVENTH  # the earliest date is still the hospital's own
    assert clocks(case) == {"hospital": SEVENTH, "national": moment("2026-11-28 00:00")}


def test_alarms_ring_once_each_to_the_holder_then_the_assistant_then_the_director() -> None:
    for person in (people.assistant, people.director, people.other_agent):
        person()
    case = ordered(a_complaint(departments=several()), parts=[(several()[1], None)])
    minute, rung = NOW, 0
    while minute < SEVENTH + DAY:
        rung += ring(now=minute)
        minute += HOUR
    assert rung == 4
    assert given() == [("hospital", kind) for kind in ("half", "day_before", "two_hours", "breached")]
    assert called("half") == {"8031"}
    assert called("day_before") == called("two_hours") == {"8031", "8002"}
    assert called("breached") == {"8031", "8002", "8000"}
    case.refresh_from_db()
    assert case.breached_at == SEVENTH
    assert [e.changes["alarm"] for e in case.events.filter(what="alarm")] == [kind for _code, kind in given()]
    assert case.version == 2  # an alarm is no reason to refuse what somebody is typing


def test_a_scheduler_that_was_down_for_days_gives_each_alarm_once_and_calls_for_the_newest_only() -> None:
    case = in_state(State.ORDERED)
    people.director()
    assert ring(now=SEVENTH + 3 * DAY) == 5  # four of the leading clock, and that the other is over
    assert ring(now=SEVENTH + 3 * DAY) == 0
    assert ring(now=SEVENTH + 4 * DAY) == 0
    kinds = ["half", "day_before", "two_hours", "breached"]
    assert sorted(given()) == sorted([*(("hospital", k) for k in kinds), ("national", "breached")])
    assert called("half") == called("two_hours") == set()
    assert called("breached") == {"8031", "8002", "8000"}
    case.refresh_from_db()
    assert case.breached_at == SEVENTH


@pytest.mark.parametrize(
    ("state", "holder"),
    [
        (State.RECORDED, {"8002"}),
        (State.RETURNED, {"8012"}),
        (State.ORDERED, {"8031"}),
        (State.DRAFTED, {"8031", "8012"}),
        (State.REOPENED, {"8002"}),
        (State.ESCALATED, {"8000"}),
    ],
)
def test_the_first_alarm_calls_whoever_holds_the_case(state: State, holder: set[str]) -> None:
    for person in (people.assistant, people.director, people.agent, people.clinician):
        person()
    in_state(state)
    ring(now=NOW + 5 * DAY)
    assert called("half") == holder


def test_the_answer_stops_the_clocks_and_no_alarm_follows() -> None:
    case = in_state(State.ANSWERED)
    assert not case.clocks.filter(stopped_at=None).exists()
    assert ring(now=SEVENTH + DAY) == 0
    assert case.due_at == SEVENTH


def test_an_answer_after_the_end_is_a_breach_although_no_scheduler_came() -> None:
    case = answered(in_state(State.DRAFTED), now=SEVENTH + MINUTE)
    assert case.breached_at == SEVENTH
    assert set(case.clocks.values_list("breached_at", flat=True)) == {SEVENTH, FIFTH}
    assert case.events.filter(what="alarm", changes__alarm="breached").count() == 2


def test_at_the_very_end_it_is_late_and_a_second_before_it_is_not() -> None:
    second = timedelta(seconds=1)
    assert answered(in_state(State.DRAFTED), now=SEVENTH - second).breached_at is None
    assert answered(in_state(State.DRAFTED), now=SEVENTH).breached_at == SEVENTH


def extended(case: Complaint, days: int, *, now: Any = NOW, approved: bool = True) -> Complaint:
    asked = ask_extension(case.pk, by=people.assistant(), now=now, days=days, reason="需外院资料")
    decide_extension(asked.pk, by=people.director(), now=now, approved=approved)
    case.refresh_from_db()
    return case


def test_an_extension_counts_once_it_is_approved_and_rings_anew() -> None:
    case = in_state(State.ORDERED)
    asked = ask_extension(case.pk, by=people.assistant(), now=NOW, days=3, reason="需外院资料")
    assert clocks(case)["hospital"] == SEVENTH
    decide_extension(asked.pk, by=people.director(), now=NOW, approved=True)
    assert clocks(case) == {"hospital": SEVENTH + 3 * DAY, "national": moment("2026-12-02 00:00")}
    case.refresh_from_db()
    assert case.due_at == SEVENTH + 3 * DAY
    assert ring(now=SEVENTH + DAY) == 1  # half of the longer time
    assert set(case.events.values_list("what", flat=True)) >= {"extension_asked", "extension_decided"}


def test_an_extension_that_was_refused_moves_nothing() -> None:
    assert extended(in_state(State.ORDERED), 3, approved=False).due_at == SEVENTH


def test_an_extension_after_the_end_does_not_undo_the_breach_whether_or_not_it_was_noticed() -> None:
    case = in_state(State.ORDERED)
    late = extended(case, 10, now=SEVENTH + MINUTE)
    assert late.due_at is not None
    assert late.due_at > SEVENTH + MINUTE
    assert late.breached_at == SEVENTH
    assert Clock.objects.get(complaint=case, code="hospital").breached_at == SEVENTH
    assert list(Complaint.objects.breached(SEVENTH + MINUTE)) == [late]


def test_more_departments_after_the_end_do_not_undo_it_either() -> None:
    case = in_state(State.ORDERED)
    again = ordered(case, now=SEVENTH + MINUTE, parts=[(several()[1], None)])
    assert again.clocks.get(code="national").due_at > SEVENTH + MINUTE
    assert again.clocks.get(code="national").breached_at == FIFTH
    assert again.breached_at == SEVENTH


def test_an_extension_of_the_first_answer_does_not_prolong_the_second() -> None:
    case = extended(in_state(State.ORDERED), 30)
    for step in (found, drafted, answered):
        case = step(case)
    case = confirmed(case, 1, now=NOW + DAY)
    assert case.due_at == SEVENTH + DAY


def test_an_extension_asked_for_before_the_answer_is_refused_after_it_and_asked_for_anew() -> None:
    case, zhao, qian = in_state(State.DRAFTED), people.assistant(), people.director()
    old = ask_extension(case.pk, by=zhao, now=NOW, days=5, reason="需外院资料")
    case.refresh_from_db()
    case = confirmed(answered(case), 1, now=NOW + DAY)
    with pytest.raises(Refused, match="of_the_last_answer"), transaction.atomic():
        decide_extension(old.pk, by=qian, now=NOW + DAY, approved=True)
    assert extended(case, 5, now=NOW + DAY).due_at == SEVENTH + 6 * DAY  # five working days more: the 4th
    decide_extension(old.pk, by=qian, now=NOW + DAY, approved=False)
    assert not case.extensions.filter(approved=None).exists()


@pytest.mark.parametrize("days", [0, -1, 61])
def test_days_that_make_no_sense_are_refused(days: int) -> None:
    with pytest.raises(Refused, match="days"):
        ask_extension(a_complaint().pk, by=people.assistant(), now=NOW, days=days, reason="x")


def test_more_time_is_asked_by_one_and_decided_by_another_with_a_reason_and_once() -> None:
    case, zhao, qian = a_complaint(), people.assistant(), people.director()
    with pytest.raises(Missing), transaction.atomic():
        ask_extension(case.pk, by=zhao, now=NOW, days=1, reason=" ")
    with pytest.raises(Refused, match="not_yours"):
        ask_extension(case.pk, by=people.supervisor(), now=NOW, days=1, reason="x")
    own = ask_extension(case.pk, by=qian, now=NOW, days=1, reason="x")
    with pytest.raises(Refused, match="own_request"):
        decide_extension(own.pk, by=qian, now=NOW, approved=True)
    with pytest.raises(Refused, match="not_yours"):
        decide_extension(own.pk, by=zhao, now=NOW, approved=True)
    with pytest.raises(Refused, match="asked_already"):
        ask_extension(case.pk, by=zhao, now=NOW, days=1, reason="x")
    case = in_state(State.ORDERED)
    asked = ask_extension(case.pk, by=zhao, now=NOW, days=1, reason="x")
    decide_extension(asked.pk, by=qian, now=NOW, approved=False)
    with pytest.raises(Refused, match="decided_already"):
        decide_extension(asked.pk, by=qian, now=NOW, approved=True)


def test_a_kind_that_is_corrected_has_its_own_clocks_from_the_first_day_and_repairs_no_breach() -> None:
    case = a_complaint()
    li, late = people.agent(), SEVENTH + MINUTE
    changed = recording.edit(case.pk, by=li, now=late, version=case.version, kind=Kind.PRAISE)
    assert changed.breached_at == SEVENTH
    assert not changed.clocks.filter(stopped_at=None).exists()
    again = recording.edit(case.pk, by=li, now=late, version=changed.version, kind=Kind.COMPLAINT)
    assert {c.begun_at for c in again.clocks.filter(stopped_at=None)} == {NOW}
    severe = recording.edit(again.pk, by=li, now=late, version=again.version, severity=Severity.SEVERE)
    assert severe.clocks.get(code="urgent").due_at == NOW + DAY


def test_what_turns_out_to_be_praise_is_owed_by_no_day() -> None:
    case, li = a_complaint(), people.agent()
    praise = recording.edit(case.pk, by=li, now=NOW, version=case.version, kind=Kind.PRAISE)
    assert (praise.due_at, praise.breached_at) == (None, None)
    assert not Complaint.objects.breached(SEVENTH + DAY).exists()
    (shown,) = grouped(open_cases(people.assistant()), people.assistant(), {}, SEVENTH + DAY).rows
    assert (shown.over, shown.left) == (False, "")
    again = recording.edit(case.pk, by=li, now=NOW, version=praise.version, kind=Kind.COMPLAINT)
    assert again.due_at == SEVENTH


def test_an_escalation_after_the_answer_runs_on_clocks_of_its_own() -> None:
    case = in_state(State.ANSWERED)
    up = moves.escalate(
        case.pk, by=people.assistant(), now=NOW + DAY, version=case.version, text="家属仍在门口"
    )
    assert up.due_at == SEVENTH + DAY
