"""The dictionary of indicators in words: name, what counts above and below the line, what does not count."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.indicators import Group, Measure

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
    "transferred": Words(_("Moved to another hospital"), _("found so in a call, or ended so"), DUE),
    "readmitted": Words(_("Readmitted"), _("found so in a call, or known from the import"), DUE),
    "satisfaction": Words(
        _("Satisfaction"),
        _("very satisfied and satisfied"),
        _("answers on the five levels, of the whole or of one domain or person"),
        _("calls in which nobody was asked; answers of a call that was corrected"),
    ),
    "talk_rate": Words(_("Calls answered"), _("calls that somebody answered"), _("calls made")),
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
