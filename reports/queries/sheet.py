"""All figures of one report as plain JSON: what a page draws, and what a version freezes (A16, A22, E15).

Names stand in it as they were called then; codes stay codes and are put into words when they are drawn.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from complaints.queries import figures as case_figures
from complaints.withholding import plain
from followups.models import Rule
from patients.models import Doctor
from policy.complaints import Kind
from policy.periods import Period
from policy.spans import Span, before, run_up, year_before
from reports.queries.calls import CallFigures, call_figures, overall_by_span
from reports.queries.facts import Asked
from reports.queries.tasks import Line, TaskFigures, task_figures, totals
from staff.models import Department, User
from staff.permissions import Role

type_of_sheet = dict[str, Any]
TREND = 6
MOST_WORDS = 60  # original words of one theme; the rest is a click away
# Whose eyes count complaints for a report that nobody asked for: all cases, as its readers see them.
READER = User(role=Role.DIRECTOR)


class Wanted(NamedTuple):
    kind: Span
    period: Period
    department: int | None = None
    agent: int | None = None
    cutoff: int = 25

    def asked(self, period: Period | None = None) -> Asked:
        chosen = period or self.period
        return Asked(chosen.first, chosen.last, self.department, self.agent)


def sheet_of(want: Wanted, *, now: datetime) -> type_of_sheet:
    asked = want.asked()
    names = Names()
    tasks, calls = task_figures(asked), call_figures(asked)
    trend = _trend(want)
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
        },
        "answers": _answers(calls, names),
        "defects": [
            {"key": d.department, "name": names.department(d.department), "ward": d.ward, "counts": d.counts}
            for d in calls.defects
        ],
        "cases": _cases(want, now=now) if want.agent is None else None,
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


# --- Complaints and opinions ---


def _cases(want: Wanted, *, now: datetime) -> dict[str, Any]:
    asked = case_figures.Asked(want.period.first, want.period.last, department=want.department)
    found = case_figures.figures(asked, READER, [(asked.first, asked.last)], now=now)
    earlier = before(want.kind, want.period, want.cutoff)
    asked_before = case_figures.Asked(earlier.first, earlier.last, department=want.department)
    shares = {**found.shares, "measures": found.measures}
    return {
        "total": found.total,
        "before": case_figures.cases(asked_before, READER).count(),
        "kinds": found.kinds,
        "shares": {name: [share.numerator, share.denominator] for name, share in shares.items()},
        "themes": [_theme(asked, line.key, line.total) for line in found.themes],
        "departments": [{"key": line.key, "n": line.total} for line in found.departments],
    }


def _theme(asked: case_figures.Asked, theme: str, n: int) -> dict[str, Any]:
    """With the original words, without names and telephone numbers; praise stands last."""
    about = case_figures.Asked(asked.first, asked.last, department=asked.department, theme=theme)
    found = case_figures.cases(about, READER).order_by("recorded_at", "pk").select_related("patient")
    said = [
        {"pk": case.pk, "number": case.number, "kind": case.kind, "text": plain(case.words, case)}
        for case in found[:MOST_WORDS]
    ]
    return {
        "key": theme,
        "n": n,
        "words": sorted(said, key=lambda one: one["kind"] == Kind.PRAISE),
    }
