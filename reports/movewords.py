"""Why a report did not move, and what has happened to it, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from policy.reporting import Move
from reports.actions.refusals import Refused

ITSELF = pgettext_lazy("report", "drafted itself")
HAPPENED = {
    "drafted": pgettext_lazy("report", "drafted"),
    Move.SUBMIT: pgettext_lazy("report", "submitted"),
    Move.RETURN: pgettext_lazy("report", "returned with remarks"),
    Move.APPROVE: pgettext_lazy("report", "approved and signed"),
    Move.FINALISE: pgettext_lazy("report", "signed as final"),
}
REFUSED = {
    "wrong_state": gettext_lazy("Meanwhile the report has moved on; this page shows how it stands now."),
    "own": gettext_lazy("Nobody approves or signs a report that he wrote or submitted himself."),
    "no_remarks": gettext_lazy("Say what is to be changed."),
    "no_text": gettext_lazy("The report has no text yet."),
    "ledger": gettext_lazy("The accounts do not agree; the report cannot be signed so."),
    "not_over": gettext_lazy("The period is not over yet."),
    "too_early": gettext_lazy("It becomes final on its last day, or when every department has answered."),
    "changed": gettext_lazy("Somebody has changed it meanwhile. This is the newest; look at it once more."),
    "given": gettext_lazy("That is on record already."),
    "past_day": gettext_lazy("This day is over. Choose today or a later day."),
    "no_proof": gettext_lazy("Say what was done, and where it can be seen."),
    "no_person": gettext_lazy("Name somebody who works here."),
}


def refused(error: Refused) -> str:
    if error.code == "unknown_word":
        return _("No figure is called %(words)s. The list beside the text has their names.") % {
            "words": error.words
        }
    return str(REFUSED[error.code])
