"""Why something was not done with a promise, and what to do instead."""

from datetime import datetime

from django.utils.translation import gettext as _

from hotline.actions.refusals import Refused
from regulation.reading import regulation_at
from staff.templatetags.look import when


def sentence(error: Refused, now: datetime) -> str:
    if error.code == "outside_hours":
        opens = regulation_at(now).calendar.next_block(now).opens
        return _("Calls are made again from %(at)s.") % {"at": when(opens, now)}
    return {
        "what": _("Write down what was promised."),
        "due": _("Choose a time that is still to come and at most 60 days away."),
        "closed": _("This promise is closed already."),
        "reason": _("Write down why it cannot be kept."),
        "nobody": _("Choose somebody who takes calls."),
        "deceased": _("The patient has died: nobody is rung."),
        "no_number": _("No number is on record."),
    }[error.code]
