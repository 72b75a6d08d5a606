-- The first inventory of an account lands twice: what the bulk calls told as soon as they have, then all of it.
ALTER TABLE "scan" ADD COLUMN "first_look_at" TIMESTAMPTZ(3);
