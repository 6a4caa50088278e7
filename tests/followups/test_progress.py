"""The agent's progress says of a patient what the task's state says, as the supervisor's room does."""

from datetime import timedelta

import pytest

from followups.models import Task
from followups.queries.day import HANDLED
from followups.views.today import Progress
from policy.tasks import State
from tests import people
from tests.followups.test_page_costs import an_attempt

pytestmark = pytest.mark.django_db

NOW = people.moment("2026-11-20 10:00")


def test_what_the_agent_ended_is_told_by_the_states_of_the_tasks() -> None:
    agent = people.agent()
    ends = {State.COMPLETED: 1, State.UNSUCCESSFUL: 2, State.EXEMPT: 3, State.OPEN: 4}
    for state, number in ends.items():
        for _each in range(number):
            task = people.a_task(agent=agent)
            an_attempt(agent, task)
            closed_at = None if state == State.OPEN else NOW
            Task.objects.filter(pk=task.pk).update(state=state, closed_at=closed_at)
    [(found, *_cases)] = HANDLED.rows(
        agent=agent.pk, begin=NOW - timedelta(hours=9), end=NOW + timedelta(hours=14)
    )
    assert found == {"completed": 1, "unsuccessful": 2, "exempt": 3}
    assert Progress(0, 0, **found).handled == 6
