"""The regulations of the source documents, each as hours and rules that a hospital may start from.

Rules: A3, A5, A7, A8 maternity; E12 customer service; E1 nursing; E16 satisfaction; E17 check-ups; B20 the
day after. "After a week" is due on the seventh day; two more days leave room for three attempts.
"""

from datetime import time
from typing import NamedTuple

from policy.calendar import Hours, Interval, Season
from policy.rules import DepartmentKind, RuleSpec, Skill
from policy.timing import Timing
from policy.visits import VisitKind

SAME_EVENING = Timing(0, 0, 0, last_block=True)
NEXT_DAY = Timing(1, 1, 1)
WITHIN_TWO_DAYS = Timing(1, 1, 2)
AFTER_A_WEEK = Timing(7, 7, 9)
AFTER_TEN_DAYS = Timing(10, 10, 12)

OUTPATIENTS = (VisitKind.ARRIVED_PAID, VisitKind.ARRIVED_UNPAID)
INPATIENTS = (VisitKind.INPATIENT, VisitKind.INPATIENT_SURGERY)


class PresetRule(NamedTuple):
    code: str
    name_en: str
    name_zh: str
    spec: RuleSpec


class Preset(NamedTuple):
    code: str
    name_en: str
    name_zh: str
    hours: Hours
    rules: tuple[PresetRule, ...]
    hours_assumption: bool = False  # the document names no hours
    questionnaires: tuple[str, ...] = ()  # codes of shipped ones that serve its calls


_EVENING = Interval(time(19), time(20))

# The documents give no dates for summer and winter: 1 May and 1 October are our assumption.
MATERNITY_HOURS = Hours(
    (
        Season("summer", 5, 1, (Interval(time(14, 30), time(16, 30)), _EVENING)),
        Season("winter", 10, 1, (Interval(time(14), time(16, 30)), _EVENING)),
    )
)
CUSTOMER_SERVICE_HOURS = Hours(
    (Season("all_year", 1, 1, (Interval(time(10), time(12)), Interval(time(15), time(17)))),)
)

MATERNITY = Preset(
    "maternity",
    "Maternity hospital",
    "妇产医院",
    MATERNITY_HOURS,
    (
        PresetRule(
            "arrived_unpaid",
            "Arrived, nothing bought",
            "到诊未消费",
            RuleSpec((VisitKind.ARRIVED_UNPAID,), timing=WITHIN_TWO_DAYS, priority=4, source="A7"),
        ),
        PresetRule(
            "arrived_paid",
            "Treated: the same evening",
            "到诊消费当晚",
            RuleSpec((VisitKind.ARRIVED_PAID,), timing=SAME_EVENING, priority=2, source="A8"),
        ),
        PresetRule(
            "no_show",
            "Did not arrive",
            "未到诊",
            RuleSpec((VisitKind.NO_SHOW,), timing=NEXT_DAY, priority=6, source="A3", assumption=True),
        ),
        PresetRule(
            "interrupted",
            "Treatment interrupted",
            "治疗中断",
            RuleSpec(
                (VisitKind.INTERRUPTED,), timing=WITHIN_TWO_DAYS, priority=3, source="A3", assumption=True
            ),
        ),
        PresetRule(
            "outpatient_surgery",
            "Outpatient surgery: the same evening",
            "门诊手术",
            RuleSpec(
                (VisitKind.OUTPATIENT_SURGERY,), timing=SAME_EVENING, priority=1, source="A3", assumption=True
            ),
        ),
        PresetRule(
            "inpatient_surgery",
            "Inpatient surgery: a week after discharge",
            "住院手术",
            RuleSpec(
                (VisitKind.INPATIENT_SURGERY,), timing=AFTER_A_WEEK, priority=2, source="A3", assumption=True
            ),
        ),
    ),
    questionnaires=("surgery", "satisfaction-persons"),
)

CUSTOMER_SERVICE = Preset(
    "customer_service",
    "Customer service department",
    "客服部电话回访",
    CUSTOMER_SERVICE_HOURS,
    (
        PresetRule(
            "discharge_week",
            "A week after discharge",
            "出院一周",
            RuleSpec(INPATIENTS, timing=AFTER_A_WEEK, priority=2, source="E12"),
        ),
        PresetRule(
            "specialty_first_visit",
            "Specialty clinic, a week after the first visit",
            "专科门诊初诊一周",
            RuleSpec(
                OUTPATIENTS,
                first_visit_only=True,
                department_kind=DepartmentKind.SPECIALTY,
                timing=AFTER_A_WEEK,
                priority=4,
                source="E12",
            ),
        ),
        PresetRule(
            "basic_first_visit",
            "Basic department, ten days after the first visit",
            "基础科室初诊十天",
            RuleSpec(
                OUTPATIENTS,
                first_visit_only=True,
                department_kind=DepartmentKind.BASIC,
                timing=AFTER_TEN_DAYS,
                priority=5,
                source="E12",
            ),
        ),
    ),
    questionnaires=("inpatient", "surgery"),
)

NURSING_DISCHARGE = Preset(
    "nursing_discharge",
    "Nursing follow-up after discharge",
    "出院护理回访",
    CUSTOMER_SERVICE_HOURS,
    (
        PresetRule(
            "discharge_nursing",
            "The first week after discharge",
            "出院 3–7 天",
            RuleSpec(INPATIENTS, timing=Timing(3, 5, 7), skill=Skill.NURSE, priority=2, source="E1"),
        ),
    ),
    hours_assumption=True,
    questionnaires=("health-assessment", "guidance-given"),
)

SATISFACTION = Preset(
    "satisfaction",
    "Satisfaction after discharge",
    "出院满意度回访",
    CUSTOMER_SERVICE_HOURS,
    (
        PresetRule(
            "discharge_satisfaction",
            "Satisfaction, 15 to 30 days after discharge",
            "住院满意度",
            RuleSpec(INPATIENTS, timing=Timing(15, 15, 30), skill=Skill.NURSE, priority=7, source="E16"),
        ),
    ),
    hours_assumption=True,
    questionnaires=("satisfaction-domains",),
)

# The document says "until re-check" and gives no intervals: a week, then monthly, is our assumption.
CHECKUP = Preset(
    "checkup",
    "Abnormal health check-up",
    "体检异常追访",
    CUSTOMER_SERVICE_HOURS,
    (
        PresetRule(
            "checkup_abnormal",
            "Abnormal check-up, until the re-check",
            "体检异常追访",
            RuleSpec(
                (VisitKind.CHECKUP_ABNORMAL,),
                timing=Timing(7, 7, 14),
                occurrences=6,
                every_days=30,
                until_recheck=True,
                skill=Skill.NURSE,
                priority=3,
                source="E17",
                assumption=True,
            ),
        ),
    ),
    hours_assumption=True,
    questionnaires=("checkup-followup",),
)

CONSULTATION = Preset(
    "consultation",
    "Consultations",
    "咨询回访",
    CUSTOMER_SERVICE_HOURS,
    (
        PresetRule(
            "consultation_next_day",
            "The day after a consultation",
            "咨询次日",
            RuleSpec((VisitKind.CONSULTATION,), timing=NEXT_DAY, priority=5, source="B20"),
        ),
    ),
    hours_assumption=True,
)

PRESETS = (MATERNITY, CUSTOMER_SERVICE, NURSING_DISCHARGE, SATISFACTION, CHECKUP, CONSULTATION)
