"""Promises to patients: owed, kept, handed over."""

from django.urls import path

from hotline.views import promises

app_name = "hotline"

urlpatterns = [
    path("promises/", promises.owed, name="promises"),
    path("promises/to/<int:pk>/", promises.make, name="promise_make"),
    path("promises/<int:pk>/keep/", promises.keep, name="promise_keep"),
    path("promises/<int:pk>/break/", promises.break_off, name="promise_break"),
    path("promises/<int:pk>/postpone/", promises.postpone, name="promise_postpone"),
    path("promises/<int:pk>/hand-over/", promises.hand_over, name="promise_hand_over"),
    path("promises/<int:pk>/number/", promises.reveal, name="promise_reveal"),
    path("promises/notices/<int:pk>/seen/", promises.notice_seen, name="promise_notice_seen"),
]
