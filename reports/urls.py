"""Figures, reports, their approval and their files."""

from django.urls import path

from reports.views import figures, indicators, rows

app_name = "reports"

urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("rows/", rows.rows, name="rows"),
    path("indicators/", indicators.indicators, name="indicators"),
]
