"""What a sheet says: shares, changes, lines in order; for pages, sentences, workbook and paper."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from followups.models.attempts import REASON_LABELS
from followups.models.tasks import END_REASON_LABELS
from policy import rates
from policy.indicators import group_of, share
from policy.outcomes import Reason
from policy.rates import LEVELS, Satisfaction, Share
from policy.tasks import EndReason
from policy.visits import VisitKind
from regulation.words import KIND_LABELS
from reports.subjects import SUBJECTS

type_of_sheet = dict[str, Any]


def satisfied(counts: Sequence[int]) -> Satisfaction:
    return rates.satisfaction(dict(zip(LEVELS, counts, strict=True)))


def satisfied_share(counts: Sequence[int]) -> Share:
    found = satisfied(counts)
    return Share(found.very_satisfied + found.satisfied, found.answers)


def percent_of(code: str, part: dict[str, Any]) -> Decimal | None:
    """`part`: a whole sheet's tasks, a line of a table, or a point of the trend."""
    if code == "satisfaction":
        return satisfied_share(part["overall"]).percent
    return share(code, part["counts"]).percent


def overall(sheet: type_of_sheet, subject: str = "overall") -> list[int]:
    found = (one["counts"] for one in sheet["answers"] if (one["by"], one["subject"]) == ("subject", subject))
    return list(next(found, [0] * len(LEVELS)))


def answers_by(sheet: type_of_sheet, by: str) -> list[dict[str, Any]]:
    """By what was asked about, in its usual order; or on the whole by whom, those with most answers first."""
    lines = [one for one in sheet["answers"] if one["by"] == by and sum(one["counts"])]
    if by != "subject":
        whole = [one for one in lines if one["subject"] == "overall"]
        return sorted(whole, key=lambda one: (-sum(one["counts"]), one["name"]))
    order = list(SUBJECTS)
    return sorted(lines, key=lambda one: order.index(one["subject"]) if one["subject"] in order else 99)


def target(part: dict[str, Any]) -> Decimal | None:
    """E12: the mean of the rules' targets, each follow-up due with that of its rule."""
    return rates.mean(part["target"], part["counts"]["due"])


def lengths(sheet: type_of_sheet) -> list[int]:
    """Conversations under one minute, of one to three, and longer; the first reports had five steps."""
    counts: list[int] = sheet["calls"]["lengths"]
    return counts if len(counts) == 3 else [counts[0], sum(counts[1:3]), sum(counts[3:])]


def by_chance(part: Share) -> str:
    """Where a rate of few records may lie; empty for many, and for none."""
    found = rates.interval(part) if part.denominator < rates.SMALL else None
    return f"{found[0]}–{found[1]}" if found else ""


def before(sheet: type_of_sheet) -> dict[str, Any]:
    """The period before, as a point of the trend."""
    found: dict[str, Any] = sheet["trend"][-2]
    return found


def changes(sheet: type_of_sheet, code: str, other: dict[str, Any]) -> Decimal | None:
    now = (
        satisfied_share(overall(sheet)).percent
        if code == "satisfaction"
        else percent_of(code, sheet["tasks"])
    )
    return rates.points(now, percent_of(code, other))


def reason_words(line: dict[str, Any]) -> str:
    """ "declined: busy" of a line of the reasons."""
    ended, detail = line["key"], line["more"]
    words = str(END_REASON_LABELS[EndReason(ended)]) if ended else pgettext("reason", "not said")
    colon = pgettext("before a list", ": ")
    return f"{words}{colon}{REASON_LABELS[Reason(detail)]}" if detail else words


def by_reason(sheet: type_of_sheet) -> list[dict[str, Any]]:
    """The unsuccessful by where they ended, most first; the second level is folded in."""
    found: dict[str, int] = {}
    for line in sheet["tasks"]["by"]["unsuccessful"]:
        found[line["key"]] = found.get(line["key"], 0) + line["counts"]["due"]
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        {"key": key, "name": reason_words({"key": key, "more": ""}), "n": n, "group": group_of(key)}
        for key, n in ordered
    ]


def ward_of(department: str, ward: str, *, between: str = "") -> str:
    """Many a ward bears its department's name already."""
    return ward if department and ward.startswith(department) else f"{department}{between}{ward}"


def name_of(group: str, line: dict[str, Any]) -> str:
    """The line's name as people call it; nobody and nothing have words too."""
    if group == "kind":
        return str(KIND_LABELS[VisitKind(line["key"])])
    if group == "ward":
        return ward_of(line["name"], line["more"] or _("no ward"), between=" ")
    if group in ("unsuccessful", "exempt"):
        return reason_words(line)
    nobody = {"doctor": _("no doctor named"), "agent": pgettext("calls", "nobody")}
    return str(line["name"] or nobody.get(group, line["key"]))
