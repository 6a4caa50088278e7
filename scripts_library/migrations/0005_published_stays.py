"""What moved to the versions goes; the database keeps what is published, and each version's way there.

The pairs are those of policy.scripts at the time of this migration; a test compares them.
"""

from django.db import migrations, models

PAIRS = ("draft submitted", "submitted draft", "submitted approved", "approved draft", "approved published")
CONTENT = ("script_id", "number", "kinds", "departments", "steps_zh", "steps_en", "replies_zh", "replies_en")

FORWARD = f"""
CREATE FUNCTION scripts_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF OLD.shipped <> NEW.shipped THEN
        RAISE EXCEPTION 'what the product ships is known from the beginning' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> NEW.state
        AND OLD.state || ' ' || NEW.state NOT IN ({", ".join(f"'{pair}'" for pair in PAIRS)}) THEN
        RAISE EXCEPTION 'no move leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state <> 'draft' AND ({" OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in CONTENT)}) THEN
        RAISE EXCEPTION 'what was submitted is not rewritten' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scripts_version BEFORE UPDATE OR DELETE ON scripts_library_scriptversion
    FOR EACH ROW EXECUTE FUNCTION scripts_keep_version();
"""
BACKWARD = """
DROP TRIGGER scripts_version ON scripts_library_scriptversion;
DROP FUNCTION scripts_keep_version();
"""


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0004_first_versions")]

    operations = [
        migrations.RemoveConstraint(
            model_name="script",
            name="script_version_once",
        ),
        migrations.RemoveField(
            model_name="script",
            name="kinds",
        ),
        migrations.RemoveField(
            model_name="script",
            name="steps_en",
        ),
        migrations.RemoveField(
            model_name="script",
            name="steps_zh",
        ),
        migrations.RemoveField(
            model_name="script",
            name="version",
        ),
        migrations.AlterField(
            model_name="script",
            name="code",
            field=models.SlugField(unique=True, verbose_name="code"),
        ),
        migrations.AddIndex(
            model_name="scriptversion",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["script", "-effective_from", "-number"],
                name="script_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.UniqueConstraint(
                fields=("script", "number"), name="script_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published"), _negated=True),
                fields=("script",),
                name="script_one_open_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "approved", "published"])),
                name="script_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted"]),
                    ("shipped", True),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("submitted_by__isnull", False),
                        models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="script_approved_by_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("effective_from__isnull", False),
                    _connector="OR",
                ),
                name="script_published_from_a_day",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
