"""The figures of random hospitals against a plain recount, and every number against the rows it opens."""

from collections import Counter
from itertools import product
from typing import Any

import pytest

from policy.indicators import LEDGER, Group, Measure, Raised
from policy.periods import Period
from reports.queries import alerts as alert_queries
from reports.queries import calls as call_queries
from reports.queries import consultations, opinions
from reports.queries import tasks as task_queries
from reports.queries.calls import Some
from reports.queries.consultations import consultation_figures
from reports.queries.facts import Asked, Only
from tests.reports import recounting as plain
from tests.reports import recounting_beside as beside
from tests.reports.beside import NOW, add_all
from tests.reports.hospitals import MONTHS, QUARTER, Hospital

pytestmark = pytest.mark.django_db
TASKS = 40


@pytest.fixture
def hospital(request: pytest.FixtureRequest) -> Hospital:
    found = Hospital(request.param, TASKS)
    add_all(found)
    return found


def hospitals(config: pytest.Config) -> int:
    return int(config.getoption("--hospitals"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "hospital" in metafunc.fixturenames:
        metafunc.parametrize("hospital", range(hospitals(metafunc.config)), indirect=True)


def test_every_figure_is_the_plain_recount_and_a_quarter_is_its_months(hospital: Hospital) -> None:
    every_grouping()
    parts_of_it(hospital)
    what_was_said(hospital)
    beside_them(hospital)
    months_and_their_quarter()


def every_grouping() -> None:
    found = task_queries.task_figures(Asked(*QUARTER))
    tasks = plain.plain_tasks(*QUARTER)

    assert found.total.counts == plain.counted(tasks)
    for group, lines in found.by.items():
        assert {(line.key, line.more): line.counts for line in lines} == plain.grouped(tasks, group), group
    counts = found.total.counts
    assert counts[Measure.DUE] == sum(counts[part] for part in LEDGER)


def parts_of_it(hospital: Hospital) -> None:
    room, agent = hospital.rooms[0].pk, hospital.agents[0].pk
    for scope in ({"department": room}, {"agent": agent}, {"department": room, "agent": agent}):
        found = task_queries.task_figures(Asked(*QUARTER, **scope))
        assert found.total.counts == plain.counted(plain.plain_tasks(*QUARTER, **scope)), scope


def what_was_said(hospital: Hospital) -> None:
    for department in (None, hospital.rooms[1].pk):
        found = call_queries.call_figures(Asked(*QUARTER, department=department))
        calls = plain.plain_calls(*QUARTER, department)
        said = plain.plain_answers(calls)
        heard = [call for call in calls if call.outcome not in plain.SILENT]

        assert (found.calls, found.answered) == (len(calls), len(heard))
        minutes = Counter(0 if c.seconds < 60 else 1 if c.seconds < 180 else 2 for c in heard)
        assert found.lengths == [minutes[n] for n in range(3)]
        outcomes = Counter((call.agent_id, call.outcome) for call in calls)
        assert {(one.agent, o): n for one in found.agents for o, n in one.counts.items()} == outcomes
        assert {one.agent: one.answered for one in found.agents if one.answered} == Counter(
            call.agent_id for call in heard
        )
        hours = Counter(
            (at.isoweekday(), at.hour) for at in (c.dialled_at.astimezone(plain.TZ) for c in calls)
        )
        assert {(hour.weekday, hour.hour): hour.calls for hour in found.hours} == hours
        levels = Counter((a.subject, a.level) for a in said)
        for subject in {a.subject for a in said}:
            assert found.of_subject(subject) == tuple(levels[subject, n] for n in (5, 4, 3, 2, 1))
        by_room = Counter((a.subject, str(a.attempt.department_id)) for a in said)
        assert {(x.subject, x.key): sum(x.counts) for x in found.levels if x.by == "department"} == by_room
        defects = Counter((d.department_id, d.ward) for d in plain.plain_defects(calls))
        assert {(line.department, line.ward): line.n for line in found.defects} == defects


def beside_them(hospital: Hospital) -> None:
    agent, room = hospital.agents[0].pk, hospital.rooms[1].pk
    for scope in ({}, {"department": room}, {"agent": agent}):
        found = alert_queries.alert_figures(Asked(*QUARTER, **scope), now=NOW)
        assert alert_queries.summed(found) == beside.alert_counts(beside.plain_alerts(*QUARTER, **scope), NOW)
    for department in (None, room):
        visits = beside.plain_consultations(*QUARTER, department)
        lines = consultation_figures(Asked(*QUARTER, department=department))
        assert {line.department: line.n for line in lines} == Counter(v.department_id for v in visits)
        assert sum(line.came for line in lines) == sum(map(beside.has_come, visits))
        cases = beside.plain_cases(*QUARTER, department)
        told = opinions.cases(Period(*QUARTER, ""), Period(*QUARTER, ""), department, now=NOW)
        assert {one["key"]: +Counter(one["clocks"]) for one in told["themes"]} == beside.clocks(cases, NOW)
        owed = [case for case in cases if not beside.counts_not(case)]
        breached = sum(beside.is_breached(case, NOW) for case in owed)
        assert told["shares"]["breached"] == [breached, len(owed)]
        clocks = Counter(beside.clock(case, NOW) for case in owed)
        asked = clocks["in_time"] + clocks["late"] + clocks["over"]
        assert told["shares"]["in_time"] == [clocks["in_time"], asked]


def months_and_their_quarter() -> None:
    months = task_queries.totals(Asked(*QUARTER), list(MONTHS))
    whole = task_queries.task_figures(Asked(*QUARTER)).total
    assert whole.counts == {name: sum(month.counts[name] for month in months) for name in whole.counts}
    assert whole.target == sum(month.target for month in months)
    for month, span in zip(months, MONTHS, strict=True):
        assert month == task_queries.task_figures(Asked(*span)).total
    answers = call_queries.overall_by_span(Asked(*QUARTER), list(MONTHS))
    assert answers == [call_queries.call_figures(Asked(*span)).of_subject() for span in MONTHS]
    assert (
        tuple(map(sum, zip(*answers, strict=True))) == call_queries.call_figures(Asked(*QUARTER)).of_subject()
    )


NARROWED: dict[str, Any] = {
    "department": lambda line: {},
    "rule": lambda line: {"rule": int(line.key)},
    "kind": lambda line: {"kind": line.key},
    "ward": lambda line: {"ward": line.more},
    "doctor": lambda line: {"doctor": int(line.key or 0)},
    "agent": lambda line: {},
    "unsuccessful": lambda line: {"reason": line.key, "detail": line.more},
    "exempt": lambda line: {"reason": line.key},
}


@pytest.mark.parametrize("seed", [101, 102])
def test_every_number_opens_as_many_rows_as_it_says(seed: int) -> None:
    Hospital(seed, TASKS)
    found = task_queries.task_figures(Asked(*QUARTER))
    for group, lines in found.by.items():
        for line in lines:
            asked, only, measures = _link(group, line)
            for measure in measures:
                n, pks = task_queries.behind(asked, measure, only, start=0, most=TASKS)
                assert n == len(pks) == line.counts[measure], (group, line.key, measure)


@pytest.mark.parametrize("seed", [101, 102])
def test_the_groups_of_reasons_open_what_they_count_and_are_all_of_them(seed: int) -> None:
    Hospital(seed, TASKS)
    ended = [one.task.end_reason for one in plain.plain_tasks(*QUARTER) if one.task.state == "unsuccessful"]
    opened = {}
    for group in Group:
        asked = Asked(*QUARTER), Measure.UNSUCCESSFUL, Only(group=group)
        opened[group], _pks = task_queries.behind(*asked, start=0, most=TASKS)
    assert {group: n for group, n in opened.items() if n} == Counter(GROUP_OF[reason] for reason in ended)


GROUP_OF = {
    "no_number": "no_number", "no_answer": "not_reached", "wrong_number": "not_reached",
    "declined": "declined", "cannot_communicate": "could_not_communicate", "window_closed": "not_called",
    "attempts_used": "other",
}  # fmt: skip


def _link(group: str, line: task_queries.Line) -> tuple[Asked, Only, tuple[Measure, ...]]:
    if group not in NARROWED:
        return Asked(*QUARTER), Only(state=line.key, reason=line.more), (Measure(group),)
    scope = {group: int(line.key or 0)} if group in ("department", "agent") else {}
    if group == "ward":
        scope = {"department": int(line.key)}
    measures = (Measure(group),) if group in ("unsuccessful", "exempt") else tuple(Measure)
    return Asked(*QUARTER, **scope), Only(**NARROWED[group](line)), measures


@pytest.mark.parametrize("seed", [101, 102])
def test_every_number_of_the_calls_opens_as_many_rows_as_it_says(seed: int) -> None:
    Hospital(seed, TASKS)
    asked = Asked(*QUARTER)
    found = call_queries.call_figures(asked)

    def rows(of: str, **some: Any) -> int:
        n, there = call_queries.behind(asked, of, Some(**some), start=0, most=500)
        assert n == len(there)
        return n

    assert rows("calls") == found.calls
    assert rows("calls", answered=True) == found.answered
    assert [rows("calls", length=n) for n in range(3)] == found.lengths
    for outcome in {outcome for one in found.agents for outcome in one.counts}:
        assert rows("calls", outcome=outcome) == sum(one.counts.get(outcome, 0) for one in found.agents)
    for hour in found.hours:
        assert rows("calls", weekday=hour.weekday, hour=hour.hour) == hour.calls
    for line in (line for line in found.levels if line.by == "subject"):
        for level, n in zip((5, 4, 3, 2, 1), line.counts, strict=True):
            assert rows("answers", subject=line.subject, levels=(level,)) == n
    assert rows("defects") == sum(line.n for line in found.defects)


@pytest.mark.parametrize("seed", [101, 102])
def test_every_number_of_alerts_and_consultations_opens_as_many_rows_as_it_says(seed: int) -> None:
    add_all(Hospital(seed, TASKS))
    asked = Asked(*QUARTER)
    for level, measure in product((None, "urgent", "soon", "today"), Raised):
        lines = [x for x in alert_queries.alert_figures(asked, now=NOW) if level in (None, x.level)]
        n, there = alert_queries.behind(asked, measure, level, now=NOW, start=0, most=500)
        assert n == len(there) == sum(line.counts[measure] for line in lines), (level, measure)
    lines_of = consultation_figures(asked)
    for came, told in ((False, sum(x.n for x in lines_of)), (True, sum(x.came for x in lines_of))):
        n, visits = consultations.behind(asked, came=came, start=0, most=500)
        assert n == len(visits) == told > 0
