"""Reports find a period's tasks by their due day, and its calls by the moment they were dialled."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followups", "0007_draft_keeps_its_script")]

    operations = [
        migrations.AddIndex(
            model_name="attempt",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["dialled_at"], name="attempt_dialled", pages_per_range=32
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["due_on"], name="task_due"),
        ),
    ]
