"""The tables beside those of the follow-ups: numbers, calls, alerts, complaints, consultations.

Each as title, head, rows and note: for the page with links, for paper and workbook with plain numbers.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from complaints.alertwords import LEVELS as ALERT_LEVELS
from policy.alerts import Level
from policy.indicators import INDICATORS, Group, Measure, Raised, group_of
from policy.outcomes import REACHED, Outcome
from policy.rates import Share, parts
from regulation.words import OUTCOME_LABELS
from reports import reading
from reports.links import Cell, Links
from reports.words import GROUPS, LENGTHS, RAISED
from reports.words import INDICATORS as WORDS

type_of_sheet = dict[str, Any]
type_of_rows = list[list[Any]]


def tables(sheet: type_of_sheet, links: Links) -> list[dict[str, Any]]:
    """Those with something in them; a report from before a figure was counted lacks its table."""
    found = (
        *(one(sheet, links) for one in (_groups, _exempt, _numbers, _lengths, _outcomes, _agents)),
        *_alerts(sheet, links),
        _handling(sheet, links),
        _consultations(sheet, links),
    )
    return [one for one in found if one["rows"]]


def _table(code: str, title: str, head: list[str], rows: type_of_rows, note: str = "") -> dict[str, Any]:
    width = "narrow" if len(head) < 5 else "half" if len(head) < 8 else "full"
    return {"code": code, "title": title, "head": head, "rows": rows, "note": note, "width": width}


def _number() -> str:
    return pgettext("count", "number")


def sum_note(total: Decimal | None) -> str:
    """Parts that do not add up to 100 say so."""
    return _("The rounded parts add up to %(sum)s %%.") % {"sum": total} if total not in (None, 100) else ""


def _exempt(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    rows = [
        [reading.name_of("exempt", line), links.line("exempt", line, "exempt")]
        for line in sheet["tasks"]["by"]["exempt"]
    ]
    return _table("exempt", _("Exempt, by reason"), [_("Reason"), _number()], rows)


def _groups(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    """E7, E11: the reasons as the documents count them."""
    counts: Counter[Group] = Counter()
    for line in sheet["tasks"]["by"]["unsuccessful"]:
        counts[group_of(line["key"])] += line["counts"]["due"]
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    shares, total = parts(n for _group, n in found)
    rows = [
        [str(GROUPS[group]), links.tasks(n, "unsuccessful", group=group), percent]
        for (group, n), percent in zip(found, shares, strict=True)
    ]
    head = [_("Reason"), _number(), "%"]
    return _table("group", _("Unsuccessful, as the documents group the reasons"), head, rows, sum_note(total))


def _numbers(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    """E3, E7: those that were wrong by the day of the call, those that were missing by the due day."""
    wards: dict[tuple[str, str], list[Any]] = {}
    for line in sheet["tasks"]["by"]["ward"]:
        if line["counts"].get(Measure.NO_NUMBER):
            missing = links.line("ward", line, Measure.NO_NUMBER)
            wards[line["key"], line["more"]] = [reading.name_of("ward", line), Cell(0), missing]
    for line in sheet["defects"]:
        n = sum(line["counts"].values())
        wrong = links.defects(n, department=line["key"], ward=line["ward"])
        name = reading.name_of("ward", line | {"more": line["ward"]})
        wards.setdefault((str(line["key"]), line["ward"]), [name, Cell(0), Cell(0)])[1] = wrong
    rows = sorted(wards.values(), key=lambda row: (-row[1].n - row[2].n, row[0]))
    head = [_("Ward"), _("wrong or vacant"), _("missing")]
    return _table("defect", _("Wrong and missing numbers, by who registered them"), head, rows)


def _lengths(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    counts = reading.lengths(sheet)
    shares, total = parts(counts)
    rows = [
        [words, links.calls(n, length=place), percent]
        for place, (words, n, percent) in enumerate(zip(LENGTHS, counts, shares, strict=True))
    ]
    head = [_("Length"), _number(), "%"]
    return _table(
        "length", _("Conversations by length, minutes"), head, rows if total else [], sum_note(total)
    )


def outcomes(sheet: type_of_sheet) -> list[tuple[str, int]]:
    """What came of all calls, most first."""
    found: Counter[str] = Counter()
    for one in sheet["calls"].get("agents", []):
        found.update(one["counts"])
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _outcomes(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    found = outcomes(sheet)
    shares, total = parts(n for _outcome, n in found)
    rows = [
        [str(OUTCOME_LABELS[Outcome(outcome)]), links.calls(n, outcome=outcome), percent]
        for (outcome, n), percent in zip(found, shares, strict=True)
    ]
    return _table("outcome", _("Calls by outcome"), [_("Outcome"), _number(), "%"], rows, sum_note(total))


def _agents(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    head = [
        _("Agent"), _("calls"), pgettext("calls", "answered"), _("answered %"), _("95 % range"),
        pgettext("calls", "completed"), pgettext("calls", "declined"),
    ]  # fmt: skip
    rows = [_agent(one, links) for one in sheet["calls"].get("agents", [])]
    return _table("caller", _("Calls by agent"), head, rows)


def _agent(one: dict[str, Any], links: Links) -> list[Any]:
    counts, agent = one["counts"], {"agent": one["key"]}
    answered = sum(n for outcome, n in counts.items() if outcome in REACHED)
    share = Share(answered, sum(counts.values()))
    ended = [
        links.calls(counts.get(outcome, 0), outcome=outcome, **agent)
        for outcome in (Outcome.COMPLETED, Outcome.DECLINED)
    ]
    calls = links.calls(share.denominator, **agent)
    heard = links.calls(answered, answered=1, **agent)
    return [one["name"], calls, heard, share.percent, reading.by_chance(share), *ended]


_ALERTS = (Raised.RAISED, Raised.TIMED, Raised.IN_TIME, Raised.LATE, Raised.UNCLOSED, Raised.CLOSED)


def _alerts(sheet: type_of_sheet, links: Links) -> Iterator[dict[str, Any]]:
    """A25. By level with all of them below, then by department."""
    found = sheet.get("alerts") or {"counts": {}, "levels": [], "departments": []}
    rows = [
        _alert(str(ALERT_LEVELS[Level(line["key"])]), line["counts"], links, level=line["key"])
        for line in found["levels"]
    ]
    if len(rows) > 1:
        rows.append(_alert(_("all"), found["counts"], links))
    rooms = [
        _alert(line["name"], line["counts"], links, department=line["key"]) for line in found["departments"]
    ]
    head = [*(str(RAISED[one]) for one in _ALERTS), _("in time %"), _("95 % range")]
    yield _table("alert", _("Clinical alerts by level"), [pgettext("alert", "Level"), *head], rows)
    yield _table("alert-room", _("Clinical alerts by department"), [_("Department"), *head], rooms)


def _alert(name: str, counts: dict[str, int], links: Links, **only: Any) -> list[Any]:
    share = Share(counts[Raised.IN_TIME], counts[Raised.TIMED])
    cells = [links.alerts(counts[one], one, **only) for one in _ALERTS]
    return [name, *cells, share.percent, reading.by_chance(share)]


def _handling(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    """A17, A31, C4, C8."""
    shares = (sheet["cases"] or {"shares": {}})["shares"]
    rows: type_of_rows = []
    for name in (code for code in INDICATORS if shares.get(code, (0, 0))[1]):
        part, whole = shares[name]
        share, only = Share(part, whole), ONLY.get(name, (f"{name}_part", f"{name}_whole"))
        cells = [links.cases(n, only=which) for n, which in zip(share_of(share), only, strict=True)]
        rows.append([str(WORDS[name].name), *cells, share.percent, reading.by_chance(share)])
    head = [_("Indicator"), _("Part"), _("Whole"), "%", _("95 % range")]
    return _table("handling", _("What came of complaints and suggestions"), head, rows)


ONLY = {"breached": ("breached", "owed")}


def share_of(share: Share) -> tuple[int, int]:
    return share.numerator, share.denominator


def _consultations(sheet: type_of_sheet, links: Links) -> dict[str, Any]:
    """B19, B20."""
    found = sheet.get("consultations") or {"n": 0, "came": 0, "departments": []}
    lines = [(one["name"], one["n"], one["came"], {"department": one["key"]}) for one in found["departments"]]
    if len(lines) > 1:
        lines.append((_("all"), found["n"], found["came"], {}))
    rows: type_of_rows = [
        [
            name, links.consultations(n, **only), links.consultations(came, came=1, **only),
            Share(came, n).percent, reading.by_chance(Share(came, n)),
        ]
        for name, n, came, only in lines
    ]  # fmt: skip
    head = [
        _("Department"), pgettext("visits", "consultations"), _("a visit followed"), "%", _("95 % range"),
    ]  # fmt: skip
    return _table("consultation", _("Consultations, and visits that came of them"), head, rows)
