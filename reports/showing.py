"""Everything that a page of figures draws from a sheet, whether frozen or as things stand now."""

from typing import Any

from complaints.words import KINDS
from policy.complaints import Kind
from policy.folding import folded
from reports import besidepage, reading
from reports.chartpage import charts, theme_name
from reports.drawing import headlines, ledger, tables
from reports.links import Links
from reports.subjects import LEVELS, SUBJECTS


def shown(sheet: dict[str, Any], *, opens: bool = True) -> dict[str, Any]:
    """`opens`: whether the reader may open the records behind the numbers."""
    links = Links(sheet, opens=opens)
    return {
        "sheet": sheet,
        "headlines": headlines(sheet, links),
        "ledger": ledger(sheet, links),
        "charts": charts(sheet, links),
        "tables": tables(sheet, links),
        "before_label": reading.before(sheet)["label"],
        "year_label": sheet["year"]["label"],
        "beside": besidepage.tables(sheet, links),
        "opinions": _opinions(sheet, links),
        "said": _said(sheet, links),
    }


def _opinions(sheet: dict[str, Any], links: Links) -> list[dict[str, Any]]:
    if not sheet["cases"]:
        return []
    return [
        {
            "name": theme_name(theme["key"]),
            "n": links.cases(theme["n"], theme=theme["key"]),
            "words": _together(theme["words"], links),
            "more": theme["n"] - len(theme["words"]),
        }
        for theme in sheet["cases"]["themes"]
    ]


def _together(words: list[dict[str, Any]], links: Links) -> list[dict[str, Any]]:
    """Equal words of one kind stand once, with every case that has them: most first, praise last."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in words:
        line = found.setdefault(
            (one["kind"], folded(one["text"])[0]), one | {"tag": _tag(one["kind"]), "cases": []}
        )
        line["cases"].append((one["number"], links.case(one["pk"])))
    lines = [line | {"n": len(line["cases"])} for line in found.values()]
    return sorted(lines, key=lambda line: (line["kind"] == Kind.PRAISE, -line["n"]))


def _tag(kind: str) -> str:
    """A16: what is no complaint is marked as suggestion, need, praise."""
    return "" if kind == Kind.COMPLAINT else str(KINDS[Kind(kind)])


def _said(sheet: dict[str, Any], links: Links) -> list[dict[str, Any]]:
    """A19: the reasons given in calls, by what they were asked about."""
    return [
        {
            "name": str(SUBJECTS.get(about["key"], about["key"])),
            "n": links.answers(about["n"], about["key"], "", worded=1),
            "words": [_told(about["key"], one, links) for one in about["words"]],
            "more": about["n"] - sum(one.get("n", 1) for one in about["words"]),
        }
        for about in sheet.get("said", [])
    ]


def _told(subject: str, one: dict[str, Any], links: Links) -> dict[str, Any]:
    """An older version has equal words one by one, and does not know whose they are."""
    line = one | {"tag": str(LEVELS[5 - one["level"]]), "n": one.get("n", 1)}
    if "answer" in one:
        line["times"] = links.answers(one["n"], subject, str(one["level"]), worded=1, same=one["answer"])
    return line
