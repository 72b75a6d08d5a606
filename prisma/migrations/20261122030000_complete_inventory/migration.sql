-- The complete inventory: every kind of long-lived credential, groups, policies, providers, samples of use, organisations,
-- lookups in CloudTrail's event history, and uploads.

ALTER TABLE "connection"
  ADD COLUMN "packs" TEXT[],
  ADD COLUMN "scan_every_hours" INTEGER NOT NULL DEFAULT 6,
  ADD COLUMN "call_ceiling_per_second" INTEGER NOT NULL DEFAULT 100,
  ADD CHECK ("scan_every_hours" BETWEEN 1 AND 168),
  ADD CHECK ("call_ceiling_per_second" BETWEEN 1 AND 100);
-- An owner that is no superuser sees no row while row-level security is forced.
ALTER TABLE "connection" NO FORCE ROW LEVEL SECURITY;
UPDATE "connection" SET "packs" = '{}';
ALTER TABLE "connection" FORCE ROW LEVEL SECURITY;

ALTER TABLE "aws_account"
  ALTER COLUMN "connection_id" DROP NOT NULL,
  ADD COLUMN "role_arn" TEXT,
  ADD COLUMN "scan_every_hours" INTEGER,
  ADD COLUMN "last_slow_lane_at" TIMESTAMPTZ(3),
  ADD COLUMN "next_slow_lane_at" TIMESTAMPTZ(3),
  ADD COLUMN "freshness" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "organizational_unit_path" TEXT[],
  DROP CONSTRAINT "aws_account_status_check",
  ADD CHECK ("scan_every_hours" BETWEEN 1 AND 168),
  ADD CHECK ("status" IN ('never_scanned', 'ok', 'partial', 'failing', 'suspended', 'uploaded', 'disconnected'));

ALTER TABLE "scan"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'inventory',
  ADD COLUMN "user_record_id" UUID,
  ADD COLUMN "cancelled_by" TEXT,
  ADD CHECK ("kind" IN ('inventory', 'slow_lane', 'recheck', 'upload'));

ALTER TABLE "iam_user"
  ADD COLUMN "inline_policies" JSONB,
  ADD COLUMN "mfa_devices" JSONB,
  ADD COLUMN "keys_read_at" TIMESTAMPTZ(3),
  ADD COLUMN "rechecked_at" TIMESTAMPTZ(3);
ALTER TABLE "iam_role"
  ADD COLUMN "inline_policies" JSONB,
  ADD COLUMN "instance_profile_names" TEXT[];
ALTER TABLE "iam_user" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "iam_role" NO FORCE ROW LEVEL SECURITY;
-- The next scan reads the documents; until then only the names are known.
UPDATE "iam_user" SET "inline_policies" = coalesce(
  (SELECT jsonb_agg(jsonb_build_object('name', name, 'document', NULL, 'problem', 'Not read yet')) FROM unnest("inline_policy_names") name), '[]');
UPDATE "iam_role" SET "instance_profile_names" = '{}', "inline_policies" = coalesce(
  (SELECT jsonb_agg(jsonb_build_object('name', name, 'document', NULL, 'problem', 'Not read yet')) FROM unnest("inline_policy_names") name), '[]');
ALTER TABLE "iam_user" FORCE ROW LEVEL SECURITY;
ALTER TABLE "iam_role" FORCE ROW LEVEL SECURITY;
ALTER TABLE "iam_user" ALTER COLUMN "inline_policies" SET NOT NULL, DROP COLUMN "inline_policy_names";
ALTER TABLE "iam_role" ALTER COLUMN "inline_policies" SET NOT NULL, DROP COLUMN "inline_policy_names";

ALTER TABLE "credential"
  ADD COLUMN "name" TEXT,
  ADD COLUMN "service_name" TEXT,
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  DROP CONSTRAINT "credential_kind_check",
  ADD CHECK ("kind" IN ('access_key', 'console_password', 'ssh_public_key', 'signing_certificate', 'service_specific_credential',
    'api_key', 'server_certificate', 'root_access_key', 'root_password', 'root_signing_certificate'));

