"""Random hospitals: visits, the corrections that imports bring, and runs of generators between them."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from followups.actions.queue import keep, make_day, review_patients, review_visits, sweep
from patients.models import Patient, Visit
from policy.calendar import DayKind, Source
from policy.rules import DepartmentKind
from policy.timing import Timing
from policy.visits import LeftBy, VisitKind
from regulation.models import CalendarDay
from tests.people import a_department, a_patient, a_rule, a_visit, moment

NOW = moment("2026-11-20 15:12")
TODAY = NOW.date()
INPATIENTS = (VisitKind.INPATIENT, VisitKind.INPATIENT_SURGERY)
CHECKUPS = (VisitKind.CHECKUP, VisitKind.CHECKUP_ABNORMAL)
KINDS = (*INPATIENTS, *CHECKUPS, VisitKind.ARRIVED_PAID, VisitKind.ARRIVED_UNPAID, VisitKind.NO_SHOW)
# A holiday in the past, one that the day's windows run into, single closed days.
CLOSED = ["2026-09-25", "2026-10-01", "2026-10-02", "2026-10-03", "2026-11-07", "2026-11-19", "2026-11-21"]
PEOPLE = 4


def rules() -> None:
    """Every condition and every shape of a window once; second versions, and a rule that has ended."""
    specialty = DepartmentKind.SPECIALTY
    a_rule("evening", kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(0, 0, 0, last_block=True), priority=2)
    a_rule("two_days", kinds=(VisitKind.ARRIVED_UNPAID,), timing=Timing(0, 1, 2), since="2026-11-10")
    a_rule("discharge", kinds=INPATIENTS, timing=Timing(3, 5, 7), extra_diagnoses=("癌", "50%_"), **AGAIN)
    a_rule(
        "first", kinds=KINDS[4:6], timing=Timing(7, 7, 9), first_visit_only=True, department_kind=specialty
    )
    a_rule("asked", kinds=INPATIENTS, timing=Timing(15, 15, 30), left_by_excluded=NOT_ASKED, priority=7)
    a_rule(
        "checkup", kinds=(VisitKind.CHECKUP_ABNORMAL,), timing=Timing(7, 7, 14), until_recheck=True, **OFTEN
    )
    a_rule("ward", kinds=KINDS, timing=Timing(1, 1, 3), departments=(a_department("产科").pk,))
    a_rule("ended", kinds=KINDS, timing=Timing(1, 1, 3), active=False)
    a_rule("ward", kinds=KINDS[:2], timing=Timing(2, 2, 4), since="2026-11-18")
    a_rule("evening", kinds=KINDS[4:5], timing=Timing(1, 1, 1), since="2026-12-01")
    for day in CLOSED:
        CalendarDay.objects.create(day=day, kind=DayKind.HOLIDAY, source=Source.OWN)


AGAIN: dict[str, Any] = {"every_days": 10, "extra_occurrences": 2}
OFTEN: dict[str, Any] = {"occurrences": 3, "every_days": 20}
NOT_ASKED = (LeftBy.DEATH, LeftBy.TRANSFER, LeftBy.OTHER)


def people() -> list[Patient]:
    return [a_patient(f"患者{n}", phone=f"1795555{n:04d}" if n else None) for n in range(PEOPLE)]


hours = st.integers(0, 24 * 60 - 1)
ages = st.one_of(st.integers(0, 12), st.integers(0, 80))
visits = st.fixed_dictionaries(
    {
        "who": st.integers(0, PEOPLE - 1),
        "kind": st.sampled_from(KINDS),
        "age": ages,
        "minute": hours,
        "stay": st.integers(0, 9),
        "diagnosis": st.sampled_from(["胆囊结石", "胃癌术后", "占位 50%_ 以上", "50XX"]),
        "first_visit": st.sampled_from([True, False, None]),
        "department": st.sampled_from(["产科", "胃肠外科", "体检中心"]),
        "left_by": st.sampled_from([LeftBy.ADVICE, LeftBy.ADVICE, LeftBy.TRANSFER, LeftBy.OTHER]),
        "discharged": st.booleans(),
    }
)


def _moment(age: int, minute: int) -> datetime:
    midnight = moment(f"{TODAY - timedelta(days=age)} 00:00")
    return midnight + timedelta(minutes=minute)


def admit(facts: dict[str, Any], patients: list[Patient]) -> Visit:
    """One visit as an import writes it."""
    at = _moment(facts["age"], facts["minute"])
    kind = "basic" if facts["department"] == "体检中心" else "specialty"
    visit = a_visit(
        patients[facts["who"]],
        kind=facts["kind"],
        at=at,
        department=a_department(facts["department"], kind=kind),
        **{name: facts[name] for name in ("diagnosis", "first_visit", "left_by")},
    )
    if facts["kind"] in INPATIENTS:
        visit.admitted_at = at - timedelta(days=facts["stay"])
        discharge(visit, at if facts["discharged"] else None)
    return visit


def discharge(visit: Visit, at: datetime | None) -> None:
    visit.discharged_at = visit.anchor_at = at
    correct(visit)


def correct(visit: Visit) -> None:
    """What an import leaves behind when it has changed a visit."""
    visit.anchor_on = visit.anchor_at.astimezone(NOW.tzinfo).date() if visit.anchor_at else None
    visit.needs_review = True
    visit.save()


corrections = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 20), ages, hours),
    st.tuples(st.just("cancel"), st.integers(0, 20)),
    st.tuples(st.just("restore"), st.integers(0, 20)),
    st.tuples(st.just("kind"), st.integers(0, 20), st.sampled_from(KINDS)),
    st.tuples(st.just("left_by"), st.integers(0, 20), st.sampled_from(list(LeftBy))),
    st.tuples(st.just("diagnosis"), st.integers(0, 20), st.sampled_from(["胃癌", "感冒"])),
    st.tuples(st.just("department"), st.integers(0, 20), st.sampled_from(["产科", "胃肠外科"])),
    st.tuples(st.just("flag"), st.integers(0, PEOPLE - 1), st.sampled_from(["deceased", "do_not_call"])),
    st.tuples(st.just("unflag"), st.integers(0, PEOPLE - 1), st.just("do_not_call")),
)
runs = st.tuples(st.just("run"), st.sampled_from(["day", "sweep", "review", "keep", "patients", "old day"]))
arrivals = st.tuples(st.just("arrive"), visits)
histories = st.builds(
    lambda first, then: [*first, *then],
    st.lists(arrivals, min_size=6, max_size=12),
    st.lists(st.one_of(corrections, corrections, runs, arrivals), min_size=4, max_size=16),
)


def play(history: list[tuple[Any, ...]], patients: list[Patient]) -> None:
    """Let it happen, in this order."""
    for step, *more in history:
        if step == "arrive":
            admit(more[0], patients)
        elif step == "run":
            run(more[0])
        elif step in {"flag", "unflag"}:
            who, what = more
            fields = {what: step == "flag", "needs_review": True}
            Patient.objects.filter(pk=patients[who].pk).update(**fields)
        else:
            _correct(step, *more)


def run(way: str, now: datetime = NOW) -> None:
    {
        "day": lambda: make_day(day=TODAY, now=now),
        "old day": lambda: make_day(day=TODAY - timedelta(days=5), now=now),
        "sweep": lambda: sweep(now=now),
        "review": lambda: review_visits(now=now),
        "keep": lambda: keep(now=now),
        "patients": lambda: review_patients(now=now),
    }[way]()


def _correct(step: str, which: int, *more: Any) -> None:
    there = list(Visit.objects.order_by("pk"))
    if not there:
        return
    visit = there[which % len(there)]
    if step == "move":
        visit.anchor_at = _moment(*more)
        if visit.setting == "inpatient":
            visit.discharged_at = visit.anchor_at
            visit.admitted_at = visit.anchor_at - timedelta(days=3)
    elif step == "cancel":
        visit.cancelled_at = NOW
    elif step == "restore":
        visit.cancelled_at = None
    elif step == "department":
        visit.department = a_department(more[0])
    else:
        setattr(visit, step, more[0])
    correct(visit)
