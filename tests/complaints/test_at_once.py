"""Many at once, on the real database: one conflict, one case, one number each, one alarm each (fault 43)."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.actions import moves
from complaints.actions.attachments import attach
from complaints.actions.clocks import ring
from complaints.actions.refusals import Conflict, Refused
from complaints.models import Alarm, AlarmNotice, Attachment, Complaint, Event, Order
from policy.complaints import State
from tests import people
from tests.complaints import files
from tests.complaints.making import DAY, NOW, a_complaint, in_state
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, do: Callable[[int], Any]) -> list[Any]:
    """What was refused comes back as the refusal."""
    return together(*(partial(do, n) for n in range(number)), told=(Refused,))


def test_of_two_who_order_at_once_one_is_shown_what_the_other_did() -> None:
    for _round in range(5):
        case, lin = a_complaint(), people.clinician()
        deputies = [people.assistant(), people.a_user("8003", "何文静", "assistant")]

        def order(n: int, case: Complaint = case, lin: Any = lin, deputies: Any = deputies) -> Complaint:
            return moves.order(
                case.pk,
                by=deputies[n],
                now=NOW,
                version=case.version,
                responsible=lin,
                lead=lin.department,
                task=f"由第{n}人下达",
                until=NOW + DAY,
            )

        results = at_once(2, order)
        conflicts = [found for found in results if isinstance(found, Conflict)]
        assert len(conflicts) == 1
        kept = Order.objects.get(complaint=case)
        assert [written.text for written in conflicts[0].others] == [kept.task]
        assert [written.by for written in conflicts[0].others] == [kept.ordered_by.full_name]


def test_ten_presses_of_record_are_one_case() -> None:
    token, li, liu = uuid4(), people.agent(), people.a_patient()
    room = people.a_department()
    results = at_once(10, lambda n: a_complaint(token=token, by=li, patient=liu, departments=[room]))
    assert len({case.pk for case in results}) == 1
    assert (Complaint.objects.count(), Event.objects.count()) == (1, 1)


def test_twenty_cases_recorded_at_once_have_twenty_numbers() -> None:
    li, liu, room = people.agent(), people.a_patient(), people.a_department()
    at_once(20, lambda n: a_complaint(by=li, patient=liu, departments=[room]))
    numbers = sorted(Complaint.objects.values_list("number", flat=True))
    assert numbers == [f"T20261119-{n:02d}" for n in range(1, 21)]


def test_two_schedulers_at_once_give_each_alarm_once() -> None:
    people.director()
    cases = [in_state(State.ORDERED) for _ in range(6)]
    for days in (5, 6, 8, 12):
        at_once(2, lambda n, days=days: ring(now=NOW + days * DAY))
        ring(now=NOW + days * DAY)  # what one of them left to the other
    alarms = Counter(Alarm.objects.values_list("clock__complaint", "clock__code", "kind"))
    assert len(alarms) == len(cases) * 5
    assert set(alarms.values()) == {1}
    assert Event.objects.filter(what="alarm").count() == len(alarms)
    notices = Counter(AlarmNotice.objects.values_list("alarm", "user"))
    assert set(notices.values()) == {1}
    assert Complaint.objects.exclude(breached_at=None).count() == len(cases)


def test_a_move_and_the_scheduler_at_once_lose_neither() -> None:
    for _round in range(5):
        case, zhao = in_state(State.ORDERED), people.assistant()
        late = NOW + 9 * DAY

        def work(n: int, case: Complaint = case, zhao: Any = zhao, late: Any = late) -> Any:
            if n:
                return ring(now=late)
            return moves.escalate(case.pk, by=zhao, now=late, version=case.version, text="请院长决定")

        at_once(2, work)
        ring(now=late)
        case.refresh_from_db()
        assert case.state == State.ESCALATED
        assert case.breached_at == case.due_at
        assert Alarm.objects.filter(clock__complaint=case, kind="breached").count() == 2


def test_two_who_merge_crosswise_do_not_wait_for_each_other_for_ever() -> None:
    first, zhao = a_complaint(), people.assistant()
    pair = (first, a_complaint(patient=first.patient))

    def merge(n: int) -> Complaint:
        mine, other = pair[n], pair[1 - n]
        return moves.merge(mine.pk, by=zhao, now=NOW, version=mine.version, into=other.pk)

    results = at_once(2, merge)
    assert sum(isinstance(found, Refused) for found in results) == 1
    assert sorted(Complaint.objects.values_list("state", flat=True)) == ["merged", "recorded"]


def test_eleven_files_sent_at_once_are_ten() -> None:
    case, li = a_complaint(), people.agent()

    def send(n: int) -> Any:
        return attach(case.pk, [SimpleUploadedFile("a.jpg", files.JPG + bytes([n]))], by=li, now=NOW)

    results = at_once(11, send)
    assert sum(isinstance(found, Refused) for found in results) == 1
    assert Attachment.objects.count() == 10
