"""What the pages of an export show."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from followups.exporting import REASONS
from policy.exports import Problem, State
from reports.models import Export

PROBLEMS = {
    Problem.BROKEN: _(
        "Something of ours went wrong while the file was made. Ask for it once more; if it happens again,"
        " tell the administrator."
    ),
    Problem.DIED: _(
        "The worker ended several times in the middle of this file. Choose a shorter span, or tell the"
        " administrator."
    ),
    Problem.LONG: _("The file was not ready in the time that there is. Choose a shorter span."),
}
ENDED = {
    State.CANCELLED: _("You stopped it before it was ready; nothing was kept."),
    State.REMOVED: _("The file was removed. Ask for the list once more if you need it."),
}


def status_of(export: Export, *, now: datetime) -> dict[str, Any]:
    return {"export": export, "left": _left(export, now)}


def page_of(export: Export, *, now: datetime) -> dict[str, Any]:
    ready = export.ready(now)
    ended = State.REMOVED if export.state == State.DONE and not ready else State(export.state)
    said = PROBLEMS.get(Problem(export.problem)) or ENDED.get(ended)
    words = {"said": said, "ready": ready, "why": REASONS.get(export.reason, export.reason), "now": now}
    return status_of(export, now=now) | words


def _left(export: Export, now: datetime) -> int | None:
    """Seconds, from the speed so far."""
    if not (export.started_at and export.done):
        return None
    gone = (now - export.started_at).total_seconds()
    return max(1, round(gone / export.done * (export.total - export.done)))
