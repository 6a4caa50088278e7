"""The figures of complaints against a plain recount, and every number against the cases it opens."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from complaints.models import Complaint, CorrectiveMeasure
from complaints.queries import figures as queries
from complaints.queries.figures import Asked
from policy.rates import Clock
from tests import people
from tests.complaints import making
from tests.complaints.many import random_cases, random_measures

pytestmark = pytest.mark.django_db
NOW = people.moment("2026-11-20 15:12")
YESTERDAY = date(2026, 11, 19)
SPAN = (date(2025, 12, 1), date(2026, 11, 30))


def a_year_of_cases(seed: int, number: int = 300) -> None:
    rng = Random(seed)
    rooms = [people.a_department(name) for name in ("骨科", "产科", "收费处")]
    patients = [people.a_patient(f"患者{n}") for n in range(25)]
    by = people.agent()
    cases = random_cases(rng, number, recorder=by, patients=patients, rooms=rooms, now=NOW)
    random_measures(rng, cases, rooms, by, NOW)


def months() -> list[tuple[date, date]]:
    firsts = [date(2025 + (11 + n) // 12, (11 + n) % 12 + 1, 1) for n in range(13)]
    return [(a, b - timedelta(days=1)) for a, b in pairwise(firsts)]


def percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(part * 100) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def day(moment: datetime) -> date:
    return timezone.localdate(moment)


def recount() -> dict[str, tuple[int, int]]:
    """Row by row, from what the hospital means by each rate."""
    cases = [
        case
        for case in Complaint.objects.all()
        if SPAN[0] <= day(case.recorded_at) <= SPAN[1]
        and case.kind != "praise"
        and case.close_reason not in ("withdrawn", "passed_on")
    ]
    due = [c for c in cases if c.due_at and c.due_at <= NOW]
    took = {c.pk: (day(c.answered_at) - day(c.recorded_at)).days for c in cases if c.answered_at}
    asked = [c for c in cases if c.answered_at or (YESTERDAY - day(c.recorded_at)).days >= 7]
    judged = [
        c
        for c in cases
        if (c.state == "closed" and c.close_reason != "no_contact") or (c.state != "closed" and c.reopened)
    ]
    claimed = [c.claimed_level for c in cases if c.claimed_level]
    confirmed = [c.confirmed_level for c in cases if c.confirmed_level]
    return {
        "response": (sum(1 for c in due if c.answered_at), len(due)),
        "in_time": (sum(1 for c in asked if took.get(c.pk, 99) <= 7), len(asked)),
        "resolution": (
            sum(1 for c in judged if c.close_reason in ("confirmed", "decided")),
            len(judged),
        ),
        "claimed": (sum(1 for level in claimed if level >= 4), len(claimed)),
        "confirmed": (sum(1 for level in confirmed if level >= 4), len(confirmed)),
    }


def repeated() -> set[int]:
    complaints = list(Complaint.objects.filter(kind="complaint").order_by("recorded_at", "pk"))
    found = set()
    for n, case in enumerate(complaints):
        earlier = complaints[:n]
        if case.patient_id and any(
            e.patient_id == case.patient_id and case.recorded_at - e.recorded_at <= timedelta(days=90)
            for e in earlier
        ):
            found.add(case.pk)
    return {pk for pk in found if SPAN[0] <= day(Complaint.objects.get(pk=pk).recorded_at) <= SPAN[1]}


def measured() -> tuple[int, int]:
    part = whole = 0
    for m in CorrectiveMeasure.objects.all():
        if not SPAN[0] <= m.due_on <= SPAN[1]:
            continue
        done = day(m.carried_out_at) if m.carried_out_at else None
        over = m.due_on <= YESTERDAY or (done is not None and done <= YESTERDAY)
        whole += over
        part += over and done is not None and done <= min(m.due_on, YESTERDAY) and m.sufficient is not False
    return part, whole


@pytest.mark.parametrize("seed", range(4))
def test_the_figures_are_those_of_a_plain_recount(seed: int) -> None:
    a_year_of_cases(seed)
    found = queries.figures(Asked(*SPAN), people.assistant(), months(), now=NOW)
    assert {n: (s.numerator, s.denominator) for n, s in found.shares.items()} == recount()
    assert {n: s.percent for n, s in found.shares.items()} == {
        n: percent(*both) for n, both in recount().items()
    }
    claim, confirm = (percent(*recount()[name]) for name in ("claimed", "confirmed"))
    assert claim is not None
    assert confirm is not None
    assert found.handling.gap == claim - confirm
    assert (found.measures.numerator, found.measures.denominator) == measured()
    assert found.repeated == len(repeated())


def test_periods_themes_and_departments_add_up() -> None:
    a_year_of_cases(7)
    found = queries.figures(Asked(*SPAN), people.assistant(), months(), now=NOW)
    inside = [c for c in Complaint.objects.all() if SPAN[0] <= day(c.recorded_at) <= SPAN[1]]
    assert found.total == len(inside) == sum(found.by_period) == sum(line.total for line in found.themes)
    assert found.by_period == [sum(a <= day(c.recorded_at) <= b for c in inside) for a, b in months()]
    assert {line.key: line.total for line in found.themes} == Counter(c.theme for c in inside)
    rooms = Counter(d.pk for c in inside for d in c.departments.all())
    assert {line.key: line.total for line in found.departments} == rooms


@pytest.mark.parametrize("name", sorted(queries.ONLY))
def test_a_number_opens_as_many_cases_as_it_says(name: str) -> None:
    a_year_of_cases(15, 120)
    found = queries.figures(Asked(*SPAN), people.assistant(), months(), now=NOW)
    opened = queries.only(Asked(*SPAN), people.assistant(), name, now=NOW)
    rate, _sep, side = name.rpartition("_")
    said = {
        "repeated": found.repeated,
        "complaints": found.complaints,
        "breached": found.breached.numerator,
        "owed": found.breached.denominator,
        **{f"clock_{clock}": sum(of[clock] for of in found.clocks.values()) for clock in Clock},
    }.get(name)
    if said is None:
        share = found.shares[rate]
        said = share.numerator if side == "part" else share.denominator
    assert len(opened) == said > 0


def test_the_measures_that_open_are_those_counted() -> None:
    a_year_of_cases(3, 120)
    asked = Asked(*SPAN)
    found = queries.figures(asked, people.assistant(), months(), now=NOW).measures
    counts = [
        len(queries.measures_only(asked, people.assistant(), name, now=NOW))
        for name in ("measures_part", "measures_whole")
    ]
    assert counts == [found.numerator, found.denominator]


@pytest.mark.parametrize(
    "narrower",
    [{"kind": "suggestion"}, {"theme": ""}, {"theme": "costs"}],
    ids=["kind", "no theme", "theme"],
)
def test_a_condition_leaves_only_its_cases(narrower: dict[str, Any]) -> None:
    a_year_of_cases(5, 120)
    found = queries.cases(Asked(*SPAN, **narrower), people.assistant())
    field, value = next(iter(narrower.items()))
    assert {getattr(case, field) for case in found} == {value}
    assert pks(found) == set(
        Complaint.objects.filter(**narrower, recorded_at__gte=people.moment("2025-12-01 00:00")).values_list(
            "pk", flat=True
        )
    )


def pks(cases: Iterable[Complaint]) -> set[int]:
    return {case.pk for case in cases}


def test_a_case_of_two_departments_counts_once_in_all() -> None:
    a_year_of_cases(9, 60)
    room = people.a_department("骨科")
    found = queries.cases(Asked(*SPAN, department=room.pk), people.assistant())
    assert len(found) == len(pks(found)) > 0
    assert all(room in case.departments.all() for case in found)


def test_a_department_counts_only_what_it_may_see() -> None:
    a_year_of_cases(2, 40)
    assert not queries.cases(Asked(*SPAN), people.auditor())
    assert queries.figures(Asked(*SPAN), people.auditor(), months(), now=NOW).total == 0


@pytest.mark.parametrize(("recorded", "counted"), [("2026-11-13 08:00", 0), ("2026-11-12 23:59", 1)])
def test_an_unanswered_case_counts_once_its_seventh_day_is_over(recorded: str, counted: int) -> None:
    making.a_complaint(now=people.moment(recorded))
    found = queries.figures(Asked(*SPAN), people.assistant(), months(), now=NOW)
    assert (found.shares["in_time"].numerator, found.shares["in_time"].denominator) == (0, counted)


@pytest.mark.parametrize(("later", "n"), [("2026-11-13 10:00", 1), ("2026-11-13 10:01", 0)])
def test_a_complaint_is_a_repeated_one_for_ninety_days(later: str, n: int) -> None:
    liu = people.a_patient()
    making.a_complaint(now=people.moment("2026-08-15 10:00"), patient=liu)
    making.a_complaint(now=people.moment(later), patient=liu)
    assert queries.figures(Asked(*SPAN), people.assistant(), months(), now=NOW).repeated == n
