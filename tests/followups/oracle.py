"""What the queue ought to hold, found by walking visits one by one: no SQL, no plan by days, no sets.

It reads the records themselves and `policy.timing.window`, which has an oracle of its own.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from followups.models import RuleVersion, Task
from patients.models import Visit
from policy.calendar import Calendar
from policy.rules import RuleSpec
from policy.timing import catch_up, window
from regulation.reading import calendar_now
from tests.followups.histories import NOW

LATE_DAYS, MAX_LATE_DAYS = 2, 30


class Expected(NamedTuple):
    version: int
    patient: int
    department: int
    priority: int
    max_attempts: int
    state: str
    end_reason: str
    anchor_on: Any
    due_on: Any
    opens: datetime
    target: datetime
    closes: datetime
    moved: bool
    late: bool


Key = tuple[int, int, int]  # visit, rule, occurrence


def expected(*, now: datetime, calendar: Calendar, ahead: bool = False) -> dict[Key, Expected]:
    """Every task that one clean run at `now` makes; `ahead`: and those of the days to come."""
    found = {}
    visits = list(Visit.objects.select_related("patient", "department"))
    versions = list(RuleVersion.objects.select_related("rule").order_by("rule", "-effective_from", "-number"))
    for visit in visits:
        for rule in {version.rule_id for version in versions}:
            of_rule = [v for v in versions if v.rule_id == rule and v.rule.active]
            for occurrence in range(1, 10):
                task = _task(visit, of_rule, occurrence, visits, now, calendar)
                if task and (ahead or _day(task.opens, calendar) <= _day(now, calendar)):
                    found[visit.pk, rule, occurrence] = task
    return found


def _day(moment: datetime, calendar: Calendar) -> date:
    return moment.astimezone(calendar.tz).date()


def _task(
    visit: Visit,
    versions: list[RuleVersion],
    occurrence: int,
    visits: list[Visit],
    now: datetime,
    calendar: Calendar,
) -> Expected | None:
    today = _day(now, calendar)
    if visit.anchor_at is None or visit.cancelled_at:
        return None
    anchor_on = _day(visit.anchor_at, calendar)
    for version in versions:
        spec = RuleSpec.from_json(version.spec)
        if version.effective_from > today or version.anchors_from > anchor_on:
            continue
        if occurrence > spec.occurrences + spec.extra_occurrences:
            continue
        own = window(spec.timing_of(occurrence), visit.anchor_at, calendar)
        if _day(own.closes, calendar) < version.effective_from:
            continue
        if not _covers(spec, visit, occurrence):
            return None
        return _expected(spec, version, visit, occurrence, own, visits, now, calendar)
    return None


def _covers(spec: RuleSpec, visit: Visit, occurrence: int) -> bool:
    if visit.kind not in spec.kinds or (spec.first_visit_only and not visit.first_visit):
        return False
    if spec.department_kind and visit.department.kind != spec.department_kind:
        return False
    if spec.departments and visit.department_id not in spec.departments:
        return False
    if visit.left_by not in ("death", "transfer") and visit.left_by in spec.left_by_excluded:
        return False
    special = any(words.lower() in visit.diagnosis.lower() for words in spec.extra_diagnoses)
    return occurrence <= spec.occurrences or special


def _expected(
    spec: RuleSpec,
    version: RuleVersion,
    visit: Visit,
    occurrence: int,
    own: Any,
    visits: list[Visit],
    now: datetime,
    calendar: Calendar,
) -> Expected:
    shown, gone, late = own, False, own.late
    if own.closes <= now:
        late = True
        gone = own.closes < now - timedelta(days=MAX_LATE_DAYS)
        if not gone:
            shown = catch_up(spec.timing_of(occurrence), now=now, calendar=calendar, days=LATE_DAYS)
    state, reason = _standing(spec, visit, visits, shown.closes, gone, now)
    return Expected(
        version=version.pk,
        patient=visit.patient_id,
        department=visit.department_id,
        priority=spec.priority,
        max_attempts=spec.max_attempts,
        state=state,
        end_reason=reason,
        anchor_on=visit.anchor_on,
        due_on=own.due_on,
        opens=shown.opens,
        target=shown.target,
        closes=shown.closes,
        moved=shown.moved,
        late=late,
    )


def _standing(
    spec: RuleSpec, visit: Visit, visits: list[Visit], closes: datetime, gone: bool, now: datetime
) -> tuple[str, str]:
    reasons = [reason for reason, holds in _reasons(spec, visit, visits, closes) if holds]
    if not reasons:
        return ("unsuccessful", "window_closed") if gone else ("open", "")
    if reasons[0] == "readmitted" and closes > now and not _left_again(visit, visits, closes):
        return "suspended", "readmitted"
    return "exempt", reasons[0]


def _reasons(
    spec: RuleSpec, visit: Visit, visits: list[Visit], closes: datetime
) -> Iterator[tuple[str, bool]]:
    """All that may keep from calling, the first first."""
    others = [v for v in visits if _same_patient(v, visit) and v.pk != visit.pk]
    yield "deceased", visit.patient.deceased or any(v.left_by == "death" for v in [visit, *others])
    yield "do_not_call", visit.patient.do_not_call
    yield "transferred", visit.left_by == "transfer" and "transfer" in spec.left_by_excluded
    yield "readmitted", bool(_again(visit, visits, closes))
    rechecked = any(
        v.setting == "checkup" and v.anchor_at and visit.anchor_at and visit.anchor_at < v.anchor_at < closes
        for v in others
    )
    yield "rechecked", spec.until_recheck and rechecked


def _same_patient(other: Visit, visit: Visit) -> bool:
    return other.patient_id == visit.patient_id and not other.cancelled_at


def _again(visit: Visit, visits: list[Visit], closes: datetime) -> list[Visit]:
    later = [v for v in visits if _same_patient(v, visit) and v.pk != visit.pk and _admitted_after(v, visit)]
    return [v for v in later if v.admitted_at and v.admitted_at < closes]


def _left_again(visit: Visit, visits: list[Visit], closes: datetime) -> bool:
    return any(v.discharged_at for v in _again(visit, visits, closes))


def _admitted_after(later: Visit, visit: Visit) -> bool:
    if later.setting != "inpatient" or visit.setting != "inpatient" or not later.admitted_at:
        return False
    if visit.discharged_at is None or later.admitted_at < visit.discharged_at:
        return False
    return visit.admitted_at is None or (later.admitted_at, later.pk) > (visit.admitted_at, visit.pk)


def on_record(*, withdrawn: bool = False) -> dict[Key, Expected]:
    """The same of the tasks in the database; those of visits that are no more are left out."""
    tasks = Task.objects.all() if withdrawn else Task.objects.exclude(end_reason="withdrawn")
    return {
        (t.visit_id, t.rule_id, t.occurrence): Expected(
            t.version_id,
            t.patient_id,
            t.department_id,
            t.priority,
            t.max_attempts,
            t.state,
            t.end_reason,
            t.anchor_on,
            t.due_on,
            t.opens,
            t.target,
            t.closes,
            t.moved,
            t.late,
        )
        for t in tasks
    }


def differences(now: datetime = NOW) -> dict[Key, tuple[Expected | None, Expected | None]]:
    """What is on record beside what walking the visits gives, where they differ.

    A task that a correction has moved to a day to come is there before its day.
    """
    found, due = on_record(), expected(now=now, calendar=calendar_now())
    wanted = expected(now=now, calendar=calendar_now(), ahead=True)
    visits = list(Visit.objects.select_related("patient"))
    return {
        key: (found.get(key), wanted.get(key))
        for key in found | due
        if found.get(key) != wanted.get(key)
        and not closed_before(found.get(key), wanted.get(key))
        and not ended_before(found.get(key), wanted.get(key), key[0], visits)
    }


def ended_before(found: Expected | None, wanted: Expected | None, visit: int, visits: list[Visit]) -> bool:
    """It had ended for another reason, which still stands: that one stays on record."""
    if not found or not wanted or (found.state, wanted.state) != ("exempt", "exempt"):
        return False
    spec = RuleSpec.from_json(RuleVersion.objects.get(pk=wanted.version).spec)
    own = next(v for v in visits if v.pk == visit)
    reasons = {reason for reason, holds in _reasons(spec, own, visits, wanted.closes) if holds}
    return found.end_reason in reasons and found == wanted._replace(end_reason=found.end_reason)


def closed_before(found: Expected | None, wanted: Expected | None) -> bool:
    """Its window had closed before we learnt why nobody should have called: that stays on record."""
    if not found or not wanted or found.end_reason != "window_closed":
        return False
    return found == wanted._replace(state=found.state, end_reason=found.end_reason)
