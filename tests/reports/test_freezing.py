"""A thousand edits, corrections, merges and deletions: not a byte of a final report moves, each shows."""

from datetime import date
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from complaints.pack import safe
from followups.models import Answer, Attempt, NumberDefect, Purpose, Task
from policy.outcomes import Outcome
from policy.spans import span_of
from reports.actions import answering, moves
from reports.actions.drafting import draft
from reports.actions.files import take
from reports.actions.keeping import keep_files
from reports.changewords import lines
from reports.contents import contents
from reports.models import Report, ReportFile, ReportMeasure, ReportVersion
from reports.queries.departments import asked
from reports.scope import sheet_now, shown_sheet
from reports.versions import differences
from staff.models import Department, User
from tests import people
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import APPROVED, FINAL, MONTH, approved, final, signed

pytestmark = pytest.mark.django_db
EDITS = 1_000


class Vandal:
    """What people and raw SQL do to records after a report was signed."""

    def __init__(self, hospital: Hospital) -> None:
        self.rng, self.tasks = Random(45), [task.pk for task in hospital.tasks]
        self.patients = list({task.patient_id for task in hospital.tasks})
        self.attempts = list(Attempt.objects.values_list("pk", flat=True))

    def edit(self) -> None:
        rng = self.rng
        what = rng.choice(
            [self.end, self.end, self.correct, self.merge, self.withdraw, self.unsay, self.move, self.rename]
        )
        what(rng.choice(self.tasks), rng.choice(self.attempts))

    def end(self, task: int, attempt: int) -> None:
        state, reason = self.rng.choice(
            [
                ("completed", "completed"),
                ("unsuccessful", "declined"),
                ("unsuccessful", "no_answer"),
                ("open", ""),
            ]
        )
        closed = None if state == "open" else FINAL
        Task.objects.filter(pk=task).update(state=state, end_reason=reason, closed_at=closed)

    def correct(self, task: int, attempt: int) -> None:
        """A new attempt takes the old one's place, as followups.actions.correcting writes it."""
        old = Attempt.objects.filter(pk=attempt, corrected_by=None).first()
        if old is None:
            return
        purposes = list(old.purposes.values_list("task", flat=True))
        old.pk, old.corrects_id, old.outcome = (
            None,
            attempt,
            self.rng.choice([Outcome.COMPLETED, Outcome.NO_ANSWER]),
        )
        old.reason, old.token = "", uuid4()
        old.save(force_insert=True)
        Purpose.objects.bulk_create(
            Purpose(attempt=old, task_id=pk, counted=True, attempt_no=1, state_after="open")
            for pk in purposes
        )
        self.attempts.append(old.pk)

    def merge(self, task: int, attempt: int) -> None:
        """One patient's records become another's."""
        one, other = self.rng.sample(self.patients, 2)
        with connection.cursor() as cursor:
            for table in ("followups_task", "followups_attempt", "patients_visit"):
                cursor.execute(f"UPDATE {table} SET patient_id = %s WHERE patient_id = %s", [one, other])  # noqa: S608

    def withdraw(self, task: int, attempt: int) -> None:
        """Deleted, as far as the database lets it."""
        if self.rng.random() < 0.8:
            return self.end(task, attempt)
        Purpose.objects.filter(task=task).delete()
        Task.objects.filter(pk=task).delete()

    def unsay(self, task: int, attempt: int) -> None:
        Answer.objects.filter(attempt=attempt).delete()
        NumberDefect.objects.filter(attempt=attempt).delete()

    def move(self, task: int, attempt: int) -> None:
        rooms = list(Department.objects.values_list("pk", flat=True))
        Task.objects.filter(pk=task).update(department=self.rng.choice(rooms))
        Attempt.objects.filter(pk=attempt).update(department=self.rng.choice(rooms))

    def rename(self, task: int, attempt: int) -> None:
        mark = f"{self.rng.randrange(10**6)}"
        room = self.rng.choice(list(Department.objects.all()))
        Department.objects.filter(pk=room.pk).update(name=f"改{mark}")
        User.objects.filter(role="agent").update(full_name=f"名{mark}")


def numbers(sheet: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], int]:
    """Every number of a sheet by its place, told without the product: names and order do not count."""
    if isinstance(sheet, dict) and isinstance(
        sheet.get("ward"), str
    ):  # wrong numbers, whatever their outcome
        return {(*path, f"{sheet['key']}:{sheet['ward']}"): sum(sheet["counts"].values())}
    if isinstance(sheet, dict):
        key = ":".join(str(sheet.get(name) or "") for name in ("subject", "key", "more", "label"))
        key += sheet["by"] if isinstance(sheet.get("by"), str) else ""
        found: dict[tuple[str, ...], int] = {}
        for name, value in sheet.items():
            if name not in ("key", "target", "pk", "departments", "before", "total", "words"):
                found |= numbers(value, (*path, key, name))
        return found
    if isinstance(sheet, list):
        place = path[-1] in ("trend", "by", "answers", "defects") or (sheet and isinstance(sheet[0], dict))
        pairs = [(str(at), one) for at, one in enumerate(sheet)]
        if path[-1] == "hours":
            pairs = [(f"{one[0]}-{one[1]}", one[2:]) for one in sheet]
        found = {}
        for at, one in pairs:
            found |= numbers(one, path if place else (*path, at))
        return found
    return {path: sheet} if isinstance(sheet, int) and not isinstance(sheet, bool) and sheet else {}


