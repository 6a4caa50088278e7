"""Until when each report waits for what, and who was reminded of it."""

import django.db.models.deletion
import policy.reminders
import policy.reporting
from django.conf import settings
from django.db import migrations, models


OWED = """
UPDATE reports_report SET owed_on = CASE state WHEN 'approved' THEN final_on ELSE submit_on END
WHERE state <> 'final'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_a_day_is_a_span"),
        ("staff", "0009_report_acts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            (policy.reminders.Step["SUBMIT"], policy.reminders.Step["SUBMIT"]),
                            (policy.reminders.Step["APPROVE"], policy.reminders.Step["APPROVE"]),
                            (policy.reminders.Step["ANSWER"], policy.reminders.Step["ANSWER"]),
                            (policy.reminders.Step["FINALISE"], policy.reminders.Step["FINALISE"]),
                            (policy.reminders.Step["CARRY_OUT"], policy.reminders.Step["CARRY_OUT"]),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            (policy.reminders.Level["DUE"], policy.reminders.Level["DUE"]),
                            (policy.reminders.Level["OVERDUE"], policy.reminders.Level["OVERDUE"]),
                        ],
                        max_length=10,
                    ),
                ),
                ("for_day", models.DateField()),
                ("given_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reminder of a report",
                "verbose_name_plural": "reminders of reports",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReportNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "notice of a report",
                "verbose_name_plural": "notices of reports",
                "ordering": ("pk",),
            },
        ),
        migrations.AddField(
            model_name="report",
            name="owed_on",
            field=models.DateField(null=True, verbose_name="owed on"),
        ),
        migrations.RunSQL(OWED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("owed_on__isnull", False)), fields=["owed_on"], name="report_owed"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("owed_on", None), ("state", policy.reporting.State["FINAL"])),
                    models.Q(
                        models.Q(("state", policy.reporting.State["FINAL"]), _negated=True),
                        ("owed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_owed_until_final",
            ),
        ),
        migrations.AddField(
            model_name="reportalarm",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="staff.department",
            ),
        ),
        migrations.AddField(
            model_name="reportalarm",
            name="measure",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alarms",
                to="reports.reportmeasure",
            ),
        ),
        migrations.AddField(
            model_name="reportalarm",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="alarms", to="reports.report"
            ),
        ),
        migrations.AddField(
            model_name="reportnotice",
            name="alarm",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="reports.reportalarm"
            ),
        ),
        migrations.AddField(
            model_name="reportnotice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="report_notices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="reportalarm",
            constraint=models.UniqueConstraint(
                fields=("report", "step", "level", "for_day", "department", "measure"),
                name="report_alarm_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="reportnotice",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["user"], name="report_notice_unseen"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportnotice",
            constraint=models.UniqueConstraint(fields=("alarm", "user"), name="report_notice_once"),
        ),
    ]
