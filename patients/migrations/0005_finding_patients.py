"""Indexes to find a patient by any part of a name; the two functions need no extension of the database."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models import Func, Q, TextField
from django.db.models.functions import Reverse

FORWARD = """
CREATE FUNCTION patients_pairs(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr($1, at, 2)), '{}') FROM generate_series(1, length($1) - 1) at
$$;
CREATE FUNCTION patients_beginnings(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT left(word, most)), '{}')
    FROM unnest(string_to_array($1, ' ')) word, unnest(ARRAY[1, 2, 4, 6]) most WHERE length(word) >= most
$$;
"""
BACKWARD = "DROP FUNCTION patients_beginnings(text); DROP FUNCTION patients_pairs(text);"


class Migration(migrations.Migration):
    dependencies = [("patients", "0004_needs")]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.AddIndex(
            "patient",
            models.Index(OpClass(Reverse("mrn"), "text_pattern_ops"), name="patient_mrn_last_digits"),
        ),
        migrations.AddIndex(
            "patient",
            GinIndex(
                Func("name", function="patients_pairs", output_field=ArrayField(TextField())),
                name="patient_name_pairs",
            ),
        ),
        migrations.AddIndex(
            "patient",
            GinIndex(
                Func("name_key", function="patients_beginnings", output_field=ArrayField(TextField())),
                name="patient_key_beginnings",
            ),
        ),
        migrations.AddIndex(
            "visit",
            models.Index(fields=["inpatient_no"], name="visit_inpatient_no", condition=~Q(inpatient_no="")),
        ),
    ]
