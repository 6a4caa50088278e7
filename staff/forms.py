"""What people type about themselves and their colleagues. Nothing here saves."""

import re
from datetime import UTC, datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from staff.actions.users import Account
from staff.models import Act, Department, User
from staff.models.departments import DepartmentKind
from staff.permissions import Role
from staff.throttle import plain_name

LONGEST_PASSWORD = 128
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


FAR_OFF = _("The year of a date lies between 1900 and 2199: please look at the date once more.")
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)


class DayField(forms.DateField):
    """A day that can be reckoned with; years far off are slips of the key."""

    default_validators = [
        MinValueValidator(EARLIEST.date(), message=FAR_OFF),
        MaxValueValidator(LATEST.date(), message=FAR_OFF),
    ]


class MomentField(forms.DateTimeField):
    """As DayField, with the hour."""

    default_validators = [
        MinValueValidator(EARLIEST, message=FAR_OFF),
        MaxValueValidator(LATEST, message=FAR_OFF),
    ]


class Form(forms.Form):
    """Drawn by crispy inside a `<form>` that the template writes itself."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


def secret(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, **more)


class PlainNameField(forms.CharField):
    """Its length is that of the plain name: one sign may become eighteen."""

    def to_python(self, value: Any) -> str:
        return plain_name(super().to_python(value) or "")


class SignInForm(Form):
    username = PlainNameField(
        label=_("Staff number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = secret(_("Password"), "current-password")


class PasswordForm(Form):
    old = secret(_("Present password"), "current-password")
    new = secret(_("New password"), "new-password")
    again = secret(_("New password once more"), "new-password")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.rules = password_validators_help_texts()

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        if new == self.cleaned_data.get("old"):
            raise ValidationError(_("This is the present password."))
        return new

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("new") and typed.get("again") and typed["new"] != typed["again"]:
            self.add_error("again", _("The two are not the same."))
        return typed


class ProfileForm(Form):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    single_keys = forms.BooleanField(
        label=_("Single letters work as keys"),
        required=False,
        help_text=_("They never work while a text field has the focus."),
    )


class AccountForm(Form):
    """Who / what he does / which calls go to him."""

    full_name = forms.CharField(label=_("Name"), max_length=50)
    extension = forms.CharField(label=_("Extension"), max_length=20, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"), required=False)
    takes_calls = forms.BooleanField(label=_("Takes calls"), required=False, initial=True)
    languages = forms.CharField(
        label=_("Languages and dialects"),
        max_length=200,
        required=False,
        help_text=_("Separated by commas, as they stand in the patient's record."),
    )
    skill_departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("Departments known well"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def clean_languages(self) -> tuple[str, ...]:
        typed = self.cleaned_data["languages"]
        for mark in "，、;；":
            typed = typed.replace(mark, ",")
        found = dict.fromkeys(word.strip() for word in typed.split(",") if word.strip())
        if any(len(word) > 30 for word in found):
            raise ValidationError(_("A language has at most 30 characters."))
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if typed.get("role") == Role.CLINICIAN and not typed.get("department"):
            self.add_error("department", _("A clinician sees the patients of one department: choose it."))
        return typed

    def account(self) -> Account:
        fields = {key: value for key, value in self.cleaned_data.items() if key in Account.__slots__}
        return Account(**{**fields, "role": Role(fields["role"])})


class NewAccountForm(AccountForm):
    username = forms.CharField(
        label=_("Staff number"),
        max_length=30,
        validators=[
            RegexValidator(r"^[\w.-]+$", _("Letters, digits, dots and hyphens only."), flags=re.ASCII)
        ],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ("username",)


class UserChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Two people may have one name."""

    def label_from_instance(self, user: Any) -> str:
        return f"{user.username} {user.full_name}"


class AbsenceForm(Form):
    first_day = DayField(label=_("First day"), widget=DAY)
    last_day = DayField(label=_("Last day"), widget=DAY)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return self.cleaned_data


class DepartmentForm(Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), choices=DepartmentKind.choices)
    extension = forms.CharField(label=_("Extension"), max_length=20, required=False)


class LogFilter(Form):
    """Ids and codes only: this stands in the address."""

    act = forms.ChoiceField(label=_("Act"), choices=[("", _("All")), *Act.choices], required=False)
    user = UserChoice(User.objects.all(), label=_("User"), required=False, empty_label=_("All"))
    patient = forms.IntegerField(label=_("Patient id"), min_value=1, max_value=2**63 - 1, required=False)
    day = DayField(label=_("Day"), required=False, widget=DAY)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)
