"""Writing a version, and its way to being published: each verb under the version's lock (A24, C3, E13).

All raise Refused with a code, and nothing is written then.
"""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from policy.scripts import MOVES, Move, State, refusal
from policy.visits import VisitKind
from scripts_library import shipped, shipped_replies
from scripts_library.filling import unknown_words
from scripts_library.marks import marks_of
from scripts_library.models import Script, ScriptVersion
from scripts_library.models.whom import SEXES
from scripts_library.shipped import Step
from staff.actions.audit import record
from staff.models import Act, Department, User


class Refused(Exception):
    """`code`: policy's, or unknown_word (`words` says which), unknown_kind, unknown_department, changed,
    incomplete, no_reason, date_past."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True, slots=True)
class Content:
    kinds: list[str] = field(default_factory=list)
    departments: list[int] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    sex: str = ""
    min_age: int | None = None
    max_age: int | None = None
    steps_zh: list[Step] = field(default_factory=list)
    steps_en: list[Step] = field(default_factory=list)
    replies_zh: list[Step] = field(default_factory=list)
    replies_en: list[Step] = field(default_factory=list)


_CODE = re.compile(r"[-\w]{1,40}", re.ASCII)
CONTENT = tuple(Content.__dataclass_fields__)
# Without these nobody knows who calls, whom, and why.
NEEDED = ("greet", "who", "convenient", "thanks")


@transaction.atomic
def new_script(*, name_zh: str, name_en: str, kinds: list[str], by: User, now: datetime) -> ScriptVersion:
    """A script and its first draft, filled with what the product ships for the first of `kinds`."""
    taken = Script.objects.select_for_update().order_by("-pk").values_list("pk", flat=True).first()
    script = Script.objects.create(code=f"own-{(taken or 0) + 1}", name_zh=name_zh, name_en=name_en)
    like = kinds[0] if kinds else str(VisitKind.INPATIENT)
    content = Content(
        kinds=kinds,
        steps_zh=shipped.steps(like, "zh"),
        steps_en=shipped.steps(like, "en"),
        replies_zh=shipped_replies.replies("zh"),
        replies_en=shipped_replies.replies("en"),
    )
    check_content(content)
    return _draft(script, 1, asdict(content), by=by, now=now)


@transaction.atomic
def open_draft(script_id: int, *, by: User, now: datetime) -> ScriptVersion:
    """The version that is being written, or a new one that begins as the last one ended."""
    script = Script.objects.select_for_update().get(pk=script_id)
    last = script.versions.order_by("-number").first()
    if last is None:
        return _draft(script, 1, {}, by=by, now=now)
    if last.state != State.PUBLISHED:
        return last
    return _draft(script, last.number + 1, {name: getattr(last, name) for name in CONTENT}, by=by, now=now)


@transaction.atomic
def save_draft(version_id: int, content: Content, *, edits: int, by: User, now: datetime) -> ScriptVersion:
    """`edits`: as the version stood when its form was drawn."""
    version = ScriptVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
    if version.state != State.DRAFT:
        raise Refused("not_now")
    if version.edits != edits:
        raise Refused("changed")
    check_content(content)
    for name in CONTENT:
        setattr(version, name, getattr(content, name))
    version.edits += 1
    version.written_by, version.written_at = by, now
    version.save()
    _log("written", version, by=by, now=now)
    return version


def submit(version_id: int, *, by: User, now: datetime) -> ScriptVersion:
    def apply(version: ScriptVersion) -> None:
        written = {step["code"] for step in version.steps_zh if step["say"]}
        if not written.issuperset(NEEDED):
            raise Refused("incomplete")
        version.submitted_by, version.submitted_at, version.returned_because = by, now, ""

    return _move(Move.SUBMIT, version_id, apply, by=by, now=now)


def send_back(version_id: int, *, reason: str, by: User, now: datetime) -> ScriptVersion:
    def apply(version: ScriptVersion) -> None:
        if not reason.strip():
            raise Refused("no_reason")
        version.returned_because, version.override_reason = reason.strip(), ""
        version.submitted_by = version.submitted_at = version.approved_by = version.approved_at = None

    return _move(Move.RETURN, version_id, apply, by=by, now=now)


def approve(version_id: int, *, override: str, by: User, now: datetime) -> ScriptVersion:
    """`override`: why the marks that are open do not matter."""

    def apply(version: ScriptVersion) -> None:
        version.approved_by, version.approved_at = by, now
        version.override_reason = override.strip() if marks_of(version) else ""

    return _move(Move.APPROVE, version_id, apply, by=by, now=now, override=override)


def publish(version_id: int, *, effective_from: date, by: User, now: datetime) -> ScriptVersion:
    """`now` in the hospital's zone: its day is the earliest that the version may hold from."""

    def apply(version: ScriptVersion) -> None:
        if effective_from < now.date():
            raise Refused("date_past")
        version.effective_from, version.published_by, version.published_at = effective_from, by, now

    return _move(Move.PUBLISH, version_id, apply, by=by, now=now)


def check_content(content: Content) -> None:
    every = [*content.steps_zh, *content.steps_en, *content.replies_zh, *content.replies_en]
    unknown = set().union(*(unknown_words(step["say"]) for step in every))
    if unknown:
        raise Refused("unknown_word", ", ".join(sorted(unknown)))
    if not set(content.kinds) <= {str(kind) for kind in VisitKind}:
        raise Refused("unknown_kind")
    _check_whom(content)


def _check_whom(content: Content) -> None:
    if not all(_CODE.fullmatch(code) for code in content.purposes):
        raise Refused("unknown_purpose")
    if content.sex not in ("", *(sex for sex, _label in SEXES)):
        raise Refused("unknown_sex")
    if content.min_age is not None and content.max_age is not None and content.min_age > content.max_age:
        raise Refused("ages")
    known = Department.objects.filter(pk__in=content.departments).count()
    if known != len(set(content.departments)):
        raise Refused("unknown_department")


@transaction.atomic
def _move(
    move: Move,
    version_id: int,
    apply: Callable[[ScriptVersion], None],
    *,
    by: User,
    now: datetime,
    override: str = "",
) -> ScriptVersion:
    version = ScriptVersion.objects.select_for_update(of=("self",)).get(pk=version_id)
    code = refusal(
        move,
        State(version.state),
        own=by.pk in (version.written_by_id, version.submitted_by_id),
        marks=len(marks_of(version)),
        overridden=bool((override or version.override_reason).strip()),
    )
    if code:
        raise Refused(code)
    apply(version)
    version.state = MOVES[move][1]
    version.save()
    _log(str(version.state), version, by=by, now=now)
    return version


def _draft(script: Script, number: int, content: dict[str, Any], *, by: User, now: datetime) -> ScriptVersion:
    version = ScriptVersion.objects.create(
        script=script, number=number, written_by=by, written_at=now, **content
    )
    _log("written", version, by=by, now=now)
    return version


def _log(what: str, version: ScriptVersion, *, by: User, now: datetime) -> None:
    detail = {"script": version.script_id, "version": version.number, "what": what}
    record(Act.SCRIPT_CHANGED, actor=by, now=now, about=version, detail=detail)
