"""Clocks, who may be ordered, what must be filled in, the table of points, as typed (C4, A31, E4).

Nothing here saves; policy and regulation.limits say what makes no sense.
"""

from decimal import Decimal
from itertools import chain
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from complaints.forms import choice
from complaints.forms_measures import item_name
from complaints.words import CHANNELS, KINDS, SEVERITIES
from policy.clocks import ClockSpec, Unit
from policy.complaints import Kind, Severity
from policy.points import DEFAULT_POINTS, MOST, Item, PointsTable
from regulation.limits import FIELDS, WORKERS, Limits
from regulation.words import clock_code, clock_name
from staff.permissions import Role

SMALL = {"class": "form-control form-control-sm", "autocomplete": "off"}
BOXES = forms.CheckboxSelectMultiple
SPARE = 1  # empty rows for new ones
FIELD_WORDS = {
    "theme": _("what about"),
    "wish": _("what is asked for"),
    "place": _("where"),
    "happened": _("when"),
    "persons": _("persons"),
    "departments": _("departments"),
    "complainant": _("who says it"),
    "relation": _("relation"),
    "phone": _("telephone"),
    "web_url": _("address of the post"),
    "web_author": _("author"),
    "web_site": _("site"),
    "plan": _("plan"),
}
UNITS = {
    Unit.HOURS: _("hours"),
    Unit.CALENDAR_DAYS: _("days, holidays too"),
    Unit.WORKING_DAYS: _("working days"),
}
REFUSALS = {
    "clock_twice": _("Two clocks have the same name."),
    "code_long": _("The name of a clock has 20 letters at most."),
    "no_code": _("A clock needs a name."),
    "amount": _("The amount lies between 1 and a year."),
    "amount_several": _("With several departments it is not shorter, and a year at most."),
    "no_kind": _("Choose the kinds for which the clock runs."),
    "role_unknown": _("Choose at least one role for each kind."),
    "item_twice": _("Two items have the same code."),
    "points": _("Points lie between 0.01 and 100."),
    "points_decimals": _("Points have two decimals at most."),
    "no_name": _("An item needs a name."),
}


def refusal(error: ValueError) -> str:
    return str(REFUSALS.get(str(error), _("This makes no sense.")))


class ClockForm(forms.Form):
    """One row; one without a name is left out, which takes the clock off."""

    code = forms.CharField(
        label=_("Name of the clock"), max_length=20, required=False, widget=forms.TextInput(attrs=SMALL)
    )
    amount = forms.IntegerField(
        label=_("Time"), min_value=1, required=False, widget=forms.NumberInput(attrs=SMALL)
    )
    unit = choice(_("Unit"), [(u, UNITS[u]) for u in Unit], required=False)
    amount_several = forms.IntegerField(
        label=_("With several departments"),
        min_value=1,
        required=False,
        widget=forms.NumberInput(attrs=SMALL),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Runs for"), choices=[(k, KINDS[k]) for k in Kind], required=False, widget=BOXES
    )
    severities = forms.MultipleChoiceField(
        label=_("Only when"), choices=[(s, SEVERITIES[s]) for s in Severity], required=False, widget=BOXES
    )

    def clean_code(self) -> str:
        return clock_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed["spec"] = None
        if self.errors or not typed.get("code"):
            return typed
        try:
            typed["spec"] = ClockSpec(
                typed["code"],
                Unit(typed["unit"] or Unit.CALENDAR_DAYS),
                typed["amount"] or 0,
                typed["amount_several"],
                tuple(Kind(kind) for kind in typed["kinds"]),
                tuple(Severity(severity) for severity in typed["severities"]),
            )
        except ValueError as error:
            raise ValidationError(refusal(error)) from None
        return typed


