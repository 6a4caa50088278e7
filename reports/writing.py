"""The text with which a report begins: what happened, what is wrong, what to do (E15)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from policy.indicators import share
from reports import reading

SECTIONS = {
    "situation": gettext_lazy("How it stands"),
    "problems": gettext_lazy("What is wrong"),
    "proposals": pgettext_lazy("report", "What to do"),
}
LONGEST = 8_000


def first_text(sheet: dict[str, Any]) -> dict[str, str]:
    """Words in braces are figures; they fill themselves in."""
    return {
        "situation": "\n".join(_situation(sheet)),
        "problems": "\n".join(_problems(sheet)),
        "proposals": "\n".join(_proposals(sheet)),
    }


def _situation(sheet: dict[str, Any]) -> list[str]:
    found = [
        _(
            "{due} follow-ups were due and {completed} completed: the follow-up rate is {follow_up},"
            " {follow_up_change} on the period before, against a target of {target}."
        ),
        _(
            "Coverage is {coverage} ({coverage_change}), reach {reach} ({reach_change}), on time {on_time}"
            " ({on_time_change})."
        ),
    ]
    if sum(reading.overall(sheet)):
        found.append(
            _(
                "Of {answers} who answered, {satisfaction} were satisfied on the whole,"
                " {satisfaction_change} on the period before."
            )
        )
    if sheet["cases"] and sheet["cases"]["total"]:
        found.append(
            _(
                "{cases} complaints, suggestions and words of praise were recorded ({cases_change}),"
                " most of them about {theme} ({theme_n})."
            )
        )
    return found


def _problems(sheet: dict[str, Any]) -> list[str]:
    counts = sheet["tasks"]["counts"]
    found = []
    if counts["unsuccessful"]:
        found.append(
            _(
                "{unsuccessful} were unsuccessful, first for {reason1} ({reason1_n}, {reason1_share}), then"
                " {reason2} ({reason2_n}) and {reason3} ({reason3_n})."
            )
        )
    if sheet["defects"]:
        found.append(
            _("{defects} numbers were wrong or vacant; {worst_ward} registered {worst_ward_n} of them.")
        )
    rate = share("follow_up", counts).percent
    if rate is not None and len(sheet["tasks"]["by"]["department"]) > 1:
        found.append(_("Lowest: {lowest1} with {lowest1_rate} and {lowest2} with {lowest2_rate}."))
    if any(one["by"] == "subject" and one["subject"] != "overall" for one in sheet["answers"]):
        found.append(_("Patients are least satisfied with {domain}: {domain_rate}."))
    return found


def _proposals(sheet: dict[str, Any]) -> list[str]:
    found = []
    if sheet["defects"]:
        found.append(_("Whoever registered wrong numbers checks them with the patient on admission."))
    if sheet["tasks"]["counts"]["not_attempted"]:
        found.append(_("The centre looks into why {not_attempted} were never dialled."))
    if sheet["cases"] and sheet["cases"]["themes"]:
        found.append(_("The departments concerned discuss the opinions about {theme} and what they change."))
    return found
