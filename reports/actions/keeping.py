"""The files of what is final, made when it is signed: no later name or layout reaches them (A22)."""

from datetime import datetime

from django.db.models import Count

from reports.actions.files import MAKERS, kept
from reports.models import Report, ReportVersion


def keep_files(version_id: int, *, now: datetime) -> None:
    """Every kind, once; what is there stays."""
    found = Report.objects.select_related("version")
    report = found.get(version=version_id)
    for kind in MAKERS:
        kept(report, kind, now=now)


def keep_missing(*, now: datetime) -> int:
    """Of final versions whose files could not be made when they were signed: how many."""
    lacking = ReportVersion.objects.filter(final=True).annotate(n=Count("files")).filter(n__lt=len(MAKERS))
    versions = list(lacking.order_by("pk").values_list("pk", flat=True))
    for version in versions:
        keep_files(version, now=now)
    return len(versions)
