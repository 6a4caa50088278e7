from reports.models.answers import Feedback, ReportMeasure
from reports.models.exports import Export, ExportPart
from reports.models.reminders import ReportAlarm, ReportNotice
from reports.models.reports import Report
from reports.models.versions import ReportEvent, ReportFile, ReportVersion

__all__ = [
    "Export",
    "ExportPart",
    "Feedback",
    "Report",
    "ReportAlarm",
    "ReportEvent",
    "ReportFile",
    "ReportMeasure",
    "ReportNotice",
    "ReportVersion",
]
