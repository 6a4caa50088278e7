"""The list of what must not be said becomes part of the regulation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regulation", "0003_alerts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="subject",
            field=models.CharField(
                choices=[
                    ("hours", "calling hours"),
                    ("outcomes", "outcomes"),
                    ("options", "options"),
                    ("limits", "time limits of complaints"),
                    ("points", "table of points"),
                    ("red_flags", "red flags"),
                    ("ladder", "ladder of clinical alerts"),
                    ("phrases", "what must not be said"),
                ],
                max_length=10,
                verbose_name="subject",
            ),
        ),
    ]
