"""The hospital's regulation as data: hours, days, the retry table, options."""

from django.urls import path

from regulation.views import days, hours, options, outcomes

app_name = "regulation"
urlpatterns = [
    path("hours/", hours.hours, name="hours"),
    path("hours/change/", hours.hours_change, name="hours_change"),
    path("days/", days.days, name="days"),
    path("days/add/", days.days_add, name="days_add"),
    path("days/<int:pk>/remove/", days.day_remove, name="day_remove"),
    path("days/fill/", days.year_seed, name="year_seed"),
    path("days/confirm/", days.year_confirm, name="year_confirm"),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/change/", outcomes.outcomes_change, name="outcomes_change"),
    path("options/", options.options, name="options"),
    path("options/change/", options.options_change, name="options_change"),
]
