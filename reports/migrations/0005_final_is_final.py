"""Nothing of a final report's own row changes any more, and what is frozen cannot be emptied either."""

from django.db import migrations

FROZEN = ("reports_reportversion", "reports_reportfile", "reports_reportevent", "reports_feedback")

FORWARD = """
CREATE FUNCTION reports_keep_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a final report stays as it was signed' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER reports_report_stays_final BEFORE UPDATE ON reports_report FOR EACH ROW
    WHEN (OLD.state = 'final' AND NEW.state = 'final' AND OLD IS DISTINCT FROM NEW)
    EXECUTE FUNCTION reports_keep_final();
CREATE TRIGGER reports_report_stays BEFORE DELETE ON reports_report FOR EACH ROW
    WHEN (OLD.version_id IS NOT NULL) EXECUTE FUNCTION reports_refuse_change();
""" + "".join(
    f"""
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change();
"""
    for table in FROZEN
)
BACKWARD = (
    "".join(f"DROP TRIGGER {table}_no_truncate ON {table};" for table in FROZEN)
    + """
DROP TRIGGER reports_report_stays ON reports_report;
DROP TRIGGER reports_report_stays_final ON reports_report;
DROP FUNCTION reports_keep_final();
"""
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_reminders")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
