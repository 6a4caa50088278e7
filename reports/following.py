"""Measures after earlier reports and what departments say, as a report tells and keeps them (A17)."""

from typing import Any

from django.utils import timezone

from reports.models import Report, ReportMeasure
from reports.models.answers import MeasureQuerySet
from reports.queries.departments import silent

type_of_lines = list[dict[str, Any]]


def earlier_measures(report: Report) -> MeasureQuerySet:
    """Of reports before this one: open when its span began, whatever became of them; an agent's has none."""
    found = ReportMeasure.objects.told_from(report.first, report.last).exclude(report=report)
    if report.agent_id:
        return found.none()
    if report.department_id:
        found = found.filter(department=report.department_id)
    return found.select_related("department", "responsible", "report")


def followed(report: Report, *, final: bool = False) -> dict[str, type_of_lines]:
    """As plain values, for a sheet; `final`: with what the departments have said by then."""
    measures = [
        _measure(one) | {"kind": one.report.kind, "label": one.report.label}
        for one in earlier_measures(report)
    ]
    return {"measures": measures} | ({"feedback": _feedback(report)} if final else {})


def _measure(one: ReportMeasure) -> dict[str, Any]:
    done = one.carried_out_at
    return {
        "key": one.pk,
        "department": one.department.name,
        "text": one.text,
        "responsible": one.responsible.full_name,
        "until": str(one.due_on),
        "done": str(timezone.localdate(done)) if done else "",
        "proof": one.proof,
    }


def _feedback(report: Report) -> type_of_lines:
    """Who has not answered stands there too, without words."""
    set_by: dict[int, type_of_lines] = {}
    for measure in report.measures.select_related("department", "responsible"):
        set_by.setdefault(measure.department_id, []).append(_measure(measure))
    said = [
        {
            "department": one.department.name,
            "text": one.text,
            "by": one.by.full_name,
            "on": str(timezone.localdate(one.at)),
            "measures": set_by.get(one.department_id, []),
        }
        for one in report.feedback.select_related("department", "by")
    ]
    nothing = {"text": "", "by": "", "on": "", "measures": []}
    return said + [{"department": one.name, **nothing} for one in silent(report)]
