"""The record of one case as a paper: what was said, done and decided, by whom and when (C4).

Telephone numbers are masked wherever they stand; names stay, since it is evidence.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from complaints.eventwords import changed
from complaints.limitwords import ends_a_day, last_day
from complaints.models import Complaint, Event
from complaints.pdf import draw
from complaints.templatetags.cases import happening, how, word_of
from complaints.withholding import masked, numberless
from policy.complaints import State
from staff.models import User

LAYOUT = Path(settings.BASE_DIR) / "templates" / "complaints" / "pack" / "pack.typ"
LONG = re.compile(r"([!-~]{20})(?=[!-~])")
PEOPLE = ("patient", "recorded_by", "answered_by")


def pack(case: Complaint, *, by: User, now: datetime) -> bytes:
    data = contents(case)
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    made = _("Made by %(who)s on %(at)s") % {"who": by.full_name, "at": at(now)}
    page = {"lang": "en" if (get_language() or "").startswith("en") else "zh", "made": made}
    return draw(
        LAYOUT,
        data | page | {"digest": digest[:16], "page_of": _("Page"), "hospital": settings.HOSPITAL_NAME},
    )


def at(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def owed(due: datetime | None) -> str:
    """As the screens write it: the end of a day is its 24:00."""
    if due is None or not ends_a_day(due):
        return at(due)
    return f"{last_day(due):%Y-%m-%d} 24:00"


def safe(text: Any) -> str:
    """Without telephone numbers, and with places to break where there is no blank for long."""
    return LONG.sub("\\1\u200b", numberless(str(text or "")))


def contents(case: Complaint) -> dict[str, Any]:
    return {
        "title": _("Record of case %(number)s") % {"number": case.number},
        "subject": safe(case.title),
        "facts": [[label, value] for label, value in _facts(case) if value],
        "words": safe(case.words),
        "sections": [section for section in _sections(case) if section["rows"]],
    }


def _facts(case: Complaint) -> Iterable[tuple[str, str]]:
    yield _("Kind"), f"{case.get_kind_display()}・{case.get_severity_display()}"
    yield _("Came by"), str(case.get_channel_display())
    yield _("Recorded"), f"{at(case.recorded_at)} {case.recorded_by.full_name}"
    yield _("Who says it"), safe(case.who)
    yield _("Telephone"), masked(case.phone) if case.phone else ""
    yield _("Departments"), "、".join(department.name for department in case.departments.all())
    yield _("When it happened"), safe(case.happened)
    yield _("Where"), safe(case.place)
    yield _("What is asked for"), safe(case.wish)
    yield _("Address of the post"), LONG.sub("\\1\u200b", case.web_url)
    yield _("post"), safe("・".join(filter(None, [case.web_site, case.web_author])))
    yield _("plan for handling it"), safe(case.plan)
    yield _("State"), str(case.get_state_display())
    yield _("Owed until"), owed(case.due_at)
    yield _("Past the limit since"), owed(case.breached_at)
    yield _("Closed"), f"{at(case.closed_at)} {case.get_close_reason_display()}" if case.closed_at else ""


def _section(title: str, head: list[str], rows: Iterable[list[str]]) -> dict[str, Any]:
    """What somebody typed comes as `safe` words: our own dates and digests are no telephone numbers."""
    return {"title": title, "head": head, "rows": list(rows)}


def _sections(case: Complaint) -> Iterable[dict[str, Any]]:
    who, when = _("Who"), _("When")
    yield _section(
        _("Orders"),
        [when, who, _("What"), _("Until")],
        (
            [at(o.ordered_at), f"{o.lead} {o.responsible.full_name}", safe(o.task), at(o.until)]
            for o in case.orders.select_related("lead", "responsible")
        ),
    )
    yield _section(
        _("What was found out"),
        [when, who, _("Verified?"), _("Finding")],
        (
            [at(f.at), f.by.full_name, str(f.get_verdict_display()), safe(f.text)]
            for f in case.findings.select_related("by")
        ),
    )
    yield _section(
        _("Corrective measures"),
        [_("Until"), who, _("Measure"), _("Proof and check")],
        (
            [str(m.due_on), f"{m.department} {m.responsible.full_name}", safe(m.text), _proof(m)]
            for m in case.measures.select_related("department", "responsible", "checked_by")
        ),
    )
    yield _section(
        _("Answer"),
        [when, who, _("How it was told"), _("What was said")],
        (
            [at(e.at), e.by.full_name if e.by else "", how(_now(e, "how")), safe(e.text)]
            for e in case.events.filter(to_state=State.ANSWERED).select_related("by")
        ),
    )
    yield _section(
        _("Asked about the handling"),
        [when, who, _("Level"), _("In their own words")],
        (
            [at(c.at), c.by.full_name, f"{c.level}/5" if c.level else _("not reached"), safe(c.words)]
            for c in case.confirmations.select_related("by")
        ),
    )
    yield _section(
        _("Evidence"),
        [when, who, _("File"), "SHA-256"],
        (
            [at(f.at), f.by.full_name, safe(f.name), f"{f.sha256[:16]}…"]
            for f in case.attachments.defer("content").select_related("by")
        ),
    )
    yield _section(
        _("Timeline"),
        [when, who, _("What"), _("Words")],
        (
            [at(e.at), e.by.full_name if e.by else _("the system"), _event(e), _words(e)]
            for e in case.events.select_related("by")
        ),
    )


def _event(event: Event) -> str:
    what, state = happening(event.what), word_of(event.to_state, "state") if event.to_state else ""
    return what if state in ("", what) else f"{what} → {state}"


def _now(event: Event, name: str) -> Any:
    """What a field became."""
    value = event.changes.get(name, "")
    return value[-1] if isinstance(value, list) else value


def _words(event: Event) -> str:
    """What was said, and what of the case it changed."""
    told = [
        f"{c.label}: {c.before} → {c.after}" if c.before else f"{c.label}: {c.after}"
        for c in changed(event.changes, event.at)
    ]
    return safe("\n".join(filter(None, [event.text, *told])))


def _proof(measure: Any) -> str:
    words = [safe(measure.proof), at(measure.carried_out_at)]
    if measure.checked_at:
        words += [_("sufficient") if measure.sufficient else _("not sufficient"), safe(measure.remark)]
        words.append(f"{measure.checked_by.full_name} {at(measure.checked_at)}")
    return "；".join(word for word in words if word)
