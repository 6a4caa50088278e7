"""What a doctor must hear of: who said what, whom it has reached, and how it stands (A25, E4)."""

import uuid
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complaints.alertwords import ACTIONS, EFFECTS, LEVELS, STATES
from complaints.models.alert_history import AlertNotice
from complaints.models.posts import DutyPost
from policy.alerts import AGENT_TELLS, OPEN, UNTOLD, Action, Effect, Level, State
from staff.models import Absence, User
from staff.permissions import Permission


class ClinicalAlertQuerySet(models.QuerySet["ClinicalAlert"]):
    def visible_to(self, user: User) -> Self:
        """Whoever was called, and the head of the department; nobody else reads what was said."""
        if not user.may(Permission.ANSWER_ALERTS):
            return self.none()
        headed = DutyPost.objects.filter(Q(person=user) | Q(deputy=user), department__isnull=False)
        called = AlertNotice.objects.filter(user=user).values("step__alert")
        return self.filter(Q(pk__in=called) | Q(department__in=headed.values("department")))

    def told_by(self, user: User, day: date) -> Self:
        """Whose answer this agent brings: of his own alerts, and of colleagues who are away."""
        if not user.may(Permission.TELL_ALERTS):
            return self.none()
        away = Absence.objects.on(day).values("user")
        return self.filter(Q(raised_by=user) | Q(raised_by__in=away) | Q(raised_by__is_active=False))

    def left_to_agents(self) -> Self:
        """What the doctor has left to the agent: to tell, to ask; and all of one who works here no more."""
        left = Q(action__in=AGENT_TELLS) | Q(taken_by__is_active=False)
        return self.filter(
            Q(left, state__in=[State.ACTED, State.TOLD]) | Q(state=State.TOLD, asks_effect=True)
        )

    def owed(self, now: datetime) -> Self:
        """Of these, whom to tell; and from the day after, whom to ask how it went."""
        asked = Q(asks_effect=True) | Q(taken_by__is_active=False)
        today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.left_to_agents().filter(
            Q(state=State.ACTED) | Q(asked, state=State.TOLD, told_at__lt=today)
        )

    def waiting_for(self, user: User) -> Self:
        """What this doctor should see to: called for and not taken, or his own to decide, to tell, to ask."""
        his = Q(state=State.TAKEN) | Q(state=State.ACTED, action=Action.OWN_CALL)
        asks = Q(state=State.TOLD, action=Action.OWN_CALL, asks_effect=False)
        return self.filter(Q(pk__in=self.called_for(user)) | Q(his | asks, taken_by=user))

    def called_for(self, user: User) -> Self:
        """Nobody has taken it, and he was called."""
        called = AlertNotice.objects.filter(user=user).values("step__alert")
        return self.filter(state=State.NEW, pk__in=called)

    def forsaken(self) -> Self:
        """Taken by somebody who has left since, and not decided."""
        return self.filter(state=State.TAKEN, taken_by__is_active=False)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def unanswered(self) -> Self:
        """Nobody has taken it, or nobody was told anything by the time that was promised."""
        return self.filter(state__in=UNTOLD)

    def most_urgent_first(self) -> Self:
        return self.order_by("due_at", "pk")


