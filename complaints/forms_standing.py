"""A standing order as it is typed: for which cases, who, and who stands in for him."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.directory import Directory
from complaints.forms import CHOICE, choice, line
from complaints.words import KINDS
from policy.complaints import Kind
from staff.forms import Form
from staff.models import Department, User


class StandingForm(Form):
    kind = choice(_("Kind"), [("", _("every kind")), *((k, KINDS[k]) for k in Kind)], required=False)
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Department"),
        required=False,
        empty_label=_("every department"),
        widget=forms.Select(attrs=CHOICE),
    )
    person = choice(_("Who"), ())
    deputy = choice(_("Deputy"), (), required=False)
    task = line(_("What is usually ordered"), 500)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = Directory.read().people()
        fields: Any = self.fields
        fields["person"].choices = [("", "—"), *people]
        fields["deputy"].choices = [("", _("nobody")), *people]

    def clean_person(self) -> User:
        person: User = User.objects.get(pk=self.cleaned_data["person"])
        return person

    def clean_deputy(self) -> User | None:
        return User.objects.get(pk=self.cleaned_data["deputy"]) if self.cleaned_data["deputy"] else None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("person") and typed["person"] == typed.get("deputy"):
            self.add_error("deputy", _("The deputy is somebody else."))
        return typed
