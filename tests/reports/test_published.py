"""E7, E10, E11, E16, E17: the figures that the documents publish, from records."""

from typing import Any

import pytest
from django.db import connection

from followups.models import Answer, Attempt, Purpose, Task
from policy.indicators import share
from policy.outcomes import Outcome
from reports import reading
from reports.queries.calls import call_figures
from reports.queries.facts import Asked
from reports.queries.tasks import task_figures
from tests import people
from tests.reports.hospitals import MONTHS, a_month_of, answered

pytestmark = pytest.mark.django_db
NOVEMBER = Asked(*MONTHS[-1])


def called(tasks: list[Task], *outcomes: Outcome) -> list[Attempt]:
    """One call a task, with the outcomes in turn."""
    by, at = people.agent(), people.moment("2026-11-10 15:00")
    fields: dict[str, Any] = {"agent": by, "dialled_at": at, "saved_at": at}
    made = Attempt.objects.bulk_create(
        Attempt(patient_id=t.patient_id, department_id=t.department_id, outcome=o, **fields)
        for t, o in zip(tasks, outcomes, strict=True)
    )
    Purpose.objects.bulk_create(
        Purpose(attempt=attempt, task=task, counted=True, attempt_no=1, state_after=task.state)
        for attempt, task in zip(made, tasks, strict=True)
    )
    # So many rows in one transaction are unknown to the planner, who would walk through them for each other.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE followups_task, followups_attempt, followups_purpose")
    return made


def test_2961_discharged_2079_followed_up_882_not() -> None:
    """E7."""
    a_month_of(2079, state="completed", end_reason="completed")
    visit_of_the_rest = {"state": "unsuccessful", "end_reason": "no_answer"}
    a_month_of(882, **visit_of_the_rest)
    counts = task_figures(NOVEMBER).total.counts
    assert (counts["due"], counts["completed"], counts["unsuccessful"]) == (2961, 2079, 882)
    assert str(share("follow_up", counts).percent) == "70.21"


def test_140_called_112_reached_28_not() -> None:
    """E10."""
    called(a_month_of(140), *[Outcome.COMPLETED] * 112, *[Outcome.NO_ANSWER] * 28)
    counts = task_figures(NOVEMBER).total.counts
    assert (counts["attempted"], counts["reached"], counts["not_reached"]) == (140, 112, 28)
    assert str(share("reach", counts).percent) == "80.00"


def test_4399_calls_with_145_bad_numbers_193_moved_and_416_readmitted() -> None:
    """E11."""
    found = [Outcome.VACANT] * 100 + [Outcome.WRONG_NUMBER] * 45
    found += [Outcome.TRANSFERRED] * 193 + [Outcome.READMITTED] * 416
    found += [Outcome.COMPLETED] * (4399 - len(found))
    called(a_month_of(4399), *found)
    counts = task_figures(NOVEMBER).total.counts
    assert counts["attempted"] == 4399
    assert (counts["bad_number"], counts["transferred"], counts["readmitted"]) == (145, 193, 416)


def test_1878_answers_on_five_levels() -> None:
    """E16: satisfied are the very satisfied and the satisfied, of all who answered."""
    levels = {5: 1021, 4: 640, 3: 150, 2: 47, 1: 20}
    calls = called(a_month_of(1878), *[Outcome.COMPLETED] * 1878)
    given = [level for level, n in levels.items() for _ in range(n)]
    Answer.objects.bulk_create(
        answered(call, "overall", level) for call, level in zip(calls, given, strict=True)
    )
    found = call_figures(NOVEMBER).of_subject()
    assert found == tuple(levels.values())
    assert sum(found) == 1878
    assert str(reading.satisfied_share(found).percent) == "88.45"  # 1,661 of 1,878


def test_400_with_abnormal_results_217_checked_again() -> None:
    """E17, against 51 of 400 without follow-up."""
    a_month_of(217, state="exempt", end_reason="rechecked")
    a_month_of(183)
    counts = task_figures(NOVEMBER).total.counts
    assert (counts["rechecked"], counts["due"]) == (217, 400)
