"""Writing a report's text: words are the author's, figures stay names in braces."""

from datetime import datetime

from django.db import transaction

from policy.reporting import WRITABLE
from reports.actions.refusals import Refused
from reports.bound import unknown, values
from reports.links import Links
from reports.models import Report
from reports.queries.sheet import sheet_of
from reports.scope import wanted_of
from reports.writing import LONGEST, SECTIONS
from staff.actions.audit import record
from staff.models import Act, User


@transaction.atomic
def write(report_id: int, texts: dict[str, str], *, edits: int, by: User, now: datetime) -> Report:
    """`edits`: as the report stood when its form was drawn."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report_id)
    if report.state not in WRITABLE:
        raise Refused("wrong_state")
    if report.edits != edits:
        raise Refused("changed")
    written = {name: texts.get(name, "").strip()[:LONGEST] for name in SECTIONS}
    sheet = sheet_of(wanted_of(report), now=now)
    strange = unknown(written.values(), values(sheet, Links(sheet, opens=False)))
    if strange:
        raise Refused("unknown_word", ", ".join(strange))
    report.texts, report.edits = written, report.edits + 1
    report.written_by, report.written_at = by, now
    report.save()
    record(Act.REPORT_CHANGED, actor=by, now=now, about=report, detail={"what": "written"})
    return report
