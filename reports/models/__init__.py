from reports.models.answers import Feedback, ReportMeasure
from reports.models.reports import Report
from reports.models.versions import ReportEvent, ReportFile, ReportVersion

__all__ = ["Feedback", "Report", "ReportEvent", "ReportFile", "ReportMeasure", "ReportVersion"]
