"""Who does what until when: the assistant's order to a named person (A10, A20)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Order(models.Model):
    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="orders")
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders", verbose_name=_("who")
    )
    lead = models.ForeignKey(
        "staff.Department", models.PROTECT, related_name="+", verbose_name=_("lead department")
    )
    task = models.TextField(_("what"), max_length=5_000)
    until = models.DateTimeField(_("until"))
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"))
    seen_at = models.DateTimeField(_("taken on"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ("ordered_at", "pk")

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.responsible_id}"


class OrderPart(models.Model):
    """A department that takes part, and the person there."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="parts")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(_("taken on"), null=True, blank=True)

    class Meta:
        verbose_name = _("co-department")
        verbose_name_plural = _("co-departments")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["order", "department"], name="order_part_once")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.department_id}"
