"""What the demonstration's calls ask: few questions, so that calls stay short (E16, A8, E17)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from scripts_library.actions.questionnaires import (
    WAY,
    Content,
    approve,
    open_draft,
    publish,
    submit,
    switch_on,
)
from scripts_library.models import Questionnaire
from staff.models import User

ASKED = ("surgery", "satisfaction-domains", "satisfaction-persons", "checkup-followup")


def ask(*, now: datetime) -> None:
    """The shipped ones, and the domains of satisfaction a week after a stay: this hospital's own version."""
    supervisor, assistant = (User.objects.get(username=name) for name in ("8001", "8002"))
    domains = Questionnaire.objects.get(code="satisfaction-domains")
    draft = open_draft(domains.pk, by=supervisor, now=now)
    whom: dict[str, Any] = {"kinds": ["inpatient"], "purposes": ["discharge_week"]}
    content = asdict(Content(**whom, content=draft.content))
    draft = WAY.save_draft(draft.pk, content, edits=draft.edits, by=supervisor, now=now)
    submit(draft.pk, by=supervisor, now=now)
    why, seen = "六个方面是规定的，每题一句话。", WAY.marks(draft)
    approve(draft.pk, edits=draft.edits, override=why, seen=seen, by=assistant, now=now)
    publish(draft.pk, edits=draft.edits, effective_from=now.date(), by=supervisor, now=now)
    switch_on(ASKED, by=supervisor, now=now)
