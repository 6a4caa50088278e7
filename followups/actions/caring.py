"""What a call has found the patient to need, saved with it: further calls, how to speak (E1, E18)."""

from followups.actions.ordering import CannotOrder, order_calls
from followups.actions.recording import Scene
from followups.actions.refusals import InvalidCall
from followups.models import Attempt
from patients.actions.needs import note_needs
from policy.outcomes import Outcome


def care(scene: Scene, attempt: Attempt) -> None:
    """Raise InvalidCall when something is missing. A correction changes none of it."""
    form = scene.form
    if scene.old:
        return
    if form.needs is not None:
        note_needs(scene.draft.patient_id, form.needs, by=scene.agent, now=scene.now)
    if form.order and attempt.outcome != Outcome.DECEASED:
        try:
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
