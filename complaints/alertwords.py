"""The names of levels, states, steps and effects of clinical alerts, as people read them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.alerts import Action, Effect, Level, Move, Rung, State

LEVELS = {Level.URGENT: _("Urgent"), Level.SOON: _("Soon"), Level.TODAY: _("Within the day")}
STATES = {
    State.NEW: pgettext_lazy("alert", "nobody has taken it"),
    State.TAKEN: pgettext_lazy("alert", "taken"),
    State.ACTED: pgettext_lazy("alert", "the patient is to be told"),
    State.TOLD: pgettext_lazy("alert", "told; the effect is not known yet"),
    State.CLOSED: pgettext_lazy("alert", "closed"),
}
ACTIONS = {
    Action.OWN_CALL: _("I call them myself"),
    Action.CALL_BACK: _("The agent calls back and tells"),
    Action.ASK_IN: _("Ask the patient in"),
    Action.NOTHING: _("Nothing is needed, because …"),
}
EFFECTS = {
    Effect.BETTER: pgettext_lazy("effect", "better"),
    Effect.SAME: pgettext_lazy("effect", "as before"),
    Effect.WORSE: pgettext_lazy("effect", "worse"),
}
RUNGS = {
    Rung.NAMED: _("colleague"),
    Rung.DOCTOR: _("attending doctor"),
    Rung.HEAD: _("head of department"),
    Rung.DUTY_OFFICE: _("duty office"),
    Rung.PROMISE: _("who answers for the promise"),
}
EVENTS = {
    "raised": _("reported"),
    "added": _("added"),
    "graver": _("something more urgent was added; whoever had it is called again"),
    "completed": _("the call was saved"),
    "tried": _("nobody answered"),
    "left": _("whoever had it works here no more"),
    Move.TAKE: _("taken"),
    Move.PASS_ON: _("passed on"),
    Move.ACT: _("decided"),
    Move.TELL: _("told"),
    Move.EFFECT: _("effect recorded"),
    Move.GIVE_UP: _("closed untold"),
}
WHY_NOBODY = {
    "no_account": _("has no account"),
    "left": _("no longer works here"),
    "away": _("on leave"),
    "nobody": _("nobody is named"),
}
