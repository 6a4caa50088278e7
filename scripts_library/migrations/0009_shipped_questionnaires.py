"""The questionnaires that ship with the product: published, and asked by nobody until they are switched on."""

from datetime import date

from django.db import migrations

from scripts_library import shipped_questions

SINCE = date(2020, 1, 1)  # before any call


def install(apps, schema_editor):
    questionnaire = apps.get_model("scripts_library", "Questionnaire")
    version = apps.get_model("scripts_library", "QuestionnaireVersion")
    for one in shipped_questions.EVERY:
        made, new = questionnaire.objects.get_or_create(
            code=one.code, defaults={"name_zh": one.name_zh, "name_en": one.name_en}
        )
        if new:
            version.objects.create(
                questionnaire=made,
                number=1,
                state="published",
                shipped=True,
                effective_from=SINCE,
                content=one.content(),
                override_reason=one.override,
                **one.whom,
            )


def remove(apps, schema_editor):
    """As far as nobody has written on: what was answered stays with its version."""
    codes = [one.code for one in shipped_questions.EVERY]
    versions = apps.get_model("scripts_library", "QuestionnaireVersion").objects
    schema_editor.execute(
        "ALTER TABLE scripts_library_questionnaireversion DISABLE TRIGGER questionnaires_version"
    )
    versions.filter(questionnaire__code__in=codes, shipped=True).delete()
    apps.get_model("scripts_library", "Questionnaire").objects.filter(code__in=codes, versions=None).delete()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute(
        "ALTER TABLE scripts_library_questionnaireversion ENABLE TRIGGER questionnaires_version"
    )


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0008_questionnaires")]

    operations = [migrations.RunPython(install, remove)]
