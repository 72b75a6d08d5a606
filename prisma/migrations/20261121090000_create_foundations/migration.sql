-- The roles rolecall_app, rolecall_system and rolecall_auth are made before the migrations (packages/db/src/migrate.ts),
-- because their passwords belong to the installation.


CREATE TABLE "connection" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "partition" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "principal_arn" TEXT NOT NULL,
    "role_arn" TEXT,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "checks" JSONB NOT NULL,
    "verification_id" UUID,
    "verify_due_at" TIMESTAMPTZ(3),
    "verify_lease_until" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "scan_paused_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "aws_account" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "aws_account_id" CHAR(12) NOT NULL,
    "partition" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "alias" TEXT,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "last_scan_id" UUID,
    "last_scan_at" TIMESTAMPTZ(3),
    "next_scan_at" TIMESTAMPTZ(3),
    "users" INTEGER,
    "roles" INTEGER,
    "credentials" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "aws_account_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "scan" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "progress" JSONB,
    "error" TEXT,
    "api_calls" JSONB NOT NULL,
    "coverage" JSONB NOT NULL,
    "problems" JSONB NOT NULL,
    "counts" JSONB,
    "changes" JSONB,

    CONSTRAINT "scan_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "iam_user" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "tags" JSONB NOT NULL,
    "group_names" TEXT[],
    "attached_policy_arns" TEXT[],
    "inline_policy_names" TEXT[],
    "permissions_boundary_arn" TEXT,
    "owner" TEXT,
    "has_console_password" BOOLEAN,
    "mfa" TEXT NOT NULL,
    "active_access_keys" INTEGER,
    "oldest_active_key_at" TIMESTAMPTZ(3),
    "last_activity" TEXT NOT NULL,
    "last_activity_at" TIMESTAMPTZ(3),
    "report_fingerprint" TEXT,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "iam_user_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "credential" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "user_record_id" UUID,
    "kind" TEXT NOT NULL,
    "identity" TEXT NOT NULL,
    "access_key_id" TEXT,
    "user_name" TEXT NOT NULL,
    "user_id" TEXT,
    "owner" TEXT,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3),
    "last_use" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_service" TEXT,
    "last_used_region" TEXT,
    "deadline_at" TIMESTAMPTZ(3),
    "unused_at" TIMESTAMPTZ(3),
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "credential_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "iam_role" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role_id" TEXT NOT NULL,
    "role_name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "max_session_duration_seconds" INTEGER,
    "trust" JSONB NOT NULL,
    "tags" JSONB NOT NULL,
    "attached_policy_arns" TEXT[],
    "inline_policy_names" TEXT[],
    "permissions_boundary_arn" TEXT,
    "last_use" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_region" TEXT,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "iam_role_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "entity_version" (
    "tenant_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "account_id" UUID NOT NULL,
    "scan_id" UUID NOT NULL,
    "change" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "entity_version_pkey" PRIMARY KEY ("tenant_id","subject","subject_id","valid_from")
);

CREATE TABLE "account_day" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "scan_id" UUID NOT NULL,
    "partial" BOOLEAN NOT NULL,
    "users" INTEGER NOT NULL,
    "users_with_console_password" INTEGER NOT NULL,
    "users_with_active_key" INTEGER NOT NULL,
    "users_keys_unknown" INTEGER NOT NULL,
    "console_users_without_mfa" INTEGER NOT NULL,
    "roles" INTEGER NOT NULL,
    "roles_service_linked" INTEGER NOT NULL,
    "roles_used_90_days" INTEGER NOT NULL,
    "identity_center_roles" INTEGER NOT NULL,
    "active_keys" INTEGER NOT NULL,
    "d0_30" INTEGER NOT NULL,
    "d31_60" INTEGER NOT NULL,
    "d61_90" INTEGER NOT NULL,
    "d91_180" INTEGER NOT NULL,
    "d181_365" INTEGER NOT NULL,
    "d366" INTEGER NOT NULL,
    "active_keys_overdue" INTEGER NOT NULL,
    "active_keys_due_soon" INTEGER NOT NULL,
    "active_keys_unused" INTEGER NOT NULL,
    "active_keys_age_days_sum" INTEGER NOT NULL,

    CONSTRAINT "account_day_pkey" PRIMARY KEY ("tenant_id","account_id","day")
);

