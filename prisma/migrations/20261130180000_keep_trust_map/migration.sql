-- What the trust map needs of each role, kept when the role is judged: who outside may come in, and the ways from role to role.
CREATE TABLE "role_way" (
  "tenant_id" UUID NOT NULL,
  "role_id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "is_read" BOOLEAN NOT NULL,
  "is_door" BOOLEAN NOT NULL,
  "lets_in" TEXT[],
  "assumes" TEXT[],
  PRIMARY KEY ("tenant_id", "role_id"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE TABLE "role_outsider" (
  "tenant_id" UUID NOT NULL,
  "role_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "account_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "outsider_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "is_vendor" BOOLEAN NOT NULL,
  "requires_external_id" BOOLEAN,
  PRIMARY KEY ("tenant_id", "role_id", "position"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "role_way_tenant_id_account_id_idx" ON "role_way" ("tenant_id", "account_id");
CREATE INDEX "role_outsider_tenant_id_account_id_idx" ON "role_outsider" ("tenant_id", "account_id");

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['role_way', 'role_outsider'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant_isolation ON %I TO rolecall_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON "role_way", "role_outsider" TO rolecall_app;

-- Accounts that were judged before are judged again, which fills the map; until then their roles count as unread.
ALTER TABLE "aws_account" NO FORCE ROW LEVEL SECURITY;
UPDATE "aws_account" SET "judge_due_at" = now() WHERE "judge_due_at" IS NOT NULL AND "judge_due_at" > now();
ALTER TABLE "aws_account" FORCE ROW LEVEL SECURITY;
