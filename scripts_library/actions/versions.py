"""Writing a script's version; its way to being published is that of all versions (A24, C3, E13).

All raise Refused with a code, and nothing is written then.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from policy.visits import VisitKind
from scripts_library import shipped, shipped_replies
from scripts_library.actions.moving import Refused, Way
from scripts_library.actions.whom import Whom, check_whom
from scripts_library.filling import unknown_words
from scripts_library.marks import mark_key, marks_of
from scripts_library.models import Script, ScriptVersion
from scripts_library.shipped import Step
from staff.models import Act, User


@dataclass(frozen=True, slots=True)
class Content(Whom):
    steps_zh: list[Step] = field(default_factory=list)
    steps_en: list[Step] = field(default_factory=list)
    replies_zh: list[Step] = field(default_factory=list)
    replies_en: list[Step] = field(default_factory=list)


CONTENT = tuple(Content.__dataclass_fields__)
# Without these nobody knows who calls, whom, and why.
NEEDED = ("greet", "who", "convenient", "thanks")


def _lacks(version: ScriptVersion) -> str:
    written = {step["code"] for step in version.steps_zh if step["say"]}
    return "" if written.issuperset(NEEDED) else "incomplete"


WAY = Way(
    ScriptVersion,
    Act.SCRIPT_CHANGED,
    CONTENT,
    marks=lambda version: frozenset(mark_key(*found) for found in marks_of(version)),
    lacks=_lacks,
)
open_draft, submit, send_back = WAY.open_draft, WAY.submit, WAY.send_back
approve, publish = WAY.approve, WAY.publish


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
    return WAY.begin(script, asdict(content), by=by, now=now)


def save_draft(version_id: int, content: Content, *, edits: int, by: User, now: datetime) -> ScriptVersion:
    """`edits`: as the version stood when its form was drawn."""
    check_content(content)
    return WAY.save_draft(version_id, asdict(content), edits=edits, by=by, now=now)


def check_content(content: Content) -> None:
    every = [*content.steps_zh, *content.steps_en, *content.replies_zh, *content.replies_en]
    unknown = set().union(*(unknown_words(step["say"]) for step in every))
    if unknown:
        raise Refused("unknown_word", ", ".join(sorted(unknown)))
    check_whom(content)
