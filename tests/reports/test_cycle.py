"""A22: drafted on the 25th, submitted on the 26th, returned or approved, answered, final, and then frozen."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from followups.models import Task
from policy.calendar import DayKind, Source
from policy.reporting import MOVES
from regulation.actions.editions import publish_edition
from regulation.models import CalendarDay
from regulation.options import Options
from reports.actions import answering, moves
from reports.actions.drafting import draft_due
from reports.actions.refusals import Refused
from reports.actions.texts import write
from reports.bound import filled, values
from reports.links import Links
from reports.migrations import __name__ as _migrations
from reports.models import Report, ReportEvent, ReportMeasure, ReportVersion
from reports.queries.departments import silent
from reports.queries.sheet import sheet_of
from reports.scope import shown_sheet, wanted_of
from reports.versions import differences, digest_of_version
from tests import people
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import (
    APPROVED,
    DRAFTED,
    FINAL,
    SUBMITTED,
    a_report,
    approved,
    final,
    signed,
    submitted,
)

pytestmark = pytest.mark.django_db


def months() -> list[str]:
    return sorted(Report.objects.filter(kind="month").values_list("label", flat=True))


def test_the_month_s_report_writes_itself_on_the_evening_of_the_25th_and_once() -> None:
    a_month_of(3)
    draft_due(now=people.moment("2026-11-25 19:59"))
    assert months() == []
    for at in ("2026-11-25 20:02", "2026-11-25 21:02", "2026-11-26 06:02"):
        draft_due(now=people.moment(at))
    assert months() == ["2026-11"]
    report = Report.objects.get(kind="month")
    assert (report.submit_on, report.final_on) == (date(2026, 11, 26), date(2026, 11, 30))
    assert "{follow_up}" in report.texts["situation"]
    assert ReportEvent.objects.filter(report=report, what="drafted", by=None).count() == 1


def test_a_worker_that_was_away_from_the_24th_to_the_28th_misses_nothing() -> None:
    a_month_of(3)
    draft_due(now=people.moment("2026-11-28 09:02"))
    assert months() == ["2026-11"]
    assert Report.objects.get(kind="month").submit_on == date(2026, 11, 26)
    assert Report.objects.get(kind="month").overdue_on(date(2026, 11, 28))


def test_the_quarter_and_the_week_write_themselves_too() -> None:
    a_month_of(3)
    Task.objects.update(due_on=date(2026, 12, 24))
    draft_due(now=people.moment("2026-12-25 20:02"))
    assert months() == ["2026-12"]
    assert Report.objects.get(kind="quarter").label == "2026-Q4"
    draft_due(now=people.moment("2026-12-27 20:02"))
    assert Report.objects.get(kind="week").label == "2026-W52"


def test_the_year_ends_in_january_s_month_and_february_s_cycle_on_its_last_day() -> None:
    tasks = a_month_of(2)
    Task.objects.filter(pk=tasks[0].pk).update(due_on=date(2026, 12, 31))
    Task.objects.filter(pk=tasks[1].pk).update(due_on=date(2027, 2, 3))
    draft_due(now=people.moment("2027-01-25 20:02"))
    draft_due(now=people.moment("2027-02-25 20:02"))
    assert months() == ["2027-01", "2027-02"]
    january = Report.objects.get(label="2027-01")
    assert (january.first, january.last) == (date(2026, 12, 26), date(2027, 1, 25))
    assert sheet_of(wanted_of(january), now=DRAFTED)["tasks"]["counts"]["due"] == 1
    assert Report.objects.get(label="2027-02").final_on == date(2027, 2, 28)


def test_a_holiday_moves_people_s_days_when_the_hospital_says_so_and_never_the_draft() -> None:
    a_month_of(1)
    for day in ("2026-11-25", "2026-11-26", "2026-11-27"):
        CalendarDay.objects.create(day=day, kind=DayKind.HOLIDAY, source=Source.OWN)
    publish_edition(
        "options", Options(report_days="working").to_json(), effective_from=date(2026, 11, 1),
        reason="试行", by=people.administrator(), now=people.moment("2026-10-30 09:00"),
    )  # fmt: skip
    draft_due(now=people.moment("2026-11-25 20:02"))
    report = Report.objects.get(kind="month")
    assert (report.submit_on, report.final_on) == (date(2026, 11, 28), date(2026, 11, 30))


def test_a_cut_off_changed_in_mid_month_holds_from_the_next_and_leaves_no_day_in_no_report_or_in_two() -> (
    None
):
    tasks = a_month_of(3)
    for task, day in zip(tasks, (date(2026, 11, 3), date(2026, 11, 24), date(2026, 12, 3)), strict=True):
        Task.objects.filter(pk=task.pk).update(due_on=day)
    draft_due(now=people.moment("2026-10-25 20:02"))
    publish_edition(
        "options", Options(cutoff_day=20).to_json(), effective_from=date(2026, 11, 10),
        reason="结算日提前", by=people.administrator(), now=people.moment("2026-11-09 09:00"),
    )  # fmt: skip
    for at in ("2026-11-21 20:02", "2026-11-25 20:02", "2026-12-20 20:02", "2026-12-25 20:02"):
        draft_due(now=people.moment(at))
    found = Report.objects.filter(kind="month").order_by("first").values_list("first", "last")
    assert list(found) == [
        (date(2026, 10, 26), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 12, 20)),
    ]


def test_the_figures_move_until_they_are_submitted_and_never_after() -> None:
    a_month_of(4, state="completed", end_reason="completed")
    report = a_report()
    Task.objects.filter(occurrence=1).update(state="unsuccessful", end_reason="declined")
    assert shown_sheet(report, now=DRAFTED)["tasks"]["counts"]["completed"] == 3
    waiting = submitted(report)
    Task.objects.filter(occurrence=2).update(state="unsuccessful", end_reason="declined")
    assert shown_sheet(waiting, now=APPROVED)["tasks"]["counts"]["completed"] == 3


def test_returned_with_remarks_it_is_written_again_and_submitted_as_the_next_version() -> None:
    a_month_of(4)
    waiting = submitted()
    with pytest.raises(Refused, match="no_remarks"):
        moves.send_back(waiting.pk, remarks=" ", by=people.director(), now=APPROVED)
    back = moves.send_back(waiting.pk, remarks="请补充科室情况", by=people.director(), now=APPROVED)
    texts = back.texts | {"problems": "应访 {due} 例。"}
    back = write(back.pk, texts, edits=back.edits, by=people.supervisor(), now=APPROVED)
    again = moves.submit(back.pk, edits=back.edits, by=people.supervisor(), now=APPROVED + timedelta(hours=1))
    assert again.version is not None
    assert (again.version.number, again.version.texts["problems"]) == (2, "应访 {due} 例。")
    assert [event.what for event in again.events.all()] == ["drafted", "submit", "return", "submit"]


def test_a_figure_cannot_be_typed_over_and_a_name_that_is_none_is_refused() -> None:
    a_month_of(4)
    report = a_report()
    with pytest.raises(Refused) as refused:
        write(report.pk, {"situation": "{no_such}"}, edits=1, by=people.supervisor(), now=DRAFTED)
    assert (refused.value.code, refused.value.words) == ("unknown_word", "no_such")
    sheet = shown_sheet(report, now=DRAFTED)
    assert filled("应访 {due}，{follow_up}", values(sheet, Links(sheet))) == "应访 4，0.00%"


def test_the_text_speaks_the_hospital_s_language_whoever_reads_it() -> None:
    a_month_of(4)
    sheet = shown_sheet(a_report(), now=DRAFTED)
    with translation.override("en"):
        known = values(sheet, Links(sheet))
    assert known["satisfaction"].text == "无数据"


def test_two_authors_see_each_other() -> None:
    a_month_of(1)
    report = a_report()
    write(report.pk, {"situation": "甲"}, edits=1, by=people.supervisor(), now=DRAFTED)
    with pytest.raises(Refused, match="changed"):
        write(report.pk, {"situation": "乙"}, edits=1, by=people.supervisor(), now=DRAFTED)


def test_nobody_approves_his_own_and_nobody_approves_a_version_that_he_has_not_read() -> None:
    a_month_of(4)
    waiting = submitted()
    with pytest.raises(Refused, match="own"):
        moves.approve(waiting.pk, version=1, by=people.supervisor(), now=APPROVED)
    with pytest.raises(Refused, match="changed"):
        moves.approve(waiting.pk, version=2, by=people.director(), now=APPROVED)
    done = moves.approve(waiting.pk, version=1, by=people.director(), now=APPROVED)
    assert done.state == "approved"
    with pytest.raises(Refused, match="wrong_state"):
        moves.approve(waiting.pk, version=1, by=people.director(), now=APPROVED)


def test_departments_answer_with_measures_that_stay_until_they_are_carried_out() -> None:
    a_month_of(4)
    report = approved()
    lin = people.clinician()
    assert silent(report) == [lin.department]
    answering.answer(report.pk, department=lin.department, text="已在科会上讨论", by=lin, now=APPROVED)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="given"):
        answering.answer(report.pk, department=lin.department, text="再答", by=lin, now=APPROVED)  # type: ignore[arg-type]
    assert silent(report) == []
    measure = answering.set_measure(
        report.pk, department=lin.department, text="入院时核对号码", responsible=lin,  # type: ignore[arg-type]
        due_on=date(2026, 12, 10), by=lin, now=APPROVED,
    )  # fmt: skip
    december = (date(2026, 11, 26), date(2026, 12, 25))
    assert list(ReportMeasure.objects.told_from(*december)) == [measure]
    with pytest.raises(Refused, match="no_proof"):
        answering.carry_out(measure.pk, proof="", by=lin, now=FINAL)
    answering.carry_out(measure.pk, proof="见登记本", by=lin, now=FINAL)
    assert list(ReportMeasure.objects.told_from(*december)) == [measure]
    assert not ReportMeasure.objects.told_from(date(2026, 12, 26), date(2027, 1, 25))


def test_final_on_the_30th_or_when_everybody_has_answered_with_the_differences_listed() -> None:
    a_month_of(4, state="unsuccessful", end_reason="no_answer")
    report = approved()
    with pytest.raises(Refused, match="too_early"):
        signed(report, APPROVED)
    Task.objects.filter(occurrence=1).update(state="completed", end_reason="completed")
    done = signed(report)
    assert done.version is not None
    assert (done.version.number, done.version.final) == (2, True)
    changed = done.version.differences
    whole = {line["what"]: (line["old"], line["new"]) for line in changed if not line["group"]}
    assert whole == {"completed": (0, 1), "unsuccessful": (4, 3)}
    assert {line["group"] for line in changed} >= {"", "department", "rule", "unsuccessful"}


def test_what_is_final_never_changes_and_every_later_correction_shows() -> None:
    hospital = Hospital(5, 40)
    done = final()
    assert done.version is not None
    before = (done.version.digest, done.version.figures)
    rng, now = hospital.rng, sheet_of(wanted_of(done), now=FINAL)
    for task in rng.sample(hospital.tasks, 25):
        state, reason = rng.choice([("completed", "completed"), ("unsuccessful", "declined")])
        Task.objects.filter(pk=task.pk).update(state=state, end_reason=reason, closed_at=FINAL)
    hospital.rooms[0].name = "骨一科"
    hospital.rooms[0].save()

    kept = ReportVersion.objects.get(pk=done.version.pk)
    assert (kept.digest, kept.figures) == before
    assert digest_of_version(kept) == kept.digest
    after = sheet_of(wanted_of(done), now=FINAL)
    changed = differences(kept.figures, after)
    listed = {(one["group"], one["key"], one["more"], one["what"]) for one in changed}
    for what, n in after["tasks"]["counts"].items():
        assert (("", "", "", what) in listed) == (n != now["tasks"]["counts"][what])
    assert listed


@pytest.mark.parametrize("what", ["figures", "texts", "digest"])
def test_the_database_refuses_to_change_a_version(what: str) -> None:
    a_month_of(1)
    version = submitted().version
    assert version is not None
    changed = "x" if what == "digest" else {"x": 1}
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ReportVersion.objects.filter(pk=version.pk).update(**{what: changed})
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ReportEvent.objects.all().delete()


def test_the_database_knows_the_same_moves() -> None:
    a_month_of(1)
    done = final()
    for state in ("draft", "submitted", "returned", "approved"):
        with pytest.raises(DatabaseError, match="no move leads"), transaction.atomic():
            Report.objects.filter(pk=done.pk).update(state=state, approved_by=done.approved_by)
    frozen = __import__(f"{_migrations}.0002_frozen", fromlist=["PAIRS"])
    pairs = {f"{before} {after}" for befores, after in MOVES.values() for before in befores}
    assert set(frozen.PAIRS) == pairs


def test_a_ledger_that_does_not_hold_is_not_stored() -> None:
    a_month_of(2)
    version = submitted().version
    assert version is not None
    columns = "report_id, final, figures, texts, differences, digest, made_by_id, made_at"
    wrong = "number, due, completed, unsuccessful, exempt, open"
    statement = (
        f"INSERT INTO reports_reportversion ({wrong}, {columns})"  # noqa: S608
        f" SELECT 9, 3, 1, 1, 0, 0, {columns} FROM reports_reportversion"
    )
    refused = pytest.raises(DatabaseError, match="report_ledger_holds")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_period_that_is_not_over_is_not_submitted() -> None:
    a_month_of(1)
    report = a_report(people.moment("2026-11-20 09:00"))
    with pytest.raises(Refused, match="not_over"):
        moves.submit(
            report.pk, edits=report.edits, by=people.supervisor(), now=people.moment("2026-11-24 23:59")
        )


def test_submitting_twice_makes_one_version() -> None:
    a_month_of(1)
    waiting = submitted()
    with pytest.raises(Refused, match="wrong_state"):
        moves.submit(waiting.pk, edits=waiting.edits, by=people.supervisor(), now=SUBMITTED)
    assert waiting.versions.count() == 1
