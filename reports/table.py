"""A report's numbers for machines: one line a number, UTF-8 with the mark that Excel needs."""

import csv
import re
from io import StringIO
from typing import Any

from followups.exporting import as_text
from reports.contents import contents
from reports.models import Report

# What spreadsheets take for a formula, the full-width signs of Chinese keyboards too, also after blanks.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d[\d ().,%-]*")  # -5, +86 179 5555 2056: no name of a function or a cell in it


def table(report: Report, sheet: dict[str, Any]) -> bytes:
    said = contents(report, sheet)
    stream = StringIO()
    writer = csv.writer(stream)
    writer.writerow(["table", "line", "column", "value"])
    for one in said["tables"]:
        for row in one["rows"]:
            for column, value in zip(one["head"][1:], row[1:], strict=True):
                cells = (one["title"], row[0], column, value)
                writer.writerow([harmless(as_text(str(cell))) for cell in cells])
    return stream.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe; numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
