-- What proves migrations, what was decided and what was given out, each entry chained to the one before it by its hash.
-- Nothing refers to it and it refers to nothing but its tenant: an account that is deleted takes no entry with it.
CREATE TABLE "evidence_entry" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "sequence" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "user_id" UUID NOT NULL,
  "content" JSONB NOT NULL,
  "previous_hash" TEXT NOT NULL,
  "hash" TEXT NOT NULL,
  PRIMARY KEY ("tenant_id", "sequence")
);
CREATE INDEX "evidence_entry_tenant_id_user_id_sequence_idx" ON "evidence_entry" ("tenant_id", "user_id", "sequence");
ALTER TABLE "evidence_entry" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "evidence_entry" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "evidence_entry" TO rolecall_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
GRANT SELECT, INSERT ON "evidence_entry" TO rolecall_app;
