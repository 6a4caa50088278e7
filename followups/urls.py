"""The agent's day, the supervisor's room, patients, rules."""

from django.urls import path

from followups.views import patients, supervisor, today

app_name = "followups"

# /
day_urls = [
    path("today/", today.today, name="today"),
    path("today/list/", today.today_list, name="today_list"),
]

# /patients/
patient_urls = [
    path("patients/", patients.patients, name="patients"),
    path("patients/search/", patients.patient_search, name="patient_search"),
    path("patients/<int:pk>/", patients.patient, name="patient"),
    path("visits/<int:pk>/why/", patients.visit_why, name="visit_why"),
]

# /supervisor/
supervisor_urls = [
    path("supervisor/", supervisor.supervisor, name="supervisor"),
    path("supervisor/figures/", supervisor.supervisor_figures, name="supervisor_figures"),
    path("supervisor/reassign/", supervisor.reassign_tasks, name="reassign"),
    path("supervisor/reassign/preview/", supervisor.reassign_preview, name="reassign_preview"),
    path("supervisor/distribute/", supervisor.distribute_now, name="distribute"),
    path("supervisor/absence/", supervisor.absence, name="absence"),
    path("tasks/", supervisor.tasks, name="tasks"),
    path("tasks/export/", supervisor.export, name="export"),
]

urlpatterns = [*day_urls, *patient_urls, *supervisor_urls]
