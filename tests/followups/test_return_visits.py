"""Return visits and check-up chains: advised, reminded of, and read from later visits (A28, E17)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from followups.actions.advising import advise, note_told
from followups.actions.ordering import CannotOrder
from followups.actions.queue import keep, sweep
from followups.caring import return_visits
from followups.models import Answer, Attempt, OrderedCall, Purpose, ReturnAdvice, Task
from followups.queries.chains import chains
from patients.models import Patient, Setting, Visit
from policy.reviews import Standing, remind_on, standing
from policy.tasks import EndReason, State
from policy.timing import Timing
from policy.visits import VisitKind
from tests import people
from tests.clients import StaffClient
from tests.followups.calling import a_call, a_due_task, at, fields, open_all_day
from tests.people import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-20 15:12")
TODAY = NOW.date()
DUE = TODAY + timedelta(days=10)


def advised(visit: Visit, **more: Any) -> ReturnAdvice:
    fields = {"what": "拆线", "due_on": DUE, "told": True, "remind": True, "by": people.agent(), "now": NOW}
    return advise(visit, **{**fields, **more})


@pytest.mark.parametrize(
    ("came", "today", "how"),
    [
        (None, DUE + timedelta(days=7), Standing.WAITING),
        (None, DUE + timedelta(days=8), Standing.MISSED),
        (DUE + timedelta(days=7), DUE, Standing.CAME),
        (DUE + timedelta(days=8), DUE, Standing.CAME_LATE),
    ],
)
def test_a_week_of_grace_decides_whether_a_patient_came(came: Any, today: Any, how: Standing) -> None:
    assert standing(due=DUE, came=came, today=today) == how


def test_the_reminder_is_an_ordered_call_three_days_before_or_today() -> None:
    assert (remind_on(DUE, TODAY), remind_on(TODAY, TODAY)) == (DUE - timedelta(days=3), TODAY)
    advice = advised(people.a_visit())
    assert advised(advice.visit).pk == advice.pk  # pressed twice
    order = OrderedCall.objects.get()
    assert (advice.reminder, order.day) == (order, DUE - timedelta(days=3))
    sweep(now=NOW + timedelta(days=7))
    assert "拆线" in Task.objects.get(order=order).purpose


def test_who_has_come_is_read_from_later_visits_to_the_same_department_and_is_not_reminded() -> None:
    visit = people.a_visit()
    advised(visit)
    came = NOW + timedelta(days=2)

    def how(now: Any = NOW + timedelta(days=7)) -> list[str]:
        return [one.standing for one in return_visits(people.supervisor(), now=now)]

    elsewhere = people.a_department("产科")
    people.a_visit(visit.patient, kind=VisitKind.ARRIVED_PAID, at=came, department=elsewhere)
    people.a_visit(visit.patient, kind=VisitKind.NO_SHOW, at=came)
    people.a_visit(kind=VisitKind.ARRIVED_PAID, at=came)
    assert how() == ["waiting"]
    assert how(moment("2026-12-20 10:00")) == ["missed"]
    people.a_visit(visit.patient, kind=VisitKind.ARRIVED_PAID, at=came)
    assert how() == ["came"]
    sweep(now=NOW + timedelta(days=7))
    keep(now=NOW + timedelta(days=7))
    assert not Task.objects.filter(order__isnull=False).exists()


def test_a_day_that_is_over_is_refused_and_telling_is_noted_once() -> None:
    with pytest.raises(CannotOrder, match="days"):
        advised(people.a_visit(), due_on=TODAY - timedelta(days=1))
    advice = advised(people.a_visit(), told=False)
    assert advice.told_at is None
    assert note_told(advice, by=people.agent(), now=NOW)
    assert not note_told(advice, by=people.other_agent(), now=NOW)
    advice.refresh_from_db()
    assert advice.told_by == people.agent()


def test_advice_given_in_a_call_is_saved_with_it_and_counts_as_told(client: StaffClient) -> None:
    open_all_day()
    agent = people.agent()
    client.force_login(agent)
    draft = a_call(agent, a_due_task(agent))
    day = timezone.localdate() + timedelta(days=9)
    posted = fields(draft, advice_what="拆线", advice_due=str(day), advice_remind="1")
    assert client.post(at("call_save", draft), posted).status_code == 302
    advice = ReturnAdvice.objects.get()
    assert (advice.told_by, advice.due_on, advice.reminder is not None) == (agent, day, True)


# --- Chains of check-ups ---


def an_answer(task: Task, question: str, *, value: Any) -> None:
    attempt = Attempt.objects.create(
        patient=task.patient,
        agent=people.agent(),
        department=task.department,
        dialled_at=NOW,
        saved_at=NOW,
        outcome="completed",
    )
    done = {"counted": True, "attempt_no": 1, "state_after": State.COMPLETED}
    Purpose.objects.create(attempt=attempt, task=task, **done)
    Answer.objects.create(attempt=attempt, question=question, value=value)


def test_an_answer_that_the_re_check_is_done_ends_the_chain() -> None:
    kinds = (VisitKind.CHECKUP_ABNORMAL,)
    people.a_rule(kinds=kinds, timing=Timing(1, 1, 3), occurrences=3, every_days=10, until_recheck=True)
    visit = people.a_visit(kind=VisitKind.CHECKUP_ABNORMAL, at=moment("2026-11-09 10:00"))
    sweep(now=moment("2026-11-10 15:00"))
    an_answer(Task.objects.get(), "recheck_done", value=False)
    sweep(now=moment("2026-11-20 15:00"))
    second = Task.objects.get(visit=visit, occurrence=2)
    assert second.state == State.OPEN
    an_answer(second, "recheck_done", value=True)
    sweep(now=moment("2026-11-30 15:00"))
    third = Task.objects.get(visit=visit, occurrence=3)
    assert (third.state, third.end_reason) == (State.EXEMPT, EndReason.RECHECKED)


def check_ups(*, targeted: bool, rechecked: int, lifestyle: int = 0, specialist: int = 0) -> None:
    """400 patients with abnormal results, of whom so many …"""
    rule = people.a_rule(f"checkup-{targeted}", until_recheck=targeted)
    own = people.a_department("体检中心")
    at = moment("2026-10-05 09:00")
    named = Patient.objects.bulk_create(Patient(name="陈", mrn=f"{targeted:d}{n:07d}") for n in range(400))
    common = {"kind": VisitKind.CHECKUP_ABNORMAL, "setting": Setting.CHECKUP, "department": own}
    when = {"anchor_at": at, "anchor_on": at.date(), "needs_review": False}
    visits = Visit.objects.bulk_create(
        Visit(patient=p, source_key=f"a{p.pk}", **common, **when) for p in named
    )
    window = {"anchor_on": at.date(), "due_on": at.date(), "opens": at, "target": at, "call_at": at}
    of_rule = {"rule": rule.rule, "version": rule, "department": own, "closes": at + timedelta(days=9)}
    tasks = Task.objects.bulk_create(Task(patient=v.patient, visit=v, **of_rule, **window) for v in visits)
    again = {"anchor_at": NOW, "anchor_on": NOW.date(), "needs_review": False}
    half = rechecked // 2  # some by a later check-up, some by what they said
    Visit.objects.bulk_create(
        Visit(patient=p, source_key=f"b{p.pk}", **common, **again) for p in named[:half]
    )
    said: list[tuple[str, Any, list[Task]]] = [
        ("recheck_done", True, tasks[half:rechecked]),
        ("recheck_done", False, tasks[rechecked:]),
        ("specialist_visit", True, tasks[:specialist]),
        ("lifestyle", ["diet"], tasks[:lifestyle]),
    ]
    by = {"agent": people.agent(), "department": own, "dialled_at": NOW, "saved_at": NOW}
    done = {"counted": True, "attempt_no": 1, "state_after": State.COMPLETED}
    for question, value, some in said:
        calls = Attempt.objects.bulk_create(
            Attempt(patient=t.patient, outcome="completed", **by) for t in some
        )
        Purpose.objects.bulk_create(
            Purpose(attempt=a, task=t, **done) for a, t in zip(calls, some, strict=True)
        )
        Answer.objects.bulk_create(Answer(attempt=a, question=question, value=value) for a in calls)


def test_the_published_figures_come_out_of_the_records() -> None:
    """E17: 217 of 400 and 51 of 400 checked again; 61.75 % changed how they live, 26 % saw a specialist."""
    check_ups(targeted=True, rechecked=217, lifestyle=247, specialist=104)
    check_ups(targeted=False, rechecked=51)
    first = moment("2026-10-05 00:00").date()
    found = chains(first, first)
    shares = (found.targeted.rechecked, found.targeted.lifestyle, found.targeted.specialist)
    assert [f"{share.percent}" for share in shares] == ["54.25", "61.75", "26.00"]
    assert f"{found.ordinary.rechecked.percent}" == "12.75"
    assert (found.targeted.rechecked.numerator, found.ordinary.rechecked.denominator) == (217, 400)
