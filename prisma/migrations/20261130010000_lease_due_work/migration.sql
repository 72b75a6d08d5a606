-- One lease for every kind of due work, in place of one per table. The fence is a number that is never used twice.

CREATE SEQUENCE "work_fence";
CREATE TABLE "work_lease" (
  "tenant_id" UUID NOT NULL REFERENCES "tenant" ("id") ON DELETE CASCADE,
  "row_id" UUID NOT NULL,
  "work" TEXT NOT NULL,
  "fence" BIGINT NOT NULL,
  "lease_until" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("tenant_id", "row_id", "work")
);
ALTER TABLE "work_lease" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "work_lease" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "work_lease" TO rolecall_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
GRANT SELECT, INSERT, UPDATE, DELETE ON "work_lease" TO rolecall_app;
GRANT USAGE ON SEQUENCE "work_fence" TO rolecall_app;
CREATE POLICY what_is_due ON "work_lease" FOR SELECT TO rolecall_system USING (true);
GRANT SELECT ("tenant_id", "row_id", "work", "lease_until") ON "work_lease" TO rolecall_system;

-- Who had work in hand is not known any more: it is run again.
ALTER TABLE "scan" DROP COLUMN "lease_until";
ALTER TABLE "trail_lookup" DROP COLUMN "lease_until";
ALTER TABLE "organization" DROP COLUMN "discover_lease_until";
ALTER TABLE "organization_account" DROP COLUMN "verify_lease_until";
ALTER TABLE "connection" DROP COLUMN "verify_lease_until", DROP COLUMN "verification_id";
