"""What a refused change of a measure, of points, of a sheet or of a case says to whoever asked for it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Complaint
from policy.complaints import Move

REFUSALS = {
    "locked": gettext_lazy("The case is closed; it stays as it is."),
    "wrong_state": gettext_lazy("The case has moved on meanwhile; this step is not its next one."),
    "not_yours": gettext_lazy("This step is somebody else's to take."),
    "wrong_kind": gettext_lazy("Cases of this kind do not take this step."),
    "handled_it": gettext_lazy("Whoever had a hand in it does not judge it."),
    "no_contact": gettext_lazy("There is nobody to ask."),
    "has_contact": gettext_lazy("There is somebody to ask, and nobody has tried yet."),
    "tried_too_little": gettext_lazy("Three tries come first."),
    "no_measure": gettext_lazy("Set a measure first, or say why none is needed."),
    "not_told": gettext_lazy(
        "The patient was never told an answer. Order somebody to give one: your decision goes into the order."
    ),
    "wrong_department": gettext_lazy("This department takes no part in the order."),
    "cannot_prove": gettext_lazy(
        "Whoever sees to a measure also proves it. Name somebody who works on complaints."
    ),
    "in_the_past": gettext_lazy("This day is over. Choose today or a later day."),
    "already_done": gettext_lazy("The proof is on record already."),
    "not_carried_out": gettext_lazy("It is not carried out yet."),
    "already_checked": gettext_lazy("It was checked already."),
    "no_such_item": gettext_lazy("The table of points in force has no such item."),
    "already_objected": gettext_lazy("The objection is on record already."),
    "no_objection": gettext_lazy("There is no objection to decide on."),
    "already_decided": gettext_lazy("The objection was decided already."),
    "sent": gettext_lazy("The sheet was sent; it stays as it is."),
    "wrong_role": gettext_lazy(
        "Cases of this kind are not ordered to people of this role. Name somebody else."
    ),
    "inactive": gettext_lazy("This account is not active any more. Name somebody else."),
    "until_past": gettext_lazy("This moment is over. Choose a later one."),
    "reaches_nobody": gettext_lazy(
        "Nobody of this department would read it. Choose who is to, or another department."
    ),
    "wrong_target": gettext_lazy(
        "That case cannot take this one in: it is itself, closed, answered already or of another kind."
    ),
    "other_patient": gettext_lazy(
        "That case is another patient's, and each is owed an answer. Keep both, and order both to one person."
    ),
    "loses_contact": gettext_lazy(
        "Whoever waits for the answer to this case does not stand in that one. Merge that one into this one, "
        "or keep both."
    ),
    "too_long": gettext_lazy("It is longer than there is room for. Shorten it and save again."),
    "no_clock": gettext_lazy("No clock runs any more; there is nothing to prolong."),
    "asked_already": gettext_lazy("It was asked for already and waits for the decision."),
    "days": gettext_lazy("Choose between 1 and 60 days."),
    "decided_already": gettext_lazy("It was decided already."),
    "of_the_last_answer": gettext_lazy(
        "It was asked for before the last answer and prolongs nothing now. Refuse it; time is asked for anew."
    ),
    "own_request": gettext_lazy("Somebody else decides what you have asked for."),
    "paused_already": gettext_lazy("The clocks stand still already."),
    "not_paused": gettext_lazy("The clocks are running."),
    "same_person": gettext_lazy("Nobody is his own deputy. Choose another person."),
}


def sent(case: Complaint) -> str:
    """To whoever has recorded it."""
    if case.nobody_to_tell:
        said = _("%(number)s is with the assistant to the executive director; nobody can be told the answer.")
    else:
        said = _("%(number)s is with the assistant to the executive director; you tell the answer.")
    return said % {"number": case.number}


def done(move: Move, case: Complaint) -> str:
    """To the department that has made a step of its own."""
    if move is Move.FIND:
        return _("The finding is on record. Next: measures, then the answer.")
    if case.nobody_to_tell:
        return _("The answer is drafted; whoever recorded the case puts it on record.")
    return _("The answer is drafted; whoever recorded the case tells it.")


def refusal(code: str) -> str:
    return str(REFUSALS.get(code, "")) or _("Nothing was saved.")
