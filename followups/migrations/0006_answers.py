"""An answer to any question, not to the one about satisfaction alone; what there was becomes the question “overall”."""

from django.db import migrations, models


FORWARD = "UPDATE followups_answer SET question = subject, value = to_jsonb(level)"
# Other answers had no place before: what a level judges stays, once for each subject.
BACKWARD = """
DELETE FROM followups_answer a WHERE a.level IS NULL OR a.subject = '' OR EXISTS (
    SELECT FROM followups_answer b WHERE b.attempt_id = a.attempt_id AND b.subject = a.subject AND b.id < a.id
    AND b.level IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0005_attempt_opens_a_complaint"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="answer",
            options={"ordering": ("pk",), "verbose_name": "answer", "verbose_name_plural": "answers"},
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_once_per_subject",
        ),
        migrations.RemoveConstraint(
            model_name="answer",
            name="answer_level_one_to_five",
        ),
        migrations.AddField(
            model_name="answer",
            name="question",
            field=models.CharField(default="overall", max_length=40, verbose_name="question"),
        ),
        migrations.AddField(
            model_name="answer",
            name="value",
            field=models.JSONField(null=True, verbose_name="answer"),
        ),
        migrations.AlterField(
            model_name="answer",
            name="level",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="level"),
        ),
        migrations.AlterField(
            model_name="answer",
            name="subject",
            field=models.CharField(blank=True, max_length=30, verbose_name="about"),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("attempt", "question"), name="answer_once_per_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level", None), models.Q(("level__gte", 1), ("level__lte", 5)), _connector="OR"
                ),
                name="answer_level_one_to_five",
            ),
        ),
    ]
