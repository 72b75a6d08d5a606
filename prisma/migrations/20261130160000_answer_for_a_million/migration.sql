-- A million identities in one tenant: names are found by any part, orders and rare values are read from indexes.

-- Search ------------------------------------------------------------------------------------------------------------
-- Row-level security has a row's tenant checked before any condition that could leak it, and LIKE is such a condition: of
-- rolecall_app it can never be looked up in an index. So names are searched as another role, which nobody can be and which sees
-- names and ids alone, by functions that name the tenant themselves. They give ids; what the ids stand for is read as ever.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rolecall_search') THEN
    CREATE ROLE rolecall_search NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  END IF;
END $$;
-- To give a function to a role, one has to be allowed to be it, and it to create in the schema; neither lasts.
GRANT rolecall_search TO CURRENT_USER;
GRANT CREATE, USAGE ON SCHEMA public TO rolecall_search;

CREATE INDEX "iam_user_name_part" ON "iam_user" USING gin ("user_name" gin_trgm_ops);
CREATE INDEX "iam_role_name_part" ON "iam_role" USING gin ("role_name" gin_trgm_ops);
CREATE INDEX "credential_name_part" ON "credential" USING gin ("access_key_id" gin_trgm_ops, "name" gin_trgm_ops);
-- The names of users stand in their own index already.
CREATE INDEX "credential_holder_part" ON "credential" USING gin ("user_name" gin_trgm_ops) WHERE "user_record_id" IS NULL;

CREATE POLICY search ON "iam_user" FOR SELECT TO rolecall_search USING (true);
CREATE POLICY search ON "iam_role" FOR SELECT TO rolecall_search USING (true);
CREATE POLICY search ON "credential" FOR SELECT TO rolecall_search USING (true);
GRANT SELECT ("tenant_id", "id", "user_name") ON "iam_user" TO rolecall_search;
GRANT SELECT ("tenant_id", "id", "role_name") ON "iam_role" TO rolecall_search;
GRANT SELECT ("tenant_id", "id", "user_record_id", "user_name", "access_key_id", "name") ON "credential" TO rolecall_search;

