"""Every call with its notes: page, workbook and CSV hold the same calls, and no secret (A10, E8)."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from complaints.models import ClinicalAlert
from followups.freewords import free
from followups.models import Answer, Attempt, Purpose
from patients.models import Patient
from policy.outcomes import Outcome
from reports.detailfiles import COLUMNS, heads
from reports.details import Chosen
from reports.queries.calls import call_figures
from reports.queries.details import ONLY, ids
from reports.queries.facts import Asked
from staff.models import AuditEntry
from tests import people
from tests.complaints.making import a_complaint
from tests.reports.hospitals import QUARTER, Hospital

pytestmark = pytest.mark.django_db
SPAN = {"kind": "free", "first": str(QUARTER[0]), "last": str(QUARTER[1])}


@pytest.fixture(autouse=True)
def in_november() -> Any:
    with time_machine.travel(people.moment("2026-11-25 21:00"), tick=False):
        yield


@pytest.fixture
def zhao(client: Any) -> Any:
    client.force_login(people.assistant())
    return client


def a_call_with(notes: str = "", *, reason: str = "", **patient: Any) -> Attempt:
    """One conversation of this evening about one follow-up."""
    task = people.a_task(people.a_visit(people.a_patient(**patient)))
    at = people.moment("2026-11-25 19:30")
    call = Attempt.objects.create(
        patient=task.patient, agent=people.agent(), department=task.department, dialled_at=at, saved_at=at,
        number=task.patient.numbers.first(), outcome=Outcome.COMPLETED, seconds=95, notes=notes,
    )  # fmt: skip
    Purpose.objects.create(attempt=call, task=task, counted=True, attempt_no=1, state_after="completed")
    Answer.objects.create(attempt=call, subject="overall", level=2, reason=reason, person="陈护士")
    return call


def an_alert(call: Attempt, level: str) -> None:
    soon = call.saved_at + timedelta(hours=1)
    ClinicalAlert.objects.create(
        call=call.token, patient=call.patient, department=call.department, level=level, title="发热",
        raised_by=call.agent, raised_at=call.saved_at, due_at=soon, promise_at=soon,
    )  # fmt: skip


def rows_of(client: Any, form: str, **asked: Any) -> list[list[str]]:
    answer = client.post("/reports/details/export/", {**asked, "form": form, "why": "leaders"})
    if form == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [
        [str(cell if cell is not None else "") for cell in row] for row in sheet.iter_rows(values_only=True)
    ]


@pytest.mark.parametrize("seed", [3, 4])
def test_page_workbook_and_csv_list_the_calls_that_the_figures_count(zhao: Any, seed: int) -> None:
    hospital = Hospital(seed, 40)
    for part in ({}, {"department": hospital.rooms[0].pk}, {"agent": hospital.agents[1].pk}):
        counted = call_figures(Asked(*QUARTER, **part)).calls
        assert zhao.get("/reports/details/", SPAN | part).context["page"].paginator.count == counted > 0
        assert len(rows_of(zhao, "csv", **SPAN, **part)) == counted + 1
        assert len(rows_of(zhao, "xlsx", **SPAN, **part)) == counted + 2


def test_the_pages_together_hold_every_call_once(zhao: Any) -> None:
    Hospital(5, 60)
    count, pks = ids(Chosen(Asked(*QUARTER)))
    shown = []
    for number in range(1, count // 50 + 2):
        page = zhao.get("/reports/details/", SPAN | {"page": number}).context["page"]
        shown += [call.pk for call in page.object_list]
    assert shown == pks
    assert len(set(pks)) == count == len(pks)
    assert zhao.get("/reports/details/", SPAN | {"page": 99}).status_code == 404


def test_without_a_span_it_is_today(zhao: Any) -> None:
    call = a_call_with("睡眠好")
    assert [one.pk for one in zhao.get("/reports/details/").context["page"].object_list] == [call.pk]
    with time_machine.travel(people.moment("2026-11-26 00:30"), tick=False):
        zhao.force_login(people.assistant())
        assert not zhao.get("/reports/details/").context["page"].object_list


def test_a_row_says_who_what_and_what_came_of_it(zhao: Any) -> None:
    call = a_call_with(
        "睡眠好；\n家属电话 17955552057，复查 2026-12-01", reason="等候太久", phone="17955552056"
    )
    Attempt.objects.filter(pk=call.pk).update(complaint=(case := a_complaint()))
    an_alert(call, "soon")
    head, row = rows_of(zhao, "xlsx")[1:3]
    told = dict(zip(head, row, strict=True))
    assert head == heads()
    assert told["电话"] == "179****2056"
    assert told["备注"] == "睡眠好；\n家属电话 179****2057，复查 2026-12-01"
    assert (told["拨打"], told["结果"], told["满意度"]) == ("2026-11-25 19:30:00", "完成", "2 不太满意")
    assert "等候太久" in told["满意度说明"]
    assert "陈护士" in told["满意度说明"]
    assert (told["投诉"], told["特殊情况"]) == (case.number, "尽快")
    machine = dict(zip(*rows_of(zhao, "csv"), strict=True))
    assert tuple(machine) == COLUMNS
    assert (machine["dialled_at"], machine["outcome"]) == ("2026-11-25T19:30:00+08:00", "completed")
    assert (machine["satisfaction"], machine["alert"], machine["seconds"]) == ("2", "soon", "95")


def test_of_a_protected_patient_no_free_word_leaves(zhao: Any) -> None:
    a_call_with("胃癌术后，胃口差", reason="怕复发", do_not_disclose=True)
    assert Patient.objects.get().do_not_disclose
    told = [
        zhao.get("/reports/details/").content.decode(),
        str(rows_of(zhao, "xlsx")),
        str(rows_of(zhao, "csv")),
    ]
    for text in told:
        assert not any(secret in text for secret in ("胃癌", "胃口", "怕复发", "胆囊结石", "陈护士"))
        assert "不告知" in text


def test_a_number_beside_the_person_concerned_is_masked(zhao: Any) -> None:
    Answer.objects.filter(attempt=a_call_with()).update(person="陈护士 17955552057", reason="回 17955552058")
    for text in (zhao.get("/reports/details/").content.decode(), str(rows_of(zhao, "xlsx"))):
        assert "陈护士 179****2057" in text
        assert "17955552057" not in text
        assert "17955552058" not in text


@pytest.mark.parametrize("only", sorted(ONLY))
def test_a_list_is_narrowed_down_to_what_it_says(zhao: Any, only: str) -> None:
    plain, marked = a_call_with(), a_call_with("有备注", reason="x")
    Answer.objects.filter(attempt=plain).update(level=5)
    an_alert(marked, "today")
    Attempt.objects.filter(pk=marked.pk).update(complaint=a_complaint())
    found = [one.pk for one in zhao.get("/reports/details/", {"only": only}).context["page"].object_list]
    assert found == [marked.pk]


def test_nonsense_in_the_address_narrows_nothing_down(zhao: Any) -> None:
    a_call_with()
    nonsense = {"kind": "x", "outcome": "x", "only": "x", "department": "x", "day": "2026-13-01"}
    assert zhao.get("/reports/details/", nonsense | {"kind": "day"}).context["page"].paginator.count == 1


@pytest.mark.parametrize(
    "evil", ["=1+1", "@SUM(A1)", "-cmd|'/c calc'!A0", "＝1+1", " =1+1", "+86 x=1", "\t=1"]
)
def test_no_note_becomes_a_formula_in_the_csv(zhao: Any, evil: str) -> None:
    a_call_with(evil)
    assert rows_of(zhao, "csv")[1][COLUMNS.index("notes")] == f"'{free(evil, False)}"


@pytest.mark.parametrize("plain", ["-5", "+86 571", "-3.5%", "0012", "1,200"])
def test_a_number_in_the_csv_is_not_touched(zhao: Any, plain: str) -> None:
    a_call_with(plain)
    assert rows_of(zhao, "csv")[1][COLUMNS.index("notes")] == plain


def test_quotes_commas_and_lines_come_back_from_the_csv(zhao: Any) -> None:
    a_call_with('他说："好，谢谢"\n第二行,𠮷')
    answer = zhao.post("/reports/details/export/", {"form": "csv", "why": "leaders"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.count(b"\r\n") == 2
    assert rows_of(zhao, "csv")[1][COLUMNS.index("notes")] == '他说："好，谢谢"\n第二行,𠮷'


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("拨 17955552057", "拨 179****2057"),
        ("拨 179 5555 2057。", "拨 179****2057。"),
        ("复查 2026-12-01 或 20261208", "复查 2026-12-01 或 20261208"),
        ("血压 130/80，体温 36.5", "血压 130/80，体温 36.5"),
        ("座机 0571-87881234", "座机 057****1234"),
    ],
)
def test_a_number_in_a_note_is_masked_and_a_day_is_not(written: str, told: str) -> None:
    assert free(written, False) == told


def test_looking_and_taking_stand_in_the_log(zhao: Any) -> None:
    a_call_with()
    zhao.get("/reports/details/")
    told = AuditEntry.objects.filter(act="searched").latest("pk").detail
    today = {"first": "2026-11-25", "last": "2026-11-25"}
    assert told == {"of": "details", "rows": 1, "page": 1} | today
    viewed = AuditEntry.objects.filter(act="patient_viewed")
    assert [one.patient_id for one in viewed] == [Patient.objects.get().pk]
    zhao.get("/reports/details/", {"outcome": "no_answer", "only": "notes"})
    told = AuditEntry.objects.filter(act="searched").latest("pk").detail
    assert (told["rows"], told["outcome"], told["only"]) == (0, "no_answer", "notes")
    assert viewed.count() == 1
    assert zhao.post("/reports/details/export/", {"form": "csv"}).status_code == 404
    assert not AuditEntry.objects.filter(act="exported").exists()
    rows_of(zhao, "csv")
    states = [entry.detail["state"] for entry in AuditEntry.objects.filter(act="exported").order_by("pk")]
    assert states == ["asked", "made", "taken"]
    last = AuditEntry.objects.filter(act="exported").latest("pk")
    assert (last.actor, last.detail["rows"], last.detail["reason"]) == (people.assistant(), 1, "leaders")
    assert (last.detail["first"], last.detail["last"]) == (str(date(2026, 11, 25)),) * 2
