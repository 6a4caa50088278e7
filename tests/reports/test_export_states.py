"""The states of an export: the table of policy and the constraints of the database."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from followups.models import Task
from policy.exports import MOVES, Form, Kind, State
from reports.actions.exports import ask, run_exports
from reports.models import Export
from tests import people
from tests.clients import signed_in_as
from tests.reports.hospitals import a_month_of
from tests.reports.test_exports import NOW, Clock, made


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


@pytest.mark.django_db
def test_a_file_whose_time_is_over_is_not_handed_out_although_no_worker_has_removed_it() -> None:
    export = made()
    assert export.expires_at is not None
    with time_machine.travel(export.expires_at - timedelta(seconds=1), tick=False):
        client = signed_in_as(export.asked_by)
        assert "下载" in client.get(f"/reports/exports/{export.pk}/").content.decode()
        assert client.post(f"/reports/exports/{export.pk}/file/").status_code == 200
    with time_machine.travel(export.expires_at, tick=False):
        client = signed_in_as(export.asked_by)
        assert client.post(f"/reports/exports/{export.pk}/file/").status_code == 404
        assert "已删除" in client.get(f"/reports/exports/{export.pk}/").content.decode()


@pytest.mark.django_db
def test_a_list_holds_also_what_came_between_asking_and_making() -> None:
    a_month_of(3)
    which = {"of": "tasks", "measure": "due", "first": "2026-10-26", "last": "2026-11-25"}
    by = people.supervisor()
    export = ask(Kind.TASKS, Form.XLSX, which, reason="leaders", remark="", by=by, now=NOW)
    for task in Task.objects.all()[:2]:
        task.pk, task._state.adding, task.occurrence = None, True, task.occurrence + 10
        task.save()
    assert run_exports(clock=Clock(), only=export.pk) == 1
    export.refresh_from_db()
    assert (export.total, export.done) == (5, 5)
