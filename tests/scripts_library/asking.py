"""Questionnaires in every state, for tests."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from policy.questionnaire_checks import Typed, build
from policy.scripts import State
from scripts_library import shipped
from scripts_library.actions import questionnaires
from scripts_library.actions.questionnaires import Content
from scripts_library.models import QuestionnaireVersion
from tests import people
from tests.scripts_library.making import NOW, TODAY

PAIN = Typed("pain", "scale", "伤口疼不疼？", "Does the wound hurt?", required=True)
WHERE = Typed("since", "text", "疼了多久？", "Since when?", show_if="pain >= 4")
CURED = Typed("cured", "yesno", "我们包治您的病，对吗？")


def content(*typed: Typed, **whom: Any) -> Content:
    return replace(Content(content=build(typed or (PAIN, WHERE), shipped.ORDER).as_json()), **whom)


def a_questionnaire(*, by: Any = None, now: datetime = NOW) -> QuestionnaireVersion:
    by = by or people.supervisor()
    return questionnaires.new_questionnaire(name_zh="术后疼痛", name_en="Pain", by=by, now=now)


def written(version: QuestionnaireVersion, *typed: Typed, **whom: Any) -> QuestionnaireVersion:
    made = content(*typed, **whom)
    by = people.supervisor()
    return questionnaires.save_draft(version.pk, made, edits=version.edits, by=by, now=NOW)


def brought_to(
    state: State,
    *typed: Typed,
    of: QuestionnaireVersion | None = None,
    since: date = TODAY,
    now: datetime = NOW,
    **whom: Any,
) -> QuestionnaireVersion:
    version = written(of or a_questionnaire(now=now), *typed, **whom)
    if state in (State.SUBMITTED, State.APPROVED, State.PUBLISHED):
        version = questionnaires.submit(version.pk, by=people.supervisor(), now=now)
    if state in (State.APPROVED, State.PUBLISHED):
        version = questionnaires.approve(
            version.pk,
            edits=version.edits,
            seen=questionnaires.WAY.marks(version),
            override="",
            by=people.assistant(),
            now=now,
        )
    if state == State.PUBLISHED:
        version = questionnaires.publish(
            version.pk, edits=version.edits, effective_from=since, by=people.supervisor(), now=now
        )
    return version


def in_use(*typed: Typed, since: date = TODAY, now: datetime = NOW, **whom: Any) -> QuestionnaireVersion:
    """Published and switched on: what the next call asks."""
    version = brought_to(State.PUBLISHED, *typed, since=since, now=now, **whom)
    questionnaires.set_in_use(version.questionnaire_id, True, by=people.supervisor(), now=now)
    return version
