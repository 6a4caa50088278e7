"""The list of a file's rejected rows as a workbook, and the entry about it (F23, F31; B20)."""

import io
import json
from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from patients.import_words import findings_of
from patients.importing.errors import Fault
from patients.importing.labels import REASON, ROW_NUMBER
from patients.importing.layout import Layout
from patients.importing.rejects import RejectedRow, write_rejects
from patients.importing.wire import decode
from patients.models import ImportedRow, ImportFile, ImportState, RowResult
from staff.actions.audit import record
from staff.models import Act, User


def rejected_rows(file: ImportFile) -> QuerySet[ImportedRow]:
    if file.state == ImportState.DONE:
        return file.rows.filter(result=RowResult.REJECTED)
    return file.rows.filter(forecast=RowResult.REJECTED)


def rejects_of(file: ImportFile, *, by: User, now: datetime) -> io.BytesIO:
    out = io.BytesIO()
    rows = list(rejected_rows(file).order_by("number"))
    layout = file.headings.get("layout")
    found = Layout.from_json(layout) if layout else Layout(1, (), ())
    others = file.headings.get("others", {})
    write_rejects(out, _lines(rows, others), found, heads=(_(ROW_NUMBER), _(REASON)), mixed=bool(others))
    record(Act.EXPORTED, actor=by, now=now, about=file, detail={"list": "rejected rows", "rows": len(rows)})
    out.seek(0)
    return out


def _lines(rows: list[ImportedRow], others: dict[str, list[str]]) -> Iterator[RejectedRow]:
    """Rows under another heading come last, that heading above them."""
    head = ""
    for row in sorted(rows, key=_heading_of):
        if (above := _heading_of(row)) and str(above) != head:
            head = str(above)
            yield RejectedRow(above, "", others[head])
        said = "; ".join(f"{found.column} {found.why}".strip() for found in findings_of(row))
        yield RejectedRow(row.number, said, decode(json.dumps(row.cells)))


def _heading_of(row: ImportedRow) -> int:
    """The row of the other heading under which it stands, or 0."""
    above: int = next(
        (found["params"]["row"] for found in row.errors if found["code"] == Fault.ANOTHER_HEADING), 0
    )
    return above
