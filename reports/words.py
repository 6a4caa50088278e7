"""The dictionary of indicators in words: name, what counts above and below the line, what does not count."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.indicators import Group, Measure, Raised

type_of_words = str | Promise


class Words(NamedTuple):
    name: type_of_words
    above: type_of_words
    below: type_of_words
    without: type_of_words = ""  # what does not count


DUE = _("follow-ups due in the period")
INDICATORS: dict[str, Words] = {
    "follow_up": Words(
        _("Follow-up rate"),
        _("completed"),
        DUE,
        _("nothing is left out: exempt and open ones stay below the line"),
    ),
    "coverage": Words(
        _("Coverage"),
        _("dialled at least once"),
        DUE,
        _("a call that was corrected; the one in its place counts"),
    ),
    "reach": Words(
        pgettext_lazy("rate", "Reach"),
        _("somebody answered at least once, whoever it was"),
        _("dialled at least once"),
        _("those never dialled"),
    ),
    "on_time": Words(
        _("On time"),
        _("completed by a call begun before the end of its window"),
        _("completed"),
        _("made too late for their window: never on time; moved by a holiday: on time"),
    ),
    "unsuccessful": Words(_("Unsuccessful"), _("ended unsuccessful, for whatever reason"), DUE),
    "bad_number": Words(
        _("Wrong or vacant number"),
        _("a number was vacant, or somebody else's"),
        DUE,
        _("patients without any number: those are unsuccessful for that reason"),
    ),
    "no_number": Words(
        _("No number"),
        _("ended because the patient had no number by the end of the window"),
        DUE,
        _("those still open: a number may come until the window closes"),
    ),
    "transferred": Words(_("Moved to another hospital"), _("found so in a call, or ended so"), DUE),
    "readmitted": Words(_("Readmitted"), _("found so in a call, or known from the import"), DUE),
    "rechecked": Words(
        _("Checked again"),
        _("ended because a later check-up is on record"),
        DUE,
        _("those of other kinds of visit have none"),
    ),
    "satisfaction": Words(
        _("Satisfaction"),
        _("very satisfied and satisfied"),
        _("answers on the five levels, of the whole or of one domain or person"),
        _("calls in which nobody was asked; a call that was corrected, or gone on with in a later one"),
    ),
    "talk_rate": Words(_("Calls answered"), _("calls that somebody answered"), _("calls made")),
    "long_talk": Words(
        _("Conversations over 3 minutes"),
        _("conversations of 3 minutes and longer"),
        _("calls that somebody answered"),
        _("calls that nobody answered; a call that was corrected"),
    ),
    "response": Words(
        _("Response rate"),
        _("answered"),
        _("cases whose limit has passed"),
        _("praise, withdrawn, passed on and merged cases"),
    ),
    "in_time": Words(
        _("Answered within 7 days"),
        _("answered on the 7th day or before"),
        _("answered, or older than 7 days"),
        _("praise, withdrawn, passed on and merged cases"),
    ),
    "resolution": Words(
        _("Resolution rate"),
        _("closed content, or decided by the director"),
        _("closed, or open again after dissatisfaction"),
        _("praise, withdrawn, passed on and merged cases, and those with nobody to ask"),
    ),
    "claimed": Words(
        _("Satisfied, as claimed"), _("levels 4 and 5"), _("levels told to whoever answered"), _("praise")
    ),
    "confirmed": Words(
        _("Satisfied, as confirmed"),
        _("levels 4 and 5"),
        _("levels heard in the second call, by somebody else"),
        _("praise"),
    ),
    "measures": Words(
        _("Measures carried out in time"),
        _("carried out by their day and not found insufficient"),
        _("corrective measures due in the period"),
        _("those whose day has not come, unless carried out"),
    ),
    "breached": Words(
        _("Over their time"),
        _("the earliest of its limits passed before it was answered"),
        _("cases that are owed an answer"),
        _("praise, withdrawn, passed on and merged cases; while a limit stands still it does not pass"),
    ),
    "alerts": Words(
        _("Alerts taken in time"),
        _("a doctor took it before its time was over"),
        _("taken, or past its time"),
        _("alerts nobody has taken whose time is not over"),
    ),
    "alerts_closed": Words(
        _("Alerts closed"),
        _("the patient was told and the effect is known, or a reason says why not"),
        _("alerts raised"),
    ),
    "conversion": Words(
        _("Consultations that a visit followed"),
        _("the patient came to a visit within 30 days after it"),
        _("consultations on record, by their day"),
        _("cancelled visits, further consultations, appointments not kept; 30 days are our assumption"),
    ),
}
# The two sides of a rate in few words; those of follow-ups are MEASURES.
SIDES: dict[str, tuple[type_of_words, type_of_words]] = {
    "satisfaction": (_("(very satisfied + satisfied)"), pgettext_lazy("satisfaction", "answers")),
    "talk_rate": (pgettext_lazy("calls", "answered"), _("calls")),
    "long_talk": (_("conversations ≥ 3 minutes"), _("conversations")),
    "response": (_("answered"), _("limit passed")),
    "in_time": (_("answered by day 7"), _("(answered + unanswered after day 7)")),
    "resolution": (_("(confirmed + decided)"), _("(closed + open again)")),
    "claimed": (_("levels 4 and 5"), _("levels told")),
    "confirmed": (_("levels 4 and 5"), _("levels heard")),
    "measures": (_("carried out by their day"), _("measures due")),
    "breached": (_("over their time"), _("owed an answer")),
    "alerts": (_("taken in time"), _("(taken + past their time)")),
    "alerts_closed": (pgettext_lazy("alerts", "closed"), pgettext_lazy("alerts", "raised")),
    "conversion": (_("a visit followed"), pgettext_lazy("visits", "consultations")),
}
MEASURES: dict[str, type_of_words] = {
    Measure.DUE: pgettext_lazy("follow-ups", "due"),
    Measure.ATTEMPTED: pgettext_lazy("follow-ups", "dialled"),
    Measure.NOT_ATTEMPTED: pgettext_lazy("follow-ups", "never dialled"),
    Measure.REACHED: pgettext_lazy("follow-ups", "reached"),
    Measure.NOT_REACHED: pgettext_lazy("follow-ups", "dialled, not reached"),
    Measure.COMPLETED: pgettext_lazy("follow-ups", "completed"),
    Measure.NOT_COMPLETED: pgettext_lazy("follow-ups", "reached, not completed"),
    Measure.ON_TIME: pgettext_lazy("follow-ups", "on time"),
    Measure.UNSUCCESSFUL: pgettext_lazy("follow-ups", "unsuccessful"),
    Measure.EXEMPT: pgettext_lazy("follow-ups", "exempt"),
    Measure.OPEN: pgettext_lazy("follow-ups", "not ended"),
    Measure.BAD_NUMBER: pgettext_lazy("follow-ups", "wrong or vacant number"),
    Measure.NO_NUMBER: pgettext_lazy("follow-ups", "no number"),
    Measure.TRANSFERRED: pgettext_lazy("follow-ups", "moved to another hospital"),
    Measure.READMITTED: pgettext_lazy("follow-ups", "readmitted"),
    Measure.RECHECKED: pgettext_lazy("follow-ups", "checked again"),
}
GROUPS: dict[Group, type_of_words] = {
    Group.NO_NUMBER: _("no number"),
    Group.NOT_REACHED: pgettext_lazy("group", "not reached"),
    Group.DECLINED: pgettext_lazy("group", "declined"),
    Group.COULD_NOT_COMMUNICATE: pgettext_lazy("group", "could not communicate"),
    Group.NOT_CALLED: pgettext_lazy("group", "never called"),
    Group.OTHER: pgettext_lazy("group", "other"),
}

RAISED: dict[Raised, type_of_words] = {
    Raised.RAISED: pgettext_lazy("alerts", "raised"),
    Raised.TIMED: pgettext_lazy("alerts", "taken, or past their time"),
    Raised.IN_TIME: pgettext_lazy("alerts", "taken in time"),
    Raised.LATE: pgettext_lazy("alerts", "not taken in time"),
    Raised.UNCLOSED: pgettext_lazy("alerts", "not closed"),
    Raised.CLOSED: pgettext_lazy("alerts", "closed"),
}
LENGTHS = ("< 1", "1–3", "≥ 3")  # minutes

# What each number of follow-ups counts, and by which rules.
COUNTED: dict[Measure, tuple[type_of_words, str]] = {
    Measure.DUE: (
        _("every follow-up whose due day lies in the period, whatever became of it"),
        "A16, E3, E12",
    ),
    Measure.ATTEMPTED: (_("dialled at least once"), "E3, E18"),
    Measure.NOT_ATTEMPTED: (_("never dialled"), "E3, E18"),
    Measure.REACHED: (_("somebody answered at least once, whoever it was"), "C5, E10"),
    Measure.NOT_REACHED: (_("dialled, and nobody ever answered"), "E7, E10"),
    Measure.COMPLETED: (_("the questions were put and answered"), "A16, E7"),
    Measure.NOT_COMPLETED: (_("somebody answered, and it was not completed"), "E7"),
    Measure.ON_TIME: (_("completed by a call begun before the end of its window"), "A7, A8, E1"),
    Measure.UNSUCCESSFUL: (_("ended unsuccessful; by reason and by the groups below"), "A18, E7, E11"),
    Measure.EXEMPT: (_("nobody was to be called: died, moved, asked for none, checked again"), "E9, E11"),
    Measure.OPEN: (_("not ended, suspended ones among them"), "E3"),
    Measure.BAD_NUMBER: (_("a number was vacant, or somebody else's"), "E3, E7, E11"),
    Measure.NO_NUMBER: (_("ended because there was no number"), "E3, E7"),
    Measure.TRANSFERRED: (_("found in a call to be in another hospital, or ended so"), "E11"),
    Measure.READMITTED: (_("found so in a call, or known from the import"), "E11"),
    Measure.RECHECKED: (_("ended because a later check-up is on record"), "E17"),
}
