"""Scripts get versions: first their table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scripts_library", "0002_shipped_scripts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ScriptVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("kinds", models.JSONField(default=list)),
                ("departments", models.JSONField(default=list)),
                ("steps_zh", models.JSONField(default=list)),
                ("steps_en", models.JSONField(default=list)),
                ("replies_zh", models.JSONField(default=list)),
                ("replies_en", models.JSONField(default=list)),
                ("written_at", models.DateTimeField(null=True, verbose_name="written")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approved")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published")),
                ("effective_from", models.DateField(null=True, verbose_name="in force from")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "waits for approval"),
                            ("approved", "approved, not yet published"),
                            ("published", "published version"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("shipped", models.BooleanField(default=False, verbose_name="comes with the product")),
                ("edits", models.PositiveIntegerField(default=0)),
                (
                    "override_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why in spite of the marks"),
                ),
                (
                    "returned_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it came back"),
                ),
            ],
            options={
                "verbose_name": "version of a script",
                "verbose_name_plural": "versions of scripts",
                "ordering": ("script", "-number"),
            },
        ),
        migrations.AlterModelOptions(
            name="script",
            options={"ordering": ("pk",), "verbose_name": "script", "verbose_name_plural": "scripts"},
        ),
        migrations.AddField(
            model_name="script",
            name="name_en",
            field=models.CharField(blank=True, max_length=60, verbose_name="English name"),
        ),
        migrations.AddField(
            model_name="script",
            name="name_zh",
            field=models.CharField(default="", max_length=60, verbose_name="Chinese name"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="approved by",
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="published by",
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="script",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="scripts_library.script",
                verbose_name="script",
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="submitted by",
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="written_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
    ]
