"""What satisfaction is asked about: the whole, the domains of E16, the people of A8."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SUBJECTS = {
    "overall": pgettext_lazy("satisfaction", "on the whole"),
    "ethics": _("professional ethics"),
    "attitude": _("attitude"),
    "nursing": _("nursing skill"),
    "education": _("health education"),
    "cost": _("cost"),
    "environment": _("surroundings"),
    "consultant": _("consultant"),
    "doctor": _("doctor"),
    "nurse": _("nurse"),
}
LEVELS = (
    _("very satisfied"),
    _("satisfied"),
    pgettext_lazy("level", "fair"),
    _("not very satisfied"),
    _("dissatisfied"),
)
