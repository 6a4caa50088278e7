"""A month's points by department, with what was objected to (E4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet

from complaints.actions.points import may_decide, may_object
from complaints.departmentpage import item_label
from complaints.models import PointEntry
from policy.points import Entry, PointsTable, month_points
from staff.models import Department, User


@dataclass(frozen=True, slots=True)
class Taken:
    entry: PointEntry
    name: str
    may_object: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Sum:
    department: Department
    points: Decimal
    taken: list[Taken]


def sums(entries: Iterable[PointEntry], table: PointsTable, user: User) -> list[Sum]:
    """`entries` in the order of their departments."""
    found = []
    for _pk, group in groupby(entries, key=lambda entry: entry.department_id):
        ours = list(group)
        total = month_points(Entry(entry.points, entry.upheld) for entry in ours)
        taken = [
            Taken(entry, item_label(table, entry), may_object(entry, user), may_decide(entry, user))
            for entry in ours
        ]
        found.append(Sum(ours[0].department, total, taken))
    return found


def month_of(text: str, today: date) -> date:
    """ "2026-11" as its first day; this month when nothing can be read."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def months_of(visible: QuerySet[PointEntry], today: date) -> list[date]:
    """Those with entries, and this one; the newest first."""
    known = set(visible.order_by().values_list("month", flat=True).distinct())
    return sorted(known | {today.replace(day=1)}, reverse=True)[:24]
