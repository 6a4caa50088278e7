"""What complaints are usually about: offered while recording, counted over time."""

from django.utils.translation import gettext_lazy as _

THEMES = {
    "attitude": _("attitude"),
    "explaining": _("explaining"),
    "treatment": _("treatment"),
    "nursing": _("nursing"),
    "waiting": _("waiting times"),
    "costs": _("costs"),
    "process": _("process"),
    "environment": _("surroundings"),
    "meals": _("meals"),
    "privacy": _("privacy"),
    "other": _("other"),
}
