"""Whom a script or a questionnaire is for, as it is chosen; all of it may stay empty. Nothing here saves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.visits import VisitKind
from regulation.words import KIND_LABELS
from scripts_library.models import ForWhom
from scripts_library.models.whom import OLDEST, SEXES
from scripts_library.purposes import Purpose
from staff.forms import Form
from staff.models import Department

WHOM = ("kinds", "departments", "purposes", "sex", "min_age", "max_age")


class KindsForm(Form):
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of visit"),
        choices=[(str(kind), KIND_LABELS[kind]) for kind in VisitKind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: for any visit."),
    )


class WhomForm(KindsForm):
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("Only for these departments"),
        widget=forms.SelectMultiple(attrs={"size": 5}),
        required=False,
        help_text=_("None chosen: for all of them."),
    )
    purposes = forms.MultipleChoiceField(
        label=_("Only for calls of these rules"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: whatever the call is for."),
    )
    sex = forms.ChoiceField(label=_("Men or women"), choices=[("", _("everybody")), *SEXES], required=False)
    min_age = forms.IntegerField(label=_("From this age"), min_value=0, max_value=OLDEST, required=False)
    max_age = forms.IntegerField(label=_("Up to this age"), min_value=0, max_value=OLDEST, required=False)

    def offer(self, rules: Iterable[Purpose], chosen: Iterable[str]) -> None:
        """The rules in use, and what was chosen before they went out of use."""
        names = {rule.code: rule.name for rule in rules}
        gone = {code: f"{code} ({_('not in use')})" for code in chosen if code not in names}
        choices = list((names | gone).items())
        self.fields["purposes"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("min_age"), data.get("max_age")
        if low is not None and high is not None and low > high:
            self.add_error("max_age", _("The second age lies below the first."))
        return data

    def whom(self) -> dict[str, Any]:
        """The fields of a ForWhom."""
        chosen = {name: self.cleaned_data[name] for name in WHOM}
        return chosen | {"departments": sorted(one.pk for one in chosen["departments"])}


def whom_initial(version: ForWhom) -> dict[str, Any]:
    return {name: getattr(version, name) for name in WHOM}
