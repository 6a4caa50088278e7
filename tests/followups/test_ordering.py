"""E1: calls that somebody ordered are tasks like others: made once, reviewed, explained, withdrawn."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from followups.actions.ordering import CannotOrder, order_calls, withdraw_order
from followups.actions.queue import keep, make_today, sweep
from followups.explaining import Due, why
from followups.models import OrderedCall, Rule, Task
from followups.verdicts import UNFINISHED
from followups.why_words import told
from patients.models import Patient, Visit
from policy import orders
from policy.tasks import EndReason, State
from tests import people
from tests.clients import signed_in_as
from tests.people import a_rule, a_visit, moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-20 15:12")  # a Friday
TODAY = NOW.date()


@pytest.fixture
def visit() -> Visit:
    """Discharged long ago, so that no rule asks for a call any more."""
    a_rule()
    found = a_visit(at=moment("2026-10-05 10:00"))
    sweep(now=NOW)
    return found


def order(visit: Visit, *days: date, purpose: str = "问血糖") -> list[OrderedCall]:
    return order_calls(visit, days=days, purpose=purpose, note="空腹值", by=people.clinician(), now=NOW)


def ordered_tasks() -> list[Task]:
    return list(Task.objects.filter(order__isnull=False).order_by("occurrence"))


# --- The rule ---


@given(st.integers(1, orders.MOST), st.integers(1, 60))
def test_a_series_has_as_many_days_as_asked_for_equally_far_apart(times: int, every: int) -> None:
    found = orders.days(TODAY, times=times, every=every)
    assert len(found) == times
    assert found[0] == TODAY
    assert {b - a for a, b in pairwise(found)} <= {timedelta(days=every)}


@pytest.mark.parametrize(("times", "every", "code"), [(0, 1, "times"), (13, 1, "times"), (2, 0, "every")])
def test_a_series_without_sense_is_refused(times: int, every: int, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        orders.days(TODAY, times=times, every=every)


# --- Made like others ---


def test_what_is_ordered_for_today_is_a_task_within_the_half_minute_and_only_once(visit: Visit) -> None:
    order(visit, TODAY, TODAY + timedelta(days=7))
    assert order(visit, TODAY) == []  # pressed twice
    for _ in range(2):
        keep(now=NOW)
        sweep(now=NOW)
        make_today(now=NOW)
    [task] = ordered_tasks()
    assert (task.state, task.rule.code, task.occurrence, task.purpose) == (
        State.OPEN,
        orders.RULE,
        1,
        "问血糖",
    )
    assert task.opens.date() == task.due_on == TODAY
    assert not Visit.objects.filter(needs_review=True).exists()


def test_a_later_day_is_made_on_its_day_and_no_visit_of_the_same_day_gets_one(visit: Visit) -> None:
    a_visit(at=visit.anchor_at)
    order(visit, TODAY + timedelta(days=7))
    keep(now=NOW)
    assert ordered_tasks() == []
    make_today(now=NOW + timedelta(days=7))
    sweep(now=NOW + timedelta(days=7))
    [task] = ordered_tasks()
    assert (task.visit, task.due_on) == (visit, TODAY + timedelta(days=7))


@pytest.mark.parametrize("made", [False, True])
def test_a_discharge_corrected_to_after_the_ordered_day_moves_the_call_and_stops_nobody_elses(
    visit: Visit, made: bool
) -> None:
    [ordered] = order(visit, TODAY + timedelta(days=0 if made else 3))
    keep(now=NOW)
    left = NOW + timedelta(days=6, hours=1)
    Visit.objects.filter(pk=visit.pk).update(
        discharged_at=left, anchor_at=left, anchor_on=left.date(), needs_review=True
    )
    other = a_visit(at=moment("2026-11-19 10:00"))
    for job in (make_today, keep, sweep):
        job(now=NOW + timedelta(days=3))
    assert Task.objects.filter(visit=other).exists()
    for job in (make_today, keep, sweep):
        job(now=NOW + timedelta(days=6))
    [task] = ordered_tasks()
    assert (task.order, task.state, task.opens) == (ordered, State.OPEN, left)
    assert task.closes > left + timedelta(days=1)


def test_a_stay_that_was_over_when_the_call_was_ordered_does_not_stop_it(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(admitted_at=moment("2026-10-01 10:00"))
    a_visit(visit.patient, at=moment("2026-10-20 10:00"), admitted_at=moment("2026-10-08 10:00"))
    order(visit, TODAY)
    keep(now=NOW)
    [task] = ordered_tasks()
    assert (task.state, task.end_reason) == (State.OPEN, "")
    back = NOW + timedelta(minutes=1)
    a_visit(visit.patient, admitted_at=back, discharged_at=None, anchor_at=None, anchor_on=None)
    Patient.objects.update(needs_review=True)
    keep(now=NOW + timedelta(hours=1))
    [task] = ordered_tasks()
    assert (task.state, task.end_reason) == (State.SUSPENDED, EndReason.READMITTED)


def test_a_task_that_was_ordered_outlives_every_review(visit: Visit) -> None:
    order(visit, TODAY)
    keep(now=NOW)
    [before] = ordered_tasks()
    for _ in range(3):
        Visit.objects.update(needs_review=True)
        Patient.objects.update(needs_review=True)
        keep(now=NOW + timedelta(hours=1))
    [after] = ordered_tasks()
    assert (after.state, after.opens, after.closes) == (State.OPEN, before.opens, before.closes)


def test_what_stops_other_calls_stops_ordered_ones(visit: Visit) -> None:
    order(visit, TODAY)
    Patient.objects.update(deceased=True)
    keep(now=NOW)
    [task] = ordered_tasks()
    assert (task.state, task.end_reason) == (State.EXEMPT, EndReason.DECEASED)
    with pytest.raises(CannotOrder, match="deceased"):
        order(Visit.objects.select_related("patient").get(pk=visit.pk), TODAY)


@pytest.mark.parametrize("tries", [0, 1])
def test_an_order_is_taken_back_with_a_reason_and_ends_its_task_also_when_it_was_dialled(
    visit: Visit, tries: int
) -> None:
    [first, later] = order(visit, TODAY, TODAY + timedelta(days=7))
    keep(now=NOW)
    Task.objects.filter(order=first).update(tries=tries)
    with pytest.raises(CannotOrder, match="reason"):
        withdraw_order(first.pk, reason=" ", by=people.clinician(), now=NOW)
    for one in (first, later):
        withdraw_order(one.pk, reason="已复诊", by=people.clinician(), now=NOW)
    keep(now=NOW)
    sweep(now=NOW + timedelta(days=7))
    assert [(task.state, task.end_reason) for task in ordered_tasks()] == [
        (State.EXEMPT, EndReason.WITHDRAWN)
    ]
    with pytest.raises(CannotOrder, match="withdrawn"):
        withdraw_order(first.pk, reason="再来", by=people.clinician(), now=NOW)
    [again] = order(visit, TODAY)  # the day is free for another
    assert again.number == 3


def test_a_holiday_entered_later_moves_an_ordered_call_like_any_other(visit: Visit) -> None:
    from regulation.models import CalendarDay

    monday = TODAY + timedelta(days=3)
    order(visit, monday)
    CalendarDay.objects.create(day=monday, kind="closure", source="own", name="搬迁")
    keep(now=NOW)
    sweep(now=NOW + timedelta(days=3))
    assert ordered_tasks() == []
    sweep(now=NOW + timedelta(days=4))
    [task] = ordered_tasks()
    assert (task.opens.date(), task.due_on) == (monday + timedelta(days=1), monday)


@pytest.mark.parametrize(
    ("days", "code"), [((), "days"), ((TODAY - timedelta(days=1),), "days"), ((date(2028, 1, 1),), "days")]
)
def test_nothing_is_ordered_for_days_that_make_no_sense(
    visit: Visit, days: tuple[date, ...], code: str
) -> None:
    with pytest.raises(CannotOrder, match=code):
        order(visit, *days)
    assert not Rule.objects.filter(code=orders.RULE).exists()


# --- Said ---


def test_the_page_of_reasons_says_who_ordered_it_and_what_for(visit: Visit) -> None:
    order(visit, TODAY, TODAY + timedelta(days=7))
    keep(now=NOW)
    [answer] = [one for one in why(visit, now=NOW) if one.rule.code == orders.RULE]
    assert [call.due for call in answer.calls] == [Due.TASK, Due.LATER]
    [verdict] = [one for one in told([answer], NOW)]
    assert all("林晓东" in words and "问血糖" in words for words, _steps in verdict.calls)
    other = a_visit(at=visit.anchor_at)
    assert not [one for one in why(other, now=NOW) if one.rule.code == orders.RULE]


def test_the_row_of_the_day_and_the_rules_page(visit: Visit) -> None:
    order(visit, TODAY)
    keep(now=NOW)
    Task.objects.filter(state__in=UNFINISHED).update(agent=people.agent())
    import time_machine

    with time_machine.travel(NOW):
        day = signed_in_as(people.agent()).get(reverse("followups:today")).content.decode()
        assert "问血糖" in day
        rules = signed_in_as(people.administrator())
        assert rules.get(reverse("followups:rules")).status_code == 200
        ours = Rule.objects.get(code=orders.RULE)
        assert rules.get(reverse("followups:rule", args=[ours.pk])).status_code == 404
