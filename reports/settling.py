"""What a final version would say differently from the approved one, and the mark of having read it (A22)."""

import hashlib
import json
from datetime import datetime
from typing import Any

from reports.models import Report
from reports.scope import sheet_now
from reports.versions import differences


def differing(report: Report, *, now: datetime) -> list[dict[str, Any]]:
    """Of a report that is approved, as signing it now would list them."""
    assert report.version is not None  # noqa: S101 (a constraint of the database says so)
    return differences(report.version.figures, sheet_now(report, now=now, final=True))


def mark_of(differing: list[dict[str, Any]]) -> str:
    """It comes back with the signature: other differences have not been read."""
    return hashlib.sha256(json.dumps(differing, sort_keys=True).encode()).hexdigest()
