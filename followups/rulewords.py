"""A rule in words: its timing in the list, what differs between two versions, warnings (C5, E1, E12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from patients.models.visits import KIND_LABELS, LEFT_BY_LABELS
from policy.calendar import Daypart
from policy.rules import DepartmentKind, RuleSpec, Skill
from policy.visits import ANCHOR_OF, Anchor
from regulation.words import DAYPART_LABELS

SKILL_LABELS = {Skill.AGENT: gettext_lazy("any agent"), Skill.NURSE: gettext_lazy("a nurse")}
DEPARTMENT_KIND_LABELS = {
    DepartmentKind.ANY: gettext_lazy("of every kind"),
    DepartmentKind.SPECIALTY: gettext_lazy("specialty"),
    DepartmentKind.BASIC: gettext_lazy("basic"),
}
ANCHOR_LABELS = {
    Anchor.VISIT: gettext_lazy("after the visit"),
    Anchor.DISCHARGE: gettext_lazy("after discharge"),
    Anchor.APPOINTMENT: gettext_lazy("after the missed appointment"),
}
FIELD_LABELS = {
    "kinds": gettext_lazy("who"),
    "departments": gettext_lazy("departments"),
    "department_kind": gettext_lazy("kind of department"),
    "first_visit_only": gettext_lazy("first visits only"),
    "left_by_excluded": gettext_lazy("ways of leaving left out"),
    "earliest": gettext_lazy("earliest day"),
    "target": gettext_lazy("best day"),
    "latest": gettext_lazy("latest day"),
    "dayparts": gettext_lazy("parts of the day"),
    "last_block": gettext_lazy("last hours of the day only"),
    "occurrences": gettext_lazy("follow-ups per visit"),
    "every_days": gettext_lazy("days between them"),
    "max_attempts": gettext_lazy("attempts at most"),
    "extra_diagnoses": gettext_lazy("diagnoses with more follow-ups"),
    "extra_occurrences": gettext_lazy("follow-ups more"),
    "until_recheck": gettext_lazy("until the re-check"),
    "skill": gettext_lazy("who calls"),
    "priority": gettext_lazy("priority"),
    "target_percent": gettext_lazy("target, %"),
    "source": gettext_lazy("source"),
    "assumption": gettext_lazy("our assumption"),
}
WARNINGS = {
    "no_morning": gettext_lazy("The calling hours have no morning: the last hours of the day serve instead."),
    "no_afternoon": gettext_lazy(
        "The calling hours have no afternoon: the last hours of the day serve instead."
    ),
    "no_evening": gettext_lazy("The calling hours have no evening: the last hours of the day serve instead."),
    "year_unknown": gettext_lazy("The last days lie in a year whose holidays are not confirmed yet."),
    "occurrences_overlap": gettext_lazy("A follow-up begins before the one before it has ended."),
}
REFUSALS = {
    "no_kind": ("kinds", gettext_lazy("Choose at least one kind of visit.")),
    "days_order": ("target", gettext_lazy("Earliest, best and latest day follow each other, 0 to 366.")),
    "priority": ("priority", gettext_lazy("1 is called first, 9 last.")),
    "max_attempts": ("max_attempts", gettext_lazy("Between 1 and 20 attempts.")),
    "occurrences": ("occurrences", gettext_lazy("At least one follow-up.")),
    "every_days": ("every_days", gettext_lazy("Several follow-ups need a number of days between them.")),
    "too_long": (
        "occurrences",
        gettext_lazy("The last follow-up would lie more than a year after the visit."),
    ),
    "extra_without_diagnosis": (
        "extra_diagnoses",
        gettext_lazy("Name the diagnoses that get more follow-ups."),
    ),
    "target_percent": ("target_percent", gettext_lazy("Between 0 and 100 %.")),
}


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    label: str
    old: str
    new: str


def timing_words(spec: RuleSpec) -> str:
    """ "3–7 days", "same evening": what stands beside the rule's name."""
    timing = spec.timing
    if timing.latest == 0:
        return _("same evening") if timing.last_block else _("same day")
    if timing.latest == 1 == timing.earliest:
        return _("next day")
    if timing.earliest <= 1:
        return ngettext("within %(days)d day", "within %(days)d days", timing.latest) % {
            "days": timing.latest
        }
    if timing.target == timing.earliest and timing.latest - timing.earliest <= 2:
        return _("day %(day)d") % {"day": timing.target}
    return _("days %(first)d–%(last)d") % {"first": timing.earliest, "last": timing.latest}


def anchor_words(spec: RuleSpec) -> str:
    anchors = dict.fromkeys(ANCHOR_OF[kind] for kind in spec.kinds)
    return " / ".join(str(ANCHOR_LABELS[anchor]) for anchor in anchors)


def warning_words(codes: tuple[str, ...]) -> list[str]:
    return [str(WARNINGS.get(code, code)) for code in codes]


def differences(old: RuleSpec, new: RuleSpec, departments: Mapping[int, str]) -> list[Difference]:
    before, after = in_words(old, departments), in_words(new, departments)
    return [
        Difference(name, str(label), before[name], after[name])
        for name, label in FIELD_LABELS.items()
        if before[name] != after[name]
    ]


def in_words(spec: RuleSpec, departments: Mapping[int, str]) -> dict[str, str]:
    """Every value of the rule as a person reads it, by the name of its field in the form."""
    timing = spec.timing
    parts = [DAYPART_LABELS[part] for part in Daypart if part in timing.dayparts]
    names = [departments.get(pk, f"#{pk}") for pk in spec.departments]
    return {
        "kinds": _listed(KIND_LABELS[kind] for kind in spec.kinds),
        "departments": _listed(names) if names else _("all"),
        "department_kind": str(DEPARTMENT_KIND_LABELS[spec.department_kind]),
        "first_visit_only": _yes(spec.first_visit_only),
        "left_by_excluded": _listed(LEFT_BY_LABELS[way] for way in spec.left_by_excluded) or _("none"),
        "earliest": str(timing.earliest),
        "target": str(timing.target),
        "latest": str(timing.latest),
        "dayparts": _("all") if len(parts) in (0, len(Daypart)) else _listed(parts),
        "last_block": _yes(timing.last_block),
        "occurrences": str(spec.occurrences),
        "every_days": str(spec.every_days),
        "max_attempts": str(spec.max_attempts),
        "extra_diagnoses": _listed(spec.extra_diagnoses) or _("none"),
        "extra_occurrences": str(spec.extra_occurrences),
        "until_recheck": _yes(spec.until_recheck),
        "skill": str(SKILL_LABELS[spec.skill]),
        "priority": str(spec.priority),
        "target_percent": str(spec.target_percent),
        "source": spec.source or _("none"),
        "assumption": _yes(spec.assumption),
    }


def _listed(words: Any) -> str:
    return comma().join(str(word) for word in words)


def comma() -> str:
    """Between the items of a list, as the reader's language writes it."""
    return "、" if (get_language() or "").startswith("zh") else ", "


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
