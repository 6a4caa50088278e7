"""What waits for whoever decides beside the cases: wordings to approve (A24), objections to points (E4)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import PointEntry
from scripts_library.models import QuestionnaireVersion, ScriptVersion
from staff.models import User
from staff.permissions import Permission
from staff.quiet import unless_quiet


class Also(NamedTuple):
    words: str
    n: int
    url: str


def also_waits(user: User) -> list[Also]:
    """Only what waits."""
    return unless_quiet(f"nothing-also-waits:{user.pk}", lambda: [one for one in everything(user) if one.n])


def everything(user: User) -> Iterator[Also]:
    """What this person decides, whether or not anything of it waits."""
    if user.may(Permission.APPROVE_SCRIPTS):
        scripts = ScriptVersion.objects.to_approve_by(user).count()
        yield Also(_("scripts to approve"), scripts, reverse("scripts_library:library"))
        asked = QuestionnaireVersion.objects.to_approve_by(user).count()
        yield Also(_("questionnaires to approve"), asked, reverse("scripts_library:questionnaires"))
    if user.may(Permission.ORDER_COMPLAINTS):
        others = PointEntry.objects.undecided().exclude(by=user)
        yield _objections(others.aggregate(n=Count("pk"), month=Min("month")))


def _objections(waiting: dict[str, Any]) -> Also:
    """Leads to the month of the oldest."""
    month = f"?month={waiting['month']:%Y-%m}" if waiting["month"] else ""
    return Also(_("objections to points to decide"), waiting["n"], reverse("complaints:points") + month)
