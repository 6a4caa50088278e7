"""What a doctor, and the agent who brings his answer, write about an alert. They check; actions save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.alertwords import ACTIONS, EFFECTS
from complaints.forms import line, text
from policy.alerts import Action, Effect
from staff.forms import Form
from staff.models import User
from staff.permissions import Permission, Role, permits

LONGEST_NAME = 60
DOCTORS = [role for role in Role if permits(role, Permission.ANSWER_ALERTS)]


def doctors(but: User) -> Any:
    """To whom an alert may be passed on."""
    others = User.objects.active().filter(role__in=DOCTORS).exclude(pk=but.pk)
    return others.select_related("department").order_by("department__name", "full_name")


class MoveForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.by = by


class TakeForm(MoveForm):
    pass


class PassOnForm(MoveForm):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("To whom"),
        empty_label=_("please choose"),
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    text = line(_("Why, for the colleague"), 500)

    def __init__(self, *args: Any, by: User, **more: Any) -> None:
        super().__init__(*args, by=by, **more)
        self.fields["to"].queryset = doctors(by)  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = _named  # type: ignore[attr-defined]


def _named(user: User) -> str:
    return f"{user.department} {user.full_name}" if user.department else user.full_name


class ActForm(MoveForm):
    action = forms.ChoiceField(
        label=pgettext_lazy("alert", "What is to be done"),
        choices=[(str(a), ACTIONS[a]) for a in Action],
        widget=forms.RadioSelect,
    )
    text = text(_("What was said, what is done"), 5_000, rows=4, required=True)
    asks_effect = forms.BooleanField(label=_("The agent asks tomorrow how it went"), required=False)
    told_to = line(_("Who was told"), LONGEST_NAME)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "told" in self.data and not typed.get("told_to"):
            self.add_error("told_to", _("Write whom you told: the patient, or a relative and the name."))
        if "told" not in self.data:
            typed["told_to"] = ""
        return typed

    def clean_action(self) -> Action:
        return Action(self.cleaned_data["action"])


class TellForm(MoveForm):
    told_to = line(_("Who was told"), LONGEST_NAME, required=True)
    text = text(_("What was told"), 5_000, rows=3)


class EffectForm(MoveForm):
    effect = forms.ChoiceField(
        label=_("How it went"), choices=[(str(e), EFFECTS[e]) for e in Effect], widget=forms.RadioSelect
    )
    text = line(_("In their words"), 1_000)

    def clean_effect(self) -> Effect:
        return Effect(self.cleaned_data["effect"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("effect") is Effect.WORSE and not typed.get("text"):
            self.add_error("text", _("Write down what is worse: the doctor reads it at once."))
        return typed


class GiveUpForm(MoveForm):
    text = line(_("Why nobody can be told"), 500, required=True)
