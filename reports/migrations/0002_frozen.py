"""The database itself refuses to change what was submitted and signed, and moves that no report makes.

The pairs are those of policy.reporting at the time of this migration; a test compares them.
"""

from django.db import migrations

FROZEN = ("reports_reportversion", "reports_reportfile", "reports_reportevent", "reports_feedback")
PAIRS = (
    "draft submitted",
    "returned submitted",
    "submitted returned",
    "submitted approved",
    "approved final",
)
SPAN = ("kind", "first", "last", "label", "department_id", "agent_id")

FORWARD = f"""
CREATE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a report has said is frozen: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE FUNCTION reports_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> NEW.state AND OLD.state || ' ' || NEW.state NOT IN ({", ".join(f"'{pair}'" for pair in PAIRS)}) THEN
        RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state IN ('submitted', 'approved', 'final') AND OLD.texts <> NEW.texts THEN
        RAISE EXCEPTION 'what was submitted is not rewritten' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'final' AND OLD.version_id <> NEW.version_id THEN
        RAISE EXCEPTION 'a final report keeps its version' USING ERRCODE = 'check_violation';
    END IF;
    IF {" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in SPAN)} THEN
        RAISE EXCEPTION 'a report keeps its span' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_report_moves BEFORE UPDATE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION reports_keep_report();
""" + "".join(
    f"""
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION reports_refuse_change();
"""
    for table in FROZEN
)
BACKWARD = (
    "".join(f"DROP TRIGGER {table}_frozen ON {table};" for table in FROZEN)
    + """
DROP TRIGGER reports_report_moves ON reports_report;
DROP FUNCTION reports_keep_report();
DROP FUNCTION reports_refuse_change();
"""
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
