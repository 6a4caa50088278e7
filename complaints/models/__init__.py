from complaints.models.alert_history import AlertCause, AlertEvent, AlertNotice, AlertStep, FlagRefusal
from complaints.models.alerts import ClinicalAlert
from complaints.models.attachments import Attachment
from complaints.models.cases import Complaint
from complaints.models.clocks import Alarm, AlarmNotice, Clock, Extension, Pause
from complaints.models.events import Event
from complaints.models.measures import CorrectiveMeasure, PointEntry
from complaints.models.orders import Order, OrderPart
from complaints.models.outcomes import Confirmation, Finding
from complaints.models.posts import DutyPost
from complaints.models.praise import PraiseNotice
from complaints.models.sheets import SheetCopy, WeeklySheet
from complaints.models.standing import StandingOrder

__all__ = [
    "Alarm",
    "AlarmNotice",
    "AlertCause",
    "AlertEvent",
    "AlertNotice",
    "AlertStep",
    "Attachment",
    "ClinicalAlert",
    "Clock",
    "Complaint",
    "Confirmation",
    "CorrectiveMeasure",
    "DutyPost",
    "Event",
    "Extension",
    "Finding",
    "FlagRefusal",
    "Order",
    "OrderPart",
    "Pause",
    "PointEntry",
    "PraiseNotice",
    "SheetCopy",
    "StandingOrder",
    "WeeklySheet",
]
