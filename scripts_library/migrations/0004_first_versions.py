"""Each script of before becomes a published version of its own; one row a code stays as the script."""

from datetime import date

from django.db import migrations

from scripts_library import shipped, shipped_replies

SINCE = date(2020, 1, 1)  # before any call
FIELDS = ("kinds", "steps_zh", "steps_en")


def split(apps, schema_editor):
    script = apps.get_model("scripts_library", "Script")
    version = apps.get_model("scripts_library", "ScriptVersion")
    first = {}
    for row in script.objects.order_by("code", "version"):
        kept = first.setdefault(row.code, row)
        chinese, english = shipped.NAMES.get(row.code.replace("-", "_"), (row.code, row.code))
        script.objects.filter(pk=kept.pk).update(name_zh=chinese, name_en=english)
        version.objects.create(
            script=kept,
            number=row.version,
            state="published",
            shipped=True,
            effective_from=SINCE,
            replies_zh=shipped_replies.replies("zh"),
            replies_en=shipped_replies.replies("en"),
            **{name: getattr(row, name) for name in FIELDS},
        )
        if row.pk != kept.pk:
            row.delete()


def join(apps, schema_editor):
    """What was published comes back; drafts had no place before."""
    script = apps.get_model("scripts_library", "Script")
    version = apps.get_model("scripts_library", "ScriptVersion")
    rows = list(version.objects.filter(state="published").select_related("script").order_by("number"))
    version.objects.all().delete()
    script.objects.all().delete()
    for row in rows:
        script.objects.create(
            code=row.script.code, version=row.number, **{name: getattr(row, name) for name in FIELDS}
        )


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0003_versions")]

    operations = [migrations.RunPython(split, join)]
