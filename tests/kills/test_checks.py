"""The account of a kill run notices what it is there for: each check goes wrong when its fact does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from followups.actions.callforms import CallForm
from followups.actions.calls import record_call
from followups.models import Attempt, Draft, Task
from patients.models import ImportFile
from policy.outcomes import Outcome
from policy.tasks import State
from staff.models import User
from tests.followups.calling import a_call, open_all_day
from tests.kills import checks
from tests.kills.ledger import Ledger
from tests.people import agent, other_agent

pytestmark = pytest.mark.django_db
SINCE = timezone.now() - timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    open_all_day()
    return Ledger(tmp_path / "ledger.jsonl")


def call(ledger: Ledger, notes: str = "账 1", *, who: User | None = None, said: str = "saved") -> Attempt:
    """A call from the opening to the acknowledged save, as the agents write it down."""
    who = who or agent()
    draft = a_call(who)
    facts: dict[str, Any] = {"who": who.username, "token": str(draft.token), "notes": notes}
    ledger.write("opened", **facts)
    ledger.write("kept", **facts)
    ledger.write("sending", outcome="no_answer", **facts)
    form = CallForm(outcome=Outcome.NO_ANSWER, notes=notes)
    saved = record_call(str(draft.token), agent=who, form=form, now=timezone.now())
    ledger.write(said, outcome="no_answer", **facts)
    return saved.attempt


def test_a_run_without_a_fault_has_nothing_wrong(ledger: Ledger) -> None:
    call(ledger)
    for check in (checks.saves, checks.drafts, checks.holders, checks.folds, checks.imports, checks.faces):
        assert check(ledger, SINCE).wrong == []


def test_a_lost_save_is_noticed(ledger: Ledger) -> None:
    call(ledger)
    facts = {"who": "8012", "token": "gone", "notes": "账 2", "outcome": "busy"}
    ledger.write("sending", **facts)
    ledger.write("saved", **facts)
    assert checks.saves(ledger, SINCE).wrong == ["lost: gone"]


def test_a_doubled_save_is_noticed(ledger: Ledger) -> None:
    call(ledger)
    call(ledger)
    assert checks.saves(ledger, SINCE).wrong == ["doubled: 账 1"]


def test_a_save_that_is_not_what_was_typed_is_noticed(ledger: Ledger) -> None:
    attempt = call(ledger)
    Attempt.objects.update(notes="账")
    assert checks.saves(ledger, SINCE).wrong == [f"other than typed: {attempt.token}"]


def test_a_call_that_nobody_sent_is_noticed(ledger: Ledger, tmp_path: Path) -> None:
    call(ledger)
    other = call(Ledger(tmp_path / "other.jsonl"), "账 3")
    assert checks.saves(ledger, SINCE).wrong == [f"never sent: {other.token}"]


def test_a_refused_save_and_a_run_of_nothing_are_noticed(ledger: Ledger) -> None:
    assert checks.saves(ledger, SINCE).wrong == ["nobody saved anything"]
    call(ledger, said="refused")
    assert "refused" in checks.saves(ledger, SINCE).wrong[0]


def test_a_lost_draft_is_noticed(ledger: Ledger) -> None:
    draft = a_call(agent())
    ledger.write("kept", token=str(draft.token), notes="账 4")
    assert checks.drafts(ledger, SINCE).wrong == [f"draft gone: {draft.token}"]
    Draft.objects.update(data={"notes": "账 4"})
    assert checks.drafts(ledger, SINCE).wrong == []


def test_two_agents_with_one_patient_are_noticed(ledger: Ledger) -> None:
    one = call(ledger)
    two = call(ledger, "账 5", who=other_agent())
    assert checks.holders(ledger, SINCE).wrong == []
    Attempt.objects.filter(pk=two.pk).update(patient=one.patient)
    Attempt.objects.filter(pk=one.pk).update(saved_at=two.saved_at)
    assert len(checks.holders(ledger, SINCE).wrong) == 1


def test_a_task_that_does_not_stand_as_its_calls_say_is_noticed(ledger: Ledger) -> None:
    call(ledger)
    Task.objects.update(counted=2)
    assert len(checks.folds(ledger, SINCE).wrong) == 1
    Task.objects.update(counted=1, state=State.COMPLETED, closed_at=timezone.now())
    assert len(checks.folds(ledger, SINCE).wrong) == 1


def test_an_import_that_is_not_done_is_noticed(ledger: Ledger) -> None:
    file = ImportFile.objects.create(
        name="a.csv", content=b"", size=0, digest="", sent_at=timezone.now(), state="queued"
    )
    ledger.write("sent in", file=file.pk, visits=["KILL000001"])
    ledger.write("started", file=file.pk)
    assert checks.imports(ledger, SINCE).wrong == [
        f"import {file.pk} is queued, 0 rejected",
        "visit KILL000001 is there 0 times",
    ]
    assert "imports 1" in checks.waiting(ledger)


def test_unsealed_entries_are_noticed(ledger: Ledger) -> None:
    call(ledger)
    assert any("the log" in line for line in checks.jobs(ledger, SINCE).wrong)


@pytest.mark.parametrize("kind", ["broke", "signed out", "no call"])
def test_what_agents_complain_about_is_noticed(ledger: Ledger, kind: str) -> None:
    ledger.write("error page", status=503, advises=True)
    assert checks.faces(ledger, SINCE).wrong == []
    ledger.write("error page", status=500, advises=False)
    ledger.write(kind, who="8012")
    assert len(checks.faces(ledger, SINCE).wrong) == 2
