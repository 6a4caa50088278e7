"""The weekly sheet in the order in which it is read: by kind; and its figures in words."""

from typing import Any, NamedTuple

from complaints.models import WeeklySheet
from complaints.themes import THEMES
from complaints.words import KINDS
from policy.complaints import Kind


class Group(NamedTuple):
    kind: str
    name: str
    entries: list[dict[str, Any]]

    @property
    def going_out(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["include"]]


def groups(sheet: WeeklySheet) -> list[Group]:
    found = [
        Group(kind, str(KINDS[kind]), [entry for entry in sheet.entries if entry["kind"] == kind])
        for kind in Kind
    ]
    return [group for group in found if group.entries]


def told(sheet: WeeklySheet) -> list[tuple[str, int]]:
    """As they were when the week was drafted: kinds, then departments and themes, the most first."""
    kinds = sheet.figures.get("kinds", {})
    lines = [(str(KINDS[kind]), kinds[kind]) for kind in Kind if kind in kinds]
    for table, names in (("departments", {}), ("themes", THEMES)):
        counted = sheet.figures.get(table, {})
        most = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        lines += [(str(names.get(key, key)), n) for key, n in most if key]
    return lines
