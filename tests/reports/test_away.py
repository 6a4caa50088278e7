"""A16: what a worker that was away has missed, it drafts when it is back."""

from datetime import date, timedelta

import pytest

from followups.models import Task
from reports.actions.drafting import draft_due
from reports.models import Report
from tests import people
from tests.reports.hospitals import a_month_of

pytestmark = pytest.mark.django_db


def test_a_worker_that_was_away_for_a_month_misses_no_week() -> None:
    for number, task in enumerate(a_month_of(5)):
        Task.objects.filter(pk=task.pk).update(due_on=date(2026, 10, 28) + timedelta(weeks=number))
    draft_due(now=people.moment("2026-11-30 09:02"))
    found = Report.objects.filter(kind="week").values_list("label", flat=True)
    assert sorted(found) == ["2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48"]
