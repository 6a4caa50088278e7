"""Red flags, the ladder and its posts as they are typed (A25). They check; actions publish."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.alertwords import LEVELS
from complaints.forms import CHOICE, choice
from complaints.forms_alerts import DOCTORS
from policy.alerts import Level
from policy.expressions import ExpressionError, parse
from policy.flags import LONGEST_NAME, LONGEST_SAY, MOST, RedFlag, RedFlags
from policy.ladder import Ladder
from scripts_library.models import QuestionnaireVersion
from scripts_library.question_words import FAULTS
from staff.forms import Form
from staff.models import Department, User

SPARE = 2  # empty rows at the end
SMALL = {"class": "form-control form-control-sm", "autocomplete": "off"}
PROBLEMS = {
    "name": _("Give it a name in both languages."),
    "say": _("Write what to say in both languages, in 400 characters."),
    "words": _("Only {doctor} and {by} are filled in."),
    "when": _("Say at which answers it rises."),
}
# Flags stand in no order: any question of any questionnaire will do.
NAMES = {
    "expected_name": _("The code of a question is missing."),
    "unknown_name": _("“%(words)s” is no question of any questionnaire."),
}


def question_codes() -> frozenset[str]:
    """Of every questionnaire there is: a flag on anything else would never rise."""
    versions = QuestionnaireVersion.objects.all()
    return frozenset(question.code for version in versions for question in version.sheet.questions)


def _line(label: Any, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, widget=forms.TextInput(attrs=SMALL))


def _say(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={**SMALL, "rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_SAY, required=False, widget=widget)


class FlagForm(forms.Form):
    """One flag; a row without a Chinese name is left out, which takes the flag off."""

    code = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    name_zh = _line(_("Name in Chinese"), LONGEST_NAME)
    name_en = _line(_("Name in English"), LONGEST_NAME)
    when = _line(_("Rises at these answers"), 500)
    level = forms.ChoiceField(
        label=pgettext_lazy("alert", "Level"),
        choices=list(LEVELS.items()),
        initial=Level.SOON,
        required=False,
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
    )
    say_zh = _say(_("What to say, in Chinese"))
    say_en = _say(_("What to say, in English"))
    active = forms.BooleanField(label=_("in use"), required=False, initial=True)

    known: Collection[str] = frozenset()

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors or not typed.get("name_zh"):
            return typed
        try:
            parse(typed["when"], self.known)
        except ExpressionError as error:
            self.add_error("when", (NAMES.get(error.code) or FAULTS[error.code]) % {"words": error.words})
            return typed
        try:
            code = typed["code"] or f"own_{self.prefix.rsplit('-', 1)[-1]}"  # type: ignore[union-attr]  # of a set
            fields = {
                name: typed[name] for name in ("name_zh", "name_en", "when", "say_zh", "say_en", "active")
            }
            typed["flag"] = RedFlag(code=code, level=Level(typed["level"]), **fields)
        except ValueError as error:
            self.add_error(None, PROBLEMS.get(str(error), _("This row makes no sense yet.")))
        return typed


class FlagsForms:
    """The whole list."""

    def __init__(self, flags: RedFlags, data: Any = None) -> None:
        kind: Any = formset_factory(FlagForm, extra=SPARE, max_num=MOST, validate_max=True)
        initial = [{**flag.to_json()} for flag in flags]
        self.rows: BaseFormSet[FlagForm] = kind(data, prefix="flags", initial=initial)
        known = question_codes()
        for form in self.rows.forms:
            form.known = known
        self.known = sorted(known)

    def is_valid(self) -> bool:
        return self.rows.is_valid()

    def flags(self) -> RedFlags:
        found = [form.cleaned_data.get("flag") for form in self.rows.forms]
        return RedFlags(tuple(flag for flag in found if flag))


def _minutes(label: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs=SMALL)
    return forms.IntegerField(label=label, min_value=1, max_value=24 * 60, widget=widget)


def _hour(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={**SMALL, "type": "time"}, format="%H:%M")
    )


class LadderForm(Form):
    urgent = _minutes(_("Urgent: taken within (minutes)"))
    soon = _minutes(_("Soon: taken within (minutes)"))
    today_until = _hour(_("Within the day: taken by"))
    next_urgent = _minutes(_("Urgent: from head to duty office (minutes)"))
    next_soon = _minutes(_("Soon: from head to duty office (minutes)"))
    next_today = _minutes(_("Within the day: from head to duty office (minutes)"))
    promise_urgent = _minutes(_("Urgent: promise this long after the limit (minutes)"))
    promise_soon = _minutes(_("Soon: promise this long after the limit (minutes)"))
    promise_today = _minutes(_("Within the day: promise this long after the limit (minutes)"))
    day_from = _hour(_("The day's work begins"))
    day_until = _hour(_("The day's work ends; then the duty office is called at once"))
    quiet_from = _hour(_("No promised call after, unless urgent"))
    quiet_until = _hour(_("No promised call before"))

    @classmethod
    def of(cls, ladder: Ladder, data: Any = None) -> "LadderForm":
        plain = {name: value for name, value in ladder.to_json().items() if name not in ("next", "promise")}
        for name in ("next", "promise"):
            plain |= {f"{name}_{level}": minutes for level, minutes in ladder.to_json()[name].items()}
        return cls(data, initial=plain)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors:
            return typed
        plain = {
            name: value
            for name, value in typed.items()
            if "_" not in name or name.split("_")[0] not in ("next", "promise")
        }
        for name in ("next", "promise"):
            plain[name] = {level: typed[f"{name}_{level}"] for level in Level}
        try:
            typed["ladder"] = Ladder(**plain)
        except ValueError:
            self.add_error(
                None, _("Soon is longer than urgent, and a day begins before it ends: mend that first.")
            )
        return typed


class PostForm(Form):
    """The head of a department, or without one the duty office."""

    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Department"),
        required=False,
        empty_label=_("the duty office"),
        widget=forms.Select(attrs=CHOICE),
    )
    person = choice(_("Who"), ())
    deputy = choice(_("Deputy"), (), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        doctors = User.objects.active().filter(role__in=DOCTORS).select_related("department")
        self.people = {str(user.pk): user for user in doctors.order_by("full_name")}
        named = [
            (pk, f"{user.full_name} {user.department or ''}".strip()) for pk, user in self.people.items()
        ]
        fields: Any = self.fields
        fields["person"].choices = [("", "—"), *named]
        fields["deputy"].choices = [("", _("nobody")), *named]

    def clean_person(self) -> User:
        person: User = self.people[self.cleaned_data["person"]]
        return person

    def clean_deputy(self) -> User | None:
        return self.people.get(self.cleaned_data["deputy"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("deputy") and typed.get("deputy") == typed.get("person"):
            self.add_error("deputy", _("Nobody is his own deputy. Choose another person."))
        return typed
