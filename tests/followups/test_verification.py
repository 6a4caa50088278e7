"""The round of the 25th to 27th: one more call, then it is final (A22)."""

import pytest

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.actions.drafts import open_call
from followups.actions.refusals import (
    OutsideHours,
)
from followups.actions.verification import claim_verification, days_of, to_verify
from policy.outcomes import Outcome
from policy.tasks import EndReason, State
from regulation.reading import regulation_at
from tests.people import a_task, agent, moment

pytestmark = pytest.mark.django_db


def test_the_round_calls_once_more_whoever_never_answered_and_then_it_is_final() -> None:
    task = a_task(
        state=State.UNSUCCESSFUL,
        end_reason=EndReason.NO_ANSWER,
        verify=True,
        closed_at=moment("2026-11-20 20:00"),
    )
    on_the_25th = moment("2026-11-25 15:00")
    with pytest.raises(OutsideHours):
        claim_verification(agent(), now=moment("2026-11-24 15:00"))
    assert [d.day for d in days_of(regulation_at(on_the_25th))] == [25, 26, 27]
    draft = open_call(
        claim_verification(agent(), now=on_the_25th), agent(), now=on_the_25th, verification=True
    )
    record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.NO_ANSWER), now=on_the_25th)
    task.refresh_from_db()
    assert (task.state, task.verified_at) == (State.UNSUCCESSFUL, on_the_25th)
    assert not to_verify(moment("2026-11-26 15:00")).exists()


def test_the_round_can_still_complete_a_task() -> None:
    task = a_task(
        state=State.UNSUCCESSFUL,
        end_reason=EndReason.POWERED_OFF,
        verify=True,
        closed_at=moment("2026-11-20 20:00"),
    )
    now = moment("2026-11-26 19:30")
    draft = open_call(claim_verification(agent(), now=now), agent(), now=now, verification=True)
    record_call(str(draft.token), agent=agent(), form=CallForm(outcome=Outcome.COMPLETED), now=now)
    task.refresh_from_db()
    assert task.state == State.COMPLETED


def test_what_ended_after_the_25th_belongs_to_the_next_round() -> None:
    a_task(
        state=State.UNSUCCESSFUL,
        end_reason=EndReason.NO_ANSWER,
        verify=True,
        closed_at=moment("2026-11-26 20:00"),
    )
    assert not to_verify(moment("2026-11-27 15:00")).exists()
    assert to_verify(moment("2026-12-25 15:00")).exists()
