"""Whom a script is for, in full; what was submitted keeps that too."""

from django.db import migrations, models

KEPT = ("purposes", "sex", "min_age", "max_age")  # the rest is kept since 0005

FORWARD = f"""
CREATE FUNCTION scripts_keep_whom() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was submitted is not rewritten' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER scripts_version_whom BEFORE UPDATE ON scripts_library_scriptversion FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND ({" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in KEPT)}))
    EXECUTE FUNCTION scripts_keep_whom();
"""
BACKWARD = """
DROP TRIGGER scripts_version_whom ON scripts_library_scriptversion;
DROP FUNCTION scripts_keep_whom();
"""


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0006_knowledge")]

    operations = [
        migrations.AddField(
            model_name="scriptversion",
            name="max_age",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="up to this age"),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="min_age",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="from this age"),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="purposes",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="sex",
            field=models.CharField(
                blank=True,
                choices=[("male", "men"), ("female", "women")],
                default="",
                max_length=6,
                verbose_name="sex",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["", "male", "female"])), name="scriptversion_sex_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("min_age", None),
                    ("max_age", None),
                    ("min_age__lte", models.F("max_age")),
                    _connector="OR",
                ),
                name="scriptversion_ages_in_order",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
