import { due, scans } from "@rolecall/db";
import { nextSlowLaneAt } from "@rolecall/domain";
import type { Routine } from "../work/routine.ts";
import { insertScan } from "./request-scan.ts";
import { nextScanOf } from "./scan-schedule.ts";

/** Queues the inventory of an account when its interval has gone by. */
export const dueInventories: Routine = {
  name: "due inventories",
  due: due.dueInventories,
  perform: async ({ ctx, tx, id }) => {
    const now = ctx.now();
    const next = await nextScanOf(tx, id, now);
    if (await scans.beginNextScan(tx, { accountId: id, now, next })) await insertScan(ctx, tx, id, "scheduled");
  },
};

/** Queues the slow lane of an account, about once a week. */
export const dueSlowLanes: Routine = {
  name: "due slow lanes",
  due: due.dueSlowLanes,
  perform: async ({ ctx, tx, id }) => {
    const now = ctx.now();
    const isDue = await scans.beginNextSlowLane(tx, { accountId: id, now, next: nextSlowLaneAt(id, now) });
    if (isDue) await insertScan(ctx, tx, id, "scheduled", { kind: "slow_lane" });
  },
};
