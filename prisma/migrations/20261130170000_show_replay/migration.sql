-- How far the replay of a tenant's history is, while it lasts.
CREATE TABLE "history_replay" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "reached_at" TIMESTAMPTZ(3),
  "run_from_at" TIMESTAMPTZ(3) NOT NULL,
  "run_started_at" TIMESTAMPTZ(3) NOT NULL,
  "shown_at" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("tenant_id")
);
ALTER TABLE "history_replay" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "history_replay" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "history_replay" TO rolecall_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON "history_replay" TO rolecall_app;
