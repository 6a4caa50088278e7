"""What a call asks: of all questionnaires in use those that fit it, each in the version that holds."""

from datetime import date

from policy.questionnaires import Sheet
from scripts_library.models import Occasion, QuestionnaireVersion


def sheets_for(call: Occasion, *, day: date) -> list[tuple[int, Sheet]]:
    """(version, what it asks), in the order in which the questionnaires were made."""
    found = QuestionnaireVersion.objects.asked_on(day).all_fitting(call).only("pk", "content")
    return [(version.pk, version.sheet) for version in found]
