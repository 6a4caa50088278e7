"""What the reason for approving in spite of marks was given for: what was approved before says nothing of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0010_rehearsals")]

    operations = [
        migrations.AddField(
            model_name="questionnaireversion", name="override_covers", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="scriptversion", name="override_covers", field=models.JSONField(default=list)
        ),
    ]
