"""What people type about reports. Nothing here saves."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.forms import CHOICE, text
from complaints.forms_measures import DAY
from policy.spans import Span
from reports.queries.callers import callers
from reports.spanwords import SPANS
from reports.writing import LONGEST, SECTIONS
from staff.forms import DayField, Form
from staff.models import Department, User
from staff.permissions import Role


class NewForm(Form):
    kind = forms.ChoiceField(
        label=_("Span"),
        choices=[(kind, SPANS[kind]) for kind in Span if kind not in (Span.DAY, Span.FREE)],
        widget=forms.Select(attrs=CHOICE),
    )
    day = DayField(label=_("that counts the day"), widget=DAY)
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), required=False, widget=forms.Select(attrs=CHOICE)
    )
    agent = forms.ModelChoiceField(
        callers(), label=_("Agent"), required=False, widget=forms.Select(attrs=CHOICE)
    )


class TextForm(Form):
    edits = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in SECTIONS.items():
            self.fields[name] = text(label, LONGEST, rows=5)

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in SECTIONS}


class FeedbackForm(Form):
    text = text(_("What the department says, and what it has found out"), 5_000, required=True)


class MeasureForm(Form):
    text = text(_("Measure"), 1_000, rows=2, required=True)
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Who sees to it"), widget=forms.Select(attrs=CHOICE), empty_label="—"
    )
    due_on = DayField(label=_("Until"), widget=DAY)

    def __init__(self, department: Department, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        working = User.objects.active().exclude(role__in=[Role.ADMINISTRATOR, Role.AUDITOR])
        chosen: Any = self.fields["responsible"]
        chosen.queryset = working.filter(department=department).order_by("full_name")
        self.today = today

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day


class ProofForm(Form):
    proof = text(_("What was done, and where it can be seen"), 2_000, rows=2, required=True)
