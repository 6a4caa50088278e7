"""The library: what is said and what is known in a call."""

from django.urls import path

from scripts_library.views import (
    building,
    knowledge,
    library,
    moves,
    phrases,
    questionnaire_moves,
    questionnaires,
    rehearsal,
    versions,
)

app_name = "scripts_library"

urlpatterns = [
    path("scripts/", library.library, name="library"),
    path("scripts/new/", library.script_new, name="script_new"),
    path("scripts/<int:pk>/draft/", moves.draft, name="draft"),
    path("scripts/<int:pk>/compare/", versions.compare, name="compare"),
    path("scripts/versions/<int:pk>/", versions.version, name="version"),
    path("scripts/versions/<int:pk>/edit/", versions.edit, name="edit"),
    path("scripts/versions/<int:pk>/submit/", moves.submit, name="submit"),
    path("scripts/versions/<int:pk>/return/", moves.send_back, name="send_back"),
    path("scripts/versions/<int:pk>/approve/", moves.approve, name="approve"),
    path("scripts/versions/<int:pk>/publish/", moves.publish, name="publish"),
    path("scripts/phrases/", phrases.phrases, name="phrases"),
    path("scripts/phrases/add/", phrases.phrase_add, name="phrase_add"),
    path("scripts/phrases/off/", phrases.phrase_off, name="phrase_off"),
    path("scripts/phrases/on/", phrases.phrase_on, name="phrase_on"),
    path("scripts/phrases/remove/", phrases.phrase_remove, name="phrase_remove"),
    path("rehearsal/", rehearsal.rehearsals, name="rehearsals"),
    path("rehearsal/begin/", rehearsal.rehearsal_begin, name="rehearsal_begin"),
    path("rehearsal/all/", rehearsal.rehearsals_all, name="rehearsals_all"),
    path("rehearsal/<int:pk>/", rehearsal.rehearsal, name="rehearsal"),
    path("rehearsal/<int:pk>/answer/", rehearsal.rehearsal_answer, name="rehearsal_answer"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/new/", questionnaires.questionnaire_new, name="questionnaire_new"),
    path(
        "questionnaires/<int:pk>/compare/", questionnaires.questionnaire_compare, name="questionnaire_compare"
    ),
    path(
        "questionnaires/<int:pk>/draft/", questionnaire_moves.questionnaire_draft, name="questionnaire_draft"
    ),
    path(
        "questionnaires/<int:pk>/in-use/",
        questionnaire_moves.questionnaire_in_use,
        name="questionnaire_in_use",
    ),
    path("questionnaires/versions/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("questionnaires/versions/<int:pk>/edit/", building.questionnaire_edit, name="questionnaire_edit"),
    path(
        "questionnaires/versions/<int:pk>/submit/",
        questionnaire_moves.questionnaire_submit,
        name="questionnaire_submit",
    ),
    path(
        "questionnaires/versions/<int:pk>/return/",
        questionnaire_moves.questionnaire_return,
        name="questionnaire_return",
    ),
    path(
        "questionnaires/versions/<int:pk>/approve/",
        questionnaire_moves.questionnaire_approve,
        name="questionnaire_approve",
    ),
    path(
        "questionnaires/versions/<int:pk>/publish/",
        questionnaire_moves.questionnaire_publish,
        name="questionnaire_publish",
    ),
    path("knowledge/", knowledge.knowledge, name="knowledge"),
    path("knowledge/search/", knowledge.knowledge_search, name="knowledge_search"),
    path("knowledge/beside/", knowledge.knowledge_beside, name="knowledge_beside"),
    path("knowledge/found/", knowledge.knowledge_found, name="knowledge_found"),
    path("knowledge/new/", knowledge.knowledge_new, name="knowledge_new"),
    path("knowledge/<int:pk>/", knowledge.knowledge_edit, name="knowledge_edit"),
    path("knowledge/<int:pk>/in-use/", knowledge.knowledge_in_use, name="knowledge_in_use"),
]
