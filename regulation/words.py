"""The words of the regulation on screens: parts of the day, outcomes, and why something makes no sense."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from policy.calendar import Daypart
from policy.clocks import Unit
from policy.outcomes import Ends, NextTry, Outcome
from policy.visits import VisitKind

DAYPART_LABELS = {
    Daypart.MORNING: _("morning"),
    Daypart.AFTERNOON: _("afternoon"),
    Daypart.EVENING: _("evening"),
}
# The names of the seasons that the presets bring; others are as the administrator typed them.
SEASON_LABELS = {
    "summer": _("summer"),
    "winter": _("winter"),
    "all_year": _("all year"),
    "demo": _("demonstration"),
}
UNIT_LABELS = {
    Unit.HOURS: _("hours"),
    Unit.CALENDAR_DAYS: _("calendar days"),
    Unit.WORKING_DAYS: _("working days"),
}
KIND_LABELS = {
    VisitKind.ARRIVED_PAID: _("arrived and treated"),
    VisitKind.ARRIVED_UNPAID: _("arrived, not treated"),
    VisitKind.NO_SHOW: _("did not come"),
    VisitKind.INTERRUPTED: _("treatment interrupted"),
    VisitKind.OUTPATIENT_SURGERY: _("outpatient surgery"),
    VisitKind.INPATIENT: _("inpatient"),
    VisitKind.INPATIENT_SURGERY: _("inpatient surgery"),
    VisitKind.CHECKUP: _("health check-up"),
    VisitKind.CHECKUP_ABNORMAL: _("check-up, abnormal result"),
    VisitKind.CONSULTATION: _("consultation"),
}
OUTCOME_LABELS = {
    Outcome.NO_ANSWER: _("no answer"),
    Outcome.BUSY: _("line busy"),
    Outcome.POWERED_OFF: _("powered off"),
    Outcome.LINE_SUSPENDED: _("line suspended"),
    Outcome.UNREACHABLE: _("unreachable"),
    Outcome.VACANT: _("vacant number"),
    Outcome.WRONG_NUMBER: _("wrong number"),
    Outcome.COMPLETED: _("completed"),
    Outcome.PARTIAL: _("partly completed"),
    Outcome.INCONVENIENT: _("not convenient now"),
    Outcome.RELATIVE: _("a relative answered"),
    Outcome.DECLINED: _("declined"),
    Outcome.CANNOT_COMMUNICATE: _("could not communicate"),
    Outcome.NOT_THE_PATIENT: _("does not know the patient"),
    Outcome.TRANSFERRED: _("moved to another hospital"),
    Outcome.READMITTED: _("readmitted"),
    Outcome.DECEASED: _("patient has died"),
}
ENDS_LABELS = {
    Ends.NO: _("goes on"),
    Ends.COMPLETED: _("ends: completed"),
    Ends.UNSUCCESSFUL: _("ends: unsuccessful"),
    Ends.EXEMPT: _("ends: exempt"),
    Ends.PATIENT: _("ends everything of the patient"),
    Ends.SUSPEND: _("rests until the next discharge"),
}
NEXT_LABELS = {
    NextTry.SAME_BLOCK: _("the same part of the day, after"),
    NextTry.NEXT_DAYPART: _("another part of the day"),
    NextTry.NEXT_DAY: _("the next calling day"),
    NextTry.AFTER: _("after"),
    NextTry.AGREED: _("at the agreed time, else after"),
    NextTry.NEXT_NUMBER: _("the next number at once"),
    NextTry.VERIFICATION: _("only at re-verification"),
    NextTry.NONE: _("no further try"),
}
#: What is wrong with what was typed, by the code that `policy` refuses it with.
REFUSALS = {
    "malformed": _("This cannot be read."),
    "malformed_table": _("This cannot be read."),
    "bad_date": _("There is no such day of the year."),
    "bad_time": _("There is no such time of day. Write times as 14:00."),
    "no_interval": _("A season needs at least one span of time, such as 14:00–16:30."),
    "interval_order": _("A span ends before it begins."),
    "interval_overlap": _("Two spans of one day overlap."),
    "no_season": _("At least one season is needed."),
    "season_twice": _("Two seasons begin on the same day."),
    "closed_too_long": _("More than 60 days in a row would have no calling hours. Nothing was saved."),
    "days_order": _("The last day is before the first."),
    "either_ends_or_steps": _(
        "Either it ends the follow-up, or it says when to try again: not both, not neither."
    ),
    "minutes_out_of_range": _("Minutes lie between 0 and 43,200 (30 days)."),
    "minutes_missing": _("This way of trying again needs a number of minutes."),
    "outcome_missing": _("An outcome is missing."),
    "completed_must_complete": _("A completed call ends the follow-up as completed."),
    "deceased_must_end_patient": _("A death ends everything of the patient."),
    "not_reached_cannot_complete": _("A call that reached nobody cannot complete the follow-up."),
    "only_death_ends_patient": _("Only a death ends everything of the patient."),
    "next_number_only_after_wrong_number": _(
        "The next number at once is only for numbers that are vacant, wrong or somebody else's."
    ),
    "minutes_per_call": _("A call takes between 1 and 60 minutes."),
    "default_callback_minutes": _("Between 5 minutes and a day."),
    "cutoff_day": _("A day of the month, 1 to 31."),
    "after_cutoff": _("Choose one of the two."),
    "report_days": _("Choose one of the two."),
    "late_days": _("Between 1 and 30 calling days."),
    "max_late_days": _("Between 1 and 366 days."),
    "verification_first": _("The first day of the month comes before the last."),
}


def refusal(error: ValueError) -> str:
    """The sentence for a refusal of `policy`."""
    return str(REFUSALS.get(str(error), REFUSALS["malformed"]))


# Of the clocks that come with the product; a hospital's own bear the name it gave them.
CLOCK_NAMES = {
    "hospital": _("the hospital's rule"),
    "national": _("the national rule"),
    "urgent": _("severe cases"),
}


def clock_name(code: str) -> str:
    return str(CLOCK_NAMES.get(code, code))


def clock_code(name: str) -> str:
    """The code behind a name as `clock_name` shows it, in whichever language the page was drawn."""
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for code in CLOCK_NAMES:
                if clock_name(code) == name:
                    return code
    return name
