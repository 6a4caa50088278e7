"""What a refused move of an alert says to whoever asked for it, and what a move that was made says."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policy.alerts import Move

REFUSALS = {
    "locked": gettext_lazy("This alert is closed; it stays as it is."),
    "wrong_state": gettext_lazy("It has moved on meanwhile. Look at how it stands now."),
    "not_yours": gettext_lazy("Somebody else has it in hand."),
    "already_yours": gettext_lazy("You have it already."),
    "changed": gettext_lazy("It has changed since you opened it: look at how it stands now, then decide."),
    "not_a_doctor": gettext_lazy("Only a clinician can take it. Choose somebody else."),
    "yourself": gettext_lazy("Choose somebody else than yourself."),
    "nothing": gettext_lazy("Write what was said: a doctor cannot act on nothing."),
    "raised": gettext_lazy("It was reported already; it cannot be refused any more."),
    "missing": gettext_lazy("Fill in what is still empty."),
    "too_long": gettext_lazy("It is longer than there is room for. Shorten it and save again."),
}


def refusal(code: str) -> str:
    return str(REFUSALS.get(code, "")) or _("Nothing was saved.")


def said(move: Move, *, told: bool = False) -> str:
    if told:
        return _("Saved; what is left is how it went.")
    return {
        Move.TAKE: _("It is yours: nobody else is called."),
        Move.PASS_ON: _("Passed on; your colleague is called now."),
        Move.ACT: _("Saved; the patient is still to be told."),
        Move.TELL: _("Saved; what is left is how it went."),
        Move.EFFECT: _("Saved."),
        Move.GIVE_UP: _("Closed with its reason."),
    }[move]
