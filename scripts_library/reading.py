"""The script that belongs to a call: the most specific one in force, else the one shipped."""

from dataclasses import dataclass
from datetime import date

from scripts_library import shipped, shipped_replies
from scripts_library.models import Occasion, ScriptVersion
from scripts_library.shipped import Step


@dataclass(frozen=True, slots=True)
class Chosen:
    version: str  # "inpatient/1"; kept with the call
    steps: list[Step]
    replies: list[Step]


def script_for(call: Occasion, language: str, *, day: date) -> Chosen:
    """Not yet filled, in "zh" or "en". A call with several purposes gets the script of its head task,
    unless one names another of them."""
    found = ScriptVersion.objects.in_force_on(day).most_specific(call)
    version = found.select_related("script").first()
    if version is None:
        return Chosen(f"{call.kind}/0", shipped.steps(call.kind, language), shipped_replies.replies(language))
    replies = version.replies(language) or shipped_replies.replies(language)
    return Chosen(f"{version.script.code}/{version.number}", version.steps(language), replies)
