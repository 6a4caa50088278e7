"""What a doctor has typed about an alert is kept under his own key: a colleague who takes it over reads nothing
of it. A closed alert stays as it is."""

from django.db import migrations

FORWARD = """
UPDATE complaints_clinicalalert SET draft = jsonb_build_object(taken_by_id::text, draft)
WHERE draft ? 'typed' AND taken_by_id IS NOT NULL AND state <> 'closed'
"""
BACKWARD = """
UPDATE complaints_clinicalalert SET draft = coalesce(draft -> taken_by_id::text, '{}'::jsonb)
WHERE draft <> '{}'::jsonb AND NOT draft ? 'typed' AND state <> 'closed'
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0009_whoever_stands_in_takes_it")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
