"""What a call asks: of all questionnaires in use those that fit it, each in the version that holds."""

from collections.abc import Iterator
from datetime import date

from policy.questionnaires import Question, Sheet
from scripts_library.models import Occasion, QuestionnaireVersion


def sheets_for(call: Occasion, *, day: date) -> list[tuple[int, Sheet]]:
    """(version, what it asks), in the order in which the questionnaires were made."""
    found = QuestionnaireVersion.objects.asked_on(day).all_fitting(call).only("pk", "content")
    return [(version.pk, version.sheet) for version in found]


def asked_twice(
    version: QuestionnaireVersion, *, day: date
) -> Iterator[tuple[QuestionnaireVersion, list[Question]]]:
    """Each other questionnaire in use that one call can ask together with this one, and what both ask.

    One code means the same in all questionnaires: whoever fits both would be asked it twice.
    """
    ours = {question.code for question in version.sheet.questions}
    others = QuestionnaireVersion.objects.asked_on(day).exclude(questionnaire=version.questionnaire_id)
    for other in others.select_related("questionnaire"):
        both = [question for question in other.sheet.questions if question.code in ours]
        if both and version.may_meet(other):
            yield other, both
