-- Days of a history are not all alike: how long the rest takes is told by those on which accounts are scanned.
-- A replay that is going on writes its row again within a second.
DELETE FROM "history_replay";
ALTER TABLE "history_replay" DROP COLUMN "run_from_at", ADD COLUMN "days_done" INTEGER NOT NULL, ADD COLUMN "days_left" INTEGER NOT NULL;
