-- Users of one person or one workload over all accounts, as they were grouped last, and what members ruled of it.
CREATE TABLE "iam_person" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "confidence" TEXT,
  "reasons" JSONB NOT NULL,
  PRIMARY KEY ("tenant_id", "id")
);
CREATE INDEX "iam_person_tenant_id_name_id_idx" ON "iam_person" ("tenant_id", "name", "id");
CREATE TABLE "iam_person_user" (
  "tenant_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "person_id" UUID NOT NULL,
  PRIMARY KEY ("tenant_id", "user_id"),
  FOREIGN KEY ("tenant_id", "person_id") REFERENCES "iam_person" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "iam_person_user_tenant_id_person_id_idx" ON "iam_person_user" ("tenant_id", "person_id");
CREATE TABLE "people_ruling" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "id" UUID NOT NULL,
  "ruled_at" TIMESTAMPTZ(3) NOT NULL,
  "ruled_by" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "user_ids" UUID[],
  "other_user_ids" UUID[],
  PRIMARY KEY ("tenant_id", "id")
);
CREATE TABLE "people_grouping" (
  "tenant_id" UUID PRIMARY KEY REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "grouped_at" TIMESTAMPTZ(3)
);
CREATE INDEX "people_grouping_due_at_idx" ON "people_grouping" ("due_at");
INSERT INTO "people_grouping" ("tenant_id", "due_at") SELECT DISTINCT "tenant_id", now() FROM "aws_account";

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['iam_person', 'iam_person_user', 'people_ruling', 'people_grouping'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "iam_person", "iam_person_user" TO rolecall_app;
GRANT SELECT, INSERT ON "people_ruling" TO rolecall_app;
GRANT SELECT, INSERT, UPDATE ON "people_grouping" TO rolecall_app;
CREATE POLICY what_is_due ON "people_grouping" FOR SELECT TO rolecall_system USING (true);
GRANT SELECT ("tenant_id", "due_at") ON "people_grouping" TO rolecall_system;
