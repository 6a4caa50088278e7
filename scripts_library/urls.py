"""The library: what is said and what is known in a call."""

from django.urls import path

from scripts_library.views import knowledge

app_name = "scripts_library"

urlpatterns = [
    path("knowledge/", knowledge.knowledge, name="knowledge"),
    path("knowledge/search/", knowledge.knowledge_search, name="knowledge_search"),
    path("knowledge/beside/", knowledge.knowledge_beside, name="knowledge_beside"),
    path("knowledge/found/", knowledge.knowledge_found, name="knowledge_found"),
    path("knowledge/new/", knowledge.knowledge_new, name="knowledge_new"),
    path("knowledge/<int:pk>/", knowledge.knowledge_edit, name="knowledge_edit"),
    path("knowledge/<int:pk>/in-use/", knowledge.knowledge_in_use, name="knowledge_in_use"),
]
