"""Opening and saving a call, for tests that are about something else."""

from datetime import datetime, timedelta

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.claims import claim
from followups.actions.drafts import open_call
from followups.models import Attempt, Draft, Task
from policy.outcomes import Outcome
from tests.people import agent, moment

NOW = moment("2026-11-17 15:00")


def opened(task: Task, *, now: datetime = NOW, by: object = None) -> Draft:
    user = by or agent()
    return open_call(claim(task.pk, user, now=now), user, now=now)  # type: ignore[arg-type]


def saved(task: Task, outcome: Outcome, *, now: datetime = NOW, **more: object) -> Attempt:
    draft = opened(task, now=now)
    form = CallForm(outcome=outcome, **more)  # type: ignore[arg-type]
    return record_call(str(draft.token), agent=agent(), form=form, now=now + timedelta(minutes=2)).attempt
