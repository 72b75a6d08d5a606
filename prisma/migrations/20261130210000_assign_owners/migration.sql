-- Rules that say who answers for users, from when to when. A rule that is changed or moved keeps its id.
CREATE TABLE "owner_rule" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "id" UUID NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  "number" INTEGER NOT NULL,
  "match" JSONB NOT NULL,
  "owner" TEXT NOT NULL,
  "set_by" TEXT NOT NULL,
  "ended_by" TEXT,
  PRIMARY KEY ("tenant_id", "id", "valid_from")
);
CREATE UNIQUE INDEX "owner_rule_now" ON "owner_rule" ("tenant_id", "id") WHERE "valid_to" IS NULL;

-- Who was assigned to single users by hand, from when to when.
CREATE TABLE "owner_assignment" (
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  "account_id" UUID NOT NULL,
  "owner" TEXT NOT NULL,
  "set_by" TEXT NOT NULL,
  "ended_by" TEXT,
  PRIMARY KEY ("tenant_id", "user_id", "valid_from"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "owner_assignment_now" ON "owner_assignment" ("tenant_id", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "owner_assignment_tenant_id_account_id_idx" ON "owner_assignment" ("tenant_id", "account_id");

-- Who answers for a user otherwise than its tags say, as it was judged, from when to when.
CREATE TABLE "user_owner" (
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3),
  "account_id" UUID NOT NULL,
  "owner" TEXT NOT NULL,
  PRIMARY KEY ("tenant_id", "user_id", "valid_from"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "user_owner_now" ON "user_owner" ("tenant_id", "user_id") WHERE "valid_to" IS NULL;
CREATE INDEX "user_owner_tenant_id_account_id_idx" ON "user_owner" ("tenant_id", "account_id");

-- A column and no expression of an index: row-level security looks rows up by plain columns alone.
ALTER TABLE "credential" ADD COLUMN "assigned_owner" TEXT,
  ADD COLUMN "owned_by" TEXT GENERATED ALWAYS AS (coalesce("assigned_owner", "owner")) STORED;
DROP INDEX "credential_filtered";
CREATE INDEX "credential_filtered" ON "credential" ("tenant_id", "kind", "status", "owned_by") WHERE "gone_at" IS NULL;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['owner_rule', 'owner_assignment', 'user_owner'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON "owner_rule", "owner_assignment", "user_owner" TO rolecall_app;
