from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "followups"
    verbose_name = _("follow-ups")
    default_auto_field = "django.db.models.BigAutoField"
