"""The steps of one conversation, in order, with the words to say (E13, A27, A32)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Script(models.Model):
    """One published wording; `steps` is a list of {"code", "title", "say", "minutes"?} per language."""

    code = models.SlugField(_("code"), max_length=60)
    version = models.PositiveIntegerField(_("version"), default=1)
    kinds = models.JSONField(default=list)  # visit kinds; empty: for any
    steps_zh = models.JSONField(default=list)
    steps_en = models.JSONField(default=list)

    class Meta:
        verbose_name = _("script")
        verbose_name_plural = _("scripts")
        ordering = ("code", "-version")
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="script_version_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
