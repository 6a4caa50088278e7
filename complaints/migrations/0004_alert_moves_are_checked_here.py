"""The database itself refuses a step of an alert that no move makes, and any change to its history.

The pairs are those of policy.alerts at the time of this migration; a test compares them.
"""

from django.db import migrations

PAIRS = (
    "acted closed", "acted told", "new taken", "taken acted", "taken new", "told closed", "told new",
)  # fmt: skip

# A patient's record may be joined with another one; everything else of a closed alert stays.
FORWARD = f"""
CREATE FUNCTION complaints_check_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'closed'
        AND to_jsonb(OLD) - ARRAY['patient_id', 'visit_id'] <> to_jsonb(NEW) - ARRAY['patient_id', 'visit_id'] THEN
        RAISE EXCEPTION 'alert % is closed and stays as it is', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state
        AND OLD.state || ' ' || NEW.state NOT IN ({", ".join(f"'{pair}'" for pair in PAIRS)}) THEN
        RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.late_at IS NOT NULL AND NEW.late_at IS DISTINCT FROM OLD.late_at THEN
        RAISE EXCEPTION 'late stays late' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER complaints_alert_move BEFORE UPDATE ON complaints_clinicalalert
    FOR EACH ROW EXECUTE FUNCTION complaints_check_alert();
CREATE FUNCTION complaints_keep_alert_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of an alert is only added to' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER complaints_alert_history BEFORE UPDATE OR DELETE ON complaints_alertevent
    FOR EACH ROW EXECUTE FUNCTION complaints_keep_alert_history();
CREATE FUNCTION complaints_keep_alert_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome <> '' THEN
        RAISE EXCEPTION 'a step that was made stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER complaints_alert_step BEFORE UPDATE OR DELETE ON complaints_alertstep
    FOR EACH ROW EXECUTE FUNCTION complaints_keep_alert_step();
"""
BACKWARD = """
DROP TRIGGER complaints_alert_move ON complaints_clinicalalert;
DROP TRIGGER complaints_alert_history ON complaints_alertevent;
DROP TRIGGER complaints_alert_step ON complaints_alertstep;
DROP FUNCTION complaints_check_alert();
DROP FUNCTION complaints_keep_alert_history();
DROP FUNCTION complaints_keep_alert_step();
"""


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_alerts")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
