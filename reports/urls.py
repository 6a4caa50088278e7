"""Figures, reports, their approval and their files."""

from django.urls import path

from reports.views import (
    answering,
    changes,
    details,
    discharges,
    exports,
    figures,
    files,
    indicators,
    moves,
    overview,
    reminders,
    report,
    rows,
    texts,
)

app_name = "reports"

urlpatterns = [
    path("", report.reports, name="reports"),
    path("new/", report.report_new, name="report_new"),
    path("<int:pk>/", report.report, name="report"),
    path("<int:pk>/text/", texts.text, name="text"),
    path("<int:pk>/submit/", moves.submit, name="submit"),
    path("<int:pk>/return/", moves.send_back, name="send_back"),
    path("<int:pk>/approve/", moves.approve, name="approve"),
    path("<int:pk>/final/", moves.finalise, name="finalise"),
    path("<int:pk>/changes/", changes.changes, name="changes"),
    path("<int:pk>/<slug:kind>.file", files.file, name="file"),
    path("<int:pk>/feedback/", answering.feedback, name="feedback"),
    path("<int:pk>/measures/", answering.measure_set, name="measure_set"),
    path("measures/<int:pk>/done/", answering.measure_done, name="measure_done"),
    path("reminders/<int:pk>/seen/", reminders.reminder_seen, name="reminder_seen"),
    path("overview/", overview.overview, name="overview"),
    path("figures/", figures.figures, name="figures"),
    path("rows/", rows.rows, name="rows"),
    path("rows/export/", rows.rows_export, name="rows_export"),
    path("discharges/", discharges.discharges, name="discharges"),
    path("details/", details.details, name="details"),
    path("details/export/", details.details_export, name="details_export"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/", exports.export, name="export"),
    path("exports/<int:pk>/progress/", exports.export_progress, name="export_progress"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
    path("exports/<int:pk>/cancel/", exports.export_cancel, name="export_cancel"),
    path("indicators/", indicators.indicators, name="indicators"),
]
