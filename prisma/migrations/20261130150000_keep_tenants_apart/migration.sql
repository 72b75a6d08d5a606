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
