"""A report's numbers for machines: one line a number, UTF-8 with the mark that Excel needs."""

import csv
from io import StringIO
from typing import Any

from followups.exporting import as_text
from reports.contents import contents
from reports.models import Report

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(report: Report, sheet: dict[str, Any]) -> bytes:
    said = contents(report, sheet)
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(["table", "line", "column", "value"])
    for one in said["tables"]:
        for row in one["rows"]:
            for column, value in zip(one["head"][1:], row[1:], strict=True):
                writer.writerow([_text(one["title"]), _text(row[0]), _text(column), _text(value)])
    return stream.getvalue().encode("utf-8-sig")


def _text(value: Any) -> str:
    """A name that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers."""
    text = as_text(str(value))
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()
