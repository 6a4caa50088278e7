"""Complaints: taken in, decided, answered, confirmed; their measures, points, sheets and figures."""

from django.urls import path

from complaints.views import (
    alerts,
    attachments,
    bell,
    cases,
    confirming,
    department,
    figures,
    flags,
    inbox,
    ladder,
    limits,
    measures,
    mine,
    pack,
    points,
    recording,
    standing,
    telling,
    watching,
    weekly,
)

app_name = "complaints"

# The assistant's inbox, all cases, one case
case_urls = [
    path("", cases.cases, name="cases"),
    path("search/", cases.case_search, name="case_search"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/pass-on/", inbox.pass_on_many, name="pass_on_many"),
    path("inbox/<int:pk>/", inbox.inbox_case, name="inbox_case"),
    path("new/", recording.new, name="new"),
    path("new/patient/", recording.patient_find, name="patient_find"),
    path("new/similar/", recording.similar, name="similar"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/edit/", recording.edit, name="edit"),
    path("<int:pk>/number/", cases.reveal, name="reveal"),
    path("<int:pk>/files/", attachments.attach, name="attach"),
    path("<int:pk>/files/<int:file>/", attachments.attachment, name="attachment"),
    path("<int:pk>/time/<slug:what>/", cases.time_ask, name="time_ask"),
    path("<int:pk>/time/<slug:what>/<int:asked>/", cases.time_decide, name="time_decide"),
    path("<int:pk>/move/<slug:move>/", cases.move, name="move"),
]

# What departments, askers, the quality office and the leaders work with
work_urls = [
    path("department/", department.department, name="department"),
    path("department/<int:pk>/", department.department_case, name="department_case"),
    path("department/<int:pk>/take/", department.department_take, name="department_take"),
    path("department/<int:pk>/find/", department.department_find, name="department_find"),
    path("department/<int:pk>/draft/", department.department_draft, name="department_draft"),
    path("department/<int:pk>/measure/", department.measure_new, name="measure_new"),
    path("mine/", mine.mine, name="mine"),
    path("mine/praise/<int:pk>/read/", mine.praise_read, name="praise_read"),
    path("mine/reminders/<int:pk>/seen/", mine.reminder_seen, name="reminder_seen"),
    path("confirm/", confirming.confirming, name="confirming"),
    path("confirm/<int:pk>/", confirming.confirming_case, name="confirming_case"),
    path("confirm/<int:pk>/number/", confirming.confirming_reveal, name="confirming_reveal"),
    path("confirm/<int:pk>/save/", confirming.confirming_save, name="confirming_save"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<int:pk>/proof/", department.measure_proof, name="measure_proof"),
    path("measures/<int:pk>/check/", measures.measure_check, name="measure_check"),
    path("points/", points.points, name="points"),
    path("points/take/", points.points_take, name="points_take"),
    path("points/<int:pk>/object/", points.points_object, name="points_object"),
    path("points/<int:pk>/decide/", points.points_decide, name="points_decide"),
    path("points/table/", limits.points_table, name="points_table"),
    path("points/table/change/", limits.points_table_change, name="points_table_change"),
    path("standing/", standing.standing, name="standing"),
    path("standing/save/", standing.standing_save, name="standing_save"),
    path("standing/<int:pk>/", standing.standing_edit, name="standing_edit"),
    path("standing/<int:pk>/remove/", standing.standing_remove, name="standing_remove"),
    path("limits/", limits.limits, name="limits"),
    path("limits/change/", limits.limits_change, name="limits_change"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/<int:pk>/", weekly.weekly_sheet, name="weekly_sheet"),
    path("weekly/<int:pk>/send/", weekly.weekly_send, name="weekly_send"),
    path("weekly/<int:pk>/edition/", weekly.weekly_edition, name="weekly_edition"),
    path("weekly/<int:pk>/sheet.pdf", weekly.weekly_pdf, name="weekly_pdf"),
    path("weekly/<int:pk>/copy/", weekly.weekly_copy, name="weekly_copy"),
    path("weekly/<int:pk>/copy/read/", weekly.weekly_read, name="weekly_read"),
    path("figures/", figures.figures, name="figures"),
    path("<int:pk>/pack.pdf", pack.pack, name="pack"),
    path("figures/cases/", figures.figures_cases, name="figures_cases"),
]

# Clinical alerts: the doctor's, the order to the agent, who waits
alert_urls = [
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/bell/", bell.bell, name="bell"),
    path("alerts/list/", alerts.alerts_list, name="alerts_list"),
    path("alerts/<int:pk>/", alerts.alert, name="alert"),
    path("alerts/<int:pk>/draft/", alerts.alert_draft, name="alert_draft"),
    path("alerts/<int:pk>/number/", alerts.alert_number, name="alert_number"),
    path("alerts/<int:pk>/move/<slug:move>/", alerts.alert_move, name="alert_move"),
    path("alerts/flags/", flags.flags, name="flags"),
    path("alerts/flags/change/", flags.flags_change, name="flags_change"),
    path("alerts/ladder/", ladder.ladder, name="ladder"),
    path("alerts/ladder/change/", ladder.ladder_change, name="ladder_change"),
    path("alerts/ladder/posts/", ladder.post_save, name="post_save"),
    path("alerts/ladder/posts/<int:pk>/remove/", ladder.post_remove, name="post_remove"),
    path("alerts/waiting/", watching.watching, name="watching"),
    path("alerts/waiting/list/", watching.watching_list, name="watching_list"),
    path("mine/telling/<int:pk>/", telling.telling, name="telling"),
    path("mine/telling/<int:pk>/number/", telling.telling_number, name="telling_number"),
    path("mine/telling/<int:pk>/<slug:move>/", telling.telling_save, name="telling_save"),
]

urlpatterns = [*case_urls, *work_urls, *alert_urls]
