"""Two people wrote to one case: both texts whole, with name and time, and the form anew with both in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from complaints.actions.refusals import Written
from complaints.anonymity import Veil
from complaints.casepage import Way, form_of, joined, offered, words_of
from complaints.moveforms import FORMS, MoveForm
from policy.complaints import Move
from staff.models import User

TEXTS = ("text", "task")


def conflict_of(
    case: Any, move: Move, form: MoveForm, others: Sequence[Written], *, user: User, now: datetime
) -> dict[str, Any]:
    """`one` is missing when the step is no longer possible: the text can still be read and copied."""
    again = move in offered(case, user)
    both = again_of(case, move, form, others) if again else None
    veil = Veil(case, user)
    return {
        "case": veil.whole(),
        "mine": typed(form),
        "others": [replace(one, by=veil.name(one.by), text=veil.text(one.text)) for one in others],
        "one": Way(move, both, words=words_of(move, case)) if both else None,
        "only_mine": mine_of(case, move, form) if both and is_joined(both, form) else None,
        "now": now,
    }


def is_joined(both: MoveForm, form: MoveForm) -> bool:
    """Somebody else wrote to the same field: there is a choice."""
    return any(both.data.get(name) != form.data.get(name) for name in TEXTS)


def mine_of(case: Any, move: Move, form: MoveForm) -> MoveForm:
    """As it was typed, on the case as it stands now: hidden, sent by one key."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: it was posted
    data["version"] = str(case.version)
    return FORMS[move](form.directory, data, auto_id=False)


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
    """Drawn with the version of now; a text that it would replace stands joined in it. A finding replaces
    none."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: it was posted
    same = [other.text for other in others if other.what == move and move is not Move.FIND]
    theirs = same[-1] if same else ""
    for name in TEXTS:
        if name in form.fields:
            data[name] = joined(data.get(name, ""), theirs)
    data["version"] = str(case.version)
    return form_of(move, case, form.directory, data)
