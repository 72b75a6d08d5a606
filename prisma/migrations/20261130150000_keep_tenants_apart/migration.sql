-- Who may write what: a worker tells as whom it reads, and all tenants' templates trust that principal. Web only reads it.
REVOKE INSERT, UPDATE, DELETE ON "worker_presence" FROM rolecall_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "worker_presence" TO rolecall_system;

-- What was tried how often, by whom: guesses at passwords and the like. The keys are digests. It is of no tenant.
CREATE TABLE "attempt_count" (
  "key" VARCHAR(255) NOT NULL PRIMARY KEY,
  "points" INTEGER NOT NULL DEFAULT 0,
  "expire" BIGINT
);
CREATE INDEX "attempt_count_expire_idx" ON "attempt_count" ("expire");
GRANT SELECT, INSERT, UPDATE, DELETE ON "attempt_count" TO rolecall_auth;

-- Whether somebody has shown that an address is theirs. Of nobody who signed up so far is it known.
ALTER TABLE "person" ADD COLUMN "email_proved_at" TIMESTAMPTZ(3);
GRANT UPDATE ("name", "password_hash", "email_proved_at") ON "person" TO rolecall_auth;

-- A link that is mailed to an address: whoever opens it has shown that the address is theirs. Of a sign-up, `tenant_id` is that of the
-- tenant that will be made, so that there is no tenant to refer to yet.
CREATE TABLE "address_proof" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('sign_up', 'member', 'recipient')),
  "email" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "status" TEXT NOT NULL CHECK ("status" IN ('waiting', 'sending', 'sent', 'failed')),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "last_error" TEXT,
  "next_attempt_at" TIMESTAMPTZ(3),
  PRIMARY KEY ("tenant_id", "id")
);
CREATE INDEX "address_proof_tenant_id_email_idx" ON "address_proof" ("tenant_id", "email");
CREATE INDEX "address_proof_due" ON "address_proof" ("tenant_id", "next_attempt_at") WHERE "status" IN ('waiting', 'sending');

-- Who receives reports already goes on receiving them.
ALTER TABLE "report_schedule" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "address_proof" ("tenant_id", "id", "kind", "email", "created_at", "expires_at", "used_at", "status")
SELECT DISTINCT ON (s."tenant_id", lower(r.email)) s."tenant_id", gen_random_uuid(), 'recipient', lower(r.email), s."created_at", s."created_at", now(), 'sent'
FROM "report_schedule" s CROSS JOIN LATERAL unnest(s."recipients") AS r (email) WHERE s."stopped_at" IS NULL;
ALTER TABLE "report_schedule" FORCE ROW LEVEL SECURITY;

ALTER TABLE "address_proof" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "address_proof" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "address_proof" TO rolecall_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY sign_in ON "address_proof" TO rolecall_auth USING (true) WITH CHECK (true);
CREATE POLICY what_is_due ON "address_proof" FOR SELECT TO rolecall_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "address_proof" TO rolecall_app;
GRANT SELECT, INSERT ON "address_proof" TO rolecall_auth;
GRANT UPDATE ("used_at") ON "address_proof" TO rolecall_auth;
GRANT SELECT ("tenant_id", "id", "status", "next_attempt_at") ON "address_proof" TO rolecall_system;

-- What is mailed before there is a tenant is leased as all due work is.
ALTER TABLE "work_lease" DROP CONSTRAINT "work_lease_tenant_id_fkey";

-- Addresses that want no mail from this installation, whoever asks. Digests: the list tells nobody who is on it.
CREATE TABLE "mail_refusal" (
  "address_hash" TEXT NOT NULL PRIMARY KEY,
  "refused_at" TIMESTAMPTZ(3) NOT NULL
);
GRANT SELECT ON "mail_refusal" TO rolecall_app;
GRANT SELECT, INSERT ON "mail_refusal" TO rolecall_auth;

-- Who joins a tenant by a link is written down there.
CREATE POLICY sign_in ON "audit_event" FOR INSERT TO rolecall_auth WITH CHECK (true);
GRANT INSERT ON "audit_event" TO rolecall_auth;
