"""The script that belongs to a call: the most specific version in force, else the words that are shipped."""

from dataclasses import dataclass
from datetime import date

from scripts_library import shipped, shipped_replies
from scripts_library.models import Occasion, ScriptVersion
from scripts_library.shipped import Step


@dataclass(frozen=True, slots=True)
class Words:
    steps: list[Step]
    replies: list[Step]


def script_for(call: Occasion, *, day: date) -> ScriptVersion | None:
    """A call with several purposes gets the script of its head task, unless one names another of them."""
    found = ScriptVersion.objects.in_force_on(day).most_specific(call)
    return found.select_related("script").first()


def words_of(version: ScriptVersion | None, kind: str, language: str) -> Words:
    """Not yet filled, in "zh" or "en"; without a version those shipped for `kind` of visit."""
    if version is None:
        return Words(shipped.steps(kind, language), shipped_replies.replies(language))
    return Words(version.steps(language), version.replies(language) or shipped_replies.replies(language))
