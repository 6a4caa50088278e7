"""Whether a number stands for somebody else now: a visit number used again, a record number of two (F29)."""

from datetime import date
from zoneinfo import ZoneInfo

from patients.actions.facts import MOMENTS, Record
from patients.importing.parsed import Parsed

AGES_APART = 2  # years that a wrongly stated or counted age may be off


def is_another_person(held: Record, row: Parsed, day: date) -> bool:
    """Another name, and with it what a new name does not change: a newborn that is given its name passes."""
    if held["name"] == row.name:
        return False
    if row.sex and held["sex"] and row.sex != held["sex"]:
        return True
    if row.birth_date and held["birth_date"]:
        return bool(row.birth_date != held["birth_date"])
    before = _age(held["birth_date"], held["age_years"], held["age_recorded_on"] or day, day)
    now = _age(row.birth_date, row.age.years if row.age else None, day, day)
    return before is not None and now is not None and abs(before - now) > AGES_APART


def _age(born: date | None, stated: int | None, stated_on: date, day: date) -> int | None:
    if born:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return None if stated is None else stated + round((day - stated_on).days / 365.25)


def is_anothers(visit: Record, row: Parsed, zone: ZoneInfo, day: date) -> bool:
    """The visit that the row's number names belongs to another patient: it is never moved to this one.

    A corrected record number leaves the name; a corrected name the record number or, without one, the day.
    """
    owner = visit["patient"]
    if owner["name"] == row.name:
        return False
    if row.mrn and owner["mrn"]:
        return bool(row.mrn != owner["mrn"])
    return is_another_person(owner, row, day) or _is_on_another_day(visit, row, zone)


def _is_on_another_day(visit: Record, row: Parsed, zone: ZoneInfo) -> bool:
    """None of the moments that both name falls on the same day."""
    pairs = [(visit[name], getattr(row, name)) for name in MOMENTS]
    days = [(before.astimezone(zone).date(), now.date()) for before, now in pairs if before and now]
    return bool(days) and all(before != now for before, now in days)
