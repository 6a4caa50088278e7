"""Answers to questionnaires; a draft knows what it asks, a call which interrupted one it went on with."""

import django.db.models.deletion
from django.db import migrations, models


# Answers to questionnaires had no place before.
BACKWARD = "DELETE FROM followups_answer WHERE version_id IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0009_attempt_makes_a_promise"),
        ("scripts_library", "0008_questionnaires"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_once_per_question",
        ),
        migrations.AddField(
            model_name="answer",
            name="person",
            field=models.CharField(blank=True, max_length=100, verbose_name="person concerned"),
        ),
        migrations.AddField(
            model_name="answer",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scripts_library.questionnaireversion",
                verbose_name="version of the questionnaire",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="followups.attempt",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="before",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="draft",
            name="sheets",
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("attempt", "version", "question"),
                name="answer_once_per_question",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, BACKWARD),
    ]
