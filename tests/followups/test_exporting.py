"""The list as a workbook: only with a reason, on record, masked, and never a live formula (A10)."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from followups.models import Answer, Attempt, Purpose
from policy.outcomes import Outcome
from staff.models import Act, AuditEntry
from tests import people
from tests.clients import signed_in_as
from tests.followups.calling import a_due_task, open_all_day

pytestmark = pytest.mark.django_db


def asked(**data: str) -> Any:
    return signed_in_as(people.supervisor()).post("/tasks/export/", data)


@pytest.mark.parametrize("data", [{}, {"reason": "curiosity"}, {"reason": "other"}])
def test_without_a_reason_nothing_leaves_the_house(data: dict[str, str]) -> None:
    a_due_task(people.agent())
    assert asked(**data).status_code == 302
    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()


def test_the_workbook_says_for_whom_and_why_and_the_log_has_the_code() -> None:
    open_all_day()
    a_due_task(people.agent(), people.a_patient("刘国栋", phone="17955552056"))
    answer = asked(reason="other", remark="院务会")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert "院务会" in rows[0][0]
    assert people.supervisor().full_name in rows[0][0]
    assert "刘国栋" in rows[2]
    assert "179****2056" in rows[2]
    assert "17955552056" not in str(rows)
    logged = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (logged.detail["reason"], logged.detail["rows"]) == ("other", 1)


@pytest.mark.parametrize("name", ['=HYPERLINK("http://example.org")', "+1+1", "-2", "@SUM(A1)", "刘\x0b国栋"])
def test_what_looks_like_a_formula_stays_text(name: str) -> None:
    open_all_day()
    a_due_task(people.agent(), people.a_patient(name))
    sheet = load_workbook(BytesIO(asked(reason="own_check").content)).active
    cell = sheet.cell(row=3, column=1)
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == name.replace("\x0b", "␋")


@pytest.mark.parametrize("protected", [True, False])
def test_what_was_answered_holds_no_whole_number_and_no_free_word_of_a_protected_patient(
    protected: bool,
) -> None:
    open_all_day()
    task = a_due_task(people.agent(), people.a_patient(do_not_disclose=protected))
    at = people.moment("2026-11-20 15:00")
    call = Attempt.objects.create(
        patient=task.patient, agent=people.agent(), department=task.department, dialled_at=at, saved_at=at,
        outcome=Outcome.COMPLETED, seconds=80,
    )  # fmt: skip
    Purpose.objects.create(attempt=call, task=task, counted=True, attempt_no=1, state_after=task.state)
    Answer.objects.create(attempt=call, subject="doctor", level=1, person="陈医生 17955552057", reason="胃癌")
    book = load_workbook(BytesIO(asked(reason="own_check").content))
    told = [str(cell or "") for row in book.worksheets[1].iter_rows(values_only=True) for cell in row]
    assert ("陈医生 179****2057" in told, "胃癌" in told) == (not protected, not protected)
    assert "17955552057" not in str(told)