def test_after_a_thousand_edits_no_byte_has_moved_and_each_shows_in_the_amendment() -> None:
    hospital = Hospital(5, 80)
    done = final()
    assert done.version is not None
    keep_files(done.version.pk, now=FINAL)
    kinds = ("pdf", "xlsx", "csv")
    before = {one.kind: (bytes(one.content), one.digest) for one in ReportFile.objects.all()}
    row = ReportVersion.objects.filter(pk=done.version.pk).values().get()
    vandal = Vandal(hospital)
    for _edit in range(EDITS):
        vandal.edit()

    report = Report.objects.select_related("version").get()
    assert ReportVersion.objects.filter(pk=done.version.pk).values().get() == row
    assert {one.kind: (bytes(one.content), one.digest) for one in ReportFile.objects.all()} == before
    for kind in kinds:
        assert take(report, kind, reason="other", by=people.director(), now=FINAL) == before[kind][0]
    assert shown_sheet(report, now=FINAL) == row["figures"]

    after = sheet_now(report, now=FINAL)
    listed = differences(row["figures"], after)
    was, now = numbers(row["figures"]), numbers(after)
    moved = {place for place in was.keys() | now.keys() if was.get(place, 0) != now.get(place, 0)}
    told = [place for place in moved if not _derived(place)]
    assert len(listed) == len(told) > 300, (len(listed), len(told))
    assert sorted(abs(one["new"] - one["old"]) for one in listed) == sorted(
        abs(now.get(place, 0) - was.get(place, 0)) for place in told
    )
    assert all(line.where and line.what for line in lines(listed))


def _derived(place: tuple[str, ...]) -> bool:
    """What the funnel says again of the same follow-ups, and the span itself at the end of the trend."""
    again = {"not_attempted", "not_reached", "not_completed"} & set(place[:-1])
    return bool(again) or ("trend" in place and any(":2026-11" in part for part in place))


def test_measures_are_followed_over_two_periods_and_stand_frozen_in_each_report() -> None:
    a_month_of(4)
    lin = people.clinician()
    november = approved()
    answering.answer(november.pk, department=lin.department, text="已讨论", by=lin, now=APPROVED)  # type: ignore[arg-type]
    for text in ("入院时核对号码", "换药前告知"):
        answering.set_measure(
            november.pk, department=lin.department, text=text, responsible=lin,  # type: ignore[arg-type]
            due_on=date(2026, 12, 20), by=lin, now=APPROVED,
        )  # fmt: skip
    first, second = ReportMeasure.objects.order_by("pk")
    answering.carry_out(first.pk, proof="见登记本", by=lin, now=people.moment("2026-12-10 09:00"))

    december = _month("2026-12", people.moment("2026-12-26 08:40"))
    answering.carry_out(second.pk, proof="抽查五例", by=lin, now=people.moment("2026-12-28 09:00"))
    january = _month("2027-01", people.moment("2027-01-26 08:40"))
    february = _month("2027-02", people.moment("2027-02-26 08:40"))
    told = {
        report.label: [(one["text"], one["done"], one["label"]) for one in report.version.figures["measures"]]
        for report in (december, january, february)
    }
    assert told == {
        "2026-12": [("入院时核对号码", "2026-12-10", "2026-11"), ("换药前告知", "", "2026-11")],
        "2027-01": [("换药前告知", "2026-12-28", "2026-11")],
        "2027-02": [],
    }
    since = differences(december.version.figures, sheet_now(december, now=people.moment("2026-12-30 09:00")))
    assert [(one["what"], one["old"], one["new"]) for one in since if one["group"] == "measures"] == [
        ("carried_out", 1, 2),
        ("still_open", 1, 0),
    ]
    said = contents(january, january.version.figures)["tables"]
    rows = next(one["rows"] for one in said if one["title"] == "以往报告的整改措施")
    assert rows == [
        ["胃肠外科", "换药前告知", "2026 年 11 月", "林晓东", "2026/12/20", "已于 2026/12/28 完成: 抽查五例"]
    ]


def _month(label: str, now: Any) -> Any:
    Task.objects.update(due_on=now.date().replace(day=20))
    report = draft(MONTH, span_of(MONTH, now.date().replace(day=20)), by=None, now=now)
    assert report.label == label
    return moves.submit(report.pk, edits=report.edits, by=people.supervisor(), now=now)


def test_the_final_version_keeps_what_departments_said_and_who_stayed_silent() -> None:
    Hospital(5, 40)
    room = people.a_department("骨科")
    lin = people.clinician(department=room)
    report = approved()
    answering.answer(report.pk, department=room, text="已在科会讨论", by=lin, now=APPROVED)
    done = signed(report)
    assert done.version is not None
    said = {one["department"]: one["text"] for one in done.version.figures["feedback"]}
    names = Department.objects.filter(pk__in=asked(done)).values_list("name", flat=True)
    assert said == {name: "已在科会讨论" if name == "骨科" else "" for name in names}
    assert len(said) > 1
    answering.answer(
        report.pk, department=people.a_department("产科"), text="补充", by=people.supervisor(), now=FINAL
    )
    table = contents(done, done.version.figures)["tables"][-2:]
    by = f"林晓东 {APPROVED:%Y/%m/%d}"
    assert safe(by) == by  # not taken for a telephone number on paper
    assert any(["骨科", "已在科会讨论", "", by] in one["rows"] for one in table)
