"""One patient, one caller: the question is answered inside a claim, but by what colleagues have done since it began.

A statement sees the database as it was when it began. A VOLATILE function looks anew with each of its own, so what
a colleague held before his lock on the patient came free is seen. Half of the lock's name: claim_sql.PATIENTS.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION followups_take_patient(patient bigint, agent bigint, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock(51, (patient % 2147483647)::int) THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (SELECT FROM followups_task t
        WHERE t.patient_id = patient AND t.hold_until > moment AND t.hold_by_id <> agent);
END $$;
"""
BACKWARD = "DROP FUNCTION followups_take_patient(bigint, bigint, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("followups", "0012_return_visits")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
