"""Questionnaires and their versions; what is published stays, what was submitted is not rewritten."""

import django.db.models.deletion
import policy.scripts
from django.conf import settings
from django.db import migrations, models


# As for scripts (0005, 0007): the pairs are those of policy.scripts; a test compares them.
PAIRS = ("draft submitted", "submitted draft", "submitted approved", "approved draft", "approved published")
CONTENT = (
    *("questionnaire_id", "number", "content"),
    *("kinds", "departments", "purposes", "sex", "min_age", "max_age"),
)

FORWARD = f"""
CREATE FUNCTION questionnaires_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF OLD.shipped <> NEW.shipped THEN
        RAISE EXCEPTION 'what the product ships is known from the beginning' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state
        AND OLD.state || ' ' || NEW.state NOT IN ({", ".join(f"'{pair}'" for pair in PAIRS)}) THEN
        RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' AND ({" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in CONTENT)}) THEN
        RAISE EXCEPTION 'what was submitted is not rewritten' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER questionnaires_version BEFORE UPDATE OR DELETE ON scripts_library_questionnaireversion
    FOR EACH ROW EXECUTE FUNCTION questionnaires_keep_version();
"""
BACKWARD = """
DROP TRIGGER questionnaires_version ON scripts_library_questionnaireversion;
DROP FUNCTION questionnaires_keep_version();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("scripts_library", "0007_for_whom"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="Chinese name")),
                ("name_en", models.CharField(blank=True, max_length=60, verbose_name="English name")),
                ("in_use", models.BooleanField(default=False, verbose_name="in use")),
            ],
            options={
                "verbose_name": "questionnaire",
                "verbose_name_plural": "questionnaires",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="QuestionnaireVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kinds", models.JSONField(default=list)),
                ("departments", models.JSONField(default=list)),
                ("purposes", models.JSONField(default=list)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("male", "men"), ("female", "women")],
                        default="",
                        max_length=6,
                        verbose_name="sex",
                    ),
                ),
                (
                    "min_age",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from this age"),
                ),
                (
                    "max_age",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="up to this age"),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("written_at", models.DateTimeField(null=True, verbose_name="written")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                ("effective_from", models.DateField(null=True, verbose_name="in force from")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (policy.scripts.State["DRAFT"], "being written"),
                            (policy.scripts.State["SUBMITTED"], "waits for approval"),
                            (policy.scripts.State["APPROVED"], "approved, not yet published"),
                            (policy.scripts.State["PUBLISHED"], "published version"),
                        ],
                        default=policy.scripts.State["DRAFT"],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("shipped", models.BooleanField(default=False, verbose_name="comes with the product")),
                ("edits", models.PositiveIntegerField(default=0)),
                (
                    "override_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why in spite of the marks"),
                ),
                (
                    "returned_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it came back"),
                ),
                ("content", models.JSONField(default=dict)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="scripts_library.questionnaire",
                        verbose_name="questionnaire",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a questionnaire",
                "verbose_name_plural": "versions of questionnaires",
                "ordering": ("questionnaire", "-number"),
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", policy.scripts.State["PUBLISHED"])),
                        fields=["questionnaire", "-effective_from", "-number"],
                        name="questionnaire_in_force",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "male", "female"])),
                        name="questionnaireversion_sex_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("min_age", None),
                            ("max_age", None),
                            ("min_age__lte", models.F("max_age")),
                            _connector="OR",
                        ),
                        name="questionnaireversion_ages_in_order",
                    ),
                    models.UniqueConstraint(
                        fields=("questionnaire", "number"), name="questionnaire_version_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", policy.scripts.State["PUBLISHED"]), _negated=True),
                        fields=("questionnaire",),
                        name="questionnaire_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    policy.scripts.State["DRAFT"],
                                    policy.scripts.State["SUBMITTED"],
                                    policy.scripts.State["APPROVED"],
                                    policy.scripts.State["PUBLISHED"],
                                ],
                            )
                        ),
                        name="questionnaire_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", [policy.scripts.State["DRAFT"], policy.scripts.State["SUBMITTED"]]),
                            ("shipped", True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("submitted_by__isnull", False),
                                models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="questionnaire_approved_by_a_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", policy.scripts.State["PUBLISHED"]), _negated=True),
                            ("effective_from__isnull", False),
                            _connector="OR",
                        ),
                        name="questionnaire_published_from_a_day",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