CREATE TABLE "tenant_day" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "accounts" INTEGER NOT NULL,
    "accounts_carried" INTEGER NOT NULL,
    "accounts_partial" INTEGER NOT NULL,
    "users" INTEGER NOT NULL,
    "users_with_console_password" INTEGER NOT NULL,
    "users_with_active_key" INTEGER NOT NULL,
    "users_keys_unknown" INTEGER NOT NULL,
    "console_users_without_mfa" INTEGER NOT NULL,
    "roles" INTEGER NOT NULL,
    "roles_service_linked" INTEGER NOT NULL,
    "roles_used_90_days" INTEGER NOT NULL,
    "identity_center_roles" INTEGER NOT NULL,
    "active_keys" INTEGER NOT NULL,
    "d0_30" INTEGER NOT NULL,
    "d31_60" INTEGER NOT NULL,
    "d61_90" INTEGER NOT NULL,
    "d91_180" INTEGER NOT NULL,
    "d181_365" INTEGER NOT NULL,
    "d366" INTEGER NOT NULL,
    "active_keys_overdue" INTEGER NOT NULL,
    "active_keys_due_soon" INTEGER NOT NULL,
    "active_keys_unused" INTEGER NOT NULL,
    "active_keys_age_days_sum" INTEGER NOT NULL,

    CONSTRAINT "tenant_day_pkey" PRIMARY KEY ("tenant_id","day")
);

CREATE TABLE "report_schedule" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "frequency" TEXT NOT NULL,
    "day_of_week" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "time_zone" TEXT NOT NULL,
    "recipients" TEXT[],
    "next_due_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "report_schedule_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "report" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "period" TEXT NOT NULL,
    "as_of" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "mail" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "recipient" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "inline_images" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "next_attempt_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "membership" (
    "tenant_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("tenant_id","person_id")
);

CREATE TABLE "web_session" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "active_tenant_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "web_session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "api_token" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "audit_event" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "worker_presence" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "principal_arn" TEXT,

    CONSTRAINT "worker_presence_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "connection_tenant_id_external_id_key" ON "connection"("tenant_id", "external_id");

CREATE UNIQUE INDEX "aws_account_tenant_id_aws_account_id_key" ON "aws_account"("tenant_id", "aws_account_id");

CREATE INDEX "scan_tenant_id_account_id_requested_at_idx" ON "scan"("tenant_id", "account_id", "requested_at" DESC);

CREATE INDEX "iam_user_tenant_id_user_name_id_idx" ON "iam_user"("tenant_id", "user_name", "id");

CREATE UNIQUE INDEX "iam_user_tenant_id_account_id_user_id_key" ON "iam_user"("tenant_id", "account_id", "user_id");

CREATE INDEX "credential_tenant_id_created_at_id_idx" ON "credential"("tenant_id", "created_at", "id");

CREATE INDEX "credential_tenant_id_user_record_id_idx" ON "credential"("tenant_id", "user_record_id");

CREATE UNIQUE INDEX "credential_tenant_id_account_id_identity_key" ON "credential"("tenant_id", "account_id", "identity");

CREATE INDEX "iam_role_tenant_id_role_name_id_idx" ON "iam_role"("tenant_id", "role_name", "id");

CREATE UNIQUE INDEX "iam_role_tenant_id_account_id_role_id_key" ON "iam_role"("tenant_id", "account_id", "role_id");

CREATE INDEX "entity_version_tenant_id_valid_from_idx" ON "entity_version"("tenant_id", "valid_from");

