"""Freezing: the hash of what a version says, and what another one says differently (A22)."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from reports.models import ReportVersion
from reports.reading import lengths

type_of_sheet = dict[str, Any]
# The first four by their part of the sheet, the rest within another.
LATER = ("said", "alerts", "alerts_department", "consultations", "calls_agent", "cases_clock")
LISTED = ("department", "rule", "kind", "ward", "doctor", "agent", "unsuccessful", "exempt")


def digest_of_version(version: ReportVersion) -> str:
    """Of everything in its row: what it says, by whom and when it was frozen."""
    said = {
        "report": version.report_id,
        "version": version.number,
        "final": version.final,
        "figures": version.figures,
        "texts": version.texts,
        "differences": version.differences,
        "by": version.made_by_id,
        "at": version.made_at.astimezone(UTC).isoformat(),
    }
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def differences(old: type_of_sheet, new: type_of_sheet) -> list[dict[str, Any]]:
    """Every number that is not the same, line by line: group, key, name, what, before, now."""
    known = _counted(old) & _counted(new)  # a version from before a figure was counted says nothing of it
    was, now = ({place: n for place, n in _numbers(one) if _told(place, known)} for one in (old, new))
    names = _names(old) | _names(new)
    return [
        {
            "group": group,
            "key": key,
            "more": more,
            "name": names.get((group, key), ""),
            "what": what,
            "old": was.get((group, key, more, what), 0),
            "new": now.get((group, key, more, what), 0),
        }
        for group, key, more, what in {**was, **now}
        if was.get((group, key, more, what), 0) != now.get((group, key, more, what), 0)
    ]


type_of_place = tuple[str, str, str, str]


def _numbers(sheet: type_of_sheet) -> Iterator[tuple[type_of_place, int]]:
    for what, n in sheet["tasks"]["counts"].items():
        yield ("", "", "", what), n
    for group in LISTED:
        for line in sheet["tasks"]["by"][group]:
            for what, n in line["counts"].items():
                yield (group, line["key"], line["more"], what), n
    yield from _of_calls(sheet)
    yield from _of_earlier(sheet)
    yield from _of_measures(sheet.get("measures", []))
    yield from _beside(sheet)
    yield from _of_cases(sheet["cases"] or {"kinds": {}, "shares": {}, "themes": []})


def _counted(sheet: type_of_sheet) -> set[str]:
    """Figures that came later than the first reports, as far as `sheet` has them."""
    later = {name for name in LATER[:4] if sheet.get(name.partition("_")[0]) is not None}
    themes = (sheet["cases"] or {}).get("themes", [])
    return later | {
        *(sheet["tasks"]["counts"]),
        *(["calls_agent"] if "agents" in sheet["calls"] else []),
        *(["cases_clock"] if all("clocks" in one for one in themes) else []),
        *((sheet["cases"] or {}).get("shares", {})),
    }


def _told(place: type_of_place, known: set[str]) -> bool:
    group, key, _more, what = place
    if group in LATER:
        return group in known
    return key in known if group == "cases_rate" else group not in ("", "earlier", *LISTED) or what in known


def _of_calls(sheet: type_of_sheet) -> Iterator[tuple[type_of_place, int]]:
    yield ("calls", "", "", "calls"), sheet["calls"]["calls"]
    yield ("calls", "", "", "answered"), sheet["calls"]["answered"]
    for place, n in enumerate(lengths(sheet)):
        yield ("lengths", str(place), "", "calls"), n
    for weekday, hour, n, answered in sheet["calls"]["hours"]:
        yield ("hours", str(weekday), str(hour), "calls"), n
        yield ("hours", str(weekday), str(hour), "answered"), answered
    for line in sheet["answers"]:
        group, key, more = "answers", line["subject"], ""
        if line["by"] != "subject":
            group, key, more = f"answers_{line['by']}", line["key"], line["subject"]
        for level, n in enumerate(line["counts"]):
            yield (group, key, more, str(5 - level)), n
    for line in sheet["defects"]:
        yield ("defects", str(line["key"]), line["ward"], "defects"), sum(line["counts"].values())


def _of_earlier(sheet: type_of_sheet) -> Iterator[tuple[type_of_place, int]]:
    """What it is compared with; the last point of the trend is the span itself."""
    for point in [*sheet["trend"][:-1], sheet["year"]]:
        for what, n in point["counts"].items():
            yield ("earlier", point["label"], point["kind"], what), n
        for level, n in enumerate(point["overall"]):
            yield ("earlier_answers", point["label"], point["kind"], str(5 - level)), n


def _of_measures(measures: list[dict[str, Any]]) -> Iterator[tuple[type_of_place, int]]:
    done = sum(bool(one["done"]) for one in measures)
    yield ("measures", "", "", "carried_out"), done
    yield ("measures", "", "", "still_open"), len(measures) - done


def _beside(sheet: type_of_sheet) -> Iterator[tuple[type_of_place, int]]:
    for agent in sheet["calls"].get("agents", []):
        for outcome, n in agent["counts"].items():
            yield ("calls_agent", str(agent["key"]), "", outcome), n
    for about in sheet.get("said", []):
        yield ("said", about["key"], "", "said"), about["n"]
    alerts = sheet.get("alerts") or {"counts": {}, "levels": [], "departments": []}
    for group, lines in (("alerts", alerts["levels"]), ("alerts_department", alerts["departments"])):
        for line in lines:
            for what, n in line["counts"].items():
                yield (group, str(line["key"]), "", what), n
    for line in (sheet.get("consultations") or {"departments": []})["departments"]:
        yield ("consultations", str(line["key"]), "", "consultations"), line["n"]
        yield ("consultations", str(line["key"]), "", "came"), line["came"]


def _of_cases(cases: dict[str, Any]) -> Iterator[tuple[type_of_place, int]]:
    for kind, n in cases["kinds"].items():
        yield ("cases", kind, "", "cases"), n
    for name, (part, whole) in cases["shares"].items():
        yield ("cases_rate", name, "", "part"), part
        yield ("cases_rate", name, "", "whole"), whole
    for theme in cases["themes"]:
        yield ("cases_theme", theme["key"], "", "cases"), theme["n"]
        for clock, n in theme.get("clocks", {}).items():
            yield ("cases_clock", theme["key"], "", clock), n


def _names(sheet: type_of_sheet) -> dict[tuple[str, str], str]:
    lines = {(group, line["key"]): line["name"] for group in LISTED for line in sheet["tasks"]["by"][group]}
    lines |= {(f"answers_{one['by']}", one["key"]): one["name"] for one in sheet["answers"]}
    lines |= {("calls_agent", str(one["key"])): one["name"] for one in sheet["calls"].get("agents", [])}
    for group, name in (("consultations", "consultations"), ("alerts_department", "alerts")):
        rooms = (sheet.get(name) or {"departments": []})["departments"]
        lines |= {(group, str(one["key"])): one["name"] for one in rooms}
    return lines | {("defects", str(line["key"])): line["name"] for line in sheet["defects"]}
