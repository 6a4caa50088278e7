"""An entry of knowledge as it is typed, and what is looked for among them. Nothing here saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scripts_library.actions.knowledge import Facts
from scripts_library.models.knowledge import EntryKind
from staff.forms import DAY, DayField, Form
from staff.models import Department

LONGEST_QUESTION = 100


class Text(forms.CharField):
    """A browser posts a line's end as two characters; kept is one."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found.replace("\r\n", "\n") if isinstance(found, str) else found


class EntryForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=EntryKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = Text(
        label=_("What to say"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Short: it is read out in a call. Nothing about a patient."),
    )
    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"), required=False)
    keywords = forms.CharField(
        label=_("Keywords"),
        max_length=200,
        required=False,
        help_text=_("Other words by which it is looked for, with spaces between them."),
    )
    price = forms.DecimalField(
        label=_("Price"), max_digits=9, decimal_places=2, min_value=0, required=False, help_text=_("In yuan.")
    )
    unit = forms.CharField(label=_("Charged per"), max_length=30, required=False)
    valid_until = DayField(
        label=_("Price valid until"),
        required=False,
        widget=DAY,
        help_text=_("Afterwards it is shown as perhaps out of date."),
    )
    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not any(sign.isalnum() for sign in title):
            raise forms.ValidationError(_("A title has letters: it is found by them."))
        return title

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        priced = typed.get("price") is not None or typed.get("unit") or typed.get("valid_until")
        if priced and typed.get("kind") != EntryKind.SERVICE:
            self.add_error("price", _("Only a service has a price."))
        elif priced and typed.get("price") is None and "price" not in self.errors:
            self.add_error("price", _("A unit or a date without a price says nothing."))
        return typed

    def facts(self) -> Facts:
        return Facts(**{name: self.cleaned_data[name] for name in Facts.__slots__})
