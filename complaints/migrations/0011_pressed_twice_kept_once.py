"""What was set or taken before has no token: its form is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0010_drafts_of_each_doctor")]

    operations = [
        migrations.AddField(
            model_name="correctivemeasure",
            name="token",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="pointentry",
            name="token",
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
    ]
