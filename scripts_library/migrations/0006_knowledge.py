"""What is known beside the call."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("scripts_library", "0005_published_stays"),
        ("staff", "0005_script_acts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "department and number"),
                            ("doctor", "doctor and clinic times"),
                            ("service", "service and price"),
                            ("preparation", "preparation"),
                            ("value", "test value"),
                            ("way", "way here"),
                            ("other", "other knowledge"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="text")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="keywords")),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="price"
                    ),
                ),
                ("unit", models.CharField(blank=True, max_length=30, verbose_name="unit")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("pinyin", models.CharField(max_length=900, verbose_name="pinyin")),
                ("title_sounds", models.TextField()),
                ("other_sounds", models.TextField(blank=True)),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of knowledge",
                "verbose_name_plural": "knowledge",
                "ordering": ("kind", "pinyin", "pk"),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("active", True)), fields=["grams"], name="knowledge_grams"
                    ),
                    models.Index(fields=["kind", "pinyin"], name="knowledge_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["department", "doctor", "service", "preparation", "value", "way", "other"],
                            )
                        ),
                        name="knowledge_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("price", None), ("unit", ""), ("valid_until", None)),
                            models.Q(("kind", "service"), ("price__gte", 0), ("price__isnull", False)),
                            _connector="OR",
                        ),
                        name="knowledge_price_of_a_service",
                    ),
                ],
            },
        ),
    ]
