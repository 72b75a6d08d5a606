import { scans } from "@rolecall/db";
import type { Ctx } from "../context.ts";
import { scanAccount } from "./scan-account.ts";

/** Lets scans of the tenant be run again at once that a process left open which is gone, without a wait for its leases to pass. */
export const takeOverScans = (ctx: Ctx): Promise<void> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => scanAccount.callOff(tx, await scans.listOpenScanIds(tx)));
