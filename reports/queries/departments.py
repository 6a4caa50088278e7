"""Which departments a report asks, and which have not answered yet (A17)."""

from functools import lru_cache

from reports.models import Report, ReportVersion
from staff.models import Department


def asked(report: Report) -> list[int]:
    """Those with follow-ups in the version that was approved; of a department's own report, that one. An
    agent's report is not theirs to read: it asks nobody."""
    version = report.version
    return list(_asked(version.pk, version.digest)) if version and report.agent_id is None else []


@lru_cache(maxsize=256)
def _asked(version_id: int, digest: str) -> tuple[int, ...]:
    """A version is frozen: read once, and of its figures the departments alone."""
    of = ReportVersion.objects.filter(pk=version_id, digest=digest)
    (lines,) = of.values_list("figures__tasks__by__department", flat=True)
    return tuple(int(line["key"]) for line in lines if line["key"])


def all_answered(report: Report) -> bool:
    """Where nobody is asked, nobody has answered either."""
    return bool(asked(report)) and not silent(report)


def silent(report: Report) -> list[Department]:
    """Asked, and nothing said yet."""
    answered = report.feedback.values("department")
    return list(Department.objects.filter(pk__in=asked(report)).exclude(pk__in=answered))
