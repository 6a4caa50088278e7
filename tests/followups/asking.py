"""A questionnaire with branches, groups and every kind of question, and calls that ask it."""

from typing import Any

from followups.models import Attempt, Draft
from policy.questionnaire_checks import Typed
from policy.scripts import State
from regulation.actions.editions import publish_edition
from regulation.models.editions import Subject
from scripts_library.actions import questionnaires
from scripts_library.models import QuestionnaireVersion
from tests import people
from tests.clients import StaffClient
from tests.followups.calling import at, fields
from tests.scripts_library.asking import brought_to

LONG_AGO = people.moment("2020-01-01 09:00")

PAIN = Typed("pain", "scale", "疼痛", "Pain", section_zh="恢复", section_en="Recovery", required=True)
WOUND = Typed(
    "wound",
    "one",
    "伤口",
    "Wound",
    section_zh="恢复",
    section_en="Recovery",
    required_if="pain >= 7",
    show_if="pain >= 4",
    options=(("dry", "干燥", "dry"), ("red", "发红", "red"), ("open", "裂开", "open")),
)
TEMPERATURE = Typed(
    "temperature", "number", "体温", "Temperature", section_zh="恢复", section_en="Recovery",
    unit="℃", low="34", high="43", decimals="1",
)  # fmt: skip
HELP = Typed(
    "help", "several", "需要什么帮助", "What help", section_zh="用药", section_en="Medicine",
    options=(("bath", "洗澡", "bathing"), ("walk", "走路", "walking"), ("dressing", "换药", "dressing")),
)  # fmt: skip
TAKES = Typed("takes", "yesno", "按时服药", "Takes medicine", section_zh="用药", section_en="Medicine")
SINCE = Typed(
    "since",
    "date",
    "几时停的",
    "Stopped when",
    section_zh="用药",
    section_en="Medicine",
    show_if="takes == false",
)
OVERALL = Typed(
    "overall_level", "level", "总的满意度", "All in all", step="satisfaction", required=True,
    subject="overall", asks_reason=True, domain="satisfaction",
)  # fmt: skip
NURSE = Typed(
    "nurse_level", "level", "护士", "Nurses", step="satisfaction", subject="nurse", domain="satisfaction"
)
WORDS = Typed("words", "text", "还想说什么", "Anything else", step="satisfaction")
ALL = (PAIN, WOUND, TEMPERATURE, HELP, TAKES, SINCE, OVERALL, NURSE, WORDS)


def asked(*typed: Typed, flags: bool = False, **whom: Any) -> QuestionnaireVersion:
    """In use since long ago, for whom it says; more questions than the checker likes. `flags`: with the red
    flags that the product ships, else answers alarm nobody."""
    if not flags:
        publish_edition(
            Subject.RED_FLAGS,
            {"flags": []},
            effective_from=LONG_AGO.date(),
            reason="test",
            by=None,
            now=LONG_AGO,
        )
    version = _published(brought_to(State.SUBMITTED, *(typed or ALL), now=LONG_AGO, **whom))
    questionnaires.set_in_use(version.questionnaire_id, True, by=people.supervisor(), now=LONG_AGO)
    return version


def renewed(version: QuestionnaireVersion, *typed: Typed) -> QuestionnaireVersion:
    """A newer version of the same questionnaire, in force at once."""
    draft = questionnaires.open_draft(version.questionnaire_id, by=people.supervisor(), now=LONG_AGO)
    return _published(brought_to(State.SUBMITTED, *typed, of=draft, now=LONG_AGO))


def _published(version: QuestionnaireVersion) -> QuestionnaireVersion:
    version = questionnaires.approve(
        version.pk,
        edits=version.edits,
        seen=questionnaires.WAY.marks(version),
        override="试用",
        by=people.assistant(),
        now=LONG_AGO,
    )
    day, by = LONG_AGO.date(), people.supervisor()
    return questionnaires.publish(version.pk, edits=version.edits, effective_from=day, by=by, now=LONG_AGO)


def twenty() -> tuple[Typed, ...]:
    kinds = ("level", "scale", "yesno", "number", "text")
    return tuple(
        Typed(f"q{place}", kinds[place % 5], f"第 {place} 题", f"No. {place}") for place in range(20)
    )


def q(version: QuestionnaireVersion, **answers: str) -> dict[str, str]:
    """Answers as the page posts them: pain="7", pain_na="1", nurse_level_reason="…"."""
    found = {}
    for name, value in answers.items():
        code, _, part = name.rpartition("__")
        found[f"q-{version.pk}-{code or part}{code and '-' + part}"] = value
    return found


def save(client: StaffClient, draft: Draft, **more: Any) -> Any:
    return client.post(at("call_save", draft), fields(draft, **more))


def told(attempt: Attempt) -> dict[str, Any]:
    return {answer.question: answer.value for answer in attempt.answers.all()}
