"""A file of a report, made once and kept from its approval on: whoever takes it gets the same bytes (A22)."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from policy.reporting import ANSWERABLE
from reports.models import Report, ReportFile
from reports.paper import paper
from reports.scope import shown_sheet
from reports.table import table
from reports.workbook import workbook
from staff.actions.audit import record
from staff.models import Act, User

MAKERS: Mapping[str, Callable[[Report, dict[str, Any]], bytes]] = {
    "pdf": paper,
    "xlsx": workbook,
    "csv": table,
}


@transaction.atomic
def take(report: Report, kind: str, *, reason: str, by: User, now: datetime) -> bytes:
    """In the hospital's language; `reason` is a code. Whoever takes it stands in the log."""
    content = kept(report, kind, now=now) if report.state in ANSWERABLE else _made(report, kind, now=now)
    detail = {
        "format": kind,
        "reason": reason,
        "bytes": len(content),
        "version": report.version.number if report.version else None,
    }
    record(Act.EXPORTED, actor=by, now=now, about=report, detail=detail)
    return content


def _made(report: Report, kind: str, *, now: datetime) -> bytes:
    with translation.override(settings.LANGUAGE_CODE):
        return MAKERS[kind](report, shown_sheet(report, now=now))


@transaction.atomic
def kept(report: Report, kind: str, *, now: datetime) -> bytes:
    there = ReportFile.objects.filter(version=report.version, kind=kind).first()
    if there is None:
        content = _made(report, kind, now=now)
        digest = hashlib.sha256(content).hexdigest()
        # Two who ask at once: the second takes what the first has kept.
        Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        there, new = ReportFile.objects.get_or_create(
            version=report.version,
            kind=kind,
            defaults={
                "content": content,
                "digest": digest,
                "made_at": now,
            },
        )
        if new:
            told = {"what": "kept", "format": kind, "digest": digest}
            record(Act.REPORT_CHANGED, actor=None, now=now, about=report, detail=told)
    return bytes(there.content)
