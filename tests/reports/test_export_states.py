"""The states of an export: the table of policy and the constraints of the database."""

from typing import Any

import pytest

from policy.exports import MOVES, Form, Kind, State
from reports.models import Export
from tests import people

NOW = people.moment("2026-11-25 21:00")


@pytest.mark.django_db
def test_the_table_and_the_database_name_the_same_states() -> None:
    assert set(MOVES) == set(State)
    for state in State:
        fields: dict[str, Any] = {"state": state, "problem": "died" if state == State.FAILED else ""}
        if state == State.DONE:
            fields |= {"finished_at": NOW, "expires_at": NOW}
        Export.objects.create(
            kind=Kind.TASKS, form=Form.XLSX, reason="other", language="en", asked_by=people.supervisor(),
            asked_at=NOW, **fields,
        )  # fmt: skip
