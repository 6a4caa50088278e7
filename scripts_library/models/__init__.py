from scripts_library.models.knowledge import Entry
from scripts_library.models.questionnaires import Questionnaire, QuestionnaireVersion
from scripts_library.models.rehearsals import Rehearsal
from scripts_library.models.scripts import Script
from scripts_library.models.versions import ScriptVersion
from scripts_library.models.whom import ForWhom, ForWhomQuerySet, Occasion

__all__ = [
    "Entry",
    "ForWhom",
    "ForWhomQuerySet",
    "Occasion",
    "Questionnaire",
    "QuestionnaireVersion",
    "Rehearsal",
    "Script",
    "ScriptVersion",
]
