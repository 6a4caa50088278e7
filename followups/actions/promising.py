"""A promise made in a call is recorded in the same save (A24, C6): both are there, or neither is."""

from uuid import NAMESPACE_OID, uuid5

from followups.actions.recording import Scene
from followups.actions.refusals import InvalidCall
from followups.actions.typed import clean
from followups.models import Attempt
from hotline.actions import promises
from hotline.actions.refusals import Refused
from hotline.models import Channel
from policy.outcomes import REACHED


def make_promise(scene: Scene, attempt: Attempt) -> None:
    """Raise InvalidCall when something is missing. A correction keeps the promise of the call it mends."""
    if scene.old:
        attempt.promise_id = scene.old.promise_id
    elif scene.form.promise:
        if attempt.outcome not in REACHED:
            raise InvalidCall("promise_without_conversation", "promise_what")
        try:
            attempt.promise = promises.make(
                scene.draft.patient,
                what=clean(scene.form.promise.what),
                due_at=scene.form.promise.due_at,
                channel=Channel.CALL,
                by=scene.agent,
                token=uuid5(NAMESPACE_OID, f"promise {attempt.token}"),
                now=scene.now,
            )
        except Refused as error:
            raise InvalidCall(f"promise_{error.code}", f"promise_{error.code}") from None
    if attempt.promise_id:
        attempt.save(update_fields=["promise"])
