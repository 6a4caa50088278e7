"""An open call keeps the script that was in force when it was opened."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0006_answers"),
        ("scripts_library", "0007_for_whom"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="script",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="scripts_library.scriptversion",
            ),
        ),
    ]
