from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("patients", "0001_patients")]

    operations = [
        migrations.AddField("importfile", "notes", models.JSONField(default=dict)),
        migrations.AlterField("importfile", "headings", models.JSONField(default=dict)),
    ]
