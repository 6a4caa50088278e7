"""The weekly sheet as it is edited: the summary, and each entry's words with whether it goes out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms import CONTROL, line, text
from complaints.models import WeeklySheet
from staff.forms import Form

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
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    to = line(_("To whom"), 300, required=True)
