"""Whoever changes rows behind the triggers is found out, whether or not he reckons the hashes anew."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection, transaction

from complaints.pdf import NoPaper
from policy.spans import Span, span_of
from reports.actions import files, keeping, moves
from reports.actions.answering import answer
from reports.actions.drafting import draft
from reports.actions.files import take
from reports.actions.keeping import keep_files, keep_missing
from reports.models import Report, ReportFile, ReportVersion
from reports.versions import digest_of_version
from tests import people
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import DRAFTED, FINAL, approved, final, signed, submitted

pytestmark = pytest.mark.django_db


@contextmanager
def a_superuser() -> Iterator[Any]:
    """For whom no trigger rings."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


def verified() -> str:
    told = io.StringIO()
    call_command("verify_reports", stdout=told)
    return told.getvalue()


def a_final_report() -> Report:
    Hospital(12, 12)
    report = final()
    assert report.version_id is not None
    keep_files(report.version_id, now=FINAL)
    return report


VERSION = "UPDATE reports_reportversion SET"
CHANGES = {
    "figures": (f"{VERSION} figures = jsonb_set(figures, '{{tasks,counts,completed}}', '1')", "version 1"),
    "text": (f"{VERSION} texts = '{{}}' WHERE number = 2", "version 2"),
    "ledger": (f"{VERSION} due = due + 1, open = open + 1 WHERE number = 1", "version 1"),
    "differences": (f"{VERSION} differences = '[1]' WHERE number = 2", "version 2"),
    "moment": (f"{VERSION} made_at = made_at + interval '1 day' WHERE number = 1", "version 1"),
    "signature": (
        "UPDATE reports_reportevent SET by_id = (SELECT max(id) FROM staff_user) WHERE what = 'approve'",
        "approve",
    ),
    "signed": (
        "INSERT INTO reports_reportevent (report_id, version_id, what, by_id, at, text)"
        " SELECT report_id, id, 'return', made_by_id, made_at, '' FROM reports_reportversion"
        " WHERE number = 1",
        "return",
    ),
    "gone": (
        "WITH gone AS (DELETE FROM reports_reportversion WHERE number = 1 RETURNING id)"
        " DELETE FROM reports_reportevent WHERE version_id IN (SELECT id FROM gone)",
        "version 1 of report",
    ),
    "file gone": ("DELETE FROM reports_reportfile WHERE kind = 'pdf'", "the pdf of report"),
    "signature gone": ("DELETE FROM reports_reportevent WHERE what = 'approve'", "“approve” is missing"),
    "signed twice": (
        "INSERT INTO reports_reportevent (report_id, version_id, what, by_id, at, text)"
        " SELECT report_id, version_id, what, by_id, at, text FROM reports_reportevent"
        " WHERE what = 'approve'",
        "approve",
    ),
    "file": ("UPDATE reports_reportfile SET content = 'x' WHERE kind = 'csv'", "the csv"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_behind_the_triggers_is_named(what: str) -> None:
    a_final_report()
    people.auditor()
    assert "2 versions and 3 files are as they were made" in verified()
    statement, named = CHANGES[what]
    with a_superuser() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount
    with pytest.raises(CommandError, match=named):
        verified()


def test_hashes_that_were_reckoned_anew_are_not_those_of_the_log() -> None:
    a_final_report()
    version = ReportVersion.objects.get(number=2)
    version.texts = {"situation": "一切都好"}
    version.digest = digest_of_version(version)
    with a_superuser():
        version.save()
    with pytest.raises(CommandError, match="version 2"):
        verified()


def test_a_file_that_was_put_in_its_place_with_its_hash_is_not_the_one_of_the_log() -> None:
    a_final_report()
    with a_superuser():
        ReportFile.objects.filter(kind="pdf").update(
            content=b"%PDF-", digest=hashlib.sha256(b"%PDF-").hexdigest()
        )
    with pytest.raises(CommandError, match="the pdf"):
        verified()


FROZEN = ("reports_reportversion", "reports_reportfile", "reports_reportevent", "reports_feedback")


@pytest.mark.parametrize("table", FROZEN)
def test_the_database_itself_refuses_to_change_delete_or_empty_what_is_frozen(table: str) -> None:
    report, lin = a_final_report(), people.clinician()
    answer(report.pk, department=lin.department, text="已讨论", by=lin, now=FINAL)  # type: ignore[arg-type]
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        refused = pytest.raises(DatabaseError, match="frozen")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement.format(table))


@pytest.mark.parametrize(
    "change", ["edits = 9", "approved_by_id = NULL", "final_on = final_on + 1", "texts = '{}'", "label = 'x'"]
)
def test_nothing_of_a_final_report_s_own_row_changes(change: str) -> None:
    a_month_of(1)
    final()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_report SET {change}")  # noqa: S608 (a constant of this file)


def test_a_report_that_was_submitted_is_not_deleted() -> None:
    a_month_of(1)
    submitted()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_report")


@pytest.mark.django_db(transaction=True)
def test_the_files_are_made_when_it_is_signed_and_a_later_name_does_not_reach_them() -> None:
    a_month_of(2)
    report = final()
    assert set(ReportFile.objects.values_list("kind", flat=True)) == {"pdf", "xlsx", "csv"}
    before = {one.kind: bytes(one.content) for one in ReportFile.objects.all()}
    people.director().__class__.objects.update(full_name="改了名")
    for kind, content in before.items():
        assert take(Report.objects.get(), kind, reason="other", by=people.director(), now=FINAL) == content
    assert report.state == "final"


def test_files_that_could_not_be_made_are_made_by_the_hourly_job_once() -> None:
    a_month_of(2)
    final()
    assert not ReportFile.objects.exists()
    assert [keep_missing(now=FINAL) for _run in range(2)] == [1, 0]
    assert ReportFile.objects.count() == 3


def poisoned(monkeypatch: pytest.MonkeyPatch, *reports: int) -> None:
    """The PDF of these cannot be drawn; the other files are quickly made."""

    def pdf(report: Report, sheet: object) -> bytes:
        if report.pk in reports:
            raise NoPaper("胆囊结石")
        return b"%PDF"

    makers = {"pdf": pdf, "xlsx": lambda report, sheet: b"x", "csv": lambda report, sheet: b"c"}
    monkeypatch.setattr(files, "MAKERS", makers)


def a_second() -> Report:
    """Of the calendar month, final later."""
    span = span_of(Span.CALENDAR_MONTH, DRAFTED.date())
    at = people.moment("2026-12-06 10:00")
    other = draft(Span.CALENDAR_MONTH, span, by=people.supervisor(), now=people.moment("2026-11-30 21:00"))
    version = moves.submit(other.pk, edits=other.edits, by=people.supervisor(), now=at).version
    assert version is not None
    return signed(moves.approve(other.pk, version=version.number, by=people.director(), now=at), at)


def test_a_file_that_cannot_be_made_keeps_no_other_kind_and_no_later_report_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_month_of(2)
    first, second = final(), a_second()
    poisoned(monkeypatch, first.pk)
    assert [keep_missing(now=FINAL) for _run in range(2)] == [1, 0]
    made = ReportFile.objects.values_list("version__report", "kind")
    kinds = {(first.pk, "xlsx"), (first.pk, "csv")}
    assert set(made) == kinds | {(second.pk, kind) for kind in ("pdf", "xlsx", "csv")}
    assert f"The pdf of report {first.pk} cannot be made: NoPaper" in caplog.text
    assert "胆囊结石" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_signature_holds_when_no_file_can_be_made(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    a_month_of(2)
    report = approved()
    poisoned(monkeypatch, report.pk)
    assert signed(report).state == "final"
    assert "NoPaper" in caplog.text
    assert set(ReportFile.objects.values_list("kind", flat=True)) == {"xlsx", "csv"}


@pytest.mark.django_db(transaction=True)
def test_a_signature_holds_when_the_database_leaves_while_files_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_month_of(2)
    report = approved()

    def gone(*_args: object, **_more: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(keeping, "kept", gone)
    assert signed(report).state == "final"
    assert not ReportFile.objects.exists()
