"""No bulk action, command, import or SQL skips a step: the database itself refuses (fault 15)."""

from importlib import import_module
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from complaints.models import Complaint
from policy.complaints import MOVES, Kind, Standing, State, after
from tests import people
from tests.complaints.making import NOW, a_complaint, in_state

pytestmark = pytest.mark.django_db


def test_the_database_knows_the_same_steps_as_the_policy() -> None:
    pairs = set()
    for move, (before, _to) in MOVES.items():
        for state in before:
            for reopened, satisfied in [(0, None), (0, True), (0, False), (1, None), (1, False)]:
                standing = Standing(Kind.COMPLAINT, state, reopened, 0, True, 1, True, 0, True)
                pairs.add((state, after(move, standing, satisfied=satisfied)))
    migration = import_module("complaints.migrations.0002_moves_are_checked_here")
    assert {tuple(pair.split()) for pair in migration.PAIRS} == {(a, b) for a, b in pairs if a != b}


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (State.RECORDED, {"state": State.DRAFTED}),
        (State.RECORDED, {"state": State.ORDERED}),  # without anybody who was ordered
        (State.ORDERED, {"state": State.ANSWERED}),
        (State.DRAFTED, {"state": State.ANSWERED, "answered_at": NOW}),  # without a word of what was said
        (State.ANSWERED, {"state": State.CLOSED, "closed_at": NOW}),  # without a reason
        (State.ANSWERED, {"state": State.CLOSED, "closed_at": NOW, "close_reason": "confirmed"}),  # not asked
        (State.RECORDED, {"state": State.MERGED}),
        (State.CLOSED, {"state": State.RECORDED, "closed_at": None, "close_reason": ""}),
        (State.CLOSED, {"words": "从来没有投诉过"}),
        (State.CLOSED, {"confirmed_level": 4}),
        (State.MERGED, {"title": "x"}),
        (State.ANSWERED, {"state": State.REOPENED, "order": None}),  # without counting it
        (State.ORDERED, {"kind": "gossip"}),
        (State.ORDERED, {"claimed_level": 6}),
    ],
)
def test_no_bulk_update_skips_a_step_or_changes_what_is_closed(state: State, values: dict[str, Any]) -> None:
    case = in_state(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=case.pk).update(**values)


def test_no_import_brings_in_a_case_that_was_answered_by_nobody() -> None:
    fields = {
        "kind": "complaint",
        "channel": "letter",
        "title": "x",
        "words": "x",
        "recorded_by": people.agent(),
    }
    wrong: list[dict[str, Any]] = [
        {"state": State.ANSWERED},
        {"state": State.CLOSED, "closed_at": NOW, "close_reason": "confirmed", "confirmed_level": 5},
        {"state": State.ORDERED},
        {"state": State.ESCALATED},
    ]
    for n, more in enumerate(wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.bulk_create([Complaint(number=f"X{n}", recorded_at=NOW, **fields, **more)])


def test_raw_sql_does_not_repair_a_breach() -> None:
    case = a_complaint()
    Complaint.objects.filter(pk=case.pk).update(breached_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_complaint SET breached_at = NULL WHERE id = %s", [case.pk])
