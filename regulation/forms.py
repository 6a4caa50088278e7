"""What an administrator types about hours, days and options. Nothing here saves."""

import re
import unicodedata
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policy.calendar import DayKind, Hours, Interval, Season
from regulation.models.days import KINDS
from regulation.options import Options
from regulation.words import SEASON_LABELS, refusal
from staff.forms import DAY, DayField, Form

MOST_SEASONS = 4
MONTHS = [(n, n) for n in range(1, 13)]

_SPANS = re.compile(r"[,，、;；\n]+")
_TO = re.compile(r"\s*(?:[-–—―−~～〜]+|至|到)\s*")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:.点时]\s*(\d{2})?\s*分?)?")


def read_intervals(text: str) -> tuple[Interval, ...]:
    """ "14:00–16:30，19:00至20:00" in any of the ways it is typed; ValueError with a code."""
    plain = unicodedata.normalize("NFKC", text)
    spans = [span.strip() for span in _SPANS.split(plain) if span.strip()]
    return tuple(sorted(_interval(span) for span in spans))


def _interval(span: str) -> Interval:
    ends = _TO.split(span)
    if len(ends) != 2:
        raise ValueError("bad_time")
    return Interval(*(_time(end) for end in ends))


def _time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError("bad_time")
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise ValueError("bad_time") from None


def write_intervals(intervals: tuple[Interval, ...]) -> str:
    return ", ".join(f"{i.start:%H:%M}–{i.end:%H:%M}" for i in intervals)


class Dated(Form):
    """From which day on, and why: every change says both."""

    effective_from = DayField(label=_("In force from"), widget=DAY)
    reason = forms.CharField(
        label=_("Why change it"),
        max_length=300,
        help_text=_("Required; it stays in the history."),
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    def __init__(self, *args: Any, today: date | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today  # nothing may be changed before it

    def clean_effective_from(self) -> date:
        day: date = self.cleaned_data["effective_from"]
        if self.today and day < self.today:
            raise ValidationError(_("The day lies in the past. What was in force then stays as it was."))
        return day


class HoursForm(Dated):
    weekends = forms.BooleanField(
        label=_("Calls are made on Saturdays and Sundays"),
        required=False,
        help_text=_("Make-up workdays are calling days either way."),
    )
    field_order = ("weekends",)


class SeasonForm(Form):
    """One row; a row without spans and name is left out."""

    name = forms.CharField(label=_("Season"), max_length=20, required=False)
    month = forms.TypedChoiceField(
        label=_("Begins: month"), choices=MONTHS, coerce=int, required=False, empty_value=None
    )
    day = forms.IntegerField(label=_("Begins: day"), min_value=1, max_value=31, required=False)
    spans = forms.CharField(label=_("Calling hours"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        typed["season"] = None
        if self.errors or not (typed.get("spans") or typed.get("name")):
            return typed
        try:
            spans = read_intervals(typed["spans"])
            typed["season"] = Season(
                _season_code(typed["name"]), typed["month"] or 1, typed["day"] or 1, spans
            )
        except ValueError as error:
            self.add_error("day" if str(error) == "bad_date" else "spans", refusal(error))
        return typed


class BaseSeasons(forms.BaseFormSet):  # type: ignore[type-arg]  # not subscriptable at run time
    def hours(self, *, weekends: bool) -> Hours:
        """ValueError with a code when the seasons together make no sense."""
        return Hours(
            tuple(f.cleaned_data["season"] for f in self.forms if f.cleaned_data.get("season")), weekends
        )


SeasonForms = forms.formset_factory(
    SeasonForm, BaseSeasons, extra=0, max_num=MOST_SEASONS, absolute_max=MOST_SEASONS
)


def read_hours(form: HoursForm, seasons: Any) -> Hours | None:
    """None when something does not make sense; the forms then say what."""
    if not (form.is_valid() & seasons.is_valid()):
        return None
    try:
        found: Hours = seasons.hours(weekends=form.cleaned_data["weekends"])
    except ValueError as error:
        form.add_error(None, refusal(error))
        return None
    return found


def seasons_initial(hours: Hours) -> list[dict[str, Any]]:
    """The seasons on record and one empty row."""
    rows: list[dict[str, Any]] = [
        {
            "name": SEASON_LABELS.get(s.name, s.name),
            "month": s.month,
            "day": s.day,
            "spans": write_intervals(s.intervals),
        }
        for s in hours.seasons
    ]
    return [*rows, {}][:MOST_SEASONS]


def _season_code(name: str) -> str:
    """A name that was shown in the reader's language is put back as it was."""
    return next((code for code, label in SEASON_LABELS.items() if str(label) == name), name)


class DaysForm(Form):
    first = DayField(label=_("First day"), widget=DAY)
    last = DayField(label=_("Last day"), widget=DAY, required=False, help_text=_("Empty: one day."))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=DayKind.CLOSURE)
    name = forms.CharField(label=_("Occasion"), max_length=100)

    def __init__(self, *args: Any, today: date | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today  # nothing may be changed before it

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        first = typed.get("first")
        typed["last"] = last = typed.get("last") or first
        if first and self.today and first < self.today:
            self.add_error("first", _("This day is over: what was done on it stays as it was."))
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return typed


class OptionsForm(Dated):
    minutes_per_call = forms.FloatField(
        label=_("Minutes per call"),
        min_value=1,
        max_value=60,
        help_text=_("Talking, writing and dialling together. Agents × minutes ÷ this = calls possible."),
    )
    default_callback_minutes = forms.IntegerField(
        label=_("Call back after, minutes"),
        min_value=5,
        max_value=1440,
        help_text=_("When the patient is not free and names no time."),
    )
    cutoff_day = forms.IntegerField(
        label=_("Last day of the statistical month"),
        min_value=1,
        max_value=31,
        help_text=_(
            "25: the month runs from the 26th to the 25th. "
            "A change holds from the first calendar month that begins under it."
        ),
    )
    after_cutoff = forms.ChoiceField(
        label=_("After that day"),
        choices=[("continue", _("calling goes on, for the next month")), ("pause", _("calling pauses"))],
        help_text=_("Calls made after it count in the next statistical month."),
    )
    late_days = forms.IntegerField(
        label=_("Calling days for a late follow-up"),
        min_value=1,
        max_value=30,
        help_text=_(
            "A follow-up that could not be made in time, because the visit came in late, stays open so long."
        ),
    )
    max_late_days = forms.IntegerField(
        label=_("Longest lateness, days"),
        min_value=1,
        max_value=366,
        help_text=_(
            "A visit whose days passed longer ago gets no call any more; it is counted as unsuccessful."
        ),
    )
    verification_first = forms.IntegerField(
        label=_("Re-verification from day"),
        min_value=1,
        max_value=31,
        help_text=_("Days of the month on which unreached patients are called once more."),
    )
    verification_last = forms.IntegerField(label=_("Re-verification to day"), min_value=1, max_value=31)
    report_days = forms.ChoiceField(
        label=_("A report's 26th and 30th"),
        choices=[("fixed", _("stay where they are")), ("working", _("move to the next day with calls"))],
        help_text=_(
            "When the day is a holiday or a closure. A report drafts itself on the 25th in any case."
        ),
    )
    field_order = (
        "minutes_per_call", "default_callback_minutes", "cutoff_day", "after_cutoff", "late_days",
        "max_late_days", "verification_first", "verification_last", "report_days",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            try:
                self.options()
            except ValueError as error:
                self.add_error(str(error), refusal(error))
        return self.cleaned_data

    def options(self) -> Options:
        return Options.from_json(self.cleaned_data)
