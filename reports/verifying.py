"""Whether reports are as they were signed: rows and files against their hashes, hashes against the log.

Whoever can change rows can reckon their hashes anew; the log, which `verify_audit` walks, has the first ones.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from policy.reporting import Move
from reports.models import ReportEvent, ReportFile, ReportVersion
from reports.versions import digest_of_version
from staff.models import Act, AuditEntry

LEDGER = ("due", "completed", "unsuccessful", "exempt", "open")


type_of_move = tuple[int, str, int | None, int | None]  # report, move, by whom, version


class Logged(NamedTuple):
    digests: dict[tuple[int, int], str]  # of a report's version, by its number
    files: dict[str, tuple[int, str]]  # by their hash: of which report, of which kind
    moves: Counter[type_of_move]


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
    return Verdict(versions, files, _missing(logged) or _lost(logged) or _events(logged))


def file_of(path: Path) -> ReportFile | None:
    """The kept file with these bytes."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return ReportFile.objects.filter(digest=digest).select_related("version").first()


def _logged() -> Logged:
    logged = Logged({}, {}, Counter())
    entries = AuditEntry.objects.filter(act=Act.REPORT_CHANGED, object_type="report").order_by("pk")
    found: Any = entries.values_list("object_id", "actor", "detail")
    for report, by, detail in found.iterator():
        what, number, digest = detail.get("what"), detail.get("version"), detail.get("digest")
        if what == "kept":
            logged.files[digest] = (report, detail.get("format", ""))
        elif digest:
            logged.digests.setdefault((report, number), digest)
        logged.moves[report, what, by, number] += 1
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


def _lost(logged: Logged) -> str:
    """A file of which the log says that it was kept."""
    there = set(ReportFile.objects.values_list("digest", flat=True))
    gone = sorted(place for digest, place in logged.files.items() if digest not in there)
    return f"the {gone[0][1]} of report {gone[0][0]} is missing" if gone else ""


def _events(logged: Logged) -> str:
    """Each signature stands in the log, by the same hand; and each of the log in the trail."""
    trail: Counter[type_of_move] = Counter()
    for event in ReportEvent.objects.select_related("version").defer("version__figures").order_by("pk"):
        number = event.version.number if event.version else None
        move = (event.report_id, event.what, event.by_id, number)
        trail[move] += 1
        if trail[move] > logged.moves[move]:
            return f"the log knows nothing of “{event.what}” in the trail of report {event.report_id}"
    gone = sorted(move[:2] for move in logged.moves - trail if move[1] in list(Move))
    return f"“{gone[0][1]}” is missing in the trail of report {gone[0][0]}" if gone else ""
