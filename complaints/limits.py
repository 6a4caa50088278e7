"""The time limits and the table of points in force on a day: editions of the regulation (A31, C4, E4)."""

from datetime import date

from policy.points import DEFAULT_POINTS, PointsTable
from regulation.limits import Limits, points_from
from regulation.models import Edition
from regulation.models.editions import Subject

__all__ = ["Limits", "limits_at", "points_at"]


def limits_at(day: date) -> Limits:
    edition = Edition.objects.about(Subject.LIMITS).in_force_on(day).first()
    return Limits.from_json(edition.data) if edition else Limits()


def points_at(day: date) -> PointsTable:
    edition = Edition.objects.about(Subject.POINTS).in_force_on(day).first()
    return points_from(edition.data) if edition else DEFAULT_POINTS
