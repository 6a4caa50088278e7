"""What people said: opinions and needs by theme, and the reasons given in calls (A16, A19).

In their own words, without names, telephone numbers and protected diagnoses.
"""

from datetime import datetime
from typing import Any

from complaints.queries import figures as case_figures
from complaints.queries.figures import Asked as AskedCases
from complaints.queries.figures import cases as chosen
from complaints.withholding import nameless, plain
from patients.models import Patient
from policy.complaints import Kind
from policy.periods import Period
from policy.rates import Clock
from reports.queries.calls import ANSWERS, SAME, parameters, rows_of
from reports.queries.facts import Asked
from staff.models import User
from staff.permissions import Role

MOST_WORDS = 60  # original words of one theme, equal ones together; the rest is a click away
# Whose eyes count complaints for a report that nobody asked for: all cases, as its readers see them.
READER = User(role=Role.DIRECTOR)
_TOLD = f"""WITH {ANSWERS}, together AS (
    SELECT subject, level, count(*) AS n, (array_agg(id ORDER BY dialled_at, id))[1] AS id
    FROM answers WHERE reason <> '' GROUP BY subject, level, {SAME}
), told AS (
    SELECT *, sum(n) OVER (PARTITION BY subject) AS every,
           row_number() OVER (PARTITION BY subject ORDER BY level, n DESC, id) AS place
    FROM together
)
SELECT subject, told.level, reason, patient_id, told.n, every::int, told.id
FROM told JOIN answers USING (id, subject) WHERE place <= %(most)s ORDER BY subject, place
"""


def cases(period: Period, earlier: Period, department: int | None, *, now: datetime) -> dict[str, Any]:
    asked = AskedCases(period.first, period.last, department=department)
    found = case_figures.figures(asked, READER, [(asked.first, asked.last)], now=now)
    shares = {**found.shares, "measures": found.measures, "breached": found.breached}
    before = AskedCases(earlier.first, earlier.last, department=department)
    return {
        "total": found.total,
        "before": chosen(before, READER).count(),
        "kinds": found.kinds,
        "shares": {name: [share.numerator, share.denominator] for name, share in shares.items()},
        "themes": [
            _theme(asked, line.key, line.total)
            | {"clocks": {str(clock): found.clocks[line.key][clock] for clock in Clock}}
            for line in found.themes
        ],
        "departments": [{"key": line.key, "n": line.total} for line in found.departments],
    }


def _theme(asked: AskedCases, theme: str, n: int) -> dict[str, Any]:
    """Praise stands last."""
    about = AskedCases(asked.first, asked.last, department=asked.department, theme=theme)
    found = chosen(about, READER).order_by("recorded_at", "pk").select_related("patient")
    words = [
        {"pk": case.pk, "number": case.number, "kind": case.kind, "text": plain(case.words, case)}
        for case in found[:MOST_WORDS]
    ]
    return {"key": theme, "n": n, "words": sorted(words, key=lambda one: one["kind"] == Kind.PRAISE)}


def said(asked: Asked) -> list[dict[str, Any]]:
    """The reasons given in calls for how satisfied somebody is: the dissatisfied first, of each level
    what most have said."""
    rows = rows_of(_TOLD, parameters(asked) | {"most": MOST_WORDS})
    patients = Patient.objects.in_bulk({row[3] for row in rows})
    found: dict[str, dict[str, Any]] = {}
    for subject, level, reason, patient, n, every, answer in rows:
        about = found.setdefault(subject, {"key": subject, "n": every, "words": []})
        text = nameless(reason.strip(), patients[patient])
        about["words"].append({"level": level, "text": text, "n": n, "answer": answer})
    return list(found.values())
