"""Which departments a report asks, and which have not answered yet (A17)."""

from reports.models import Report
from staff.models import Department


def asked(report: Report) -> list[int]:
    """Those with follow-ups in the version that was approved; of a department's own report, that one."""
    if report.version is None:
        return []
    lines = report.version.figures["tasks"]["by"]["department"]
    return [int(line["key"]) for line in lines if line["key"]]


def silent(report: Report) -> list[Department]:
    """Asked, and nothing said yet."""
    answered = report.feedback.values("department")
    return list(Department.objects.filter(pk__in=asked(report)).exclude(pk__in=answered))