CREATE TABLE "iam_policy" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "policy_id" TEXT NOT NULL,
    "policy_name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "is_aws_managed" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3),
    "default_version_id" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "attachment_count" INTEGER,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "iam_policy_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "iam_group" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "group_id" TEXT NOT NULL,
    "group_name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "attached_policy_arns" TEXT[],
    "inline_policies" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "iam_group_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "instance_profile" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "instance_profile_id" TEXT NOT NULL,
    "instance_profile_name" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "role_id" TEXT,
    "role_name" TEXT,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "instance_profile_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "identity_provider" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "identity" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "client_ids" TEXT[],
    "thumbprints" TEXT[],
    "valid_until" TIMESTAMPTZ(3),
    "tags" JSONB NOT NULL,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_provider_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "permission_set" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "session_duration_seconds" INTEGER,
    "created_at" TIMESTAMPTZ(3),
    "assignments" JSONB,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "permission_set_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "roles_anywhere_resource" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "arn" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3),
    "role_arns" TEXT[],
    "x509_subject" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "roles_anywhere_resource_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "account_settings" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "aws_account_id" TEXT NOT NULL,
    "alias" TEXT,
    "password_policy_state" TEXT NOT NULL,
    "password_policy" JSONB,
    "quotas" JSONB,
    "quota_usage" JSONB,
    "root" JSONB,
    "content_hash" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_settings_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "activity_day" (
    "tenant_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "service" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "first_observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "activity_day_pkey" PRIMARY KEY ("tenant_id","subject","subject_id","day","service","region")
);

CREATE TABLE "account_credential_day" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "active" INTEGER NOT NULL,
    "d0_30" INTEGER NOT NULL,
    "d31_60" INTEGER NOT NULL,
    "d61_90" INTEGER NOT NULL,
    "d91_180" INTEGER NOT NULL,
    "d181_365" INTEGER NOT NULL,
    "d366" INTEGER NOT NULL,
    "age_unknown" INTEGER NOT NULL,
    "overdue" INTEGER NOT NULL,
    "due_soon" INTEGER NOT NULL,
    "unused" INTEGER NOT NULL,

    CONSTRAINT "account_credential_day_pkey" PRIMARY KEY ("tenant_id","account_id","day","kind")
);

CREATE TABLE "tenant_credential_day" (
    "tenant_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "active" INTEGER NOT NULL,
    "d0_30" INTEGER NOT NULL,
    "d31_60" INTEGER NOT NULL,
    "d61_90" INTEGER NOT NULL,
    "d91_180" INTEGER NOT NULL,
    "d181_365" INTEGER NOT NULL,
    "d366" INTEGER NOT NULL,
    "age_unknown" INTEGER NOT NULL,
    "overdue" INTEGER NOT NULL,
    "due_soon" INTEGER NOT NULL,
    "unused" INTEGER NOT NULL,

    CONSTRAINT "tenant_credential_day_pkey" PRIMARY KEY ("tenant_id","day","kind")
);

CREATE TABLE "organization" (
    "tenant_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "organization_id" TEXT,
    "management_account_id" CHAR(12),
    "aws_account_id" CHAR(12),
    "units" JSONB NOT NULL,
    "delegated_administrator_ids" TEXT[],
    "features" JSONB,
    "chosen_unit_ids" TEXT[],
    "chosen_account_ids" TEXT[],
    "left_out_account_ids" TEXT[],
    "discovered_at" TIMESTAMPTZ(3),
    "discover_due_at" TIMESTAMPTZ(3),
    "discover_lease_until" TIMESTAMPTZ(3),
    "verify_due_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("tenant_id","connection_id")
);

CREATE TABLE "organization_account" (
    "tenant_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "aws_account_id" CHAR(12) NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "unit_ids" TEXT[],
    "joined_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "is_chosen" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "status_reason" TEXT,
    "checks" JSONB NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "verify_due_at" TIMESTAMPTZ(3),
    "verify_lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "organization_account_pkey" PRIMARY KEY ("tenant_id","connection_id","aws_account_id")
);

