"""What is typed about a promise. They check; actions save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from staff.models import User
from staff.permissions import Role

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class _Moment(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=MOMENTS, **more)


class MakeForm(forms.Form):
    what = forms.CharField(label=_("What is promised"), max_length=300)
    due_at = _Moment(label=_("Call back by"))
    token = forms.UUIDField(widget=forms.HiddenInput)


class KeepForm(forms.Form):
    told = forms.CharField(label=_("What the patient was told"), max_length=500)


class BreakForm(forms.Form):
    reason = forms.CharField(label=_("Why it cannot be kept"), max_length=500)


class PostponeForm(forms.Form):
    due_at = _Moment(label=_("The patient agrees to"))


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.active().filter(role__in=[Role.AGENT, Role.SUPERVISOR]), label=_("Who keeps it now")
    )
