"""Signing in, one's own profile, and the pages of the administrator and the auditor."""

from django.urls import path

from staff.views import log, profile, session, users

app_name = "staff"
urlpatterns = [
    path("sign-in/", session.sign_in, name="login"),
    path("sign-out/", session.sign_out, name="logout"),
    path("language/", session.language, name="language"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/sessions/end/", profile.end_others, name="end_others"),
    path("users/", users.users, name="users"),
    path("users/new/", users.new, name="user_new"),
    path("users/<int:pk>/", users.edit, name="user_edit"),
    path("users/<int:pk>/active/", users.active, name="user_active"),
    path("users/<int:pk>/reset/", users.reset, name="user_reset"),
    path("users/<int:pk>/sign-out/", users.sign_out, name="user_sign_out"),
    path("users/<int:pk>/absences/", users.absence_add, name="user_absence"),
    path("users/<int:pk>/absences/<int:absence>/remove/", users.absence_remove, name="user_absence_remove"),
    path("log/", log.log, name="log"),
]
