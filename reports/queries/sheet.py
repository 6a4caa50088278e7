"""All figures of one report as plain JSON: what a page draws, and what a version freezes (A16, A22, E15).

Names stand in it as they were called then; codes stay codes and are put into words when they are drawn.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from followups.models import Rule
from patients.models import Doctor
from policy.periods import CUTOFF, Cutoff, Period
from policy.spans import Span, before, run_up, year_before
from reports.queries.alerts import Alerts, alert_figures, summed
from reports.queries.calls import CallFigures, call_figures, overall_by_span
from reports.queries.consultations import Consultations, consultation_figures
from reports.queries.facts import Asked
from reports.queries.opinions import cases, said
from reports.queries.tasks import Line, TaskFigures, task_figures, totals
from staff.models import Department, User

type_of_sheet = dict[str, Any]
TREND = 6


class Wanted(NamedTuple):
    kind: Span
    period: Period
    department: int | None = None
    agent: int | None = None
    cutoff: Cutoff = CUTOFF

    def asked(self, period: Period | None = None) -> Asked:
        chosen = period or self.period
        return Asked(chosen.first, chosen.last, self.department, self.agent)


def sheet_of(want: Wanted, *, now: datetime) -> type_of_sheet:
    asked = want.asked()
    names = Names()
    tasks, calls = task_figures(asked), call_figures(asked)
    trend, earlier = _trend(want), before(want.kind, want.period, want.cutoff)
    # What is saved between two statements must not make the report disagree with itself.
    total, overall = tasks.total, list(calls.of_subject())
    trend[-1] |= {"counts": total.counts, "target": total.target, "overall": overall}
    return {
        "span": _span(want.kind, want.period),
        "scope": _scope(want, names),
        "tasks": _tasks(tasks, names),
        "calls": {
            "calls": calls.calls,
            "answered": calls.answered,
            "lengths": calls.lengths,
            "hours": [list(hour) for hour in calls.hours],
            "agents": [
                {"key": one.agent, "name": names.of("agent", str(one.agent)), "counts": one.counts}
                for one in calls.agents
            ],
        },
        "answers": _answers(calls, names),
        "defects": [
            {"key": d.department, "name": names.department(d.department), "ward": d.ward, "counts": d.counts}
            for d in calls.defects
        ],
        "said": said(asked),
        "cases": cases(want.period, earlier, want.department, now=now) if want.agent is None else None,
        "alerts": _alerts(alert_figures(asked, now=now), names),
        "consultations": _consultations(consultation_figures(asked), names) if want.agent is None else None,
        "before": _before(task_figures(want.asked(earlier), ("department", "unsuccessful"))),
        "trend": trend,
        "year": _one(want, year_before(want.kind, want.period, want.cutoff)),
    }


class Names:
    """The names behind the keys, read once each table."""

    def __init__(self) -> None:
        self._read: dict[str, dict[int, str]] = {}

    def _of(self, table: str, pairs: Iterable[tuple[int, str]]) -> dict[int, str]:
        if table not in self._read:
            self._read[table] = dict(pairs)
        return self._read[table]

    def department(self, key: Any) -> str:
        return self._of("department", Department.objects.values_list("pk", "name")).get(int(key), "")

    def of(self, group: str, key: str) -> str:
        """Empty for codes, and for nobody."""
        if not key or group not in ("department", "ward", "rule", "doctor", "agent"):
            return ""
        if group in ("department", "ward"):
            return self.department(key)
        tables: dict[str, Any] = {"rule": (Rule, "name"), "doctor": (Doctor, "name")}
        model, column = tables.get(group, (User, "full_name"))
        return self._of(group, model.objects.values_list("pk", column)).get(int(key), "")


def _span(kind: Span, period: Period) -> dict[str, str]:
    return {
        "kind": str(kind),
        "first": str(period.first),
        "last": str(period.last),
        "label": period.label,
    }


def _scope(want: Wanted, names: Names) -> dict[str, Any]:
    return {
        "department": want.department,
        "department_name": names.department(want.department) if want.department else "",
        "agent": want.agent,
        "agent_name": names.of("agent", str(want.agent)) if want.agent else "",
    }


def _line(line: Line, group: str, names: Names) -> dict[str, Any]:
    name = names.of(group, line.key)
    return {
        "key": line.key,
        "more": line.more,
        "name": name,
        "counts": line.counts,
        "target": line.target,
    }


def _tasks(found: TaskFigures, names: Names) -> dict[str, Any]:
    return {
        "counts": found.total.counts,
        "target": found.total.target,
        "by": {group: [_line(line, group, names) for line in lines] for group, lines in found.by.items()},
    }


def _answers(calls: CallFigures, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "subject": line.subject,
            "by": line.by,
            "key": line.key,
            "name": "" if line.by == "subject" else names.of(line.by, line.key),
            "counts": list(line.counts),
        }
        for line in calls.levels
    ]


def _alerts(found: list[Alerts], names: Names) -> dict[str, Any]:
    levels: dict[str, list[Alerts]] = {}
    rooms: dict[int, list[Alerts]] = {}
    for line in found:
        levels.setdefault(line.level, []).append(line)
        rooms.setdefault(line.department, []).append(line)
    departments = [
        {"key": key, "name": names.department(key), "counts": summed(lines)} for key, lines in rooms.items()
    ]
    return {
        "counts": summed(found),
        "levels": [{"key": key, "counts": summed(lines)} for key, lines in levels.items()],
        "departments": sorted(departments, key=lambda one: (-one["counts"]["raised"], one["key"])),
    }


def _consultations(found: list[Consultations], names: Names) -> dict[str, Any]:
    return {
        "n": sum(line.n for line in found),
        "came": sum(line.came for line in found),
        "departments": [
            {
                "key": line.department,
                "name": names.department(line.department),
                "n": line.n,
                "came": line.came,
            }
            for line in found
        ],
    }


def _before(found: TaskFigures) -> dict[str, Any]:
    """What the text says rose and fell."""
    reasons: Counter[str] = Counter()
    for line in found.by["unsuccessful"]:
        reasons[line.key] += line.n
    return {
        "departments": {line.key: line.counts for line in found.by["department"]},
        "reasons": dict(reasons),
    }


def _one(want: Wanted, period: Period) -> dict[str, Any]:
    return _several(want, [period])[0]


def _trend(want: Wanted) -> list[dict[str, Any]]:
    return _several(want, run_up(want.kind, want.period, TREND, want.cutoff))


def _several(want: Wanted, periods: list[Period]) -> list[dict[str, Any]]:
    whole = want.asked(Period(periods[0].first, periods[-1].last, ""))
    spans: list[tuple[date, date]] = [(period.first, period.last) for period in periods]
    lines, levels = totals(whole, spans), overall_by_span(whole, spans)
    return [
        _span(want.kind, period) | {"counts": line.counts, "target": line.target, "overall": list(overall)}
        for period, line, overall in zip(periods, lines, levels, strict=True)
    ]
