"""A report's way to being final: each verb under the report's lock, each submission frozen (A22).

All raise Refused with a code, and nothing is written then.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from policy.rates import ledger
from policy.reporting import MOVES, Move, State, refusal
from reports.actions.keeping import keep_files
from reports.actions.refusals import Refused
from reports.days import next_owed
from reports.models import Report, ReportEvent, ReportVersion
from reports.queries.departments import all_answered
from reports.scope import sheet_now
from reports.settling import mark_of
from reports.versions import differences, digest_of_version
from staff.actions.audit import record
from staff.models import Act, User


@transaction.atomic
def submit(report_id: int, *, edits: int, by: User, now: datetime) -> Report:
    """Freeze the figures and the text of this moment, for the director. `edits`: of the text that he read."""
    report = _locked(report_id)
    over = report.last <= timezone.localdate(now)
    _refuse(Move.SUBMIT, report, by, text=any(report.texts.values()), due=over)
    if report.edits != edits:
        raise Refused("changed")
    version = _freeze(report, by=by, now=now)
    report.submitted_by, report.version = by, version
    return _moved(Move.SUBMIT, report, by=by, now=now)


@transaction.atomic
def send_back(report_id: int, *, remarks: str, by: User, now: datetime) -> Report:
    report = _locked(report_id)
    _refuse(Move.RETURN, report, by, remarks=bool(remarks.strip()))
    return _moved(Move.RETURN, report, by=by, now=now, text=remarks.strip())


@transaction.atomic
def approve(report_id: int, *, version: int, by: User, now: datetime) -> Report:
    """`version`: the number that he read; another one has not been read by him."""
    report = _locked(report_id)
    _refuse(Move.APPROVE, report, by, ledger_holds=_holds(report))
    if report.version is None or report.version.number != version:
        raise Refused("changed")
    report.approved_by = by
    return _moved(Move.APPROVE, report, by=by, now=now)


@transaction.atomic
def finalise(report_id: int, *, read: str, by: User, now: datetime) -> Report:
    """Figures once more, with what differs from the version that was approved, signed again. `read`: the
    mark of the differences that he was shown; others have not been read by him."""
    report = _locked(report_id)
    due = report.final_on <= timezone.localdate(now) or all_answered(report)
    _refuse(Move.FINALISE, report, by, due=due, ledger_holds=_holds(report))
    version = _freeze(report, by=by, now=now, final=True)
    if mark_of(version.differences) != read:
        raise Refused("changed")
    report.version = version
    # A paper that cannot be drawn takes no signature back; the hourly job tries again.
    transaction.on_commit(lambda: keep_files(version.pk, now=now), robust=True)
    return _moved(Move.FINALISE, report, by=by, now=now)


def _locked(report_id: int) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("version").get(pk=report_id)


def _refuse(move: Move, report: Report, by: User, **more: Any) -> None:
    own = by.pk in (report.submitted_by_id, report.written_by_id)
    code = refusal(move, State(report.state), own=own, **more)
    if code:
        raise Refused(code)


def _holds(report: Report) -> bool:
    version = report.version
    return (
        version is not None
        and ledger(
            due=version.due,
            completed=version.completed,
            unsuccessful=version.unsuccessful,
            exempt=version.exempt,
            open=version.open,
        ).holds
    )


def _freeze(report: Report, *, by: User, now: datetime, final: bool = False) -> ReportVersion:
    figures = sheet_now(report, now=now, final=final)
    number = report.versions.count() + 1
    counts = figures["tasks"]["counts"]
    version = ReportVersion(
        report=report,
        number=number,
        final=final,
        figures=figures,
        texts=report.texts,
        differences=differences(report.version.figures, figures) if final and report.version else [],
        made_by=by,
        made_at=now,
        **{name: counts[name] for name in ("due", "completed", "unsuccessful", "exempt", "open")},
    )
    version.digest = digest_of_version(version)
    version.save(force_insert=True)
    return version


def _moved(move: Move, report: Report, *, by: User, now: datetime, text: str = "") -> Report:
    report.state = MOVES[move][1]
    report.owed_on = next_owed(report, now=now)
    report.save()
    ReportEvent.objects.create(report=report, version=report.version, what=move, by=by, at=now, text=text)
    version = report.version
    detail = {
        "what": str(move),
        "version": version.number if version else None,
        "digest": version.digest if version else None,
    }
    record(Act.REPORT_CHANGED, actor=by, now=now, about=report, detail=detail)
    return report
