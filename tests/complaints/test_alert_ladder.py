"""Whom an alert reaches, and when: nobody there, limits, nights, days off, a worker that was down (A25)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from complaints.actions import alert_moves, clocks
from complaints.actions.alerts import Said
from complaints.actions.climbing import climb_due
from complaints.actions.forsaken import free_forsaken
from complaints.alertpage import ladder_of
from complaints.models import AlertNotice, AlertStep, ClinicalAlert, DutyPost, StandingOrder
from patients.models import Doctor
from policy.alerts import Action, Effect, Outcome, Rung, State
from regulation.actions.editions import set_day
from staff.models import User
from tests import people
from tests.complaints.alerting import (
    FEVER,
    FRIDAY,
    PAIN,
    a_colleague,
    a_visit,
    an_alert,
    duty,
    head,
    in_state,
    posts,
)
from tests.complaints.making import a_complaint as a_case
from tests.complaints.making import ordered
from tests.people import moment

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def called(alert: ClinicalAlert) -> list[str]:
    """Who was called, in order; each time counts."""
    return list(
        AlertNotice.objects.filter(step__alert=alert).order_by("pk").values_list("user__full_name", flat=True)
    )


def made(alert: ClinicalAlert) -> dict[str, str]:
    rows = AlertStep.objects.filter(alert=alert, round=alert.round).exclude(outcome="")
    return dict(rows.values_list("rung", "outcome"))


def on_leave(user: User, day: str = "2026-11-20") -> None:
    people.an_absence(user, day, day)


def test_the_attending_doctor_is_called_the_moment_it_is_raised() -> None:
    alert = an_alert()
    assert called(alert) == ["林晓东"]
    assert alert.next_step_at == FRIDAY + 10 * MINUTE
    assert climb_due(now=FRIDAY + 9 * MINUTE) == 0


def test_at_each_limit_the_next_one_is_called_and_nobody_twice() -> None:
    alert = an_alert()
    for minute in range(45):
        climb_due(now=FRIDAY + minute * MINUTE)
        climb_due(now=FRIDAY + minute * MINUTE)
    # After 25 minutes the promise is broken: all who were called hear it once, and the agent.
    assert called(alert)[:3] == ["林晓东", "高立群", "段安"]
    assert sorted(called(alert)[3:]) == sorted(["林晓东", "高立群", "段安", "李雅婷"])
    alert.refresh_from_db()
    assert alert.late_at == alert.due_at
    assert alert.next_step_at is None


def test_whoever_takes_it_stops_the_ladder() -> None:
    alert = an_alert()
    alert_moves.take(alert.pk, by=people.clinician(), now=FRIDAY + MINUTE, version=1)
    climb_due(now=FRIDAY + 24 * MINUTE)
    assert called(alert) == ["林晓东"]
    climb_due(now=FRIDAY + 30 * MINUTE)  # promised by 15:40
    assert sorted(called(alert)[1:]) == sorted(["林晓东", "李雅婷"])


@pytest.mark.parametrize("why", ["away", "left", "no_account"])
def test_a_doctor_who_cannot_be_called_is_passed_over_at_once_and_it_says_why(why: str) -> None:
    visit, lin = a_visit(), people.clinician()
    if why == "away":
        on_leave(lin)
    elif why == "left":
        User.objects.filter(pk=lin.pk).update(is_active=False)
    else:
        Doctor.objects.update(user=None)
        visit.doctor.refresh_from_db()
    alert = an_alert(visit=visit.__class__.objects.get(pk=visit.pk))
    assert called(alert) == ["高立群"]
    step = AlertStep.objects.get(alert=alert, rung=Rung.DOCTOR)
    assert (step.outcome, step.why) == (Outcome.NOBODY, why)
    assert alert.next_step_at == alert.due_at  # the duty office after ten minutes, not after twenty


def test_the_deputy_answers_for_a_head_on_leave() -> None:
    posts()
    DutyPost.objects.filter(department__isnull=False).update(deputy=a_colleague())
    on_leave(people.clinician())
    on_leave(head())
    assert called(an_alert()) == ["陈立"]


def test_without_a_head_of_its_own_the_departments_standing_order_serves() -> None:
    posts()
    DutyPost.objects.filter(department__isnull=False).delete()
    room = people.a_department()
    StandingOrder.objects.create(kind="", department=room, person=a_colleague())
    on_leave(people.clinician())
    visit = a_visit()
    from complaints.actions import alerts

    alert = alerts.raise_alert(
        by=people.agent(),
        now=FRIDAY,
        call=None,
        causes=[PAIN],
        patient=visit.patient,
        visit=visit,
        said=Said(words="疼"),
    )
    assert called(alert) == ["陈立"]


def test_with_nobody_to_call_every_step_says_so_and_it_stands_open() -> None:
    for user in (people.clinician(), head(), duty()):
        on_leave(user)
    alert = an_alert()
    assert called(alert) == []
    assert [(rise.why, rise.outcome) for rise in ladder_of(alert, now=FRIDAY)] == [("away", "")] * 3
    assert ClinicalAlert.objects.unanswered().filter(pk=alert.pk).exists()


@pytest.mark.parametrize(
    "at", ["2026-11-20 19:40", "2026-11-21 10:00", "2026-11-22 10:00"], ids=["evening", "Saturday", "Sunday"]
)
def test_outside_the_days_work_the_duty_office_is_called_together_with_the_doctor(at: str) -> None:
    alert = an_alert(now=moment(at))
    assert sorted(called(alert)) == ["林晓东", "段安"]
    climb_due(now=moment(at) + 10 * MINUTE)
    assert called(alert)[2:] == ["高立群"]


def test_on_a_public_holiday_too_and_a_make_up_saturday_is_a_working_day() -> None:
    admin = people.administrator()
    for day, kind in (("2026-11-20", "holiday"), ("2026-11-21", "workday")):
        set_day(moment(day).date(), kind=kind, name="节", by=admin, now=FRIDAY)
    assert sorted(called(an_alert(now=FRIDAY))) == ["林晓东", "段安"]
    assert called(an_alert(now=moment("2026-11-21 10:00"))) == ["林晓东"]


def test_after_an_hour_without_a_worker_the_highest_is_called_and_the_rest_are_said_to_be_missed() -> None:
    alert = an_alert()
    assert climb_due(now=FRIDAY + 70 * MINUTE) == 3
    assert made(alert) == {
        Rung.DOCTOR: Outcome.TOLD,
        Rung.HEAD: Outcome.SKIPPED,
        Rung.DUTY_OFFICE: Outcome.TOLD,
        Rung.PROMISE: Outcome.TOLD,
    }
    late = AlertStep.objects.filter(alert=alert, late=True).values_list("rung", flat=True)
    assert set(late) == {Rung.HEAD, Rung.DUTY_OFFICE, Rung.PROMISE}
    assert "高立群" not in called(alert)
    assert climb_due(now=FRIDAY + 71 * MINUTE) == 0


def test_passed_on_the_colleague_is_called_at_once_and_the_ladder_begins_behind_him() -> None:
    alert = an_alert()
    later = FRIDAY + 5 * MINUTE
    alert_moves.pass_on(
        alert.pk, by=people.clinician(), now=later, version=1, to=a_colleague(), text="我在台上"
    )
    assert called(alert) == ["林晓东", "陈立"]
    alert.refresh_from_db()
    assert (alert.state, alert.due_at) == (State.NEW, FRIDAY + 10 * MINUTE)  # the patient's time goes on
    climb_due(now=later + 10 * MINUTE)
    assert called(alert)[2:] == ["高立群"]


def test_something_more_urgent_in_the_same_call_begins_the_ladder_anew() -> None:
    alert = an_alert(FEVER)
    assert alert.due_at == FRIDAY + 120 * MINUTE
    same = an_alert(PAIN, call=alert.call, visit=alert.visit, now=FRIDAY + MINUTE)
    assert same.pk == alert.pk
    assert (same.level, same.due_at) == ("urgent", FRIDAY + 11 * MINUTE)
    assert called(alert) == ["林晓东", "林晓东"]  # once for each round


def test_worse_begins_anew_with_the_doctor_who_had_it() -> None:
    alert = in_state(State.TOLD)
    later = FRIDAY + 60 * MINUTE
    alert_moves.record_effect(
        alert.pk, by=people.agent(), now=later, version=alert.version, effect="worse", text="更疼了"
    )
    alert.refresh_from_db()
    assert (alert.state, alert.round, alert.due_at) == (State.NEW, 2, later + 10 * MINUTE)
    assert called(alert)[-1] == "林晓东"


def test_a_step_is_made_once_whatever_is_tried() -> None:
    alert = an_alert()
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertStep.objects.create(alert=alert, round=1, rung=Rung.DOCTOR, due_at=FRIDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AlertStep.objects.filter(alert=alert, rung=Rung.DOCTOR).update(outcome=Outcome.SKIPPED)


def test_the_change_of_a_day_is_the_hospitals(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    on_leave(people.clinician(), "2026-11-21")
    late: datetime = moment("2026-11-20 23:58")
    assert "林晓东" in called(an_alert(now=late))
    assert "林晓东" not in called(an_alert(now=late + 3 * MINUTE))


# --- Reminders of complaints reach who stands in (issue of absences) ---


def test_a_reminder_of_a_complaint_reaches_the_deputy_of_whoever_is_away() -> None:
    lin, gao = people.clinician(), head()
    StandingOrder.objects.create(kind="", department=lin.department, person=lin, deputy=gao)
    case = ordered(a_case())
    users = clocks.called_by(case, clocks.AlarmKind.HALF, now=FRIDAY)
    assert gao not in users
    on_leave(lin)
    assert {lin, gao} <= set(clocks.called_by(case, clocks.AlarmKind.HALF, now=FRIDAY))
    on_leave(gao)
    assert gao not in clocks.called_by(case, clocks.AlarmKind.HALF, now=FRIDAY)


# --- Whoever has it in hand goes away ---


def _leaves(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def test_a_doctor_who_leaves_with_an_alert_in_hand_gives_it_to_the_next_who_can_be_called() -> None:
    alert = in_state(State.TAKEN)
    _leaves(people.clinician())
    assert [free_forsaken(now=FRIDAY + minutes * MINUTE) for minutes in (2, 2, 3)] == [1, 0, 0]
    alert.refresh_from_db()
    assert (alert.state, alert.taken_by, alert.round) == (State.NEW, None, 2)
    assert called(alert) == ["林晓东", "高立群"]
    assert (alert.due_at, alert.late_at) == (FRIDAY + 10 * MINUTE, None)  # the patient's time goes on
    assert alert.events.get(what="left").by is None
    climb_due(now=FRIDAY + 13 * MINUTE)
    assert called(alert)[2:] == ["段安"]


def test_a_doctor_on_leave_at_the_promised_time_does_not_leave_the_agent_alone_with_it() -> None:
    alert = in_state(State.TAKEN, now=moment("2026-11-20 23:58"))
    on_leave(people.clinician(), "2026-11-21")
    climb_due(now=alert.promise_at)
    assert sorted(called(alert)[2:]) == sorted(["林晓东", "段安", "高立群", "李雅婷"])


def test_what_a_doctor_decided_before_he_left_the_agent_tells_asks_and_closes() -> None:
    alert = in_state(State.ACTED, action=Action.OWN_CALL)
    li = people.agent()
    assert not ClinicalAlert.objects.told_by(li, FRIDAY.date()).owed(FRIDAY).exists()
    _leaves(people.clinician())
    assert free_forsaken(now=FRIDAY + MINUTE) == 0
    alert.refresh_from_db()
    assert alert.state == State.ACTED
    assert ClinicalAlert.objects.told_by(li, FRIDAY.date()).owed(FRIDAY).get() == alert
    alert = alert_moves.tell_patient(alert.pk, by=li, now=FRIDAY, version=alert.version, told_to="女儿")
    later = FRIDAY + timedelta(days=1)
    assert ClinicalAlert.objects.told_by(li, later.date()).owed(later).get() == alert
    alert_moves.record_effect(alert.pk, by=li, now=FRIDAY, version=alert.version, effect=Effect.BETTER)
    assert not ClinicalAlert.objects.open().exists()
