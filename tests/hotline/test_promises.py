"""Promises: owed, reminded of, kept, handed over, never lost (A24, C6)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from followups.models import Attempt
from hotline.actions import alarms, promises
from hotline.actions.refusals import Refused
from hotline.models import Channel, Promise, PromiseAlarm, PromiseNotice
from policy.promises import AHEAD, AlarmKind, Holder, State, heir
from policy.promises import alarms as planned
from staff.models import Act, AuditEntry, User
from tests import people
from tests.clients import StaffClient
from tests.followups.calling import a_call, a_due_task, at, closed_now, fields, open_all_day

pytestmark = pytest.mark.django_db
NOON = people.moment("2026-11-20 12:00")
FOUR = people.moment("2026-11-20 16:00")


def a_promise(by: User, *, due: datetime = FOUR, now: datetime = NOON, token: UUID | None = None) -> Promise:
    return promises.make(
        people.a_patient(),
        what="问检验结果",
        due_at=due,
        channel=Channel.INBOUND,
        by=by,
        token=token or uuid4(),
        now=now,
    )


def called(promise: Promise) -> list[tuple[str, str]]:
    found = PromiseNotice.objects.filter(alarm__promise=promise).order_by("alarm__pk", "user__username")
    return list(found.values_list("alarm__kind", "user__username"))


# --- The rule ---


@given(st.integers(1, 6 * 60), st.integers(0, 10**6))
def test_alarms_come_before_the_time_and_at_it_and_never_before_the_promise(minutes: int, later: int) -> None:
    made = NOON + timedelta(minutes=later)
    due = made + timedelta(minutes=minutes)
    found = planned(made, due)
    assert found[-1] == (AlarmKind.DUE, due)
    assert all(made < moment <= due for _kind, moment in found)
    assert len(found) == (2 if timedelta(minutes=minutes) > AHEAD else 1)


def test_whoever_promised_takes_it_back_else_whoever_owes_least() -> None:
    assert heir([]) is None
    assert heir([Holder(1, 0), Holder(2, 9, knows=True)]) == 2
    assert heir([Holder(1, 3), Holder(2, 1), Holder(3, 1)]) == 2


# --- Making, keeping, breaking ---


def test_pressed_twice_it_is_one_promise_and_it_names_what_and_when() -> None:
    agent, token = people.agent(), uuid4()
    first = a_promise(agent, token=token)
    assert a_promise(agent, token=token).pk == first.pk
    assert (first.owner, first.state, Promise.objects.count()) == (agent, State.OPEN, 1)
    for due in (NOON, NOON - timedelta(hours=1), NOON + timedelta(days=61)):
        with pytest.raises(Refused, match="due"):
            a_promise(agent, due=due)
    assert AuditEntry.objects.filter(act=Act.PROMISE_CHANGED).count() == 1


@pytest.mark.parametrize(
    ("at", "state", "missed"),
    [("15:59", State.KEPT, False), ("16:00", State.KEPT, False), ("16:01", State.LATE, True)],
)
def test_told_after_its_time_it_is_kept_late_and_stays_missed(at: str, state: State, missed: bool) -> None:
    agent = people.agent()
    done = promises.keep(a_promise(agent).pk, told="正常", by=agent, now=people.moment(f"2026-11-20 {at}"))
    assert (done.state, done.breached_at is not None, done.next_alarm_at) == (state, missed, None)
    with pytest.raises(Refused, match="closed"):
        promises.keep(done.pk, told="再说一次", by=agent, now=FOUR)


def test_it_is_broken_with_a_reason_only_whatever_road_is_taken() -> None:
    agent = people.agent()
    promise = a_promise(agent)
    with pytest.raises(Refused, match="reason"):
        promises.break_off(promise.pk, reason=" ", by=people.supervisor(), now=FOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(
            state=State.BROKEN, closed_at=FOUR, closed_by=agent, next_alarm_at=None
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(state=State.KEPT)  # by nobody, at no time
    assert (
        promises.break_off(promise.pk, reason="号码停机", by=people.supervisor(), now=FOUR).state
        == State.BROKEN
    )


# --- Alarms ---


def test_the_owner_is_reminded_before_and_with_the_supervisor_at_the_time_each_once() -> None:
    promise = a_promise(people.agent())
    people.supervisor()
    for minutes in (-16, -15, -14, -14, 0, 0, 30):
        alarms.ring(now=FOUR + timedelta(minutes=minutes))
        expected = [("ahead", "8012")] if minutes >= -15 else []
        expected += [("due", "8001"), ("due", "8012")] if minutes >= 0 else []
        assert called(promise) == expected
    promise.refresh_from_db()
    assert (promise.breached_at, promise.next_alarm_at) == (FOUR, None)


def test_after_an_hour_of_silence_only_the_newest_alarm_calls_and_none_is_lost() -> None:
    promise = a_promise(people.agent())
    alarms.ring(now=FOUR + timedelta(hours=1))
    assert set(PromiseAlarm.objects.values_list("kind", flat=True)) == {"ahead", "due"}
    assert called(promise) == [("due", "8012")]


def test_a_new_time_rings_anew_and_what_was_missed_stays_missed() -> None:
    agent = people.agent()
    promise = a_promise(agent)
    alarms.ring(now=FOUR)
    five = FOUR + timedelta(hours=1)
    promises.postpone(promise.pk, due_at=five, by=agent, now=FOUR)
    assert alarms.unseen(agent) == []  # of the old time
    alarms.ring(now=five)
    promise.refresh_from_db()
    assert (promise.due_at, promise.breached_at) == (five, FOUR)
    assert [notice.alarm.for_due for notice in alarms.unseen(agent)] == [five]
    promises.keep(promise.pk, told="正常", by=agent, now=five)
    assert alarms.unseen(agent) == []


def test_what_an_absent_owner_owes_goes_to_another_and_nobody_there_calls_the_supervisor() -> None:
    agent, other = people.agent(), people.other_agent()
    boss = people.supervisor()
    promise, tomorrow = a_promise(agent), a_promise(agent, due=FOUR + timedelta(days=1))
    people.an_absence(agent, "2026-11-20", "2026-11-20")
    people.an_absence(other, "2026-11-20", "2026-11-20").delete()
    alarms.ring(now=NOON)
    promise.refresh_from_db()
    tomorrow.refresh_from_db()
    assert (promise.owner, tomorrow.owner) == (other, agent)
    people.an_absence(other, "2026-11-20", "2026-11-20")
    alarms.ring(now=FOUR)
    promise.refresh_from_db()
    assert promise.owner == other
    assert ("due", boss.username) in called(promise)


# --- The pages ---


@pytest.fixture
def agent(client: StaffClient) -> User:
    open_all_day()
    user = people.agent()
    client.force_login(user)
    return user


def due_text(hours: int) -> str:
    return f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def test_a_promise_of_a_call_is_saved_with_it_and_stands_on_top_of_the_day(
    client: StaffClient, agent: User
) -> None:
    draft = a_call(agent, a_due_task(agent))
    posted = fields(draft, promise_what="问病理结果", promise_due=due_text(2))
    for _press in range(2):
        assert client.post(at("call_save", draft), posted).status_code == 302
    promise = Promise.objects.get()
    assert Attempt.objects.get().promise == promise
    assert (promise.owner, promise.channel) == (agent, "call")
    assert "问病理结果" in client.get(reverse("followups:today")).content.decode()


@pytest.mark.parametrize(
    "more",
    [
        {"promise_what": "问病理结果"},
        {"promise_due": "2099-01-01T10:00", "promise_what": "问病理结果"},
        {"promise_due": "2020-01-01T10:00", "promise_what": "问病理结果"},
        {"outcome": "no_answer", "promise_what": "问病理结果", "promise_due": "soon"},
    ],
)
def test_half_a_promise_saves_nothing_and_keeps_what_was_typed(
    client: StaffClient, agent: User, more: dict[str, Any]
) -> None:
    draft = a_call(agent, a_due_task(agent))
    answer = client.post(at("call_save", draft), fields(draft, **more))
    assert answer.status_code == 422
    assert "问病理结果" in answer.content.decode()
    assert (Attempt.objects.count(), Promise.objects.count()) == (0, 0)


def test_an_overdue_promise_stands_in_the_supervisors_room_and_its_number_shows_in_the_hours_only(
    client: StaffClient, agent: User
) -> None:
    now = timezone.now()
    promise = a_promise(agent, due=now + timedelta(minutes=1), now=now - timedelta(hours=1))
    Promise.objects.filter(pk=promise.pk).update(due_at=now - timedelta(minutes=1))
    reveal = reverse("hotline:promise_reveal", args=[promise.pk])
    assert "17955552056" in client.post(reveal).content.decode()
    assert AuditEntry.objects.filter(act=Act.NUMBER_REVEALED, patient_id=promise.patient_id).count() == 1
    closed_now()
    assert "17955552056" not in client.post(reveal).content.decode()
    client.force_login(people.supervisor())
    room = client.get(reverse("followups:supervisor")).content.decode()
    assert reverse("hotline:promises") + '"><i class="bi bi-alarm-fill"' in room