CREATE INDEX "entity_version_tenant_id_account_id_valid_from_idx" ON "entity_version"("tenant_id", "account_id", "valid_from");

CREATE INDEX "audit_event_tenant_id_at_id_idx" ON "audit_event"("tenant_id", "at" DESC, "id");

CREATE INDEX "account_day_tenant_id_day_idx" ON "account_day"("tenant_id", "day");

CREATE UNIQUE INDEX "report_tenant_id_schedule_id_period_key" ON "report"("tenant_id", "schedule_id", "period");

CREATE UNIQUE INDEX "mail_tenant_id_report_id_recipient_key" ON "mail"("tenant_id", "report_id", "recipient");

CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

CREATE INDEX "membership_person_id_idx" ON "membership"("person_id");

CREATE INDEX "web_session_person_id_idx" ON "web_session"("person_id");

CREATE UNIQUE INDEX "api_token_tenant_id_token_hash_key" ON "api_token"("tenant_id", "token_hash");

-- Value sets -------------------------------------------------------------------------------------------------------
ALTER TABLE "connection"
  ADD CHECK ("kind" IN ('account', 'organization')),
  ADD CHECK ("partition" IN ('aws', 'aws-cn', 'aws-us-gov')),
  ADD CHECK ("status" IN ('pending', 'verifying', 'active', 'unsafe', 'failed', 'disconnected'));
ALTER TABLE "aws_account"
  ADD CHECK ("aws_account_id" ~ '^[0-9]{12}$'),
  ADD CHECK ("status" IN ('never_scanned', 'ok', 'partial', 'failing', 'disconnected'));
ALTER TABLE "scan"
  ADD CHECK ("status" IN ('queued', 'running', 'complete', 'partial', 'failed')),
  ADD CHECK ("trigger" IN ('connected', 'scheduled', 'requested'));
ALTER TABLE "credential"
  ADD CHECK ("kind" IN ('access_key', 'console_password', 'root_access_key', 'root_password')),
  ADD CHECK ("status" IN ('active', 'inactive', 'expired')),
  ADD CHECK ("last_use" IN ('at', 'never', 'unknown'));
ALTER TABLE "report" ADD CHECK ("status" IN ('queued', 'composed', 'failed'));
ALTER TABLE "mail" ADD CHECK ("status" IN ('waiting', 'sending', 'sent', 'failed'));

-- One unfinished scan of an account at a time, whoever asks for it.
CREATE UNIQUE INDEX "scan_one_open" ON "scan" ("tenant_id", "account_id") WHERE "status" IN ('queued', 'running');

-- What the sweep looks for: small partial indexes over what is due.
CREATE INDEX "connection_due" ON "connection" ("tenant_id", "verify_due_at") WHERE "verify_due_at" IS NOT NULL;
CREATE INDEX "aws_account_due" ON "aws_account" ("tenant_id", "next_scan_at") WHERE "next_scan_at" IS NOT NULL;
CREATE INDEX "report_schedule_due" ON "report_schedule" ("tenant_id", "next_due_at") WHERE "stopped_at" IS NULL;
CREATE INDEX "report_queued" ON "report" ("tenant_id", "id") WHERE "status" = 'queued';
CREATE INDEX "mail_due" ON "mail" ("tenant_id", "next_attempt_at") WHERE "status" IN ('waiting', 'sending');

-- The present inventory, as lists and roll-ups read it.
CREATE INDEX "iam_user_present" ON "iam_user" ("tenant_id", "account_id") WHERE "gone_at" IS NULL;
CREATE INDEX "credential_present" ON "credential" ("tenant_id", "account_id", "kind", "status") WHERE "gone_at" IS NULL;
CREATE INDEX "iam_role_present" ON "iam_role" ("tenant_id", "account_id") WHERE "gone_at" IS NULL;
CREATE UNIQUE INDEX "entity_version_open" ON "entity_version" ("tenant_id", "subject", "subject_id") WHERE "valid_to" IS NULL;

