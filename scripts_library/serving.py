"""Which rules' calls a script is said in, told from the rules in use (E13)."""

from dataclasses import dataclass
from datetime import date

from policy.visits import VisitKind
from regulation.words import KIND_LABELS
from scripts_library.models import Occasion, ScriptVersion
from scripts_library.purposes import Purpose, reaching
from scripts_library.reading import script_for
from staff.templatetags.look import listed


@dataclass(frozen=True, slots=True)
class Served:
    """`kinds`: those of the rule's visits that fit. `instead`: the script that says more about them."""

    rule: Purpose
    kinds: str
    instead: ScriptVersion | None


def served(version: ScriptVersion, day: date) -> list[Served]:
    """Each rule that the version fits, asked as for the call that it describes best."""
    found = []
    for rule in reaching(version, day):
        kinds = [kind for kind in rule.kinds if not version.kinds or kind in version.kinds]
        if kinds:
            first = script_for(_described(version, rule, kinds[0]), day=day)
            ours = first is None or first.script_id == version.script_id
            words = listed(KIND_LABELS[VisitKind(kind)] for kind in kinds)
            found.append(Served(rule, words, None if ours else first))
    return found


def _described(version: ScriptVersion, rule: Purpose, kind: str) -> Occasion:
    both = set(version.departments) & set(rule.departments) or {*version.departments, *rule.departments}
    age = version.min_age if version.min_age is not None else version.max_age
    return Occasion(kind, min(both, default=None), [rule.code], version.sex, age)
