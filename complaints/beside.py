"""The pages beside that of all cases, for those who may open them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from staff.models import User
from staff.permissions import Permission, Role

PAGES = (
    ("complaints:mine", _("Owed"), Permission.SEE_COMPLAINTS),
    ("complaints:confirming", _("After the answer"), Permission.CONFIRM_COMPLAINTS),
    ("complaints:measures", _("Measures"), Permission.CHECK_MEASURES),
    ("complaints:weekly", _("Weekly sheet"), Permission.WEEKLY_SHEET),
    ("complaints:figures", _("Complaint figures"), Permission.COMPLAINT_FIGURES),
)
LEADERS = (Role.ASSISTANT, Role.DIRECTOR, Role.QUALITY, Role.CLINICIAN)


def beside(user: User) -> list[tuple[str, str]]:
    """Address and name."""
    found = [(reverse(name), str(label)) for name, label, need in PAGES if user.may(need)]
    if user.role in LEADERS:
        found.append((reverse("complaints:points"), str(_("Points"))))
    return found
