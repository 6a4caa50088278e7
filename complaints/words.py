"""The names of kinds, states and moves, as people read them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.clocks import AlarmKind
from policy.complaints import Channel, CloseReason, Kind, Move, Severity, State, Verdict
from policy.rates import Clock
from regulation.words import UNIT_LABELS

KINDS = {
    Kind.COMPLAINT: _("complaint"),
    Kind.SUGGESTION: _("suggestion"),
    Kind.PRAISE: _("praise"),
    Kind.REQUEST: pgettext_lazy("complaint", "request"),
    Kind.ADVERSE_EVENT: _("adverse event"),
}
SEVERITIES = {
    Severity.LIGHT: pgettext_lazy("severity", "light"),
    Severity.ORDINARY: pgettext_lazy("severity", "ordinary"),
    Severity.SERIOUS: pgettext_lazy("severity", "serious"),
    Severity.SEVERE: pgettext_lazy("severity", "severe"),
}
CHANNELS = {
    Channel.CALL: _("follow-up call"),
    Channel.WALK_IN: _("came in person"),
    Channel.HOTLINE: _("hotline"),
    Channel.LETTER: _("letter"),
    Channel.WEB: _("post on the web"),
    Channel.COLLEAGUE: _("a colleague"),
    Channel.DOCTOR: _("a doctor"),
}
STATES = {
    State.RECORDED: _("waits for a decision"),
    State.RETURNED: _("returned for details"),
    State.ORDERED: _("ordered"),
    State.INVESTIGATED: _("investigated"),
    State.DRAFTED: _("answer drafted"),
    State.ANSWERED: _("answered, not yet closed"),
    State.REOPENED: _("dissatisfied, waits for a fresh order"),
    State.ESCALATED: _("with the executive director"),
    State.CLOSED: pgettext_lazy("complaint", "closed"),
    State.MERGED: _("merged"),
}
MOVES = {
    Move.RETURN: _("returned for details"),
    Move.RESUBMIT: _("details added"),
    Move.ORDER: _("ordered"),
    Move.HAND_BACK: _("handed back"),
    Move.FIND: _("investigated"),
    Move.DRAFT: _("answer drafted"),
    Move.ANSWER: _("answered"),
    Move.CONFIRM: _("asked about the handling"),
    Move.CLOSE_UNCONFIRMED: _("closed without asking"),
    Move.ESCALATE: _("given to the executive director"),
    Move.DECIDE: _("decided by the executive director"),
    Move.PASS_ON: _("praise passed on"),
    Move.SETTLE: _("settled at once"),
    Move.MERGE: _("merged"),
    Move.WITHDRAW: _("withdrawn"),
}
VERDICTS = {
    Verdict.VERIFIED: pgettext_lazy("finding", "verified"),
    Verdict.PARTLY: _("verified in part"),
    Verdict.UNFOUNDED: _("not verified"),
    Verdict.UNCLEAR: _("cannot be cleared up"),
}
CLOSE_REASONS = {
    CloseReason.CONFIRMED: _("content with the handling"),
    CloseReason.NOT_REACHED: _("not reached to ask"),
    CloseReason.NO_CONTACT: _("nobody to ask"),
    CloseReason.DECIDED: _("decided by the executive director"),
    CloseReason.PASSED_ON: _("passed on"),
    CloseReason.WITHDRAWN: _("withdrawn"),
}
UNITS = UNIT_LABELS
# What an event of the timeline is called: a move, or one of these.
EVENTS: dict[str, Any] = {
    **{str(move): name for move, name in MOVES.items()},
    "recorded": _("recorded"),
    "edited": _("details changed"),
    "attached": _("file attached"),
    "measure_set": _("measure set"),
    "measure_done": _("measure carried out"),
    "measure_checked": _("measure checked"),
    "extension_asked": _("extension asked for"),
    "extension_decided": _("extension decided"),
    "pause_asked": _("pause asked for"),
    "pause_decided": _("pause decided"),
    "pause_ended": _("pause ended"),
    "alarm": _("reminder"),
    "linked": _("linked"),
    "note": _("note"),
    "taken_on": _("taken on"),
}
ALARMS = {
    AlarmKind.HALF: _("half of the time is over"),
    AlarmKind.DAY_BEFORE: _("one day left"),
    AlarmKind.TWO_HOURS: _("two hours left"),
    AlarmKind.BREACHED: _("the time is over"),
}
# Where a case stands to its 7th day (A31).
CLOCKS = {
    Clock.IN_TIME: _("answered within 7 days"),
    Clock.LATE: _("answered later"),
    Clock.OVER: _("unanswered after 7 days"),
    Clock.RUNNING: _("still within 7 days"),
    Clock.NONE: _("no answer owed"),
}