CREATE TABLE "trail_lookup" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "result" JSONB,
    "api_calls" JSONB NOT NULL,

    CONSTRAINT "trail_lookup_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "trail_event" (
    "tenant_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "event_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event_name" TEXT NOT NULL,
    "actor_arn" TEXT,
    "source_ip_address" TEXT,
    "user_agent" TEXT,
    "resource_names" TEXT[],

    CONSTRAINT "trail_event_pkey" PRIMARY KEY ("tenant_id","account_id","event_id")
);

CREATE TABLE "upload" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "aws_account_id" CHAR(12),
    "partition" TEXT,
    "scan_id" UUID,
    "observed_at" TIMESTAMPTZ(3),
    "uploaded_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "error" TEXT,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("tenant_id","id")
);

CREATE TABLE "upload_part" (
    "tenant_id" UUID NOT NULL,
    "upload_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "upload_part_pkey" PRIMARY KEY ("tenant_id","upload_id","seq")
);

CREATE INDEX "iam_policy_tenant_id_policy_name_id_idx" ON "iam_policy"("tenant_id", "policy_name", "id");

CREATE UNIQUE INDEX "iam_policy_tenant_id_account_id_policy_id_key" ON "iam_policy"("tenant_id", "account_id", "policy_id");

CREATE INDEX "iam_group_tenant_id_group_name_id_idx" ON "iam_group"("tenant_id", "group_name", "id");

CREATE UNIQUE INDEX "iam_group_tenant_id_account_id_group_id_key" ON "iam_group"("tenant_id", "account_id", "group_id");

CREATE INDEX "instance_profile_tenant_id_instance_profile_name_id_idx" ON "instance_profile"("tenant_id", "instance_profile_name", "id");

CREATE UNIQUE INDEX "instance_profile_tenant_id_account_id_instance_profile_id_key" ON "instance_profile"("tenant_id", "account_id", "instance_profile_id");

CREATE INDEX "identity_provider_tenant_id_name_id_idx" ON "identity_provider"("tenant_id", "name", "id");

CREATE UNIQUE INDEX "identity_provider_tenant_id_account_id_identity_key" ON "identity_provider"("tenant_id", "account_id", "identity");

CREATE INDEX "permission_set_tenant_id_name_id_idx" ON "permission_set"("tenant_id", "name", "id");

CREATE UNIQUE INDEX "permission_set_tenant_id_account_id_arn_key" ON "permission_set"("tenant_id", "account_id", "arn");

CREATE INDEX "roles_anywhere_resource_tenant_id_name_id_idx" ON "roles_anywhere_resource"("tenant_id", "name", "id");

CREATE UNIQUE INDEX "roles_anywhere_resource_tenant_id_account_id_arn_key" ON "roles_anywhere_resource"("tenant_id", "account_id", "arn");

CREATE UNIQUE INDEX "account_settings_tenant_id_account_id_aws_account_id_key" ON "account_settings"("tenant_id", "account_id", "aws_account_id");

CREATE INDEX "activity_day_tenant_id_account_id_day_idx" ON "activity_day"("tenant_id", "account_id", "day");

CREATE INDEX "trail_lookup_tenant_id_subject_id_requested_at_idx" ON "trail_lookup"("tenant_id", "subject_id", "requested_at" DESC);

CREATE INDEX "trail_event_tenant_id_account_id_at_idx" ON "trail_event"("tenant_id", "account_id", "at");
-- Value sets -------------------------------------------------------------------------------------------------------
ALTER TABLE "identity_provider" ADD CHECK ("kind" IN ('oidc', 'saml'));
ALTER TABLE "roles_anywhere_resource" ADD CHECK ("kind" IN ('trust_anchor', 'profile', 'subject'));
ALTER TABLE "account_settings" ADD CHECK ("password_policy_state" IN ('own', 'aws_default', 'unknown'));
ALTER TABLE "activity_day" ADD CHECK ("source" IN ('last_used', 'service_last_accessed', 'roles_anywhere'));
ALTER TABLE "organization_account" ADD CHECK ("status" IN ('not_verified', 'verifying', 'active', 'unsafe', 'failed'));
ALTER TABLE "trail_lookup" ADD CHECK ("status" IN ('queued', 'running', 'complete', 'partial', 'failed'));
ALTER TABLE "upload" ADD CHECK ("status" IN ('receiving', 'received', 'landed', 'failed'));
ALTER TABLE "entity_version" ADD CHECK ("change" IN ('created', 'changed', 'removed', 'learned'));

