"""The agent's day, the supervisor's room, patients, rules."""

from django.urls import path

from followups.views import (
    alerting,
    calling,
    caring,
    disclosing,
    effects,
    imports,
    patients,
    presets,
    rules,
    supervisor,
    today,
    verification,
)

app_name = "followups"

# /
day_urls = [
    path("today/", today.today, name="today"),
    path("today/list/", today.today_list, name="today_list"),
    path("verification/", verification.verification, name="verification"),
    path("verification/next/", verification.verify_next, name="verify_next"),
]

# /calls/
call_urls = [
    path("calls/next/", calling.next_call, name="next"),
    path("calls/open/", calling.call_open, name="call_open"),
    path("calls/<int:pk>/", calling.call, name="call"),
    path("calls/<int:pk>/draft/", calling.call_draft, name="call_draft"),
    path("calls/<int:pk>/number/", calling.call_number, name="call_number"),
    path("calls/<int:pk>/reveal/", calling.call_reveal, name="call_reveal"),
    path("calls/<int:pk>/disclosure/", disclosing.call_disclose, name="call_disclose"),
    path("calls/<int:pk>/needs/", caring.call_needs, name="call_needs"),
    path("calls/<int:pk>/alert/", alerting.call_alert, name="call_alert"),
    path("calls/<int:pk>/alert/raise/", alerting.call_alert_raise, name="call_alert_raise"),
    path("calls/<int:pk>/alert/refuse/", alerting.call_alert_refuse, name="call_alert_refuse"),
    path("calls/<int:pk>/complaint/", calling.call_complaint, name="call_complaint"),
    path("calls/<int:pk>/save/", calling.call_save, name="call_save"),
    path("calls/<int:pk>/release/", calling.call_release, name="call_release"),
    path("attempts/<int:pk>/correct/", calling.call_correct, name="call_correct"),
]

# /patients/
patient_urls = [
    path("patients/", patients.patients, name="patients"),
    path("patients/search/", patients.patient_search, name="patient_search"),
    path("patients/<int:pk>/", patients.patient, name="patient"),
    path("patients/<int:pk>/numbers/", patients.number_add, name="number_add"),
    path("patients/<int:pk>/cleared/", disclosing.cleared_add, name="cleared_add"),
    path("cleared/<int:pk>/withdraw/", disclosing.cleared_withdraw, name="cleared_withdraw"),
    path("patients/<int:pk>/needs/", caring.needs_save, name="needs_save"),
    path("patients/<int:pk>/orders/", caring.order_make, name="order_make"),
    path("return-visits/", caring.return_visits, name="return_visits"),
    path("patients/<int:pk>/advice/", caring.advice_make, name="advice_make"),
    path("advice/<int:pk>/told/", caring.advice_told, name="advice_told"),
    path("orders/<int:pk>/withdraw/", caring.order_withdraw, name="order_withdraw"),
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

# /imports/
import_urls = [path("imports/<int:pk>/brought/", imports.import_brought, name="import_brought")]

# /rules/
rule_urls = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.rule_new, name="rule_new"),
    path("rules/preview/", rules.rule_preview, name="rule_preview"),
    path("rules/hours-effect/", effects.hours_effect, name="hours_effect"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/publish/", rules.rule_publish, name="rule_publish"),
    path("rules/<int:pk>/active/", rules.rule_active, name="rule_active"),
    path("presets/", presets.presets, name="presets"),
    path("presets/<slug:code>/load/", presets.preset_load, name="preset_load"),
]

urlpatterns = [*day_urls, *call_urls, *patient_urls, *supervisor_urls, *import_urls, *rule_urls]
