"""Two people wrote to one case: both texts whole, with name and time, and the form anew with both in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from complaints.actions.refusals import Written
from complaints.casepage import Way, form_of, joined, offered
from complaints.moveforms import MoveForm
from policy.complaints import Move
from staff.models import User

TEXTS = ("text", "task")


def conflict_of(
    case: Any, move: Move, form: MoveForm, others: Sequence[Written], *, user: User, now: datetime
) -> dict[str, Any]:
    """`one` is missing when the step is no longer possible: the text can still be read and copied."""
    again = move in offered(case, user)
    return {
        "case": case,
        "mine": typed(form),
        "others": others,
        "one": Way(move, again_of(case, move, form, others)) if again else None,
        "now": now,
    }


def typed(form: MoveForm) -> list[tuple[str, str]]:
    """Label and words of everything that was filled in."""
    found = []
    for field in form.visible_fields():
        value = (
            form.data.getlist(field.html_name) if hasattr(form.data, "getlist") else form.data.get(field.name)
        )
        choices = {str(key): str(word) for key, word in getattr(field.field, "choices", ())}
        words = [choices.get(one, one) for one in value or () if one]
        if words:
            found.append((str(field.label), ", ".join(words)))
    return found


def again_of(case: Any, move: Move, form: MoveForm, others: Sequence[Written]) -> MoveForm:
    """Drawn with the version of now; a text of the same kind stands joined in it."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: it was posted
    theirs = next((other.text for other in reversed(others) if other.what == move), "")
    for name in TEXTS:
        if name in form.fields:
            data[name] = joined(data.get(name, ""), theirs)
    data["version"] = str(case.version)
    return form_of(move, case, form.directory, data)
