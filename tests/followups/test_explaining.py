"""Why there is a task, why there is none, why on this day: every answer agrees with what was made."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from followups.actions.queue import keep, sweep
from followups.explaining import DAYS, Answer, Call, Due, Instead, WhyNot, why
from followups.models import Rule, RuleVersion, Task
from followups.why_words import told
from patients.models import Visit
from policy.calendar import DayKind
from policy.plan import Told
from policy.timing import Timing
from policy.visits import LeftBy, VisitKind
from regulation.actions.editions import set_day
from regulation.reading import calendar_now
from tests.followups.histories import NOW, correct, histories, people, play, rules, run
from tests.followups.oracle import expected
from tests.followups.reviewing import a_call
from tests.followups.test_queue import QUICK, SLOW
from tests.people import a_department, a_patient, a_rule, a_visit, moment

pytestmark = pytest.mark.django_db


def the_answer(visit: Visit) -> Answer:
    (answer,) = why(visit, now=NOW)
    return answer


def is_due(answer: Answer) -> set[int]:
    return set() if answer.why_not else {c.occurrence for c in answer.calls if c.due != Due.LATER}


@settings(max_examples=25, suppress_health_check=SLOW, phases=QUICK)
@given(histories)
def test_what_is_explained_is_what_is_made(history: list[Any]) -> None:
    with transaction.atomic():
        rules()
        play(history, people())
        for way in ("patients", "review", "sweep"):
            run(way)
        wanted = expected(now=NOW, calendar=calendar_now())
        ahead = expected(now=NOW, calendar=calendar_now(), ahead=True)
        for visit in Visit.objects.select_related("department"):
            for answer in why(visit, now=NOW):
                of_rule = {n for pk, rule, n in wanted if (pk, rule) == (visit.pk, answer.rule.pk)}
                to_come = {n for pk, rule, n in ahead if (pk, rule) == (visit.pk, answer.rule.pk)}
                calls = {c.occurrence: c for c in answer.calls}
                assert bool(answer.why_not) == (not to_come)
                if not answer.why_not:
                    assert of_rule <= is_due(answer) | {n for n in calls if calls[n].task}
                    assert set(calls) >= to_come
                    assert all(calls[n].due == Due.TASK for n in of_rule)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"cancelled_at": NOW}, WhyNot.CANCELLED),
        ({"anchor_at": None, "anchor_on": None}, WhyNot.NO_ANCHOR),
        ({"kind": VisitKind.CHECKUP}, WhyNot.KIND),
        ({"first_visit": None}, WhyNot.FIRST_VISIT),
        ({"first_visit": False}, WhyNot.FIRST_VISIT),
        ({"left_by": LeftBy.OTHER}, WhyNot.LEFT_BY),
        ({"anchor_at": moment("2025-12-20 10:00"), "anchor_on": "2025-12-20"}, WhyNot.BEFORE_RULE),
    ],
)
def test_each_condition_is_named(fields: dict[str, Any], reason: WhyNot) -> None:
    a_rule(first_visit_only=True, left_by_excluded=(LeftBy.DEATH, LeftBy.OTHER))
    visit = a_visit(at=moment("2026-11-16 10:00"), first_visit=True)
    assert the_answer(visit).why_not == ()
    Visit.objects.filter(pk=visit.pk).update(**fields)
    visit = Visit.objects.get(pk=visit.pk)
    assert the_answer(visit).why_not == (reason,)
    sweep(now=NOW)
    assert not Task.objects.exists()


def test_other_departments_and_kinds_of_departments_are_named() -> None:
    ours = a_department("产科")
    a_rule(departments=(ours.pk,), department_kind="basic")
    visit = a_visit(at=moment("2026-11-16 10:00"), department=ours)
    assert the_answer(visit).why_not == (WhyNot.DEPARTMENT,)
    type(ours).objects.update(kind="basic")
    assert the_answer(visit).why_not == ()


def test_a_rule_that_ended_is_shown_when_it_has_made_a_task() -> None:
    version = a_rule()
    visit = a_visit(at=moment("2026-11-16 10:00"))
    sweep(now=NOW)
    Rule.objects.update(active=False)
    answer = the_answer(visit)
    assert (answer.why_not, answer.version) == ((WhyNot.RULE_ENDED,), version)
    assert answer.calls[0].task == Task.objects.get()
    Task.objects.all().delete()
    assert why(visit, now=NOW) == []


@pytest.mark.parametrize("made", [False, True])
def test_a_broken_rule_says_so(made: bool) -> None:
    a_rule()
    visit = a_visit(at=moment("2026-11-16 10:00"))
    if made:
        sweep(now=NOW)
    RuleVersion.objects.update(spec={})
    assert WhyNot.UNREADABLE in the_answer(visit).why_not


def test_a_call_of_later_is_told_with_its_day_and_one_due_is_made_soon() -> None:
    a_rule(timing=Timing(3, 3, 7), occurrences=2, every_days=30)
    visit = a_visit(at=moment("2026-11-16 10:00"))
    first, second = the_answer(visit).calls
    assert (first.due, second.due) == (Due.SOON, Due.LATER)
    assert second.opens == moment("2026-12-19 14:00")
    keep(now=NOW)
    first, second = the_answer(visit).calls
    assert (first.due, first.task) == (Due.TASK, Task.objects.get())


def test_the_holiday_that_moves_the_call_is_told_by_name() -> None:
    a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(1, 1, 1))
    set_day(moment("2026-11-20 00:00").date(), kind=DayKind.CLOSURE, name="院庆", by=None, now=NOW)
    visit = a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-19 10:00"))
    (call,) = the_answer(visit).calls
    closed = next(step for step in call.steps if step.told == Told.CLOSED)
    assert closed.why is not None
    assert closed.why.name == "院庆"
    assert call.opens == moment("2026-11-21 14:00")


def test_the_answer_names_the_version_that_has_the_visit() -> None:
    older = a_rule(timing=Timing(3, 3, 7))
    newer = a_rule(timing=Timing(5, 5, 9), since="2026-11-14")
    assert the_answer(a_visit(at=moment("2026-11-13 10:00"))).version == older
    assert the_answer(a_visit(at=moment("2026-11-14 10:00"))).version == newer


def test_special_patients_get_more_calls() -> None:
    a_rule(extra_diagnoses=("癌",), extra_occurrences=1, every_days=7)
    plain = a_visit(at=moment("2026-11-10 10:00"), diagnosis="胆囊结石")
    special = a_visit(at=moment("2026-11-10 10:00"), diagnosis="胃癌术后")
    assert [call.occurrence for call in the_answer(plain).calls] == [1]
    assert [call.occurrence for call in the_answer(special).calls] == [1, 2]


def test_an_answer_takes_few_queries_however_many_tasks_there_are() -> None:
    rules()
    patient = a_patient()
    visit = a_visit(patient, at=moment("2026-11-10 10:00"))
    keep(now=NOW)
    with CaptureQueriesContext(connection) as asked:
        why(visit, now=NOW)
    assert len(asked) <= 6


def days_of(call: Call) -> list[Any]:
    return [step.at for step in call.steps if step.told in DAYS]


@pytest.mark.parametrize("made", [False, True])
def test_a_call_that_catches_up_is_told_with_the_days_that_it_has(made: bool) -> None:
    a_rule()
    visit = a_visit(at=moment("2026-11-05 10:00"))
    if made:
        sweep(now=NOW)
    (call,) = the_answer(visit).calls
    assert call.instead == Instead.CAUGHT_UP
    assert call.closes == moment("2026-11-21 20:00")
    assert days_of(call)[-1] == call.closes
    assert call.steps[1].until == moment("2026-11-12 00:00").date()  # what the rule asks for stands before it
    words = told([the_answer(visit)], NOW)[0].calls[0][1]
    assert words.index("任务还没来得及生成，规定的时间就已过去，因此补打。") == len(words) - 4


def test_a_call_that_was_dialled_before_the_visit_was_corrected_keeps_its_days_and_its_version() -> None:
    older = a_rule()
    visit = a_visit(at=moment("2026-11-16 10:00"))
    sweep(now=NOW)
    task = Task.objects.get()
    a_call(task)
    a_rule(timing=Timing(5, 5, 9), since="2026-11-15")
    visit.anchor_at = visit.discharged_at = moment("2026-11-18 10:00")
    correct(visit)
    keep(now=NOW)
    answer = the_answer(visit)
    (call,) = answer.calls
    assert (call.instead, call.version) == (Instead.DIALLED, older)
    assert days_of(call) == [task.opens, task.target, task.closes]
    assert "按第 1 版执行。" in told([answer], NOW)[0].calls[0][0]


def test_a_task_with_the_days_that_the_rule_counts_says_nothing_more() -> None:
    version = a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(0, 0, 0, last_block=True))
    visit = a_visit(kind=VisitKind.ARRIVED_PAID, at=moment("2026-11-19 19:30"))
    sweep(now=moment("2026-11-19 19:40"))
    answer = the_answer(visit)
    assert answer.calls[0].task
    assert (answer.version, answer.calls[0].instead, answer.calls[0].version) == (version, None, None)
