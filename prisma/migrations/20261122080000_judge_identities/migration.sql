-- Judgement: rotation policies and the limits that they set, grades of trust policies, findings with their course, exceptions.

ALTER TABLE "credential" ADD COLUMN "due_soon_at" TIMESTAMPTZ(3);
ALTER TABLE "iam_user"
  ADD COLUMN "has_mfa" BOOLEAN,
  ADD COLUMN "power" TEXT NOT NULL DEFAULT 'unknown',
  ADD CHECK ("power" IN ('admin', 'escalation', 'write', 'read', 'none', 'unknown'));
-- Of the others it is told by the next scan. An owner that is no superuser sees no row while row-level security is forced.
ALTER TABLE "iam_user" NO FORCE ROW LEVEL SECURITY;
UPDATE "iam_user" SET "has_mfa" = "mfa" <> 'none' WHERE "mfa" <> 'unknown';
ALTER TABLE "iam_user" FORCE ROW LEVEL SECURITY;
ALTER TABLE "iam_role"
  ADD COLUMN "trust_grade" TEXT NOT NULL DEFAULT 'unknown',
  ADD COLUMN "power" TEXT NOT NULL DEFAULT 'unknown',
  -- The External IDs that the trust policy asks for, of whatever operator.
  ADD COLUMN "external_ids" JSONB GENERATED ALWAYS AS (jsonb_path_query_array("trust",
    '$.document.Statement[*] ? (@.Effect == "Allow").Condition.*.keyvalue() ? (@.key like_regex "^sts:externalid$" flag "i").value[*]',
    '{}', TRUE)) STORED,
  ADD CHECK ("trust_grade" IN ('critical', 'weak', 'ok', 'unknown')),
  ADD CHECK ("power" IN ('admin', 'escalation', 'write', 'read', 'none', 'unknown'));
ALTER TABLE "account_day" ADD COLUMN "active_keys_excepted" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "tenant_day" ADD COLUMN "active_keys_excepted" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "account_credential_day" ADD COLUMN "excepted" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "tenant_credential_day" ADD COLUMN "excepted" INTEGER NOT NULL DEFAULT 0;
-- When the account is to be judged again without a scan; what was there before is judged at once.
ALTER TABLE "aws_account" ADD COLUMN "judge_due_at" TIMESTAMPTZ(3) DEFAULT now();
ALTER TABLE "aws_account" ALTER COLUMN "judge_due_at" DROP DEFAULT;

CREATE TABLE "rotation_policy" (
  "tenant_id" UUID NOT NULL,
  "set_at" TIMESTAMPTZ(3) NOT NULL,
  "set_by" TEXT NOT NULL,
  "policies" JSONB NOT NULL,
  PRIMARY KEY ("tenant_id", "set_at")
);

CREATE TABLE "credential_limit" (
  "tenant_id" UUID NOT NULL,
  "credential_id" UUID NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  "account_id" UUID NOT NULL,
  "rotation_days" INTEGER,
  "unused_days" INTEGER,
  "grace_days" INTEGER NOT NULL,
  "warn_days_before" INTEGER[],
  "holder" TEXT NOT NULL CHECK ("holder" IN ('human', 'machine', 'unknown')),
  "reason" TEXT NOT NULL,
  PRIMARY KEY ("tenant_id", "credential_id", "valid_from")
);
CREATE INDEX ON "credential_limit" ("tenant_id", "account_id");
CREATE UNIQUE INDEX "credential_limit_one_valid" ON "credential_limit" ("tenant_id", "credential_id") WHERE "valid_to" IS NULL;

CREATE TABLE "judgement_context" (
  "tenant_id" UUID NOT NULL,
  "hash" TEXT NOT NULL,
  "content" JSONB NOT NULL,
  PRIMARY KEY ("tenant_id", "hash")
);

CREATE TABLE "judgement" (
  "tenant_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "judged_at" TIMESTAMPTZ(3) NOT NULL,
  "scan_id" UUID,
  "user_record_id" UUID,
  "context_hash" TEXT NOT NULL,
  "report_observed_at" TIMESTAMPTZ(3),
  "checks" JSONB NOT NULL,
  PRIMARY KEY ("tenant_id", "account_id", "judged_at")
);

