"""The people who work here: one account, one role, one department."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from staff.models.absences import Absence
from staff.permissions import Permission, Role, permits


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def agents(self) -> Self:
        return self.active().filter(role=Role.AGENT)

    def on_duty(self, day: date) -> Self:
        """Agents who take calls on `day`: on duty and not absent."""
        absent = Absence.objects.on(day).filter(user=OuterRef("pk"))
        return self.agents().filter(~Exists(absent), takes_calls=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)["User"]):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)  # type: ignore[no-any-return]


class User(AbstractBaseUser):
    # Who
    username = models.CharField(_("staff number"), max_length=30, unique=True)
    full_name = models.CharField(_("name"), max_length=50)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        "staff.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("department"),
    )
    extension = models.CharField(_("extension"), max_length=20, blank=True)

    # Which calls go to this agent (C2)
    takes_calls = models.BooleanField(_("takes calls"), default=True)
    languages = ArrayField(
        models.CharField(max_length=30), default=list, blank=True, verbose_name=_("languages")
    )
    skill_departments = models.ManyToManyField(
        "staff.Department", blank=True, related_name="skilled", verbose_name=_("departments known well")
    )

    # How he likes the screens
    language = models.CharField(_("interface language"), max_length=10, blank=True)
    single_keys = models.BooleanField(_("single-letter keys"), default=True)

    # How the account stands
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_expires_at = models.DateTimeField(_("one-time password valid until"), null=True, blank=True)
    # Raised by whatever must end the live sessions; each session carries the value it began with.
    session_epoch = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)
        constraints = [models.CheckConstraint(condition=Q(role__in=list(Role)), name="user_role_is_known")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def name(self) -> str:
        return self.full_name

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)

    def may(self, permission: Permission) -> bool:
        return self.is_active and permits(self.role, permission)
