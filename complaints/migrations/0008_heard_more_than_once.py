"""What an agent hears himself may be reported more than once in a call; a red flag is raised once."""

from django.db import migrations, models

# Gone back to one of each code in a call: the later ones stay with their alert, without the call.
BACKWARD = "UPDATE complaints_alertcause SET call = NULL WHERE nth > 1"


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0007_weekly_sheets_reach_persons"),
    ]

    operations = [
        migrations.AddField(
            model_name="alertcause",
            name="nth",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.RemoveConstraint(model_name="alertcause", name="alert_cause_once_per_call"),
        migrations.AddConstraint(
            model_name="alertcause",
            constraint=models.UniqueConstraint(
                fields=("call", "code", "nth"), name="alert_cause_once_per_call"
            ),
        ),
        migrations.AddConstraint(
            model_name="alertcause",
            constraint=models.CheckConstraint(
                condition=models.Q(("nth", 1), ("code", "by_hand"), _connector="OR"),
                name="alert_flag_once_per_call",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, BACKWARD),
    ]
