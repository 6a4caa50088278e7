"""Writing a questionnaire's version, and switching a questionnaire on and off (E16, A24, C3).

All raise Refused with a code, and nothing is written then; what is wrong with the questions themselves is
policy.questionnaire_checks' to say, before.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from policy.questionnaire_checks import marks
from policy.scripts import State
from policy.wording import Mark
from regulation.reading import phrasebook
from scripts_library.actions.moving import Refused, Way
from scripts_library.actions.whom import Whom, check_whom
from scripts_library.marks import mark_key
from scripts_library.models import Questionnaire, QuestionnaireVersion
from staff.actions.audit import record
from staff.models import Act, User


@dataclass(frozen=True, slots=True)
class Content(Whom):
    content: dict[str, Any] = field(default_factory=dict)  # Sheet.as_json()


def open_marks(version: QuestionnaireVersion) -> list[tuple[str, Mark]]:
    """(language, mark), by the hospital's own list as it stands now."""
    sheet, book = version.sheet, phrasebook()
    return [(language, mark) for language in ("zh", "en") for mark in marks(sheet, language, book)]


WAY = Way(
    QuestionnaireVersion,
    Act.QUESTIONNAIRE_CHANGED,
    tuple(Content.__dataclass_fields__),
    marks=lambda version: frozenset(mark_key(language, "", mark) for language, mark in open_marks(version)),
    lacks=lambda version: "" if version.sheet.questions else "no_questions",
)
open_draft, submit, send_back = WAY.open_draft, WAY.submit, WAY.send_back
approve, publish = WAY.approve, WAY.publish


@transaction.atomic
def new_questionnaire(*, name_zh: str, name_en: str, by: User, now: datetime) -> QuestionnaireVersion:
    taken = Questionnaire.objects.select_for_update().order_by("-pk").values_list("pk", flat=True).first()
    made = Questionnaire.objects.create(code=f"own-{(taken or 0) + 1}", name_zh=name_zh, name_en=name_en)
    return WAY.begin(made, asdict(Content()), by=by, now=now)


def save_draft(
    version_id: int, content: Content, *, edits: int, by: User, now: datetime
) -> QuestionnaireVersion:
    """`edits`: as the version stood when its form was drawn."""
    check_whom(content)
    return WAY.save_draft(version_id, asdict(content), edits=edits, by=by, now=now)


@transaction.atomic
def set_in_use(questionnaire_id: int, in_use: bool, *, by: User | None, now: datetime) -> Questionnaire:
    """On, it is asked in every call that it fits, from the day of its published version."""
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire_id)
    if in_use and not found.versions.filter(state=State.PUBLISHED).exists():
        raise Refused("not_published")
    if found.in_use != in_use:
        found.in_use = in_use
        found.save(update_fields=["in_use"])
        what = "switched on" if in_use else "switched off"
        record(Act.QUESTIONNAIRE_CHANGED, actor=by, now=now, about=found, detail={"what": what})
    return found


def switch_on(codes: Iterable[str], *, by: User | None, now: datetime) -> list[Questionnaire]:
    """Those of `codes` that are published; what a preset brings with it."""
    found = Questionnaire.objects.filter(code__in=list(codes)).order_by("pk")
    return [set_in_use(one.pk, True, by=by, now=now) for one in found]
