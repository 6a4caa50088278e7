"""The pages of figures as their readers see them: what a number says is what it opens."""

import io
import re
from html import unescape
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from followups.models import Answer, Attempt
from policy.indicators import INDICATORS
from policy.outcomes import Outcome
from reports.words import INDICATORS as WORDS
from staff.models import AuditEntry
from tests import people
from tests.reports.beside import add_all
from tests.reports.hospitals import Hospital

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/(?:reports/rows|complaints/figures/cases)/\?[^"]+)">(?:<text[^>]*>)?([\d,]+)<')
COUNT = re.compile(r"<h1>(\d[\d,]*) 条记录")


@pytest.fixture
def at_the_end_of_november() -> Any:
    with time_machine.travel(people.moment("2026-11-25 21:00"), tick=False):
        yield


@pytest.fixture
def reader(client: Any) -> Any:
    client.force_login(people.director())
    return client


@pytest.mark.usefixtures("at_the_end_of_november")
def test_every_number_of_the_page_opens_a_list_of_as_many_records(reader: Any) -> None:
    add_all(Hospital(7, 40))
    page = reader.get("/reports/figures/").content.decode()
    links = {unescape(url): int(n.replace(",", "")) for url, n in LINK.findall(page)}
    kinds = {re.search(r"of=(\w+)|cases/", url)[0] for url in links}  # type: ignore[index]
    of = ("tasks", "calls", "answers", "defects", "alerts", "consultations")
    assert kinds == {*(f"of={one}" for one in of), "cases/"}
    chosen = list(links.items())[:: max(len(links) // 80, 1)]
    for url, n in chosen:
        there = reader.get(url)
        assert there.context["page"].paginator.count == there.context["before"] == n, url
        if url.startswith("/reports"):
            assert int(COUNT.search(there.content.decode())[1].replace(",", "")) == n  # type: ignore[index]


@pytest.mark.usefixtures("at_the_end_of_november")
def test_the_follow_ups_behind_an_agent_s_number_name_that_agent(reader: Any) -> None:
    hospital = Hospital(7, 40)
    for agent in hospital.agents:
        shown = reader.get("/reports/rows/", {"of": "tasks", "agent": agent.pk}).context["page"]
        assert {task.counted_for for task in shown} == {agent.full_name}


@pytest.mark.usefixtures("at_the_end_of_november")
def test_a_part_of_the_hospital_has_its_own_figures(reader: Any) -> None:
    hospital = Hospital(8, 40)
    room = hospital.rooms[0]
    whole = reader.get("/reports/figures/").context["sheet"]["tasks"]["counts"]["due"]
    page = reader.get("/reports/figures/", {"department": room.pk})
    assert page.context["sheet"]["scope"]["department_name"] == room.name
    assert 0 < page.context["sheet"]["tasks"]["counts"]["due"] < whole


@pytest.mark.usefixtures("at_the_end_of_november")
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, "2026-10-26", "2026-11-25"),
        ({"kind": "quarter", "day": "2026-02-03"}, "2025-12-26", "2026-03-25"),
        ({"kind": "week", "day": "2027-01-01"}, "2026-12-28", "2027-01-03"),
        ({"kind": "free", "first": "2026-11-01", "last": "2026-11-07"}, "2026-11-01", "2026-11-07"),
        (
            {"kind": "free", "first": "2026-11-07", "last": "2026-11-01", "day": "x"},
            "2026-11-25",
            "2026-11-25",
        ),
        ({"kind": "nonsense", "day": "2026-13-01", "department": "x"}, "2026-10-26", "2026-11-25"),
    ],
)
def test_whatever_is_asked_for_is_some_span(
    reader: Any, asked: dict[str, str], first: str, last: str
) -> None:
    span = reader.get("/reports/figures/", asked).context["sheet"]["span"]
    assert (span["first"], span["last"]) == (first, last)


@pytest.mark.parametrize(
    "asked",
    [
        "of=patients",
        "of=alerts&raised=x",
        "of=alerts&level=x",
        "group=x",
        "measure=x",
        "first=2026-11-09&last=2026-11-01",
        "first=x&last=2026-11-01",
        "page=9",
    ],
)
def test_what_no_number_asks_for_is_no_list(reader: Any, asked: str) -> None:
    assert reader.get(f"/reports/rows/?{asked}").status_code == 404


