-- Which campaign a user's migration belongs to, from when to when. Plans and periods take it from here.
CREATE TABLE "campaign_member" (
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  "campaign_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "wave" INTEGER,
  "due_on" DATE,
  "set_by" TEXT NOT NULL,
  PRIMARY KEY ("tenant_id", "user_id", "valid_from"),
  FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign" ("tenant_id", "id") ON DELETE CASCADE,
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "campaign_member_now" ON "campaign_member" ("tenant_id", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "campaign_member_tenant_id_campaign_id_user_id_idx" ON "campaign_member" ("tenant_id", "campaign_id", "user_id");
CREATE INDEX "campaign_member_tenant_id_account_id_idx" ON "campaign_member" ("tenant_id", "account_id");

CREATE TABLE "campaign_comment" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "campaign_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "author" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  PRIMARY KEY ("tenant_id", "id"),
  FOREIGN KEY ("tenant_id", "campaign_id") REFERENCES "campaign" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "campaign_comment_tenant_id_campaign_id_at_idx" ON "campaign_comment" ("tenant_id", "campaign_id", "at");

ALTER TABLE "migration_plan" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "campaign_member" ("tenant_id", "user_id", "valid_from", "valid_to", "campaign_id", "account_id", "set_by")
  SELECT "tenant_id", "user_id", "accepted_at", "ended_at", "campaign_id", "account_id", "accepted_by"
  FROM "migration_plan" WHERE "campaign_id" IS NOT NULL;
ALTER TABLE "migration_plan" FORCE ROW LEVEL SECURITY;
ALTER TABLE "migration_plan" DROP COLUMN "campaign_id";

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['campaign_member', 'campaign_comment'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "campaign_member" TO rolecall_app;
GRANT SELECT, INSERT ON "campaign_comment" TO rolecall_app;
