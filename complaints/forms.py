"""What is written down when a case is taken in, and what is looked for among all of them (A20, B13, D5).

They check; actions save.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Complaint
from complaints.models.cases import AT_WORK
from complaints.themes import THEMES
from complaints.titles import title_of
from complaints.words import CHANNELS, KINDS, SEVERITIES, STATES
from patients.importing.cells.phones import read_phones
from patients.models import Patient, Visit
from policy.complaints import Channel, Kind, Severity, State
from staff.forms import Form
from staff.models import Department, User

LONGEST_TITLE = 100
TAKEN_IN = [c for c in Channel if c != Channel.CALL]  # a call records in its own page
CONTROL = {"class": "form-control"}
CHOICE = {"class": "form-select"}


def line(label: Any, most: int, *, required: bool = False, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={**CONTROL, "autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class Text(forms.CharField):
    """A browser posts a line's end as two characters; kept is one, so that two texts can be compared."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found.replace("\r\n", "\n") if isinstance(found, str) else found


def text(label: Any, most: int = 20_000, *, rows: int = 3, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={**CONTROL, "rows": rows})
    return Text(label=label, max_length=most, required=required, widget=widget)


def choice(label: Any, choices: Any, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs=CHOICE)
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget, **more)


class RecordForm(Form):
    """One for every way in: what the channel does not have stays empty."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    channel = choice(_("How it came"), [(c, CHANNELS[c]) for c in TAKEN_IN], initial=Channel.WALK_IN)
    kind = choice(_("What it is"), [(k, KINDS[k]) for k in Kind], initial=Kind.COMPLAINT)
    severity = choice(_("How grave"), [(s, SEVERITIES[s]) for s in Severity], initial=Severity.ORDINARY)
    theme = choice(_("What about"), [("", "—"), *THEMES.items()], required=False)

    words = text(_("In their own words"), rows=5, required=True)
    title = line(_("In one line"), LONGEST_TITLE)
    wish = line(_("What is asked for"), 500)
    happened = line(_("When it happened"), 100)
    place = line(_("Where"), 100)
    persons = line(_("Persons concerned"), 200)
    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label=_("Departments concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    praised = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who is praised"),
        required=False,
        widget=forms.SelectMultiple(attrs={**CHOICE, "size": 6}),
    )

    anonymous = forms.BooleanField(
        label=_("Anonymous: nobody to tell the answer to"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    patient = forms.ModelChoiceField(Patient.objects.none(), required=False, widget=forms.HiddenInput)
    visit = forms.ModelChoiceField(
        Visit.objects.none(), label=_("Visit"), required=False, widget=forms.Select(attrs=CHOICE)
    )
    complainant = line(_("Name"), 50)
    relation = line(_("Relation to the patient"), 50)
    phone = line(_("Telephone number"), 30, inputmode="tel")

    web_url = forms.URLField(
        label=_("Address of the post"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={**CONTROL, "autocomplete": "off"}),
    )
    web_site = line(_("Site"), 50)
    web_author = line(_("Author"), 100)
    plan = text(_("Plan for handling it"), 5_000, rows=2)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {
            "departments": Department.objects.all(),
            "praised": User.objects.active().order_by("full_name"),
            "patient": Patient.objects.visible_to(user),
            "visit": Visit.objects.visible_to(user).standing(),
        }
        for name, queryset in chosen.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        found = read_phones(typed).phones if typed else ()
        if typed and not found:
            raise forms.ValidationError(
                _("This is no telephone number. Write the digits, with the area code if any.")
            )
        return found[0].number if found else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and data.get("words"):
            data["title"] = title_of(data["words"])
        visit, patient = data.get("visit"), data.get("patient")
        if visit and (patient is None or visit.patient_id != patient.pk):
            self.add_error("visit", _("This visit is not one of this patient's."))
        if data.get("channel") == Channel.WEB and not (data.get("web_url") or data.get("web_site")):
            self.add_error("web_url", _("Write down the address of the post, or at least the site."))
        return data


EDITED = (
    "kind", "severity", "theme", "title", "words", "wish", "happened", "place", "persons", "complainant",
    "relation", "phone", "plan",
)  # fmt: skip


class EditForm(RecordForm):
    """What was recorded, mended before anybody was ordered: not how it came, nor whose it is."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        kept = {*EDITED, "departments", "version"}
        self.fields = {name: field for name, field in self.fields.items() if name in kept}
        self.fields["phone"].help_text = _("Empty: the number on record stays.")

    def clean(self) -> dict[str, Any]:
        """The number is never drawn, so an empty field says nothing about it."""
        data = super().clean()
        if not data.get("phone"):
            data.pop("phone", None)
        return data


def theirs(form: EditForm, case: Any) -> list[tuple[str, str]]:
    """Field by field what the case says by now where `form`, which is valid, says otherwise: label and words.
    The number is never drawn."""
    found = []
    for name in EDITED:
        now, mine = getattr(case, name), form.cleaned_data.get(name)
        if name != "phone" and str(now or "") != str(mine or ""):
            chosen = getattr(case, f"get_{name}_display", None)
            found.append((str(form.fields[name].label), str(chosen() if chosen else now or "—")))
    rooms = set(case.departments.all())
    if rooms != set(form.cleaned_data.get("departments") or ()):
        found.append((str(form.fields["departments"].label), "、".join(sorted(map(str, rooms))) or "—"))
    return found


class FilterForm(forms.Form):
    """Of all cases; nothing of it says who anybody is, so it may stand in an address."""

    state = choice(
        _("State"),
        [
            ("", _("all")),
            ("open", pgettext_lazy("complaint", "open")),
            ("breached", _("past the limit")),
            ("untaken", _("ordered, not taken on yet")),
            *STATES.items(),
        ],
        required=False,
    )
    kind = choice(_("What it is"), [("", _("all")), *((k, KINDS[k]) for k in Kind)], required=False)
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label=_("Department"),
        required=False,
        empty_label=_("all"),
        widget=forms.Select(attrs=CHOICE),
    )

    def narrowed(self, cases: "QuerySet[Complaint]") -> "QuerySet[Complaint]":
        data = self.cleaned_data if self.is_valid() else {}
        state, kind, department = data.get("state"), data.get("kind"), data.get("department")
        if kind:
            cases = cases.filter(kind=kind)
        if department:
            cases = cases.filter(departments=department)
        if state == "open":
            return cases.exclude(state__in=(State.CLOSED, State.MERGED))
        if state == "breached":
            return cases.filter(breached_at__isnull=False)
        if state == "untaken":
            return cases.filter(state__in=AT_WORK, order__seen_at=None)
        return cases.filter(state=state) if state else cases
