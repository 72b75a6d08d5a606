-- What AWS tells of the services and actions that one user used in the last 400 days, asked for users that are to move. Each answer is
-- kept as a whole, so that what was known at an instant is the newest answer until then.
CREATE TABLE "last_accessed_lookup" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('queued', 'running', 'complete', 'failed')),
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "finished_at" TIMESTAMPTZ(3),
  "error" TEXT,
  "services" JSONB,
  PRIMARY KEY ("tenant_id", "id"),
  FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE
);
CREATE INDEX "last_accessed_lookup_tenant_id_user_id_requested_at_idx" ON "last_accessed_lookup" ("tenant_id", "user_id", "requested_at" DESC);
CREATE INDEX "last_accessed_lookup_tenant_id_requested_at_idx" ON "last_accessed_lookup" ("tenant_id", "requested_at");
CREATE UNIQUE INDEX "last_accessed_lookup_one_open" ON "last_accessed_lookup" ("tenant_id", "user_id") WHERE "status" IN ('queued', 'running');
CREATE INDEX "last_accessed_lookup_open" ON "last_accessed_lookup" ("tenant_id", "account_id") WHERE "status" IN ('queued', 'running');

ALTER TABLE "last_accessed_lookup" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "last_accessed_lookup" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "last_accessed_lookup" TO rolecall_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE ON "last_accessed_lookup" TO rolecall_app;
CREATE POLICY what_is_due ON "last_accessed_lookup" FOR SELECT TO rolecall_system USING (true);
GRANT SELECT ("tenant_id", "id", "account_id", "status") ON "last_accessed_lookup" TO rolecall_system;

-- Lookups of one account are run one after the other, whichever worker does it.
DROP INDEX "trail_lookup_open";
CREATE INDEX "trail_lookup_open" ON "trail_lookup" ("tenant_id", "account_id") WHERE "status" IN ('queued', 'running');
CREATE INDEX "trail_lookup_tenant_id_requested_at_idx" ON "trail_lookup" ("tenant_id", "requested_at");
GRANT SELECT ("account_id") ON "trail_lookup" TO rolecall_system;
