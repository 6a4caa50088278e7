"""What a call has found the patient to need, saved with it: further calls, how to speak (A28, E1)."""

from followups.actions.advising import advise
from followups.actions.ordering import CannotOrder, order_calls
from followups.actions.recording import Scene
from followups.actions.refusals import InvalidCall
from followups.models import Attempt
from patients.actions.needs import note_needs
from policy.outcomes import REACHED, Outcome


def care(scene: Scene, attempt: Attempt) -> None:
    """Raise InvalidCall when something is missing. A correction changes none of it."""
    form = scene.form
    if scene.old:
        return
    if form.needs is not None:
        note_needs(scene.draft.patient_id, form.needs, by=scene.agent, now=scene.now)
    if attempt.outcome == Outcome.DECEASED:
        return
    try:
        if form.advice:
            advise(
                scene.called[0].visit,
                what=form.advice.what,
                due_on=form.advice.due_on,
                told=attempt.outcome in REACHED,
                remind=form.advice.remind,
                by=scene.agent,
                now=scene.now,
            )
        if form.order:
            order_calls(
                scene.called[0].visit,
                days=form.order.days,
                purpose=form.order.purpose,
                note=form.order.note,
                by=scene.agent,
                now=scene.now,
            )
    except CannotOrder as error:
        raise InvalidCall(f"order_{error.code}", "order_first") from None
