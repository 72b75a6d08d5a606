-- From users to roles: what members decided about each user, and where its migration stood from when to when.
CREATE TABLE "campaign" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "notes" TEXT NOT NULL DEFAULT '',
  "target_date" DATE,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "created_by" TEXT NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("tenant_id", "id")
);
CREATE UNIQUE INDEX "campaign_tenant_id_name_key" ON "campaign" ("tenant_id", "name") WHERE "ended_at" IS NULL;

CREATE TABLE "migration_plan" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "target" TEXT NOT NULL,
  "reason" TEXT,
  "owner" TEXT NOT NULL,
  "due_on" DATE NOT NULL,
  "campaign_id" UUID,
  "replacement_role_arn" TEXT,
  "values" JSONB NOT NULL,
  "blocked_reason" TEXT,
  "proposed_target" TEXT NOT NULL,
  "proposed_confidence" TEXT NOT NULL,
  "accepted_at" TIMESTAMPTZ(3) NOT NULL,
  "accepted_by" TEXT NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("tenant_id", "id"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "migration_plan_tenant_id_user_id_idx" ON "migration_plan" ("tenant_id", "user_id");
CREATE INDEX "migration_plan_tenant_id_account_id_idx" ON "migration_plan" ("tenant_id", "account_id");
CREATE UNIQUE INDEX "migration_plan_that_holds" ON "migration_plan" ("tenant_id", "user_id") WHERE "ended_at" IS NULL;

CREATE TABLE "migration_period" (
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  "account_id" UUID NOT NULL,
  "scan_id" UUID,
  "user_name" TEXT NOT NULL,
  "stage" TEXT NOT NULL,
  "proved_stage" TEXT NOT NULL,
  "stage_since" TIMESTAMPTZ(3) NOT NULL,
  "target" TEXT NOT NULL,
  "proposed_target" TEXT NOT NULL,
  "confidence" TEXT NOT NULL,
  "owner" TEXT,
  "due_on" DATE,
  "campaign_id" UUID,
  "replacement_role_arn" TEXT,
  "blocked_reason" TEXT,
  "adopted_at" TIMESTAMPTZ(3),
  "credentials_absent_since" TIMESTAMPTZ(3),
  "user_absent_since" TIMESTAMPTZ(3),
  "evidence" JSONB NOT NULL,
  PRIMARY KEY ("tenant_id", "user_id", "valid_from"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "migration_period_tenant_id_account_id_valid_from_idx" ON "migration_period" ("tenant_id", "account_id", "valid_from");
-- Lists of now, whichever filter they have.
CREATE UNIQUE INDEX "migration_now" ON "migration_period" ("tenant_id", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_by_name" ON "migration_period" ("tenant_id", "user_name", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_by_stage" ON "migration_period" ("tenant_id", "stage", "user_name", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_by_target" ON "migration_period" ("tenant_id", "target", "user_name", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_by_confidence" ON "migration_period" ("tenant_id", "confidence", "user_name", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_by_owner" ON "migration_period" ("tenant_id", "owner", "user_name", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_by_campaign" ON "migration_period" ("tenant_id", "campaign_id", "user_name", "user_id") WHERE "valid_to" IS NULL AND "campaign_id" IS NOT NULL;
CREATE INDEX "migration_now_by_due" ON "migration_period" ("tenant_id", "due_on", "user_id") WHERE "valid_to" IS NULL AND "due_on" IS NOT NULL;
CREATE INDEX "migration_now_by_age" ON "migration_period" ("tenant_id", "stage_since", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "migration_now_of_account" ON "migration_period" ("tenant_id", "account_id", "stage") WHERE "valid_to" IS NULL;

-- By how many the migrations of a stage became more on a day. Empty owner: nobody is named. Without a campaign: the nil UUID.
CREATE TABLE "migration_day" (
  "tenant_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "owner" TEXT NOT NULL,
  "campaign_id" UUID NOT NULL,
  "stage" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "more" INTEGER NOT NULL,
  PRIMARY KEY ("tenant_id", "account_id", "owner", "campaign_id", "stage", "day"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "migration_day_tenant_id_owner_idx" ON "migration_day" ("tenant_id", "owner");
CREATE INDEX "migration_day_tenant_id_campaign_id_idx" ON "migration_day" ("tenant_id", "campaign_id");
CREATE TABLE "tenant_migration_day" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "stage" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "more" INTEGER NOT NULL,
  PRIMARY KEY ("tenant_id", "stage", "day")
);

-- Why kinds were not read whole by what was judged: what was not read proves nothing. Null: judged before migrations were.
ALTER TABLE "judgement" ADD COLUMN "unread" JSONB;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['campaign', 'migration_plan', 'migration_period', 'migration_day', 'tenant_migration_day'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "campaign", "migration_plan", "migration_period", "migration_day", "tenant_migration_day" TO rolecall_app;

-- Accounts that were judged before are judged again, which finds what is to be moved.
ALTER TABLE "aws_account" NO FORCE ROW LEVEL SECURITY;
UPDATE "aws_account" SET "judge_due_at" = now() WHERE "judge_due_at" IS NOT NULL AND "judge_due_at" > now();
ALTER TABLE "aws_account" FORCE ROW LEVEL SECURITY;