class RolesForm(forms.Form):
    """Who may be ordered, for each kind."""

    def __init__(self, limits: Limits, data: Any = None) -> None:
        super().__init__(data, prefix="roles")
        for kind in Kind:
            self.fields[str(kind)] = forms.MultipleChoiceField(
                label=KINDS[kind],
                choices=[(role, Role(role).label) for role in WORKERS],
                initial=list(limits.roles_for(kind)),
                widget=BOXES,
                error_messages={"required": _("Choose at least one role for each kind.")},
            )

    def roles(self) -> dict[str, tuple[str, ...]]:
        return {str(kind): tuple(self.cleaned_data[kind]) for kind in Kind}


class RequiredForm(forms.Form):
    """What must be filled in, for each kind, severity and channel."""

    def __init__(self, limits: Limits, data: Any = None) -> None:
        super().__init__(data, prefix="required")
        for key, label in chain(KINDS.items(), SEVERITIES.items(), CHANNELS.items()):
            self.fields[str(key)] = forms.MultipleChoiceField(
                label=label,
                choices=[(name, FIELD_WORDS[name]) for name in FIELDS],
                initial=list(limits.required.get(key, ())),
                required=False,
                widget=BOXES,
            )

    def required(self) -> dict[str, tuple[str, ...]]:
        return {str(key): tuple(names) for key, names in self.cleaned_data.items() if names}


class LimitsForms:
    """The whole page."""

    def __init__(self, limits: Limits, data: Any = None) -> None:
        kind: Any = formset_factory(ClockForm, extra=SPARE, max_num=20, validate_max=True)
        initial = [{**spec.to_json(), "code": clock_name(spec.code)} for spec in limits.clocks]
        self.clocks: BaseFormSet[ClockForm] = kind(data, prefix="clocks", initial=initial)
        self.roles, self.required = RolesForm(limits, data), RequiredForm(limits, data)
        self.problem = ""

    def is_valid(self) -> bool:
        if not all([self.clocks.is_valid(), self.roles.is_valid(), self.required.is_valid()]):
            return False
        try:
            self.limits()
        except ValueError as error:
            self.problem = refusal(error)
        return not self.problem

    def limits(self) -> Limits:
        specs = [form.cleaned_data.get("spec") for form in self.clocks.forms]
        return Limits(tuple(spec for spec in specs if spec), self.roles.roles(), self.required.required())


class ItemForm(forms.Form):
    """One row of the table of points; one without a name is left out, which takes the item off."""

    code = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What for"), max_length=100, required=False, widget=forms.TextInput(attrs=SMALL)
    )
    points = forms.DecimalField(
        label=_("Points"),
        min_value=Decimal("0.01"),
        max_value=MOST,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={**SMALL, "step": "0.5"}),
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and typed.get("name") and typed.get("points") is None:
            self.add_error("points", _("Say how many points."))
        return typed


class PointsForms:
    def __init__(self, table: PointsTable, data: Any = None) -> None:
        kind: Any = formset_factory(ItemForm, extra=SPARE, max_num=40, validate_max=True)
        initial = [
            {"code": item.code, "name": item_name(item.code, item.name), "points": item.points}
            for item in table.items
        ]
        self.rows: BaseFormSet[ItemForm] = kind(data, prefix="items", initial=initial)
        self.problem = ""

    def is_valid(self) -> bool:
        if not self.rows.is_valid():
            return False
        try:
            self.table()
        except ValueError as error:
            self.problem = refusal(error)
        return not self.problem

    def table(self) -> PointsTable:
        typed = [form.cleaned_data for form in self.rows.forms if form.cleaned_data.get("name")]
        return PointsTable(
            tuple(
                Item(row["code"] or f"own_{n}_{row['name']}"[:30], _shipped(row), row["points"])
                for n, row in enumerate(typed, start=1)
            )
        )


def _shipped(row: dict[str, Any]) -> str:
    """A name shown in the reader's language is kept as it was shipped."""
    shipped = DEFAULT_POINTS.item(row["code"])
    same = shipped and row["name"] == item_name(shipped.code, shipped.name)
    return shipped.name if shipped and same else row["name"]
