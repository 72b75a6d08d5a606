-- Whose turn comes first in the queue, as domain/migration/stages/turn.ts says it; a test holds them together.
CREATE FUNCTION migration_turn("stage" text, "target" text, "confidence" text, "due_on" date) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT CASE
      WHEN stage IN ('role_ready', 'quiet', 'deactivated', 'deleted', 'blocked') OR (stage = 'planned' AND target <> 'remove')
        THEN '1 ' || coalesce(lpad((due_on - DATE '2000-01-01')::text, 6, '0'), '999999')
      WHEN stage = 'identified' THEN '2 ' || CASE
        WHEN target = 'remove' THEN '1'
        WHEN target IN ('ask_owner', 'split') THEN '5'
        WHEN confidence = 'high' THEN '2'
        WHEN confidence = 'medium' THEN '3'
        ELSE '4' END
      WHEN stage IN ('removed', 'verified', 'retired') THEN '4'
      ELSE '3 ' || coalesce(lpad((due_on - DATE '2000-01-01')::text, 6, '0'), '999999')
    END
  $$;

CREATE INDEX "migration_now_by_turn" ON "migration_period"
  ("tenant_id", migration_turn("stage", "target", "confidence", "due_on"), "user_id") WHERE "valid_to" IS NULL;
