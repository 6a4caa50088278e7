"""The weekly sheet as it is edited: the summary, and each entry's words with whether it goes out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms import CHOICE, CONTROL, line, text
from complaints.models import WeeklySheet
from staff.forms import Form
from staff.models import User
from staff.permissions import Permission, Role, permits

READERS = [role for role in Role if permits(role, Permission.SEE_COMPLAINTS)]
WITH_THE_SHEET = {"form": "sheet"}  # sent together with the words beside it
MOST = 300  # letters of one entry


class SheetForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = text(_("Summary"), rows=6)

    def __init__(self, sheet: WeeklySheet, data: Any = None) -> None:
        super().__init__(data, initial={"version": sheet.version, "text": sheet.text})
        self.numbers = [entry["number"] for entry in sheet.entries]
        for entry in sheet.entries:
            number = entry["number"]
            self.fields[f"words-{number}"] = forms.CharField(
                max_length=MOST,
                required=False,
                initial=entry["text"],
                widget=forms.TextInput(attrs={**CONTROL, "class": "form-control form-control-sm"}),
            )
            self.fields[f"out-{number}"] = forms.BooleanField(
                required=False,
                initial=entry["include"],
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def row(self, number: str) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"words-{number}"], self[f"out-{number}"]

    def edited(self) -> dict[str, Any]:
        typed = self.cleaned_data
        entries = {n: (typed[f"words-{n}"], typed[f"out-{n}"]) for n in self.numbers}
        return {"version": typed["version"], "text": typed["text"], "entries": entries}

    def merged(self, sheet: WeeklySheet) -> dict[str, Any]:
        """What was typed, with the summary that somebody else saved in front of it."""
        data = {name: value for name, value in self.data.items() if name != "csrfmiddlewaretoken"}
        mine = str(data.get("text", "")).strip()
        both = sheet.text if mine in sheet.text else mine if sheet.text in mine else f"{sheet.text}\n\n{mine}"
        return {**data, "version": sheet.version, "text": both}


class SendForm(Form):
    """Whom it goes to: persons with an account, and in words whoever gets it on paper."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("To whom"),
        required=False,
        widget=forms.SelectMultiple(attrs={**CHOICE, "size": 9, **WITH_THE_SHEET}),
    )
    paper = line(_("On paper also to"), 300)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["paper"].widget.attrs |= WITH_THE_SHEET
        readers = User.objects.active().filter(role__in=READERS)
        fields: Any = self.fields
        fields["users"].queryset = readers
        names = [(user.pk, _called(user)) for user in readers.select_related("department")]
        fields["users"].choices = sorted(names, key=lambda one: one[1])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if not self.errors and not typed["users"] and not typed["paper"].strip():
            self.add_error("users", _("Choose who is to read it."))
        return typed


def _called(user: User) -> str:
    """执行院长 周立群: leaders stand by what they are, everybody else by where he works."""
    return f"{user.department or user.role_label} {user.full_name}"
