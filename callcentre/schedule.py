"""What beat wakes up, and when. Every task finds its work by query: a missed or doubled beat is harmless.

The hospital's timing rules are not here: they are data in the product's own tables.
"""

from typing import Any

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "make today's queue": {
        "task": "followups.tasks.make_todays_queue",
        "schedule": crontab(hour=6, minute=30),
    },
    "sweep the queue": {
        "task": "followups.tasks.sweep_queue",
        "schedule": crontab(minute=5),
        "options": {"expires": 3000},
    },
    "keep the queue": {
        "task": "followups.tasks.keep_queue",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "ring alarms": {
        "task": "complaints.tasks.ring_alarms",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "raise forgotten alerts": {
        "task": "followups.tasks.raise_forgotten_alerts",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "climb alerts": {
        "task": "complaints.tasks.climb_alerts",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "ring promises": {
        "task": "hotline.tasks.ring_promises",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "reckon clocks": {
        "task": "complaints.tasks.reckon_clocks",
        "schedule": crontab(minute=20),
        "options": {"expires": 3000},
    },
    "draft the weekly sheet": {
        "task": "complaints.tasks.draft_weekly_sheet",
        "schedule": crontab(hour=7, minute=10),
    },
    "draft reports": {
        "task": "reports.tasks.draft_reports",
        "schedule": crontab(minute=2),
        "options": {"expires": 3000},
    },
    "remind of reports": {
        "task": "reports.tasks.remind_of_reports",
        "schedule": crontab(minute=12),
        "options": {"expires": 3000},
    },
    "keep report files": {
        "task": "reports.tasks.keep_report_files",
        "schedule": crontab(minute=22),
        "options": {"expires": 3000},
    },
    "make exports": {
        "task": "reports.tasks.make_exports",
        "schedule": 20.0,
        "options": {"expires": 60},
    },
    "remove old exports": {
        "task": "reports.tasks.remove_exports",
        "schedule": crontab(minute=32),
        "options": {"expires": 3000},
    },
    "run imports": {
        "task": "patients.tasks.run_imports",
        "schedule": 20.0,
        "options": {"expires": 60},
    },
    "seal the audit log": {
        "task": "staff.tasks.seal_audit",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "forget old sessions": {
        "task": "staff.tasks.forget_sessions",
        "schedule": crontab(hour=3, minute=40),
    },
}
