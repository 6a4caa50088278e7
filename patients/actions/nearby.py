"""The same visit without its number, or known by its day alone (F29).

Exports leave the number of a visit out, or tell the day where an earlier one told the minute.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from patients.actions.facts import Record
from patients.importing.identity import setting_of, stable_order
from patients.importing.parsed import Parsed

APPOINTMENT, INPATIENT = "appointment", "inpatient"


def is_same(visit: Record, row: Parsed, department: int | None, zone: ZoneInfo) -> bool:
    """`department`: the row's, when it names one. Two numbers are two visits."""
    if row.his_visit_no and visit["his_visit_no"]:
        return False
    setting = setting_of(row.kind)
    if visit["setting"] == APPOINTMENT != setting:  # it was kept
        pairs = [(visit["appointment_at"], row.appointment_at)]
    elif visit["setting"] == setting:
        pairs = [(visit[name], getattr(row, name)) for name in stable_order(setting)]
    else:
        return False
    known, said = next(((local(before, zone), now) for before, now in pairs if before and now), (None, None))
    if known is None or said is None or known.date() != said.date():
        return False
    if is_day(known) or is_day(said):
        return setting == INPATIENT or department in (None, visit["department_id"])
    return known == said


def leaves_time(said: datetime | None, known: datetime | None, zone: ZoneInfo) -> bool:
    """Of a moment that is known only its day is said."""
    if not (said and known):
        return False
    day = local(said, zone)
    return is_day(day) and day.date() == local(known, zone).date()


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def is_day(moment: datetime) -> bool:
    return moment.time() == time.min
