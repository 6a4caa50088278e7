"""A report to take along: text is text, numbers are numbers, and what is signed keeps its bytes."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from openpyxl import Workbook, load_workbook

from followups.models import Task
from reports import reading
from reports.actions.files import take
from reports.charts.canvas import COLOURS
from reports.models import Report, ReportFile
from reports.paper import paper
from reports.scope import shown_sheet
from reports.showing import shown
from reports.workbook import workbook
from reports.workbooklook import put
from staff.models import AuditEntry
from tests import people
from tests.reports.beside import add_all
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import FINAL, a_report, approved, final, signed, submitted

pytestmark = pytest.mark.django_db
EVIL = ("=1+1", "+86 179", "-5", "@SUM(A1)", "<b>胃</b>", "{due}", "䶮科\x0b#let x = 1")


def hospital() -> Hospital:
    """Whose names mean to be more than names."""
    found = Hospital(11, 40)
    for room, name in zip(found.rooms, EVIL, strict=False):
        room.name = name
        room.save()
    for task, ward in zip(found.tasks, EVIL, strict=False):
        task.visit.ward = ward
        task.visit.save()
    return found


HIGHEST_EMU = 16 * 360_000  # a page lying on its side is 21 cm high, of which it is drawn at 0.7 at most


def _subjects(report: Report) -> set[str]:
    assert report.version is not None
    return {one["subject"] for one in report.version.figures["answers"] if one["by"] == "department"}


def taken(report: Report, kind: str) -> bytes:
    return take(report, kind, reason="monthly_report", by=people.director(), now=FINAL)


def test_the_workbook_holds_no_formula_and_reads_back_what_the_report_says() -> None:
    hospital()
    report = final()
    assert report.version is not None
    book = load_workbook(io.BytesIO(taken(report, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=1+1" in {cell.value for cell in cells}
    by_room = next(sheet for sheet in book if sheet.title == "按科室")
    counts = {row[0].value: row[3].value for row in by_room.iter_rows(min_row=2)}
    lines = report.version.figures["tasks"]["by"]["department"]
    assert counts == {line["name"]: line["counts"]["due"] for line in lines}
    assert (by_room.freeze_panes, bool(by_room.auto_filter.ref)) == ("B2", True)
    drawn = [chart for sheet in book for chart in sheet._charts]
    assert len(drawn) >= 4
    # At the top of its page and no higher than that: no break cuts it.
    assert all(chart.anchor._from.row == 0 for chart in drawn)
    assert all(chart.anchor.ext.height < HIGHEST_EMU for chart in drawn)
    matrix = next(sheet for sheet in book if sheet.title.startswith("各科室各方面"))
    (cells,) = matrix.conditional_formatting
    names = [cell.value for cell in matrix["A"]][2:]
    rooms = [one["name"] for one in report.version.figures["answers"] if one["by"] == "department"]
    assert set(names[: names.index(None)]) == set(rooms)
    assert str(cells.sqref).startswith(f"B3:{'BCDEFGH'[len({*_subjects(report)}) - 1]}")


def test_the_workbook_is_one_page_wide_with_its_heads_and_draws_no_number_that_is_not_there() -> None:
    hospital()
    book = load_workbook(io.BytesIO(taken(final(), "xlsx")))
    for sheet in book:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert bool(sheet.print_title_rows) == (sheet.title != "封面"), sheet.title
    texts = [cell for cell in book["封面"]["A"] if isinstance(cell.value, str) and len(cell.value) > 60]
    assert texts
    assert all(cell.alignment.wrap_text and cell.coordinate in book["封面"].merged_cells for cell in texts)
    drawn = [sheet for sheet in book if sheet._charts]
    assert drawn
    assert "–" not in {cell.value for sheet in drawn for row in sheet.iter_rows() for cell in row}
    for sheet in drawn:
        head = sheet[sheet.print_title_rows.split(":")[1].strip("$")]
        assert all(cell.font.bold for cell in head if cell.value)
    shares = {
        cell.number_format for row in book["按科室"].iter_rows() for cell in row if cell.data_type == "n"
    }
    assert shares <= {"General", "#,##0", "#,##0.00"}


def test_the_csv_holds_no_formula_and_every_number() -> None:
    hospital()
    report = final()
    rows = list(csv.reader(io.StringIO(taken(report, "csv").decode("utf-8-sig"))))
    assert rows[0] == ["table", "line", "column", "value"]
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if re.match(r"[=@]|[+-]\D", cell)]
    assert "'=1+1" in cells


def test_the_pdf_is_drawn_with_every_sign_and_says_which_version_it_is() -> None:
    hospital()
    content = taken(final(), "pdf")
    assert content.startswith(b"%PDF-1.7")
    assert b"NotoSansSC" in content
    assert content == taken(Report.objects.get(), "pdf")


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_what_is_final_keeps_its_bytes_whatever_is_corrected_later(kind: str) -> None:
    found = Hospital(12, 30)
    report = final()
    first = taken(report, kind)
    for task in found.tasks[:20]:
        Task.objects.filter(pk=task.pk).update(state="unsuccessful", end_reason="declined", closed_at=FINAL)
    found.rooms[0].name = "另一个名字"
    found.rooms[0].save()
    assert taken(Report.objects.get(), kind) == first
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ReportFile.objects.update(content=b"x")


def test_before_its_approval_a_file_says_so_and_is_not_kept() -> None:
    Hospital(12, 20)
    report = a_report()
    draft = _cover(taken(report, "xlsx"))
    assert "草稿，未经批准" in draft
    waiting = _cover(taken(submitted(report), "xlsx"))
    assert any("尚未批准" in str(cell) for cell in waiting)
    assert not ReportFile.objects.exists()


def _cover(content: bytes) -> list[Any]:
    return [cell.value for row in load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]


def test_the_command_tells_a_signed_file_from_a_changed_one(tmp_path: Path) -> None:
    Hospital(12, 10)
    content = taken(final(), "pdf")
    (tmp_path / "signed.pdf").write_bytes(content)
    (tmp_path / "changed.pdf").write_bytes(content + b" ")
    told = io.StringIO()
    call_command("verify_reports", stdout=told)
    call_command("verify_reports", str(tmp_path / "signed.pdf"), stdout=told)
    assert "2 versions and 1 files are as they were made" in told.getvalue()
    assert "the pdf of report" in told.getvalue()
    with pytest.raises(CommandError, match="no report"):
        call_command("verify_reports", str(tmp_path / "changed.pdf"))


def test_the_command_names_a_version_that_was_changed_behind_the_trigger() -> None:
    Hospital(12, 10)
    final()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reports_reportversion SET texts = '{}' WHERE number = 1")
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(CommandError, match="version 1 of report"):
        call_command("verify_reports")


def test_whoever_takes_a_file_stands_in_the_log_with_the_reason(client: Any) -> None:
    Hospital(12, 10)
    report = final()
    client.force_login(people.director())
    answer = client.post(f"/reports/{report.pk}/pdf.file", {"reason": "leaders"})
    assert answer["Content-Disposition"].startswith('attachment; filename="report-month-')
    entry = AuditEntry.objects.filter(act="exported").latest("pk")
    assert (entry.detail["format"], entry.detail["reason"], entry.detail["version"]) == ("pdf", "leaders", 2)
    assert client.post(f"/reports/{report.pk}/exe.file", {"reason": "leaders"}).status_code == 404


@pytest.mark.parametrize("data", [{}, {"reason": ""}, {"reason": "curiosity"}])
def test_without_a_reason_that_there_is_no_file_is_taken(client: Any, data: dict[str, str]) -> None:
    a_month_of(1)
    report = approved()
    client.force_login(people.director())
    assert client.post(f"/reports/{report.pk}/csv.file", data).status_code == 404
    assert not AuditEntry.objects.filter(act="exported").exists()


def test_in_the_workbook_a_number_is_one_by_its_type_and_a_text_stays_a_text() -> None:
    sheet = Workbook().active
    texts = ("3.10", "1_0.5", "9.9e9999", "00.12", "1.0")
    numbers = {Decimal("3.10"): 3.1, 4: 4, Decimal("0.00"): 0.0}
    for row, value in enumerate((*texts, *numbers), start=1):
        put(sheet, row, 1, value)
    cells = [(cell.data_type, cell.value) for cell in sheet["A"]]
    assert cells == [*(("s", text) for text in texts), *(("n", number) for number in numbers.values())]


def test_a_department_called_like_a_number_and_a_rate_of_nought_stand_in_the_workbook() -> None:
    a_month_of(12, department=people.a_department("3.10"))
    report = a_report()
    sheet = load_workbook(io.BytesIO(workbook(report, shown_sheet(report, now=FINAL))))["按科室"]
    assert [cell.value for cell in sheet[2]][:2] == ["3.10", 0]
    assert sheet["B2"].number_format == "#,##0.00"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_word_of_a_head_is_broken_and_a_chart_has_the_colours_of_its_legend(language: str) -> None:
    add_all(Hospital(21, 40))
    report = final()
    assert report.version is not None
    with translation.override(language):
        assert paper(report, report.version.figures).startswith(b"%PDF")
        book = load_workbook(io.BytesIO(workbook(report, report.version.figures)))
        named = theme_chart(report)
    for sheet in book.worksheets[1:]:
        row = int(sheet.print_title_rows.split(":")[1].strip("$"))
        for cell in sheet[row][1:]:
            words = [len(word) for word in str(cell.value or "").split() if word.isascii()]
            assert sheet.column_dimensions[cell.column_letter].width > max(words, default=0), cell.value
    (drawn,) = next(sheet for sheet in book if sheet["A1"].value == named["title"])._charts
    colours = [one.graphicalProperties.solidFill.srgbClr for one in drawn.series]
    assert colours == [COLOURS[kind][1:] for kind, _words in named["legend"]]


def theme_chart(report: Report) -> dict[str, Any]:
    assert report.version is not None
    return next(one for one in shown(report.version.figures)["charts"] if one["code"] == "themes")


def test_a_ward_that_bears_its_department_s_name_does_not_say_it_twice() -> None:
    line = {"name": "眼科", "key": "1"}
    names = [reading.name_of("ward", line | {"more": ward}) for ward in ("眼科一病区", "一病区", "")]
    assert names == ["眼科一病区", "眼科 一病区", "眼科 未写病区"]


def test_words_stand_on_the_left_of_a_workbook_s_table_and_figures_on_the_right() -> None:
    found = Hospital(12, 30)
    report = approved()
    Task.objects.filter(pk__in=[task.pk for task in found.tasks[:20]]).update(state="open", closed_at=None)
    report = signed(report)
    sheet = load_workbook(io.BytesIO(taken(report, "xlsx")))["与批准版的不同之处"]
    assert [cell.alignment.horizontal for cell in sheet[2]] == [None, None, "right", "right"]
