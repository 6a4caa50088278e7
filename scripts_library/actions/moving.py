"""The way of a version, script or questionnaire, to being published: each verb under its lock (A24, C3).

All raise Refused with a code, and nothing is written then.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import transaction

from policy.scripts import MOVES, Move, State, refusal
from scripts_library.models.versioned import Version
from staff.actions.audit import record
from staff.models import Act, User

V = TypeVar("V", bound=Version)


class Refused(Exception):
    """`code`: policy's, or unknown_word (`words` says which), unknown_kind, unknown_department, changed,
    more_marks, incomplete, no_questions, not_published, no_reason, date_past."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Way(Generic[V]):
    model: type[V]
    act: Act
    content: tuple[str, ...]  # the fields that are written
    marks: Callable[[V], frozenset[str]]  # those that are open, as keys
    lacks: Callable[[V], str]  # what it needs before it is submitted, as a code

    @transaction.atomic
    def begin(self, of: Any, content: Mapping[str, Any], *, by: User, now: datetime) -> V:
        """The first draft of a script or a questionnaire that was just made."""
        return self._draft(of.pk, 1, content, by=by, now=now)

    @transaction.atomic
    def open_draft(self, of_id: int, *, by: User, now: datetime) -> V:
        """The version that is being written, or a new one that begins as the last one ended."""
        of = self.model._meta.get_field(self.model.OF).related_model
        of._default_manager.select_for_update().get(pk=of_id)  # type: ignore[union-attr]
        versions = self.model._default_manager.filter(**{self.model.OF: of_id})
        last: V | None = versions.order_by("-number").first()
        if last is None:
            return self._draft(of_id, 1, {}, by=by, now=now)
        if last.state != State.PUBLISHED:
            return last
        content = {name: getattr(last, name) for name in self.content}
        return self._draft(of_id, last.number + 1, content, by=by, now=now)

    @transaction.atomic
    def save_draft(
        self, version_id: int, content: Mapping[str, Any], *, edits: int, by: User, now: datetime
    ) -> V:
        """`edits`: as the version stood when its form was drawn."""
        version = self._locked(version_id)
        if version.state != State.DRAFT:
            raise Refused("not_now")
        if version.edits != edits:
            raise Refused("changed")
        for name in self.content:
            setattr(version, name, content[name])
        version.edits += 1
        version.written_by, version.written_at = by, now
        version.save()
        self._log("written", version, by=by, now=now)
        return version

    def submit(self, version_id: int, *, by: User, now: datetime) -> V:
        def apply(version: V) -> None:
            if code := self.lacks(version):
                raise Refused(code)
            version.submitted_by, version.submitted_at, version.returned_because = by, now, ""

        return self._move(Move.SUBMIT, version_id, apply, by=by, now=now)

    def send_back(self, version_id: int, *, reason: str, by: User, now: datetime) -> V:
        def apply(version: V) -> None:
            if not reason.strip():
                raise Refused("no_reason")
            version.returned_because = reason.strip()
            version.override_reason, version.override_covers = "", []
            version.submitted_by = version.submitted_at = version.approved_by = version.approved_at = None

        return self._move(Move.RETURN, version_id, apply, by=by, now=now)

    def approve(
        self,
        version_id: int,
        *,
        edits: int,
        override: str,
        seen: Collection[str],
        by: User,
        now: datetime,
    ) -> V:
        """`edits`: as the version stood when it was read; `override`: why the marks that were `seen` do not
        matter."""

        def apply(version: V) -> None:
            marks = self.marks(version)
            version.approved_by, version.approved_at = by, now
            version.override_reason = override.strip() if marks else ""
            version.override_covers = sorted(marks)

        given = (override, seen)
        return self._move(Move.APPROVE, version_id, apply, edits=edits, by=by, now=now, given=given)

    def publish(self, version_id: int, *, edits: int, effective_from: date, by: User, now: datetime) -> V:
        """`now` in the hospital's zone: its day is the earliest that the version may hold from."""

        def apply(version: V) -> None:
            if effective_from < now.date():
                raise Refused("date_past")
            version.effective_from, version.published_by, version.published_at = effective_from, by, now

        return self._move(Move.PUBLISH, version_id, apply, edits=edits, by=by, now=now)

    @transaction.atomic
    def _move(
        self,
        move: Move,
        version_id: int,
        apply: Callable[[V], None],
        *,
        by: User,
        now: datetime,
        edits: int | None = None,
        given: tuple[str, Collection[str]] | None = None,
    ) -> V:
        version = self._locked(version_id)
        reason, covers = given or (version.override_reason, version.override_covers)
        marks = self.marks(version)
        covered = marks <= frozenset(covers)
        code = refusal(
            move,
            State(version.state),
            own=by.pk in (version.written_by_id, version.submitted_by_id),
            marks=len(marks),
            overridden=covered and bool(reason.strip()),
        )
        if code in ("", "open_marks") and edits not in (None, version.edits):
            code = "changed"
        elif code == "open_marks" and reason.strip():
            code = "more_marks"
        if code:
            raise Refused(code)
        apply(version)
        version.state = MOVES[move][1]
        version.save()
        self._log(str(version.state), version, by=by, now=now)
        return version

    def _locked(self, version_id: int) -> V:
        version: V = self.model._default_manager.select_for_update(of=("self",)).get(pk=version_id)
        return version

    def _draft(self, of_id: int, number: int, content: Mapping[str, Any], *, by: User, now: datetime) -> V:
        key = {f"{self.model.OF}_id": of_id}
        version = self.model._default_manager.create(
            number=number, written_by=by, written_at=now, **key, **content
        )
        self._log("written", version, by=by, now=now)
        return version

    def _log(self, what: str, version: V, *, by: User, now: datetime) -> None:
        detail = {self.model.OF: version.of_id, "version": version.number, "what": what}
        record(self.act, actor=by, now=now, about=version, detail=detail)
