import { accounts, type TenantTx } from "@rolecall/db";
import type { AccountReading, SlowLaneReading, UserReading } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { type Landed, landRead, rollUp } from "../land-scan.ts";
import type { ReadScan } from "../scan-kinds.ts";
import { landInventory } from "./land-inventory.ts";
import { landSlowLane } from "./land-slow-lane.ts";
import { landUser } from "./land-user.ts";
import { openLanding } from "./landing-context.ts";

type Of = Omit<Parameters<typeof openLanding>[2], "kind" | "userRecordId">;

/** Lands as a scan does and notes what was read on the account, whatever has landed before. The scan's own row is not written. */
async function landAs(
  ctx: Ctx,
  tx: TenantTx,
  landed: Parameters<typeof openLanding>[2],
  read: Omit<ReadScan, "asOf">,
): Promise<Landed> {
  const context = await openLanding(ctx, tx, landed);
  const result = await landRead(context, { ...read, asOf: landed.asOf });
  await rollUp(context, result);
  await accounts.mergeFreshness(tx, landed.accountId, result.freshness);
  return result;
}

export const landInventoryAs = (ctx: Ctx, tx: TenantTx, of: Of & { reading: AccountReading; isUpload: boolean }) => {
  const { reading, isUpload, ...landed } = of;
  const kind = isUpload ? "upload" : "inventory";
  const land: ReadScan["land"] = (landing) => landInventory(landing, reading);
  return landAs(ctx, tx, { ...landed, kind, userRecordId: null }, { head: reading, land });
};

export const landSlowLaneAs = (ctx: Ctx, tx: TenantTx, { reading, ...landed }: Of & { reading: SlowLaneReading }) => {
  const land: ReadScan["land"] = (landing) => landSlowLane(landing, reading);
  return landAs(ctx, tx, { ...landed, kind: "slow_lane", userRecordId: null }, { head: reading, land });
};

export const landUserAs = (
  ctx: Ctx,
  tx: TenantTx,
  { reading, ...landed }: Of & { reading: UserReading; userRecordId: string },
) => landAs(ctx, tx, { ...landed, kind: "recheck" }, { head: reading, land: (landing) => landUser(landing, reading) });