@pytest.mark.usefixtures("at_the_end_of_november")
def test_a_number_that_has_changed_since_says_so(reader: Any) -> None:
    Hospital(9, 20)
    asked = {"of": "tasks", "measure": "due", "first": "2026-10-26", "last": "2026-11-25"}
    now = reader.get("/reports/rows/", asked).context["page"].paginator.count
    assert "notice-warn" not in reader.get("/reports/rows/", asked | {"n": now}).content.decode()
    assert "notice-warn" in reader.get("/reports/rows/", asked | {"n": now + 1}).content.decode()


@pytest.mark.usefixtures("at_the_end_of_november")
def test_the_records_behind_a_number_are_exported_with_a_reason_and_as_many(client: Any) -> None:
    Hospital(9, 20)
    client.force_login(people.supervisor())
    asked = {"of": "tasks", "measure": "due", "first": "2026-10-26", "last": "2026-11-25"}
    n = client.get("/reports/rows/", asked).context["page"].paginator.count
    assert client.post("/reports/rows/export/", asked).status_code == 404
    content = client.post("/reports/rows/export/", asked | {"why": "monthly_report"}).content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert len(rows) - 2 == n > 0
    entry = AuditEntry.objects.filter(act="exported").latest("pk")
    assert (entry.detail["rows"], entry.detail["reason"]) == (n, "monthly_report")


@pytest.mark.usefixtures("at_the_end_of_november")
@pytest.mark.parametrize("of", ["answers", "calls"])
def test_behind_a_number_stands_no_free_word_of_a_protected_patient_and_no_whole_number(
    reader: Any, of: str
) -> None:
    for name, protected, words in (("刘国栋", True, "怕胃癌复发"), ("陈立", False, "请回 17955552058")):
        visit = people.a_visit(people.a_patient(name, do_not_disclose=protected))
        at = people.moment("2026-11-20 15:00")
        call = Attempt.objects.create(
            patient=visit.patient, agent=people.agent(), department=visit.department, dialled_at=at,
            saved_at=at, outcome=Outcome.COMPLETED, seconds=80, notes=words,
        )  # fmt: skip
        Answer.objects.create(attempt=call, subject="overall", level=1, reason=words)
    page = reader.get("/reports/rows/", {"of": of, "first": "2026-11-01", "last": "2026-11-25"})
    assert page.context["page"].paginator.count == 2
    text = page.content.decode()
    assert "胃癌" not in text
    assert "17955552058" not in text
    if of == "answers":
        assert "（不告知）" in text
        assert "请回 179****2058" in text


def test_every_indicator_stands_on_its_page(reader: Any) -> None:
    page = reader.get("/reports/indicators/").content.decode()
    for words in ("回访率", "覆盖率", "接通率", "按时率", "满意度", "A31", "E16"):
        assert words in page
    for code, one in INDICATORS.items():
        assert str(WORDS[code].name) in page
        assert all(rule in page for rule in one.rules)
    assert "成功 ÷ 应访 × 100 %" in page
    assert "2026-11-22" in page


@pytest.mark.usefixtures("at_the_end_of_november")
@pytest.mark.parametrize("name", ["figures", "details", "discharges"])
@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-12-25", "2026-11-26", "开始日期晚于结束日期。"),
        ("2026-11-26", "", "请填写开始和结束两个日期。"),
        ("2020-01-01", "2026-11-25", "时间段最长 800 天。"),
    ],
)
def test_days_that_are_no_span_say_why_and_stay_as_they_were_typed(
    client: Any, name: str, first: str, last: str, words: str
) -> None:
    client.force_login(people.assistant())
    asked = {"kind": "free", "first": first, "last": last, "day": "2026-11-20"}
    shown = client.get(f"/reports/{name}/", asked).content.decode()
    assert words in shown
    assert "2026-11-20 – 2026-11-20" in shown
    assert f'name="first" value="{first}"' in shown
    assert f'name="last" value="{last}"' in shown
    right = client.get(f"/reports/{name}/", asked | {"first": "2026-11-01", "last": "2026-11-20"})
    assert "span-fault" not in right.content.decode()
