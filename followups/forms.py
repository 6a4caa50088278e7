"""What an agent says about a call, and a number that somebody found out. They check; actions save."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.alertwords import LEVELS as LEVELS_OF_ALERTS
from complaints.words import KINDS, SEVERITIES
from followups.models.attempts import OUTCOME_LABELS, REASON_LABELS, AnsweredBy
from hotline.forms import MOMENTS
from patients.importing.cells.phones import Phone, read_phones
from patients.models import NamedBy, Visit
from patients.models.visits import VisitQuerySet
from policy.orders import MOST
from policy.outcomes import REACHED, REASONS, Outcome
from scripts_library.question_words import LEVELS
from staff.forms import DayField, MomentField

NO_REASON_NEEDED = "3"

HALVES = (
    ("promise_what", "promise_due", _("A promise needs both: what, and until when.")),
    ("order_purpose", "order_first", _("A further call needs both: its first day, and what for.")),
    ("advice_what", "advice_due", _("A return visit needs both: what for, and by when.")),
)


class CallRecordForm(forms.Form):
    """Raises no error for what the outcome does not need; names what it does (A18, A19, E7)."""

    outcome = forms.ChoiceField(
        choices=[(str(o), OUTCOME_LABELS[o]) for o in Outcome],
        error_messages={"required": _("Choose the outcome of the call.")},
    )
    reason = forms.ChoiceField(
        choices=[("", ""), *((str(r), label) for r, label in REASON_LABELS.items())], required=False
    )
    number = forms.IntegerField(required=False)
    answered_by = forms.ChoiceField(choices=AnsweredBy.choices, required=False)
    relation = forms.CharField(max_length=50, required=False)
    identity_confirmed = forms.BooleanField(required=False)
    cleared_person = forms.IntegerField(required=False)
    connected_at = forms.CharField(max_length=40, required=False)
    agreed_at = MomentField(
        required=False,
        input_formats=MOMENTS,
        error_messages={"invalid": _("Give the call-back as a date and a time.")},
    )
    notes = forms.CharField(max_length=20_000, required=False, strip=False)
    level = forms.ChoiceField(choices=[("", ""), *LEVELS], required=False)
    level_reason = forms.CharField(max_length=500, required=False)
    do_not_call = forms.BooleanField(required=False)
    case_kind = forms.ChoiceField(choices=[("", ""), *KINDS.items()], required=False)
    case_severity = forms.ChoiceField(choices=[("", ""), *SEVERITIES.items()], required=False)
    case_title = forms.CharField(max_length=100, required=False)
    case_words = forms.CharField(max_length=20_000, required=False)
    case_wish = forms.CharField(max_length=500, required=False)
    case_persons = forms.CharField(max_length=200, required=False)
    case_place = forms.CharField(max_length=100, required=False)
    case_happened = forms.CharField(max_length=100, required=False)
    case_department = forms.IntegerField(required=False)
    promise_what = forms.CharField(max_length=300, required=False)
    promise_due = MomentField(
        required=False,
        input_formats=MOMENTS,
        error_messages={"invalid": _("Give the time of the promise as a date and a time.")},
    )
    order_first = DayField(
        required=False, error_messages={"invalid": _("Give the day of the further call as a date.")}
    )
    order_times = forms.IntegerField(min_value=1, max_value=MOST, required=False)
    order_every = forms.IntegerField(min_value=1, max_value=180, required=False)
    order_purpose = forms.CharField(max_length=100, required=False)
    order_note = forms.CharField(max_length=500, required=False)
    advice_what = forms.CharField(max_length=100, required=False)
    advice_due = DayField(
        required=False, error_messages={"invalid": _("Give the day of the return visit as a date.")}
    )
    advice_remind = forms.BooleanField(required=False)
    need_seen = forms.BooleanField(required=False)
    need_language = forms.CharField(max_length=30, required=False)
    need_hearing = forms.BooleanField(required=False)
    need_speak_with = forms.CharField(max_length=100, required=False)
    need_hours = forms.CharField(max_length=100, required=False)
    need_protect = forms.BooleanField(required=False)
    step = forms.CharField(max_length=30, required=False)
    question = forms.CharField(max_length=80, required=False)
    set_aside = forms.CharField(max_length=20_000, required=False)
    merge = forms.BooleanField(required=False)
    alert_level = forms.ChoiceField(choices=[("", ""), *LEVELS_OF_ALERTS.items()], required=False)
    alert_words = forms.CharField(max_length=20_000, required=False)
    alert_since = forms.CharField(max_length=100, required=False)
    alert_medication = forms.CharField(max_length=300, required=False)

    def clean_connected_at(self) -> datetime | None:
        """What the page's clock says; nonsense counts as not known."""
        try:
            found = datetime.fromisoformat(self.cleaned_data["connected_at"])
        except ValueError:
            return None
        return found if found.tzinfo else None

    def clean_notes(self) -> str:
        """As the draft keeps them: a browser posts a form's line ends as two characters."""
        return str(self.cleaned_data["notes"]).replace("\r\n", "\n")

    def _both(self, data: dict[str, Any]) -> None:
        """What has no sense without its other half."""
        for what, when, words in HALVES:
            if when not in self.errors and bool((data.get(what) or "").strip()) != bool(data.get(when)):
                self.add_error(when, words)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "outcome" not in data:
            return data
        outcome = Outcome(data["outcome"])
        if REASONS.get(outcome) and not data.get("reason"):
            self.add_error("reason", _("Choose the reason: it is counted in the report."))
        level = data.get("level")
        if level and level != NO_REASON_NEEDED and not data.get("level_reason", "").strip():
            self.add_error(
                "level_reason", _("Write down the reason for the satisfaction: which person, what about.")
            )
        if data.get("case_words", "").strip() and not data.get("case_kind"):
            self.add_error("case_kind", _("Choose what it is: complaint, suggestion, praise …"))
        self._both(data)
        if level and outcome not in REACHED:
            self.add_error("level", _("Nobody was reached, so there is no satisfaction to record."))
        return data


class ClearedPersonForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=50)
    relation = forms.CharField(label=_("Relation"), max_length=30)
    named_by = forms.ChoiceField(label=_("How this is known"), choices=NamedBy.choices)


class NeedsForm(forms.Form):
    """How to speak with the patient; the names are those of the record."""

    spoken_language = forms.CharField(label=_("Language or dialect"), max_length=30, required=False)
    hard_of_hearing = forms.BooleanField(label=_("Hard of hearing"), required=False)
    speak_with = forms.CharField(label=_("Speak with"), max_length=100, required=False)
    best_hours = forms.CharField(label=_("Best hours"), max_length=100, required=False)
    do_not_disclose = forms.BooleanField(label=_("Do not disclose the diagnosis"), required=False)


class AboutAVisit(forms.Form):
    """`shown`: the same visits, when they have been read already."""

    def __init__(
        self, *args: Any, visits: VisitQuerySet, shown: Sequence[Visit] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["visit"]
        field.queryset, field.label_from_instance = visits, visit_label
        if shown is not None:
            field.choices = [(visit.pk, visit_label(visit)) for visit in shown]


class OrderCallsForm(AboutAVisit):
    visit = forms.ModelChoiceField(Visit.objects.none(), label=_("About the visit"), empty_label=None)
    first = DayField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    times = forms.IntegerField(label=_("How many calls"), min_value=1, max_value=MOST, initial=1)
    every = forms.IntegerField(label=_("Days from one to the next"), min_value=1, max_value=180, initial=7)
    purpose = forms.CharField(label=_("What the call is for"), max_length=100)
    note = forms.CharField(label=_("Note for whoever calls"), max_length=500, required=False)


class AdviceFormOnPage(AboutAVisit):
    visit = forms.ModelChoiceField(Visit.objects.none(), label=_("About the visit"), empty_label=None)
    what = forms.CharField(label=_("What the visit is for"), max_length=100)
    due_on = DayField(label=_("Come by"), widget=forms.DateInput(attrs={"type": "date"}))
    told = forms.BooleanField(label=_("The patient has been told"), required=False)
    remind = forms.BooleanField(label=_("Remind him by a call three days before"), required=False)


def visit_label(visit: Visit) -> str:
    return f"{visit.anchor_on} {visit.get_kind_display()} {visit.department}"


class NumberForm(forms.Form):
    number = forms.CharField(label=_("Telephone number"), max_length=60)
    relation = forms.CharField(label=_("Relation (empty: the patient's own)"), max_length=30, required=False)
    owner_name = forms.CharField(label=_("Whose"), max_length=50, required=False)
    preferred = forms.BooleanField(label=_("Ring this one first"), required=False)

    def clean_number(self) -> Phone:
        """The first readable number in what was typed."""
        found = read_phones(self.cleaned_data["number"]).phones
        if not found:
            raise forms.ValidationError(
                _("This is no telephone number. Write the digits, with the area code if any.")
            )
        return found[0]
