"""Freezing: the hash of what a version says, and what another one says differently (A22)."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

type_of_sheet = dict[str, Any]
LISTED = ("department", "rule", "kind", "ward", "doctor", "agent", "unsuccessful", "exempt")


def digest_of(*, report: int, number: int, figures: type_of_sheet, texts: dict[str, str]) -> str:
    """Of everything that the version says; what verifying a file or a row compares with."""
    said = {"report": report, "version": number, "figures": figures, "texts": texts}
    return hashlib.sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def differences(old: type_of_sheet, new: type_of_sheet) -> list[dict[str, Any]]:
    """Every number that is not the same, line by line: group, key, name, what, before, now."""
    was, now = dict(_numbers(old)), dict(_numbers(new))
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
    yield from _of_cases(sheet["cases"] or {"kinds": {}, "shares": {}, "themes": []})


def _of_calls(sheet: type_of_sheet) -> Iterator[tuple[type_of_place, int]]:
    yield ("calls", "", "", "calls"), sheet["calls"]["calls"]
    yield ("calls", "", "", "answered"), sheet["calls"]["answered"]
    for line in sheet["answers"]:
        if line["by"] == "subject":
            for level, n in enumerate(line["counts"]):
                yield ("answers", line["subject"], "", str(5 - level)), n
    for line in sheet["defects"]:
        yield ("defects", str(line["key"]), line["ward"], "defects"), sum(line["counts"].values())


def _of_cases(cases: dict[str, Any]) -> Iterator[tuple[type_of_place, int]]:
    for kind, n in cases["kinds"].items():
        yield ("cases", kind, "", "cases"), n
    for name, (part, whole) in cases["shares"].items():
        yield ("cases_rate", name, "", "part"), part
        yield ("cases_rate", name, "", "whole"), whole
    for theme in cases["themes"]:
        yield ("cases_theme", theme["key"], "", "cases"), theme["n"]


def _names(sheet: type_of_sheet) -> dict[tuple[str, str], str]:
    lines = {(group, line["key"]): line["name"] for group in LISTED for line in sheet["tasks"]["by"][group]}
    return lines | {("defects", str(line["key"])): line["name"] for line in sheet["defects"]}