CREATE TABLE "finding" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "check_id" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "subject_id" UUID NOT NULL,
  "resource_name" TEXT NOT NULL,
  "user_record_id" UUID,
  "owner" TEXT,
  "is_open" BOOLEAN NOT NULL,
  "is_provisional" BOOLEAN NOT NULL,
  "severity" TEXT NOT NULL CHECK ("severity" IN ('critical', 'high', 'medium', 'low', 'info')),
  "grade" TEXT CHECK ("grade" IN ('critical', 'weak', 'ok', 'unknown')),
  "sentence" TEXT NOT NULL,
  "facts" JSONB NOT NULL,
  "first_opened_at" TIMESTAMPTZ(3) NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "times_opened" INTEGER NOT NULL,
  "resolved_at" TIMESTAMPTZ(3),
  "resolution" JSONB,
  "assignee" TEXT,
  "note" TEXT,
  "severity_override" TEXT CHECK ("severity_override" IN ('critical', 'high', 'medium', 'low', 'info')),
  -- The gravest first, of these what has been open longest: opened_at, a century later for each severity that is less grave.
  "triage_order" TIMESTAMPTZ(3) GENERATED ALWAYS AS ((
    (("opened_at" AT TIME ZONE 'UTC') + CASE coalesce("severity_override", "severity")
      WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 ELSE 4 END * interval '36525 days') AT TIME ZONE 'UTC'
  )) STORED,
  PRIMARY KEY ("tenant_id", "id"),
  CHECK ("is_open" = ("resolved_at" IS NULL))
);
CREATE INDEX ON "finding" ("tenant_id", "is_open", "triage_order", "id");
CREATE INDEX ON "finding" ("tenant_id", "is_open", "opened_at", "id");
CREATE UNIQUE INDEX ON "finding" ("tenant_id", "account_id", "check_id", "subject", "subject_id");
CREATE INDEX ON "finding" ("tenant_id", "subject_id");
CREATE INDEX ON "finding" ("tenant_id", "user_record_id");
CREATE INDEX "finding_open" ON "finding" ("tenant_id", "account_id") WHERE "is_open";

CREATE TABLE "finding_period" (
  "tenant_id" UUID NOT NULL,
  "finding_id" UUID NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "account_id" UUID NOT NULL,
  "opened_scan_id" UUID,
  "severity" TEXT NOT NULL,
  "grade" TEXT,
  "sentence" TEXT NOT NULL,
  "facts" JSONB NOT NULL,
  "resolved_at" TIMESTAMPTZ(3),
  "resolution" JSONB,
  PRIMARY KEY ("tenant_id", "finding_id", "opened_at"),
  FOREIGN KEY ("tenant_id", "finding_id") REFERENCES "finding" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX ON "finding_period" ("tenant_id", "account_id", "opened_at");

CREATE TABLE "finding_exception" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "check_id" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "subject_id" UUID NOT NULL,
  "owner" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "approver" TEXT NOT NULL,
  "condition" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "created_by" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "end_kind" TEXT CHECK ("end_kind" IN ('revoked', 'void', 'expired')),
  "end_reason" TEXT,
  PRIMARY KEY ("tenant_id", "id"),
  CHECK (("ended_at" IS NULL) = ("end_kind" IS NULL))
);
CREATE INDEX ON "finding_exception" ("tenant_id", "subject_id");
-- One at a time.
CREATE UNIQUE INDEX "finding_exception_one_standing" ON "finding_exception" ("tenant_id", "account_id", "check_id", "subject", "subject_id")
  WHERE "ended_at" IS NULL;

CREATE TABLE "rotation_day" (
  "tenant_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "owner" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "ok" INTEGER NOT NULL,
  "due_soon" INTEGER NOT NULL,
  "overdue" INTEGER NOT NULL,
  "unused" INTEGER NOT NULL,
  "excepted" INTEGER NOT NULL,
  "unknown" INTEGER NOT NULL,
  PRIMARY KEY ("tenant_id", "account_id", "owner", "day")
);
CREATE INDEX ON "rotation_day" ("tenant_id", "day");

-- Few roles ask for an External ID.
CREATE INDEX "iam_role_external_id" ON "iam_role" ("tenant_id", "account_id") WHERE "external_ids" <> '[]';
CREATE INDEX "aws_account_judge_due" ON "aws_account" ("tenant_id", "judge_due_at") WHERE "judge_due_at" IS NOT NULL;

-- References within the tenant ----------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['credential_limit', 'judgement', 'finding', 'finding_period', 'finding_exception', 'rotation_day'] LOOP
    EXECUTE format('ALTER TABLE %I ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE', name);
  END LOOP;
END $$;
ALTER TABLE "rotation_policy" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "judgement_context" ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE;
ALTER TABLE "judgement" ADD FOREIGN KEY ("tenant_id", "context_hash") REFERENCES "judgement_context" ("tenant_id", "hash") ON DELETE CASCADE;

-- Row-level security ------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'rotation_policy', 'credential_limit', 'judgement_context', 'judgement', 'finding', 'finding_period', 'finding_exception',
    'rotation_day'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON "rotation_policy", "judgement_context" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE ON "credential_limit", "judgement", "finding", "finding_period", "finding_exception" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "rotation_day" TO rolecall_app;
GRANT SELECT ("judge_due_at") ON "aws_account" TO rolecall_system;
