"""Of whom a report or a list may be: the agents of today, and whoever has called before (E14)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from followups.models import Attempt
from staff.models import User
from staff.permissions import Role


def callers() -> QuerySet[User]:
    """Somebody promoted or gone keeps the months in which he called."""
    called = Exists(Attempt.objects.filter(agent=OuterRef("pk")))
    found: QuerySet[User] = User.objects.filter(Q(is_active=True, role=Role.AGENT) | Q(called))
    return found