-- Each is planned for its pattern: one that is short or common is better not looked up.
CREATE FUNCTION search_users("pattern" text, "most" int) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$ SELECT id FROM public.iam_user WHERE tenant_id = public.current_tenant() AND user_name ILIKE pattern LIMIT most $$;
CREATE FUNCTION search_roles("pattern" text, "most" int) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$ SELECT id FROM public.iam_role WHERE tenant_id = public.current_tenant() AND role_name ILIKE pattern LIMIT most $$;
CREATE FUNCTION search_credentials("pattern" text, "most" int) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan
  AS $$
    SELECT id FROM (
      (SELECT id FROM public.credential
        WHERE tenant_id = public.current_tenant() AND (access_key_id ILIKE pattern OR name ILIKE pattern) LIMIT most)
      UNION
      (SELECT id FROM public.credential
        WHERE tenant_id = public.current_tenant() AND user_record_id IS NULL AND user_name ILIKE pattern LIMIT most)
      UNION
      (SELECT id FROM public.credential
        WHERE tenant_id = public.current_tenant() AND user_record_id = ANY(ARRAY(SELECT public.search_users(pattern, most))) LIMIT most)
    ) found LIMIT most
  $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['search_users', 'search_roles', 'search_credentials'] LOOP
    EXECUTE format('ALTER FUNCTION %I(text, int) OWNER TO rolecall_search', name);
    EXECUTE format('REVOKE ALL ON FUNCTION %I(text, int) FROM PUBLIC', name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %I(text, int) TO rolecall_app', name);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM rolecall_search;
REVOKE rolecall_search FROM CURRENT_USER;

-- Orders and rare values ------------------------------------------------------------------------------------------------
-- Each order of a list has an index. What a filter asks for is in one more index of the table, whose columns have few values: where
-- few rows match they are found there, and where many do the list is gone through in its order.
CREATE INDEX "iam_user_tenant_id_created_at_id_idx" ON "iam_user" ("tenant_id", "created_at", "id");
CREATE INDEX "iam_user_tenant_id_last_activity_at_id_idx" ON "iam_user" ("tenant_id", "last_activity_at", "id");
CREATE INDEX "iam_user_tenant_id_oldest_active_key_at_id_idx" ON "iam_user" ("tenant_id", "oldest_active_key_at", "id");
CREATE INDEX "iam_user_filtered" ON "iam_user" ("tenant_id", "has_console_password", "mfa", "active_access_keys") WHERE "gone_at" IS NULL;
CREATE INDEX "iam_role_tenant_id_created_at_id_idx" ON "iam_role" ("tenant_id", "created_at", "id");
CREATE INDEX "iam_role_tenant_id_last_used_at_id_idx" ON "iam_role" ("tenant_id", "last_used_at", "id");
CREATE INDEX "iam_role_filtered" ON "iam_role" ("tenant_id", "trust_grade", "kind") WHERE "gone_at" IS NULL;
CREATE INDEX "credential_tenant_id_last_used_at_id_idx" ON "credential" ("tenant_id", "last_used_at", "id");
CREATE INDEX "credential_tenant_id_user_name_id_idx" ON "credential" ("tenant_id", "user_name", "id");
CREATE INDEX "credential_filtered" ON "credential" ("tenant_id", "kind", "status", "owner") WHERE "gone_at" IS NULL;
CREATE INDEX "finding_tenant_id_is_open_resource_name_id_idx" ON "finding" ("tenant_id", "is_open", "resource_name", "id");
CREATE INDEX "finding_filtered" ON "finding" ("tenant_id", "is_open", "check_id", "owner");
CREATE INDEX "finding_assigned" ON "finding" ("tenant_id", "assignee") WHERE "assignee" IS NOT NULL;
CREATE INDEX "finding_provisional" ON "finding" ("tenant_id", "account_id", "triage_order", "id") WHERE "is_open" AND "is_provisional";
CREATE INDEX "finding_overridden" ON "finding" ("tenant_id", "account_id") WHERE "is_open" AND "severity_override" IS NOT NULL;

-- Roll-ups --------------------------------------------------------------------------------------------------------------
-- Open findings of an account by check and judged severity, as its last judgement left them.
CREATE TABLE "finding_count" (
  "tenant_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "check_id" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "open" INTEGER NOT NULL,
  "provisional" INTEGER NOT NULL,
  PRIMARY KEY ("tenant_id", "account_id", "check_id", "severity")
);

-- By how many the tenant's active access keys in each state became more on a day, by rotation_day, and how many accounts were scanned.
CREATE TABLE "tenant_rotation_day" (
  "tenant_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "ok" INTEGER NOT NULL DEFAULT 0,
  "due_soon" INTEGER NOT NULL DEFAULT 0,
  "overdue" INTEGER NOT NULL DEFAULT 0,
  "unused" INTEGER NOT NULL DEFAULT 0,
  "excepted" INTEGER NOT NULL DEFAULT 0,
  "unknown" INTEGER NOT NULL DEFAULT 0,
  "accounts_scanned" INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY ("tenant_id", "day")
);
CREATE INDEX "rotation_day_first" ON "rotation_day" ("tenant_id", "account_id", "day");

-- Rotations, each by the key that was made for it.
CREATE TABLE "key_rotation" (
  "tenant_id" UUID NOT NULL,
  "made_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("tenant_id", "made_id")
);
CREATE INDEX "key_rotation_started" ON "key_rotation" ("tenant_id", "started_at", "account_id");
CREATE INDEX "key_rotation_ended" ON "key_rotation" ("tenant_id", "ended_at", "account_id", "started_at") WHERE "ended_at" IS NOT NULL;
CREATE INDEX "key_rotation_of_account" ON "key_rotation" ("tenant_id", "account_id");

-- What is there already. An owner that is no superuser sees no row while row-level security is forced.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['finding', 'rotation_day', 'account_day', 'credential', 'entity_version', 'activity_day', 'credential_limit'] LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;
INSERT INTO "finding_count" ("tenant_id", "account_id", "check_id", "severity", "open", "provisional")
SELECT tenant_id, account_id, check_id, severity, count(*), count(*) FILTER (WHERE is_provisional) FROM "finding" WHERE is_open GROUP BY 1, 2, 3, 4;
INSERT INTO "tenant_rotation_day" ("tenant_id", "day", "ok", "due_soon", "overdue", "unused", "excepted", "unknown", "accounts_scanned")
SELECT tenant_id, day, sum(ok), sum(due_soon), sum(overdue), sum(unused), sum(excepted), sum(unknown), sum(scanned) FROM (
  SELECT tenant_id, day, ok - lag(ok, 1, 0) OVER held AS ok, due_soon - lag(due_soon, 1, 0) OVER held AS due_soon,
    overdue - lag(overdue, 1, 0) OVER held AS overdue, unused - lag(unused, 1, 0) OVER held AS unused,
    excepted - lag(excepted, 1, 0) OVER held AS excepted, unknown - lag(unknown, 1, 0) OVER held AS unknown, 0 AS scanned
  FROM "rotation_day" WINDOW held AS (PARTITION BY tenant_id, account_id, owner ORDER BY day)
  UNION ALL
  SELECT tenant_id, day, 0, 0, 0, 0, 0, 0, 1 FROM "account_day"
) changes GROUP BY 1, 2;
-- Rotations, as packages/db/src/rotation/rotation-lineage.ts has them.
WITH known_key AS MATERIALIZED (
  SELECT * FROM (
    SELECT c.*, coalesce(c.created_at, c.first_seen_at) AS born_at, count(*) OVER (PARTITION BY c.tenant_id, c.user_record_id) AS keys
    FROM "credential" c WHERE c.kind = 'access_key' AND c.user_record_id IS NOT NULL
  ) c WHERE c.keys > 1
), course AS MATERIALIZED (
  SELECT c.tenant_id, c.id, c.account_id, c.user_record_id, c.created_at, c.first_seen_at, c.born_at,
    CASE WHEN c.status = 'active' THEN c.gone_at ELSE coalesce(inactive.at, c.first_seen_at) END AS unusable_at,
    CASE WHEN c.status = 'active' THEN c.gone_at WHEN last_active.at IS NOT NULL THEN inactive.at END AS ended_at,
    coalesce(max(l.grace_days) OVER (PARTITION BY c.tenant_id, c.user_record_id), 7) AS grace_days
  FROM known_key c
  LEFT JOIN LATERAL (
    SELECT max(v.valid_from) AS at FROM "entity_version" v
    WHERE c.status <> 'active' AND v.tenant_id = c.tenant_id AND v.subject = 'credential' AND v.subject_id = c.id AND v.change <> 'removed'
      AND v.content->>'status' = 'active'
  ) last_active ON TRUE
  LEFT JOIN LATERAL (
    SELECT min(v.valid_from) AS at FROM "entity_version" v
    WHERE c.status <> 'active' AND v.tenant_id = c.tenant_id AND v.subject = 'credential' AND v.subject_id = c.id AND v.change <> 'removed'
      AND v.valid_from > coalesce(last_active.at, '-infinity')
  ) inactive ON TRUE
  LEFT JOIN "credential_limit" l ON l.tenant_id = c.tenant_id AND l.credential_id = c.id AND l.valid_to IS NULL AND c.gone_at IS NULL
  WHERE NOT (c.gone_at IS NOT NULL AND c.last_use = 'never'
    AND NOT EXISTS (SELECT FROM "activity_day" d WHERE d.tenant_id = c.tenant_id AND d.subject = 'credential' AND d.subject_id = c.id AND d.source = 'last_used')
    AND EXISTS (
      SELECT FROM "credential" old WHERE old.tenant_id = c.tenant_id AND old.user_record_id = c.user_record_id AND old.kind = 'access_key'
        AND (old.gone_at IS NULL OR old.gone_at > c.gone_at) AND (coalesce(old.created_at, old.first_seen_at) < coalesce(c.created_at, c.first_seen_at) AND (c.created_at IS NOT NULL OR old.first_seen_at < c.first_seen_at))))
)
INSERT INTO "key_rotation" ("tenant_id", "made_id", "account_id", "started_at", "ended_at")
SELECT DISTINCT ON (made.tenant_id, made.id) made.tenant_id, made.id, made.account_id, made.born_at,
  CASE WHEN old.ended_at IS NOT NULL THEN greatest(old.ended_at, made.born_at) END
FROM course made JOIN course old ON old.tenant_id = made.tenant_id AND old.user_record_id = made.user_record_id
  AND (coalesce(old.created_at, old.first_seen_at) < coalesce(made.created_at, made.first_seen_at) AND (made.created_at IS NOT NULL OR old.first_seen_at < made.first_seen_at))
  AND (old.unusable_at IS NULL OR coalesce(made.created_at, made.first_seen_at) <= old.unusable_at + make_interval(hours => 24 * old.grace_days))
ORDER BY made.tenant_id, made.id, old.born_at DESC, old.id DESC;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['finding', 'rotation_day', 'account_day', 'credential', 'entity_version', 'activity_day', 'credential_limit'] LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['finding_count', 'key_rotation'] LOOP
    EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['finding_count', 'tenant_rotation_day', 'key_rotation'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rolecall_app', name);
  END LOOP;
END $$;
ALTER TABLE "tenant_rotation_day" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
