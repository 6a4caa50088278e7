"""The scripts that ship with the product, as version 1 of each kind."""

from django.db import migrations

from scripts_library import shipped


def install(apps, schema_editor):
    script = apps.get_model("scripts_library", "Script")
    for kind in shipped.BY_KIND:
        script.objects.get_or_create(
            code=kind.replace("_", "-"),
            version=1,
            defaults={
                "kinds": [kind],
                "steps_zh": shipped.steps(kind, "zh"),
                "steps_en": shipped.steps(kind, "en"),
            },
        )


def remove(apps, schema_editor):
    apps.get_model("scripts_library", "Script").objects.filter(
        code__in=[kind.replace("_", "-") for kind in shipped.BY_KIND], version=1
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0001_scripts")]

    operations = [migrations.RunPython(install, remove)]
