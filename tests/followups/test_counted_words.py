"""What counts (A18) is told apart from how often somebody was called."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from followups.callsheet import consequence_words
from policy.outcomes import DEFAULT_TABLE, Outcome
from policy.retry import Standing
from policy.tasks import State
from tests import people
from tests.clients import signed_in_as
from tests.followups.calling import a_due_task, open_all_day

NOW = people.moment("2026-11-20 10:00")
OPEN = Standing(State.OPEN, counted=1, next_at=NOW + timedelta(hours=4))


@pytest.mark.parametrize(
    ("language", "outcome", "words"),
    [
        ("zh-hans", Outcome.NO_ANSWER, "计第 1 次 → 今天 14:00"),
        ("en", Outcome.INCONVENIENT, "counts as no. 1 → today 14:00"),
        ("zh-hans", Outcome.RELATIVE, "今天 14:00 再拨"),
        ("en", Outcome.PARTIAL, "again today 14:00"),
    ],
)
def test_only_an_outcome_that_counts_says_so(language: str, outcome: Outcome, words: str) -> None:
    counts = DEFAULT_TABLE[outcome].counts
    with translation.override(language):
        assert consequence_words(outcome, OPEN, counts=counts, now=NOW) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "head", "hidden"),
    [
        ("zh-hans", "计次</th>", "最多计 3 次，已计 1 次"),
        ("en", "Counted</th>", "At most 3 attempts, 1 counted"),
    ],
)
def test_lists_say_that_they_show_what_counts(language: str, head: str, hidden: str) -> None:
    open_all_day()
    agent = people.agent(language=language)
    task = a_due_task(agent, counted=1, tries=2, closes=timezone.now() + timedelta(days=2))
    for name, ids in (("today", []), ("patient", [task.patient_id])):
        text = signed_in_as(agent).get(reverse(f"followups:{name}", args=ids)).content.decode()
        assert head in text
        assert hidden in text