class ClinicalAlert(models.Model):
    # Who and why
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # pressed twice, raised once
    call = models.UUIDField(null=True, blank=True, editable=False)  # the call's: the attempt bears the same
    patient = models.ForeignKey("patients.Patient", models.PROTECT, related_name="alerts")
    visit = models.ForeignKey("patients.Visit", models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    doctor = models.ForeignKey("patients.Doctor", models.PROTECT, null=True, blank=True, related_name="+")
    level = models.CharField(_("level"), max_length=10, choices=[(one, LEVELS[one]) for one in Level])
    title = models.CharField(_("in one line"), max_length=200)
    words = models.TextField(_("what was said"), max_length=20_000, blank=True)
    said_by = models.CharField(_("who said it"), max_length=60, blank=True)
    since = models.CharField(_("since when"), max_length=100, blank=True)
    medication = models.CharField(_("medication"), max_length=300, blank=True)
    facts = models.JSONField(
        _("answers of the call"), default=list, blank=True
    )  # [label, answer] in their order
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised"))
    by_itself = models.BooleanField(_("raised by itself"), default=False)

    # When
    round = models.PositiveSmallIntegerField(default=1)  # passed on, or worse: the ladder begins anew
    due_at = models.DateTimeField(_("to be taken by"))
    promise_at = models.DateTimeField(_("promised by"))
    next_step_at = models.DateTimeField(null=True, blank=True)  # what the scheduler looks for
    late_at = models.DateTimeField(_("not taken in time"), null=True, blank=True)  # never taken back

    # How it stands
    state = models.CharField(
        _("state"), max_length=10, choices=[(one, STATES[one]) for one in State], default=State.NEW
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    action = models.CharField(
        _("what is done"), max_length=10, blank=True, choices=[("", ""), *((a, ACTIONS[a]) for a in Action)]
    )
    done = models.TextField(_("what was done"), max_length=5_000, blank=True)
    asks_effect = models.BooleanField(default=False)  # of the agent, the day after
    acted_at = models.DateTimeField(null=True, blank=True)
    told_to = models.CharField(_("who was told"), max_length=60, blank=True)
    told_words = models.TextField(_("what was told"), max_length=5_000, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    effect = models.CharField(
        _("effect"), max_length=10, blank=True, choices=[("", ""), *((e, EFFECTS[e]) for e in Effect)]
    )
    effect_words = models.CharField(max_length=1_000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(_("why it was closed untold"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    draft = models.JSONField(default=dict, editable=False)  # by user: what he has typed and not saved

    objects = ClinicalAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("clinical alert")
        verbose_name_plural = _("clinical alerts")
        ordering = ("-raised_at", "-pk")
        indexes = [
            models.Index(
                fields=["next_step_at"], name="alert_to_climb", condition=Q(next_step_at__isnull=False)
            ),
            models.Index(fields=["department", "state"], name="alert_of_department"),
            models.Index(fields=["state", "due_at"], name="alert_open", condition=~Q(state=State.CLOSED)),
            models.Index(fields=["patient", "-raised_at"], name="alert_of_patient"),
            models.Index(fields=["call"], name="alert_of_call", condition=Q(call__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="alert_state_is_known"),
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="alert_level_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.NEW) | Q(taken_by=None, taken_at=None, action=""),
                name="alert_new_is_nobodys",
            ),
            models.CheckConstraint(
                condition=Q(state=State.NEW) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="alert_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.NEW, State.TAKEN])
                | Q(action__in=list(Action), acted_at__isnull=False) & ~Q(done=""),
                name="alert_acted_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TOLD)
                | Q(told_at__isnull=False, told_by__isnull=False) & ~Q(told_to=""),
                name="alert_told_says_whom",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) & ~Q(state=State.CLOSED)
                | Q(state=State.CLOSED, closed_at__isnull=False)
                & (Q(told_at__isnull=False) & ~Q(effect="") | ~Q(close_reason="")),
                name="alert_closed_when_told_and_effect_known",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("raised_at")), name="alert_due_after_raised"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.level} {self.state}"

    def free(self) -> None:
        """Nobody's again, from the next round of its ladder on; what was done stands in its history."""
        self.state, self.taken_by, self.taken_at = State.NEW, None, None
        self.undecide()
        self.told_to, self.told_words, self.told_by, self.told_at = "", "", None, None
        self.round += 1

    def draft_of(self, user: User) -> dict[str, Any]:
        """His alone, also when he has it again: seq, page, typed; or empty."""
        found: dict[str, Any] = self.draft.get(str(user.pk), {})
        return found

    def undecide(self) -> None:
        self.action, self.done, self.acted_at, self.asks_effect = "", "", None, False
