"""An anonymous case as a department reads it: what is complained of, when and where, and never by whom (B13).

What comes back is to be drawn, not saved; what is on record stays as it was written.
"""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from complaints.withholding import nameless
from policy.complaints import Channel
from staff.models import User

FROM_STAFF = (Channel.COLLEAGUE, Channel.DOCTOR)  # whoever recorded it may be who says it
TEXTS = ("title", "words", "wish", "happened", "place", "plan", "answer")
TAKEN_IN = ("recorded", "edited")  # its words and fields stand on the page as far as they may be read


class Veil:
    """What `user` does not learn of one case."""

    def __init__(self, case: Any, user: User) -> None:
        self.case = case
        self.hides = case.hides_who_from(user)
        self.hides_recorder = self.hides and case.channel in FROM_STAFF

    def line(self) -> Any:
        """As a row of a list."""
        if not self.hides:
            return self.case
        seen = copy(self.case)
        for name in set(TEXTS) - self.case.get_deferred_fields():
            setattr(seen, name, self.text(getattr(self.case, name)))
        seen.patient = seen.visit = None
        seen.complainant = seen.relation = ""
        if self.hides_recorder:
            seen.recorded_by = nobody()
        return seen

    def whole(self) -> Any:
        """With what its page asks for beside it."""
        case, seen = self.case, self.line()
        if not self.hides:
            return seen
        if case.answered_by is not None:
            seen.answered_by = self.person(case.answered_by)
        if case.order is not None:
            seen.order = self.over([case.order], "task")[0]
        if hasattr(case, "before"):
            seen.before, seen.last = [], [self._said(one) for one in case.last]
            seen.files = [{**file, "name": self.text(file["name"])} for file in case.files]
        return seen

    def over(self, rows: Iterable[Any], *texts: str) -> list[Any]:
        """Rows that belong to the case, with these of their texts, and with who did it as `by`."""
        if not self.hides:
            return list(rows)
        seen = [copy(row) for row in rows]
        for row in seen:
            for name in texts:
                setattr(row, name, self.text(getattr(row, name)))
            if getattr(row, "by", None) is not None:
                row.by = self.person(row.by)
        return seen

    def over_events(self, events: Iterable[Any]) -> list[Any]:
        seen = self.over(events, "text")
        for event in seen if self.hides else ():
            if event.what in TAKEN_IN:
                event.text, event.changes = "", {}
            elif "files" in event.changes:
                event.changes = {"files": [None, [self.text(name) for name in event.changes["files"][1]]]}
        return seen

    def text(self, text: str) -> str:
        if not self.hides:
            return text
        patient = self.case.patient
        return nameless(text, patient, self.case.complainant, (patient and patient.mrn) or "")

    def person(self, user: User) -> User:
        """Somebody without a name in place of whoever said it."""
        return nobody() if self.hides_recorder and user.pk == self.case.recorded_by_id else user

    def name(self, name: str) -> str:
        """The same for a name alone."""
        if self.hides_recorder and name == self.case.recorded_by.full_name:
            return nobody().full_name
        return name

    def _said(self, one: dict[str, Any]) -> dict[str, Any]:
        return {**one, "text": self.text(one["text"]), "by": self.name(one["by"])}


def as_read_by(user: User, cases: Iterable[Any]) -> list[Any]:
    """Rows of a list."""
    return [Veil(case, user).line() for case in cases]


def nobody() -> User:
    return User(full_name=_("not named"))
