"""The hospital's scripts by name; what is said stands in their versions (E13, A27, A32)."""

from django.utils.translation import gettext_lazy as _

from scripts_library.models.named import Named


class Script(Named):
    class Meta:
        verbose_name = _("script")
        verbose_name_plural = _("scripts")
        ordering = ("pk",)
