"""What the sign-in lock wrote down of the forms: passwords stood in it under other names than `password`,
and as names that nobody has."""

from django.db import migrations


def forget_what_was_typed(apps, schema_editor):
    apps.get_model("axes", "AccessAttempt").objects.update(get_data="", post_data="")
    known = apps.get_model("staff", "User").objects.values("username")
    apps.get_model("axes", "AccessAttempt").objects.exclude(username__in=known).delete()
    apps.get_model("axes", "AccessFailureLog").objects.exclude(username__in=known).update(username=None)


class Migration(migrations.Migration):
    dependencies = [("staff", "0009_report_acts"), ("axes", "0010_accessattemptexpiration")]

    operations = [migrations.RunPython(forget_what_was_typed, migrations.RunPython.noop)]
