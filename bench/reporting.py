"""A large hospital's frozen report: invented figures of the shape that the product freezes, for R3 and R4."""

from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DEPARTMENTS, WARDS, DOCTORS, AGENTS, RULES = 36, 72, 330, 24, 10
WORDS = "护士很耐心，就是出院那天结账排队排了一个多小时，家里老人站不住，希望能先办手续再结账，另外病房的热水不太够。"


def frozen(user: Any, other: Any) -> Any:
    """A final report in the database, its version filled by hand."""
    from policy.spans import Span, span_of
    from reports.actions import moves
    from reports.actions.drafting import draft
    from reports.models import ReportVersion
    from reports.queries.sheet import sheet_of
    from reports.scope import wanted_of
    from reports.versions import digest_of_version
    from reports.writing import first_text
    from staff.models import Department

    rooms = [Department.objects.create(name=f"第{n}科", confirmed=True) for n in range(DEPARTMENTS)]
    report = draft(Span.MONTH, span_of(Span.MONTH, NOW.date().replace(day=20)), by=None, now=NOW)
    figures = filled(sheet_of(wanted_of(report), now=NOW), [room.pk for room in rooms])
    report.texts = first_text(figures)
    report.save()
    moves.submit(report.pk, edits=report.edits, by=user, now=NOW)
    moves.approve(report.pk, version=1, by=other, now=NOW)
    counts = figures["tasks"]["counts"]
    version = ReportVersion(
        report=report, number=2, final=True, figures=figures, texts=report.texts, made_by=other, made_at=NOW,
        **{name: counts[name] for name in ("due", "completed", "unsuccessful", "exempt", "open")},
    )  # fmt: skip
    version.digest = digest_of_version(version)
    version.save()
    report.refresh_from_db()
    report.state, report.version, report.owed_on = "final", version, None
    report.save()
    return report


def filled(sheet: dict[str, Any], rooms: list[int]) -> dict[str, Any]:
    from complaints.themes import THEMES

    rng = Random(26)  # noqa: S311 (invented figures)
    by = {
        "department": [(str(pk), "", f"第{n}科") for n, pk in enumerate(rooms)],
        "ward": [(str(rooms[n % len(rooms)]), f"{n}病区", f"第{n % len(rooms)}科") for n in range(WARDS)],
        "doctor": [(str(n + 1), "", f"医生{n}") for n in range(DOCTORS)],
        "agent": [(str(n + 1), "", f"客服{n}") for n in range(AGENTS)],
        "rule": [(str(n + 1), "", f"规则{n}") for n in range(RULES)],
        "kind": [("inpatient", "", ""), ("arrived_paid", "", "")],
        "unsuccessful": [("no_answer", "", ""), ("wrong_number", "", ""), ("declined", "", "")],
        "exempt": [("transferred", "", ""), ("deceased", "", "")],
    }
    tasks = sheet["tasks"]
    for group, keys in by.items():
        tasks["by"][group] = [_line(rng, *key) for key in keys]
    names = list(tasks["counts"])
    tasks["counts"] = {n: sum(one["counts"][n] for one in tasks["by"]["department"]) for n in names}
    tasks["target"] = 95 * tasks["counts"]["due"]
    for point in [*sheet["trend"], sheet["year"]]:
        point |= {"counts": tasks["counts"], "target": tasks["target"], "overall": [900, 400, 80, 20, 9]}
    subjects = ("overall", "nursing", "cost", "environment", "doctor")
    sheet["answers"] = [_levels(rng, subject, "subject", subject, "") for subject in subjects]
    for group in ("department", "agent", "doctor"):
        sheet["answers"] += [_levels(rng, "overall", group, key, name) for key, _more, name in by[group]]
    sheet["calls"]["hours"] = [
        [d, h, rng.randrange(50, 90), rng.randrange(50)] for d in range(1, 8) for h in (9, 14, 19)
    ]
    sheet["calls"] |= {"calls": 9_000, "answered": 7_000, "lengths": [100, 900, 800, 400, 60]}
    sheet["defects"] = [
        {"key": rooms[n], "name": f"第{n}科", "ward": "一病区", "counts": {"vacant": n + 1}}
        for n in range(20)
    ]
    said = [{"pk": n, "number": f"T{n}", "kind": "suggestion", "text": f"{WORDS}{n}"} for n in range(60)]
    themes = (*THEMES, "")
    sheet["cases"]["themes"] = [{"key": key, "n": 60, "words": said} for key in themes]
    return sheet


def _line(rng: Random, key: str, more: str, name: str) -> dict[str, Any]:
    from policy.indicators import Measure

    parts = {"completed": rng.randrange(40, 90), "unsuccessful": rng.randrange(3, 20), "exempt": 3, "open": 2}
    due = sum(parts.values())
    counts = {str(measure): rng.randrange(0, 9) for measure in Measure}
    counts |= {
        "due": due,
        "attempted": due - 6,
        "reached": due - 9,
        "on_time": parts["completed"] - 2,
        **parts,
    }
    return {"key": key, "more": more, "name": name, "counts": counts, "target": 95 * due}


def _levels(rng: Random, subject: str, by: str, key: str, name: str) -> dict[str, Any]:
    return {
        "subject": subject,
        "by": by,
        "key": key,
        "name": name,
        "counts": [rng.randrange(9, 60) for _ in range(5)],
    }
