"""Complaints: taken in, decided, answered, confirmed; their measures, points, sheets and figures."""

from django.urls import path

from complaints.views import attachments, cases, inbox, recording

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

urlpatterns = [*case_urls]