-- References within the tenant. Foreign keys bypass row-level security, so each carries tenant_id.
ALTER TABLE "membership"
  ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE,
  ADD FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE;
ALTER TABLE "web_session"
  ADD FOREIGN KEY ("active_tenant_id", "person_id") REFERENCES "membership" ("tenant_id", "person_id") ON DELETE CASCADE;
ALTER TABLE "api_token" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "audit_event" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "connection" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "aws_account" ADD FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connection" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "scan" ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "iam_user" ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "credential" ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "iam_role" ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "entity_version" ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "account_day" ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "tenant_day" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "report_schedule" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "report" ADD FOREIGN KEY ("tenant_id", "schedule_id") REFERENCES "report_schedule" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "mail" ADD FOREIGN KEY ("tenant_id", "report_id") REFERENCES "report" ("tenant_id", "id") ON DELETE CASCADE;

-- Row-level security ------------------------------------------------------------------------------------------------
-- The tenant of the transaction. After COMMIT the setting reads '' and not NULL; both mean: no tenant, no rows.
CREATE FUNCTION current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'membership', 'api_token', 'audit_event', 'connection', 'aws_account', 'scan', 'iam_user', 'credential', 'iam_role',
    'entity_version', 'account_day', 'tenant_day', 'report_schedule', 'report', 'mail'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;

ALTER TABLE "tenant" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant" FORCE ROW LEVEL SECURITY;
ALTER TABLE "person" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "person" FORCE ROW LEVEL SECURITY;
ALTER TABLE "web_session" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "web_session" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "tenant" TO rolecall_app USING ("id" = current_tenant());
CREATE POLICY members_of_tenant ON "person" TO rolecall_app
  USING (EXISTS (SELECT 1 FROM "membership" m WHERE m."person_id" = "person"."id" AND m."tenant_id" = current_tenant()));

-- rolecall_app: the tenant's own rows. History and audit cannot be rewritten.
GRANT SELECT ON "tenant", "membership" TO rolecall_app;
GRANT SELECT ("id", "email", "name", "created_at") ON "person" TO rolecall_app;
GRANT SELECT, INSERT ON "audit_event" TO rolecall_app;
GRANT SELECT, INSERT ON "entity_version" TO rolecall_app;
GRANT UPDATE ("valid_to") ON "entity_version" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE ON "api_token", "connection", "aws_account", "scan", "iam_user", "credential", "iam_role",
  "report_schedule", "report", "mail" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "account_day", "tenant_day" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "worker_presence" TO rolecall_app;

-- rolecall_auth: finding out who asks, before a tenant is known. No inventory.
CREATE POLICY sign_in ON "tenant" TO rolecall_auth USING (true) WITH CHECK (true);
CREATE POLICY sign_in ON "person" TO rolecall_auth USING (true) WITH CHECK (true);
CREATE POLICY sign_in ON "membership" TO rolecall_auth USING (true) WITH CHECK (true);
CREATE POLICY sign_in ON "web_session" TO rolecall_auth USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON "tenant", "person", "membership" TO rolecall_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON "web_session" TO rolecall_auth;

-- rolecall_system: what is due, over all tenants, by id only. It reads no inventory and writes nothing.
CREATE POLICY what_is_due ON "connection" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "aws_account" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "scan" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "report_schedule" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "report" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "mail" FOR SELECT TO rolecall_system USING (true);
GRANT SELECT ("tenant_id", "id", "status", "verification_id", "verify_due_at", "verify_lease_until", "scan_paused_reason") ON "connection" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "connection_id", "status", "next_scan_at") ON "aws_account" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "account_id", "status", "lease_until") ON "scan" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "next_due_at", "stopped_at") ON "report_schedule" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "status") ON "report" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "status", "next_attempt_at") ON "mail" TO rolecall_system;
