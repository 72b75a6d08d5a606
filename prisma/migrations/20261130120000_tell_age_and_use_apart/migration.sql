-- A last use that lies before AWS's record of it, if there was one: known as an upper bound, which is not unknown.
ALTER TABLE "credential"
  DROP CONSTRAINT "credential_last_use_check",
  ADD CHECK ("last_use" IN ('at', 'never', 'before_record', 'unknown'));

-- Keys are counted by age, and the unused ones among them all. Those that were counted as unused alone were within their deadline: whether
-- it was near is not kept, so that they count as fine. How many overdue ones were unused is not kept either.
ALTER TABLE "rotation_day" NO FORCE ROW LEVEL SECURITY;
UPDATE "rotation_day" SET "ok" = "ok" + "unused" WHERE "unused" > 0;
ALTER TABLE "rotation_day" FORCE ROW LEVEL SECURITY;
