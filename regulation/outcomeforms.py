"""The retry table as it is typed: one row for each outcome (A18, E7, E11). Nothing here saves."""

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from policy.outcomes import Ends, NextTry, Outcome, OutcomeRule, Step, check_table
from regulation.words import ENDS_LABELS, NEXT_LABELS, OUTCOME_LABELS, refusal
from staff.forms import Form

STEPS = (1, 2, 3)


class OutcomeForm(Form):
    """One row of the retry table. The prefix is the outcome."""

    counts = forms.BooleanField(label=_("Counts as an attempt"), required=False)
    ends = forms.ChoiceField(
        label=_("Ends"), choices=[(str(e), ENDS_LABELS[e]) for e in Ends], required=False
    )

    def __init__(self, outcome: Outcome, data: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=str(outcome), initial=initial)
        self.outcome, self.label = outcome, OUTCOME_LABELS[outcome]
        choices = [("", "—"), *((str(n), NEXT_LABELS[n]) for n in NextTry)]
        for n in STEPS:
            self.fields[f"next{n}"] = forms.ChoiceField(label=_("Next try"), choices=choices, required=False)
            self.fields[f"minutes{n}"] = forms.IntegerField(
                label=_("Minutes"), required=False, validators=[MinValueValidator(0)]
            )
        for field in self.fields.values():
            if not isinstance(field, forms.BooleanField):
                small = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
                field.widget.attrs["class"] = f"{small} {small}-sm"

    @property
    def steps(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"next{n}"], self[f"minutes{n}"]) for n in STEPS]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not self.errors:
            try:
                typed["rule"] = OutcomeRule(typed["counts"], Ends(typed["ends"]), self._steps())
            except ValueError as error:
                self.add_error(None, refusal(error))
        return typed

    def _steps(self) -> tuple[Step, ...]:
        typed = self.cleaned_data
        named = [(typed[f"next{n}"], typed[f"minutes{n}"] or 0) for n in STEPS]
        return tuple(Step(NextTry(following), minutes) for following, minutes in named if following)


def outcome_initial(rule: OutcomeRule) -> dict[str, Any]:
    initial: dict[str, Any] = {"counts": rule.counts, "ends": str(rule.ends)}
    for n, step in enumerate(rule.steps, start=1):
        initial |= {f"next{n}": str(step.next), f"minutes{n}": step.minutes or None}
    return initial


class OutcomeForms:
    """The whole table: one row for each outcome."""

    def __init__(self, table: Any, data: Any = None) -> None:
        self.rows = [OutcomeForm(o, data, outcome_initial(table[o])) for o in Outcome]
        self.problem = ""

    def is_valid(self) -> bool:
        if not all([row.is_valid() for row in self.rows]):  # a list: every row says what is wrong with it
            return False
        try:
            check_table(self.table())
        except ValueError as error:
            self.problem = refusal(error)
        return not self.problem

    def table(self) -> dict[Outcome, OutcomeRule]:
        return {row.outcome: row.cleaned_data["rule"] for row in self.rows}
