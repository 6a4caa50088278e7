"""What the patient answered, one row a question: satisfaction and whatever else is asked (A6, A8, E16)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

OVERALL = "overall"  # the question, and the subject, of every call that no questionnaire asks it in


class AnswerQuerySet(models.QuerySet["Answer"]):
    def standing(self) -> Self:
        """Of calls that no correction has taken the place of and no later call has gone on with."""
        return self.filter(attempt__corrected_by=None, attempt__continued_by=None)

    def judging(self) -> Self:
        """Levels given to the whole, a domain or a person: what satisfaction is counted from (E16, A8)."""
        return self.standing().filter(level__isnull=False).exclude(subject="")


class Answer(models.Model):
    """The reason is the patient's (A19)."""

    attempt = models.ForeignKey("followups.Attempt", models.PROTECT, related_name="answers")
    # The version that was asked stays readable whatever is published later; empty: the built-in question.
    version = models.ForeignKey(
        "scripts_library.QuestionnaireVersion",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("version of the questionnaire"),
    )
    question = models.CharField(_("question"), max_length=40, default=OVERALL)
    # What a level judges: the whole, a domain, a person; empty for what is no judgement.
    subject = models.CharField(_("about"), max_length=30, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True)  # 5 very satisfied … 1 dissatisfied
    value = models.JSONField(_("answer"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    person = models.CharField(
        _("person concerned"), max_length=100, blank=True
    )  # whom they are dissatisfied with

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "version", "question"],
                nulls_distinct=False,
                name="answer_once_per_question",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5), name="answer_level_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.value if self.level is None else self.level}"
