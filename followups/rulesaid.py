"""What the calls of a rule say and ask: script and questionnaires for each kind of visit (E13, E16)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from followups.models import Rule
from policy.rules import RuleSpec
from regulation.words import KIND_LABELS
from scripts_library.models import Occasion, QuestionnaireVersion, ScriptVersion
from scripts_library.reading import script_for


@dataclass(frozen=True, slots=True)
class Said:
    kind: Any
    script: ScriptVersion | None
    questionnaires: list[QuestionnaireVersion]


def said_in(rule: Rule, spec: RuleSpec, day: date) -> list[Said]:
    """Where nothing is known of the patient; a department, a sex or an age may have a script of its own."""
    asked = QuestionnaireVersion.objects.asked_on(day).select_related("questionnaire").defer("content")
    department = spec.departments[0] if len(spec.departments) == 1 else None
    calls = [Occasion(str(kind), department, [rule.code]) for kind in spec.kinds]
    return [
        Said(KIND_LABELS[kind], script_for(call, day=day), list(asked.all_fitting(call)))
        for kind, call in zip(spec.kinds, calls, strict=True)
    ]
