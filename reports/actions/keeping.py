"""The files of what is final, made when it is signed: no later name or layout reaches them (A22)."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.db.models import Count

from reports.actions.files import MAKERS, kept
from reports.models import Report, ReportVersion

log = logging.getLogger(__name__)


def keep_files(version_id: int, *, now: datetime) -> bool:
    """Every kind, once; what is there stays, and one that cannot be made keeps no other away. Whether all
    are there."""
    found = Report.objects.select_related("version")
    report = found.get(version=version_id)
    return all([_keep(report, kind, now=now) for kind in MAKERS])


def keep_missing(*, now: datetime) -> int:
    """Of final versions whose files could not be made when they were signed: how many are whole now."""
    lacking = ReportVersion.objects.filter(final=True).annotate(n=Count("files")).filter(n__lt=len(MAKERS))
    versions = list(lacking.order_by("pk").values_list("pk", flat=True))
    return sum(keep_files(version, now=now) for version in versions)


def _keep(report: Report, kind: str, *, now: datetime) -> bool:
    try:
        kept(report, kind, now=now)
    except (OperationalError, InterfaceError):
        raise  # the database is away: nothing else can be kept either
    except Exception as error:  # whatever it is; the hourly job tries again
        log.error("The %s of report %s cannot be made: %s", kind, report.pk, type(error).__name__)
        return False
    return True
