"""Whether a number stands for somebody else now: a visit number that was used again (F29)."""

from zoneinfo import ZoneInfo

from patients.actions.facts import MOMENTS, Record
from patients.importing.parsed import Parsed


def is_anothers(visit: Record, row: Parsed, zone: ZoneInfo) -> bool:
    """The visit that the row's number names belongs to another patient: it is never moved to this one.

    A corrected record number leaves the name; a corrected name the record number or, without one, the day.
    """
    owner = visit["patient"]
    if owner["name"] == row.name:
        return False
    if row.mrn and owner["mrn"]:
        return bool(row.mrn != owner["mrn"])
    return _is_on_another_day(visit, row, zone)


def _is_on_another_day(visit: Record, row: Parsed, zone: ZoneInfo) -> bool:
    """None of the moments that both name falls on the same day."""
    pairs = [(visit[name], getattr(row, name)) for name in MOMENTS]
    days = [(before.astimezone(zone).date(), now.date()) for before, now in pairs if before and now]
    return bool(days) and all(before != now for before, now in days)
