"""What stands beside the follow-ups in a report, counted in plain Python from the raw records."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from complaints.models import ClinicalAlert, Complaint
from patients.models import Visit
from tests.reports.recounting import day

STATES_OPEN = {"new", "taken", "acted", "told"}


def plain_alerts(first: date, last: date, **only: Any) -> list[ClinicalAlert]:
    return [
        alert
        for alert in ClinicalAlert.objects.all()
        if first <= day(alert.raised_at) <= last
        and only.get("department") in (None, alert.department_id)
        and only.get("agent") in (None, alert.raised_by_id)
    ]


def alert_counts(alerts: Iterable[ClinicalAlert], now: datetime) -> dict[str, int]:
    counts = dict.fromkeys(("raised", "timed", "in_time", "late", "unclosed", "closed"), 0)
    for alert in alerts:
        taken = alert.taken_at is not None
        late = bool(alert.late_at) or (not taken and now >= alert.due_at)
        counts["raised"] += 1
        counts["timed"] += taken or late
        counts["in_time"] += taken and not alert.late_at
        counts["late"] += late
        counts["unclosed"] += alert.state in STATES_OPEN
        counts["closed"] += alert.closed_at is not None
    return counts


def plain_consultations(first: date, last: date, department: int | None = None) -> list[Visit]:
    return [
        visit
        for visit in Visit.objects.filter(cancelled_at=None)
        if visit.kind == "consultation"
        and visit.anchor_on
        and first <= visit.anchor_on <= last
        and department in (None, visit.department_id)
    ]


def has_come(visit: Visit) -> bool:
    assert visit.anchor_at is not None
    for other in Visit.objects.filter(patient=visit.patient_id):
        begun = other.admitted_at or other.visited_at or other.anchor_at
        if other.cancelled_at or other.kind in ("consultation", "no_show") or begun is None:
            continue
        if visit.anchor_at < begun <= visit.anchor_at + timedelta(days=30):
            return True
    return False


def plain_cases(first: date, last: date, department: int | None = None) -> list[Complaint]:
    return [
        case
        for case in Complaint.objects.prefetch_related("departments")
        if first <= day(case.recorded_at) <= last
        and case.merged_into_id is None
        and (department is None or department in {room.pk for room in case.departments.all()})
    ]


def counts_not(case: Complaint) -> bool:
    return case.kind == "praise" or case.close_reason in ("withdrawn", "passed_on")


def clock(case: Complaint, now: datetime) -> str:
    if counts_not(case):
        return "none"
    begun = day(case.recorded_at)
    if case.answered_at:
        return "in_time" if (day(case.answered_at) - begun).days <= 7 else "late"
    return "over" if (day(now) - begun).days > 7 else "running"


def clocks(cases: Iterable[Complaint], now: datetime) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for case in cases:
        found.setdefault(case.theme, Counter())[clock(case, now)] += 1
    return found


def is_breached(case: Complaint, now: datetime) -> bool:
    if counts_not(case):
        return False
    waits = not case.answered_at and not case.closed_at and not case.paused_at
    return bool(case.breached_at) or (waits and case.due_at is not None and case.due_at <= now)
