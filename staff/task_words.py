"""How a follow-up task stands and why it ended, in words: for its own pages, and for the log below them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.tasks import EndReason, State

STATE_LABELS = {
    State.OPEN: pgettext_lazy("task", "open"),
    State.SUSPENDED: _("suspended"),
    State.COMPLETED: _("completed"),
    State.UNSUCCESSFUL: _("unsuccessful"),
    State.EXEMPT: _("exempt"),
}
END_REASON_LABELS = {
    EndReason.NO_ANSWER: _("no answer"),
    EndReason.BUSY: _("line busy"),
    EndReason.POWERED_OFF: _("powered off"),
    EndReason.LINE_SUSPENDED: _("line suspended"),
    EndReason.UNREACHABLE: _("unreachable"),
    EndReason.VACANT: _("vacant number"),
    EndReason.WRONG_NUMBER: _("wrong number"),
    EndReason.COMPLETED: _("completed"),
    EndReason.PARTIAL: _("partly completed"),
    EndReason.INCONVENIENT: _("not convenient now"),
    EndReason.RELATIVE: _("a relative answered"),
    EndReason.DECLINED: _("declined"),
    EndReason.CANNOT_COMMUNICATE: _("could not communicate"),
    EndReason.NOT_THE_PATIENT: _("does not know the patient"),
    EndReason.TRANSFERRED: _("moved to another hospital"),
    EndReason.READMITTED: _("readmitted"),
    EndReason.DECEASED: _("patient has died"),
    EndReason.NO_NUMBER: _("no number"),
    EndReason.WINDOW_CLOSED: _("its time ran out"),
    EndReason.ATTEMPTS_USED: _("attempts used up"),
    EndReason.WITHDRAWN: _("withdrawn: not asked for any more"),
    EndReason.DO_NOT_CALL: _("wants no calls"),
    EndReason.RULE_ENDED: _("the rule is not in use any more"),
    EndReason.RECHECKED: _("the check-up was repeated"),
    EndReason.DUPLICATE: _("asked for twice"),
}
