-- The board of a tenant, of now and as of an instant, is summed up from its days, by stage and target.
ALTER TABLE "tenant_migration_day" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "migration_period" NO FORCE ROW LEVEL SECURITY;
DELETE FROM "tenant_migration_day";
ALTER TABLE "tenant_migration_day" DROP CONSTRAINT "tenant_migration_day_pkey";
ALTER TABLE "tenant_migration_day" ADD COLUMN "target" TEXT NOT NULL;
ALTER TABLE "tenant_migration_day" ADD PRIMARY KEY ("tenant_id", "stage", "target", "day");
INSERT INTO "tenant_migration_day" ("tenant_id", "stage", "target", "day", "more")
SELECT tenant_id, stage, target, day, sum(more)::int FROM (
  SELECT tenant_id, stage, target, (valid_from AT TIME ZONE 'UTC')::date AS day, 1 AS more FROM "migration_period"
  UNION ALL SELECT tenant_id, stage, target, (valid_to AT TIME ZONE 'UTC')::date, -1 FROM "migration_period" WHERE valid_to IS NOT NULL
) steps GROUP BY 1, 2, 3, 4 HAVING sum(more) <> 0;
ALTER TABLE "tenant_migration_day" FORCE ROW LEVEL SECURITY;
ALTER TABLE "migration_period" FORCE ROW LEVEL SECURITY;

-- What began and what ended on a day, for an instant within it.
CREATE INDEX "migration_begun" ON "migration_period" ("tenant_id", "valid_from");
CREATE INDEX "migration_ended" ON "migration_period" ("tenant_id", "valid_to") WHERE "valid_to" IS NOT NULL;
-- The first page of a list as of an instant.
CREATE INDEX "migration_by_name" ON "migration_period" ("tenant_id", "user_name", "user_id", "valid_from", "valid_to");

-- Series of an owner and of a campaign are read from the index alone.
DROP INDEX "migration_day_tenant_id_owner_idx";
DROP INDEX "migration_day_tenant_id_campaign_id_idx";
CREATE INDEX "migration_day_of_owner" ON "migration_day" ("tenant_id", "owner", "day", "stage") INCLUDE ("more");
CREATE INDEX "migration_day_of_campaign" ON "migration_day" ("tenant_id", "campaign_id", "day", "stage") INCLUDE ("more");