-- One unfinished scan of a kind at a time; of one user, one recheck.
DROP INDEX "scan_one_open";
CREATE UNIQUE INDEX "scan_one_open" ON "scan" ("tenant_id", "account_id", "kind", coalesce("user_record_id", "account_id"))
  WHERE "status" IN ('queued', 'running');
CREATE UNIQUE INDEX "trail_lookup_one_open" ON "trail_lookup" ("tenant_id", "subject_id") WHERE "status" IN ('queued', 'running');

-- What the sweep looks for.
CREATE INDEX "aws_account_slow_lane_due" ON "aws_account" ("tenant_id", "next_slow_lane_at") WHERE "next_slow_lane_at" IS NOT NULL;
CREATE INDEX "organization_due" ON "organization" ("tenant_id", "discover_due_at") WHERE "discover_due_at" IS NOT NULL;
CREATE INDEX "organization_verify_due" ON "organization" ("tenant_id", "verify_due_at") WHERE "verify_due_at" IS NOT NULL;
CREATE INDEX "trail_lookup_open" ON "trail_lookup" ("tenant_id", "id") WHERE "status" IN ('queued', 'running');
CREATE INDEX "upload_open" ON "upload" ("tenant_id", "created_at") WHERE "status" IN ('receiving', 'received');

-- The inventory as it was at an instant, by subject.
CREATE INDEX "entity_version_as_of" ON "entity_version" ("tenant_id", "subject", "account_id", "valid_from", "valid_to");

-- References within the tenant ----------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'iam_policy', 'iam_group', 'instance_profile', 'identity_provider', 'permission_set', 'roles_anywhere_resource',
    'account_settings', 'activity_day', 'account_credential_day', 'trail_lookup', 'trail_event'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE', name);
  END LOOP;
END $$;
ALTER TABLE "tenant_credential_day" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "organization" ADD FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "connection" ("tenant_id", "id") ON DELETE CASCADE;
ALTER TABLE "organization_account" ADD FOREIGN KEY ("tenant_id", "connection_id") REFERENCES "organization" ("tenant_id", "connection_id") ON DELETE CASCADE;
ALTER TABLE "upload" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "upload_part" ADD FOREIGN KEY ("tenant_id", "upload_id") REFERENCES "upload" ("tenant_id", "id") ON DELETE CASCADE;

-- Row-level security ------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'iam_policy', 'iam_group', 'instance_profile', 'identity_provider', 'permission_set', 'roles_anywhere_resource',
    'account_settings', 'activity_day', 'account_credential_day', 'tenant_credential_day', 'organization',
    'organization_account', 'trail_lookup', 'trail_event', 'upload', 'upload_part'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON "iam_policy", "iam_group", "instance_profile", "identity_provider", "permission_set",
  "roles_anywhere_resource", "account_settings", "activity_day", "organization", "organization_account", "trail_lookup",
  "upload" TO rolecall_app;
GRANT SELECT, INSERT ON "trail_event" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "account_credential_day", "tenant_credential_day" TO rolecall_app;
GRANT SELECT, INSERT, DELETE ON "upload_part" TO rolecall_app;

CREATE POLICY what_is_due ON "organization" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "trail_lookup" FOR SELECT TO rolecall_system USING (true);
CREATE POLICY what_is_due ON "upload" FOR SELECT TO rolecall_system USING (true);
GRANT SELECT ("tenant_id", "connection_id", "discover_due_at", "discover_lease_until", "verify_due_at") ON "organization" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "status", "lease_until") ON "trail_lookup" TO rolecall_system;
GRANT SELECT ("tenant_id", "id", "status", "created_at") ON "upload" TO rolecall_system;
GRANT SELECT ("next_slow_lane_at") ON "aws_account" TO rolecall_system;
GRANT SELECT ("kind") ON "scan" TO rolecall_system;
