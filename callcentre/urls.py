"""Where each page lives."""

from django.urls import include, path

from callcentre import views

urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("staff/", include("staff.urls")),
    path("imports/", include("patients.urls")),
    path("regulation/", include("regulation.urls")),
    path("complaints/", include("complaints.urls")),
    path("hotline/", include("hotline.urls")),
    path("library/", include("scripts_library.urls")),
    path("reports/", include("reports.urls")),
    path("", include("followups.urls")),
]

handler400 = "callcentre.views.bad_request"
handler403 = "callcentre.views.forbidden"
handler404 = "callcentre.views.not_found"
handler500 = "callcentre.views.server_error"
