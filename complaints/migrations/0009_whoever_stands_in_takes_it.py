"""What a doctor has decided to do himself is taken over by whoever stands in while he is away.

The pairs are those of policy.alerts at the time of this migration; a test compares them.
"""

from collections.abc import Iterable

from django.db import migrations

BEFORE = (
    "acted closed", "acted told", "new taken", "taken acted", "taken new", "told closed", "told new",
)  # fmt: skip
PAIRS = ("acted taken", *BEFORE)


def checking(pairs: Iterable[str]) -> str:
    return f"""
CREATE OR REPLACE FUNCTION complaints_check_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed'
        AND to_jsonb(OLD) - ARRAY['patient_id', 'visit_id'] <> to_jsonb(NEW) - ARRAY['patient_id', 'visit_id'] THEN
        RAISE EXCEPTION 'alert % is closed and stays as it is', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state
        AND OLD.state || ' ' || NEW.state NOT IN ({", ".join(f"'{pair}'" for pair in pairs)}) THEN
        RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.late_at IS NOT NULL AND NEW.late_at IS DISTINCT FROM OLD.late_at THEN
        RAISE EXCEPTION 'late stays late' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_heard_more_than_once")]

    operations = [migrations.RunSQL(checking(PAIRS), checking(BEFORE))]
