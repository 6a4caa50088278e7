"""A report as PDF/A, drawn by typst: the same bytes for the same report (decision 014)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints.pack import safe
from complaints.pdf import draw
from reports.charts.canvas import COLOURS
from reports.contents import contents, plain
from reports.models import Report

LAYOUT = Path(settings.BASE_DIR) / "templates" / "reports" / "paper" / "report.typ"


def paper(report: Report, sheet: dict[str, Any]) -> bytes:
    said = contents(report, sheet)
    said["charts"] = [_chart(one) for one in said["charts"]]
    said["tables"] = [one | {"rows": _cells(one["rows"])} for one in said["tables"]]
    said["opinions"] = [one | {"words": [safe(words) for words in one["words"]]} for one in said["opinions"]]
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    return draw(LAYOUT, said | {"lang": lang, "page_of": _("Page {n} of {all}")})


def _chart(one: dict[str, Any]) -> dict[str, Any]:
    legend = [{"fill": COLOURS[kind], "words": words} for kind, words in one.get("legend", ())]
    table = one["table"]
    rows = [[_cell(plain(cell)) for cell in row] for row in table["rows"]]
    head = [str(word) for word in table["head"]]
    drawn = {"title": "", "head": head, "rows": rows, "note": table.get("note", ""), "words": 1}
    return {
        "title": one["title"],
        "legend": legend,
        "svg": one["paper"],
        "part": one.get("part", ""),
        "table": drawn,
    }


def _cells(rows: list[list[Any]]) -> list[list[str]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else safe(str(value))
