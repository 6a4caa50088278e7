"""The database itself refuses a step that no move makes, and any change to what is closed (fault 15).

The pairs are those of policy.complaints at the time of this migration; a test compares them.
"""

from django.db import migrations

PAIRS = (
    "answered closed", "answered escalated", "answered reopened",
    "drafted answered", "drafted closed", "drafted escalated", "drafted ordered",
    "escalated closed", "escalated ordered",
    "investigated closed", "investigated drafted", "investigated escalated", "investigated ordered",
    "ordered closed", "ordered escalated", "ordered investigated", "ordered recorded", "ordered reopened",
    "recorded answered", "recorded closed", "recorded escalated", "recorded merged", "recorded ordered", "recorded returned",
    "reopened closed", "reopened escalated", "reopened ordered",
    "returned closed", "returned merged", "returned recorded",
)  # fmt: skip

# A patient's record may be joined with another one; everything else of a closed case stays.
FORWARD = f"""
CREATE FUNCTION complaints_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('closed', 'merged')
        AND to_jsonb(OLD) - ARRAY['patient_id', 'visit_id'] <> to_jsonb(NEW) - ARRAY['patient_id', 'visit_id'] THEN
        RAISE EXCEPTION 'case % is closed and stays as it is', OLD.number USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state
        AND OLD.state || ' ' || NEW.state NOT IN ({", ".join(f"'{pair}'" for pair in PAIRS)}) THEN
        RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.breached_at IS NOT NULL AND NEW.breached_at IS DISTINCT FROM OLD.breached_at THEN
        RAISE EXCEPTION 'a breach stays a breach' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER complaints_move BEFORE UPDATE ON complaints_complaint
    FOR EACH ROW EXECUTE FUNCTION complaints_check_move();
CREATE FUNCTION complaints_keep_breach() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.breached_at IS NOT NULL AND NEW.breached_at IS DISTINCT FROM OLD.breached_at THEN
        RAISE EXCEPTION 'a breach stays a breach' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER complaints_clock_breach BEFORE UPDATE ON complaints_clock
    FOR EACH ROW EXECUTE FUNCTION complaints_keep_breach();
"""
BACKWARD = """
DROP TRIGGER complaints_move ON complaints_complaint;
DROP TRIGGER complaints_clock_breach ON complaints_clock;
DROP FUNCTION complaints_check_move();
DROP FUNCTION complaints_keep_breach();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_complaints")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
