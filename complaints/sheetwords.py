"""The weekly sheet in the order in which it is read: by kind; and its figures in words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

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


class Counted(NamedTuple):
    name: str
    lines: list[tuple[str, int]]


def told(sheet: WeeklySheet) -> list[Counted]:
    """As they were when the week was drafted: kinds, then departments and themes, the most first."""
    kinds = sheet.figures.get("kinds", {})
    tables = (
        Counted(_("By kind"), [(str(KINDS[kind]), kinds[kind]) for kind in Kind if kind in kinds]),
        Counted(_("By department"), _most(sheet.figures.get("departments", {}), {})),
        Counted(_("By theme"), _most(sheet.figures.get("themes", {}), THEMES)),
    )
    return [table for table in tables if table.lines]


def _most(counted: Mapping[str, int], names: Mapping[str, Any]) -> list[tuple[str, int]]:
    most = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(str(names.get(key, key)), n) for key, n in most if key]
