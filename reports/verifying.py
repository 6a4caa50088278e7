"""Whether reports are as they were signed: rows and files against their hashes, hashes against the log.

Whoever can change rows can reckon their hashes anew; the log, which `verify_audit` walks, has the first ones.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reports.models import ReportEvent, ReportFile, ReportVersion
from reports.versions import digest_of_version
from staff.models import Act, AuditEntry

LEDGER = ("due", "completed", "unsuccessful", "exempt", "open")


class Logged(NamedTuple):
    digests: dict[tuple[int, int], str]  # of a report's version, by its number
    files: set[str]
    moves: set[tuple[int, str, int | None, int | None]]  # report, move, by whom, version


class Verdict(NamedTuple):
    versions: int
    files: int
    wrong: str  # the first thing that is not what it was; empty: nothing


def verify() -> Verdict:
    logged, versions, files = _logged(), 0, 0
    for wrong in _versions(logged):
        if wrong:
            return Verdict(versions, files, wrong)
        versions += 1
    for wrong in _files(logged):
        if wrong:
            return Verdict(versions, files, wrong)
        files += 1
    return Verdict(versions, files, _missing(logged) or _events(logged))


def file_of(path: Path) -> ReportFile | None:
    """The kept file with these bytes."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ReportFile.objects.filter(digest=digest).select_related("version").first()


def _logged() -> Logged:
    logged = Logged({}, set(), set())
    entries = AuditEntry.objects.filter(act=Act.REPORT_CHANGED, object_type="report").order_by("pk")
    found: Any = entries.values_list("object_id", "actor", "detail")
    for report, by, detail in found.iterator():
        what, number, digest = detail.get("what"), detail.get("version"), detail.get("digest")
        if what == "kept":
            logged.files.add(digest)
        elif digest:
            logged.digests.setdefault((report, number), digest)
        logged.moves.add((report, what, by, number))
    return logged


def _versions(logged: Logged) -> Iterator[str]:
    for one in ReportVersion.objects.order_by("pk").iterator(chunk_size=50):
        counts = one.figures.get("tasks", {}).get("counts", {})
        told = logged.digests.get((one.report_id, one.number), one.digest)
        holds = digest_of_version(one) == one.digest == told and [getattr(one, name) for name in LEDGER] == [
            counts.get(name) for name in LEDGER
        ]
        yield "" if holds else f"version {one.number} of report {one.report_id} was changed"


def _files(logged: Logged) -> Iterator[str]:
    for one in ReportFile.objects.order_by("pk").iterator(chunk_size=5):
        holds = hashlib.sha256(one.content).hexdigest() == one.digest and one.digest in logged.files
        yield "" if holds else f"the {one.kind} of version {one.version_id} was changed"


def _missing(logged: Logged) -> str:
    there = set(ReportVersion.objects.values_list("report", "number"))
    gone = sorted(set(logged.digests) - there)
    return f"version {gone[0][1]} of report {gone[0][0]} is missing" if gone else ""


def _events(logged: Logged) -> str:
    """Each signature stands in the log, by the same hand."""
    for event in ReportEvent.objects.select_related("version").defer("version__figures").order_by("pk"):
        number = event.version.number if event.version else None
        if (event.report_id, event.what, event.by_id, number) not in logged.moves:
            return f"the log knows nothing of “{event.what}” in the trail of report {event.report_id}"
    return ""
