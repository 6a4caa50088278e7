"""The rules as the pages list them: each with its last version, each version with what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from followups.models import Rule, RuleVersion
from followups.rulewords import Difference, differences, timing_words
from policy.rules import RuleSpec
from regulation.history import reason_words
from staff.models import Department


@dataclass(frozen=True, slots=True)
class Listed:
    rule: Rule
    timing: str
    version: RuleVersion | None


@dataclass(frozen=True, slots=True)
class Past:
    version: RuleVersion
    changes: list[Difference]
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The version a change begins from, which comes into force last; and the one that counts today (None:
    none yet). `number`: of the one published last."""

    last: RuleVersion | None
    in_force: RuleVersion | None
    number: int


def listed() -> list[Listed]:
    """Those in use first. Two queries, whatever the number of rules."""
    rules = Rule.objects.edited().order_by("-active", "pk").prefetch_related("versions")
    found = []
    for rule in rules:
        last = next(iter(rule.versions.all()), None)
        spec = parsed(last)
        found.append(Listed(rule, timing_words(spec) if spec else "", last))
    return found


def standing(rule: Rule, today: date) -> Standing:
    versions = list(rule.versions.select_related("published_by"))
    in_force = next((v for v in versions if v.effective_from <= today), None)
    number = max((v.number for v in versions), default=0)
    return Standing(versions[0] if versions else None, in_force, number)


def past(rule: Rule) -> list[Past]:
    """What comes into force last first, each against the one before it."""
    versions = list(rule.versions.select_related("published_by"))
    departments = department_names()
    found = []
    for version, older in zip(versions, [*versions[1:], None][: len(versions)], strict=True):
        new, old = parsed(version), parsed(older)
        changes = differences(old, new, departments) if old and new else []
        found.append(Past(version, changes, reason_words(version.reason)))
    return found


def parsed(version: RuleVersion | None) -> RuleSpec | None:
    """None also for a version that cannot be read: its page opens so that somebody can mend it."""
    try:
        return version.parsed() if version else None
    except ValueError:
        return None


def department_names() -> Mapping[int, str]:
    return dict(Department.objects.values_list("pk", "name"))
