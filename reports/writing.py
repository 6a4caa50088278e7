"""The text with which a report begins: what happened, what is wrong, what to do (E15)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from policy.indicators import share
from policy.outcomes import NOT_REACHED
from policy.rates import Clock
from reports import reading
from reports.bound import WORD, apart, departments, domains, short_of_its_own, values
from reports.links import Links
from reports.morevalues import clocks, grown, moved, run
from reports.values import NOTHING

SECTIONS = {
    "situation": gettext_lazy("How it stands"),
    "problems": gettext_lazy("What is wrong"),
    "proposals": pgettext_lazy("report", "What to do"),
}
LONGEST = 8_000
ENOUGH = 30  # calls, before the hours of the day are compared


def first_text(sheet: dict[str, Any]) -> dict[str, str]:
    """Words in braces are figures, which fill themselves in; a sentence with an empty one is left out."""
    known = values(sheet, Links(sheet, opens=False))
    nothing = {name for name, value in known.items() if value.text == NOTHING}
    sections = {
        "situation": [*_calls(sheet), *_voices(sheet), *_beside(sheet)],
        "problems": [*_unsuccessful(sheet), *_low(sheet), *_overdue(sheet)],
        "proposals": [*_proposals(sheet)],
    }
    return {
        name: "\n".join(line for line in lines if nothing.isdisjoint(WORD.findall(line)))
        for name, lines in sections.items()
    }


# --- How it stands ---


def _calls(sheet: dict[str, Any]) -> Iterator[str]:
    if not sheet["tasks"]["counts"]["due"]:
        yield _("No follow-up was due.")
        return
    yield (
        _(
            "{due} follow-ups were due and {completed} completed: the follow-up rate is {follow_up},"
            " {follow_up_change} on the period before, against a target of {target}."
        )
        if _compared(sheet, "follow_up")
        else _(
            "{due} follow-ups were due and {completed} completed: the follow-up rate is {follow_up},"
            " against a target of {target}."
        )
    )
    if run(sheet) > 1:
        yield _("It has risen {follow_up_run}.")
    if run(sheet) < -1:
        yield _("It has fallen {follow_up_run}.")
    yield (
        _(
            "Coverage is {coverage} ({coverage_change}), reach {reach} ({reach_change}), on time {on_time}"
            " ({on_time_change})."
        )
        if _compared(sheet, "coverage", "reach", "on_time")
        else _("Coverage is {coverage}, reach {reach}, on time {on_time}.")
    )
    found = moved(sheet)
    if len(found) > 1 and found[-1].by > 0 and found[-1].by > found[-2].by:
        yield _("{rose} has improved most: {rose_rate}, {rose_by}.")


def _voices(sheet: dict[str, Any]) -> Iterator[str]:
    if sum(reading.overall(sheet)):
        yield (
            _(
                "Of {answers} who answered, {satisfaction} were satisfied on the whole,"
                " {satisfaction_change} on the period before."
            )
            if _compared(sheet, "satisfaction")
            else _("Of {answers} who answered, {satisfaction} were satisfied on the whole.")
        )
    if sheet["cases"] and sheet["cases"]["total"]:
        yield _cases(sheet)
        yield _(
            "These are {complaints} complaints, {suggestions} suggestions, {needs} needs, {praises} words of"
            " praise and {adverse_events} adverse events."
        )
        if sheet["cases"]["shares"]["in_time"][1]:
            yield _("{in_time} of the cases were answered within 7 days.")


def _cases(sheet: dict[str, Any]) -> str:
    if sheet["cases"]["before"] or reading.before(sheet)["counts"]["due"]:
        if _leads(_themes(sheet)):
            return _("{cases} cases were recorded ({cases_change}), most often about {theme} ({theme_n}).")
        return _("{cases} cases were recorded ({cases_change}).")
    if _leads(_themes(sheet)):
        return _("{cases} cases were recorded, most often about {theme} ({theme_n}).")
    return _("{cases} cases were recorded.")


def _themes(sheet: dict[str, Any]) -> list[int]:
    return [one["n"] for one in (sheet["cases"] or {"themes": []})["themes"] if one["key"]]


def _compared(sheet: dict[str, Any], *codes: str) -> bool:
    """Each of them was measured in the period before too."""
    return all(reading.changes(sheet, code, reading.before(sheet)) is not None for code in codes)


def _leads(counts: Sequence[int]) -> bool:
    """The first is the most, and worth the word: more than one, and more than any other."""
    return bool(counts) and counts[0] > max([1, *counts[1:]])


def _beside(sheet: dict[str, Any]) -> Iterator[str]:
    if (sheet.get("alerts") or {"counts": {}})["counts"].get("raised"):
        yield _("{alerts} clinical alerts were raised; {alerts_in_time} were taken in time.")
    if (sheet.get("consultations") or {"n": 0})["n"]:
        yield _("{consultations} consultations are on record; a visit followed {conversion} of them.")


# --- What is wrong ---


def _unsuccessful(sheet: dict[str, Any]) -> Iterator[str]:
    yield from _reasons([line["n"] for line in reading.by_reason(sheet)])
    more = grown(sheet)
    if more and more[0] > 1:
        yield _("{grown} has grown most: {grown_n}, {grown_by} more than before.")
    if sheet["defects"]:
        yield _defects([sum(line["counts"].values()) for line in sheet["defects"]])
    if sheet["tasks"]["counts"].get("no_number"):
        yield _("{no_number} patients had no number at all.")


def _defects(wards: list[int]) -> str:
    if len(wards) == 1:
        return _("{defects} numbers were wrong or vacant, registered by {only_ward}.")
    if _leads(wards):
        return _(
            "{defects} numbers were wrong or vacant; {worst_ward} registered most of all: {worst_ward_n}."
        )
    return _("{defects} numbers were wrong or vacant.")


def _reasons(found: list[int]) -> Iterator[str]:
    if len(found) == 1:
        yield _("{unsuccessful} were unsuccessful, all of them for {only_reason}.")
    if len(found) == 2:
        yield (
            _(
                "{unsuccessful} were unsuccessful, first for {reason1} ({reason1_n}, {reason1_share}), then"
                " {reason2} ({reason2_n})."
            )
            if _leads(found)
            else _("{unsuccessful} were unsuccessful: {reason1} ({reason1_n}) and {reason2} ({reason2_n}).")
        )
    if len(found) > 2:
        yield (
            _(
                "{unsuccessful} were unsuccessful, first for {reason1} ({reason1_n}, {reason1_share}), then"
                " {reason2} ({reason2_n}) and {reason3} ({reason3_n})."
            )
            if _leads(found)
            else _(
                "{unsuccessful} were unsuccessful, among them {reason1} ({reason1_n}), {reason2}"
                " ({reason2_n}) and {reason3} ({reason3_n})."
            )
        )


def _low(sheet: dict[str, Any]) -> Iterator[str]:
    rooms = departments(sheet)
    if apart(rooms):
        yield (
            _("Lowest: {lowest1} with {lowest1_rate} and {lowest2} with {lowest2_rate}.")
            if len(rooms) > 2
            else _("Lower: {lowest1} with {lowest1_rate}.")
        )
    found = moved(sheet)
    if len(found) > 1 and found[0].by < 0 and found[0].by < found[1].by:
        yield _("{fell} has fallen most: {fell_rate}, {fell_by}.")
    if apart(domains(sheet)):
        yield _("Patients are least satisfied with {domain}: {domain_rate}.")


def _overdue(sheet: dict[str, Any]) -> Iterator[str]:
    if clocks(sheet, Clock.OVER) or clocks(sheet, Clock.LATE):
        yield _("{unanswered} cases are unanswered after 7 days, and {answered_late} were answered later.")
    if (sheet.get("alerts") or {"counts": {}})["counts"].get("late"):
        yield _("{alerts_late} clinical alerts were not taken in time; {alerts_open} are not closed.")


# --- What to do ---


def _proposals(sheet: dict[str, Any]) -> Iterator[str]:
    counts = sheet["tasks"]["counts"]
    if sheet["defects"] or counts.get("no_number"):
        yield _("Whoever registered wrong numbers checks them with the patient on admission.")
    if counts["not_attempted"]:
        yield _("The centre looks into why {not_attempted} were never dialled.")
    reasons = reading.by_reason(sheet)
    if reasons and reasons[0]["key"] in NOT_REACHED and sheet["calls"]["calls"] >= ENOUGH:
        yield _("Who was not reached is called again at {best_hour}, when {best_hour_rate} answer.")
    rate, aim = share("follow_up", counts).percent, reading.target(sheet["tasks"])
    short = rate is not None and aim is not None and rate < aim
    rooms = departments(sheet)
    if short and sheet["scope"]["agent"] is None and apart(rooms) and short_of_its_own(rooms[0]):
        yield _("{lowest1} and the centre say how the {lowest1_short} points to its target are made up.")
    if len(_themes(sheet)) == 1 or _leads(_themes(sheet)):
        yield _("The departments concerned discuss the opinions about {theme} and what they change.")
    if clocks(sheet, Clock.OVER):
        yield _("The {unanswered} cases over 7 days are answered first.")
