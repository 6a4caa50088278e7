"""A department answers a report, sets measures and carries them out (A17)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from policy.reporting import ANSWERABLE
from reports.actions.refusals import Refused
from reports.models import Feedback, Report, ReportMeasure
from staff.actions.audit import record
from staff.models import Act, Department, User


@transaction.atomic
def answer(report_id: int, *, department: Department, text: str, by: User, now: datetime) -> Feedback:
    report = _answerable(report_id)
    if not text.strip():
        raise Refused("no_text")
    try:
        with transaction.atomic():
            feedback = Feedback.objects.create(
                report=report, department=department, text=text.strip(), by=by, at=now
            )
    except IntegrityError:
        raise Refused("given") from None
    _log(report, "feedback", by=by, now=now)
    return feedback


@transaction.atomic
def set_measure(
    report_id: int,
    *,
    department: Department,
    text: str,
    responsible: User,
    due_on: date,
    by: User,
    now: datetime,
) -> ReportMeasure:
    report = _answerable(report_id)
    if not text.strip():
        raise Refused("no_text")
    if due_on < timezone.localdate(now):
        raise Refused("past_day")
    if not responsible.is_active:
        raise Refused("no_person")
    measure = ReportMeasure.objects.create(
        report=report,
        department=department,
        text=text.strip(),
        responsible=responsible,
        due_on=due_on,
        set_by=by,
        set_at=now,
    )
    _log(report, "measure_set", by=by, now=now)
    return measure


@transaction.atomic
def carry_out(measure_id: int, *, proof: str, by: User, now: datetime) -> ReportMeasure:
    measure = ReportMeasure.objects.select_for_update(of=("self",)).get(pk=measure_id)
    if measure.carried_out_at:
        raise Refused("given")
    if not proof.strip():
        raise Refused("no_proof")
    measure.carried_out_at, measure.carried_out_by, measure.proof = now, by, proof.strip()
    measure.save()
    _log(measure.report, "measure_done", by=by, now=now)
    return measure


def _answerable(report_id: int) -> Report:
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.state not in ANSWERABLE:
        raise Refused("wrong_state")
    return report


def _log(report: Report, what: str, *, by: User, now: datetime) -> None:
    record(Act.REPORT_CHANGED, actor=by, now=now, about=report, detail={"what": what})
