import type { TenantTx } from "@rolecall/db";
import { type PermissionSetFact, permissionSetRow, type Read, type ScanChanges } from "@rolecall/domain";
import { Duration } from "luxon";
import type { Ctx } from "../../context.ts";
import { addChanges, type Landing, landTable } from "./land-table.ts";
import { beginLanding, countInventory, type Landed, type LandingInput } from "./landing-run.ts";

function secondsOf(duration: string | null): number | null {
  const parsed = Duration.fromISO(duration ?? "");
  return parsed.isValid ? parsed.as("seconds") : null;
}

/** Lands permission sets; unread ones change nothing. */
async function landPermissionSetFacts(
  landing: Landing,
  permissionSets: Read<PermissionSetFact[]>,
): Promise<ScanChanges> {
  if (permissionSets.state === "unread") return addChanges();
  const rows = permissionSets.value.values().map((set) => permissionSetRow(set, secondsOf(set.sessionDuration)));
  return landTable(landing, "permission_set", rows, () => true);
}

/** Lands the permission sets of IAM Identity Center in the account from which they were read, in the transaction of the caller. */
export async function landPermissionSets(
  ctx: Ctx,
  tx: TenantTx,
  input: Omit<LandingInput, "awsAccountId"> & { permissionSets: Read<PermissionSetFact[]> },
): Promise<Landed> {
  const { permissionSets, asOf } = input;
  const landing = await beginLanding(ctx, tx, { ...input, awsAccountId: "" });
  const changes = await landPermissionSetFacts(landing, permissionSets);
  await landing.events.record(ctx, tx, landing);
  const isRead = permissionSets.state === "read";
  const observedAt = isRead ? permissionSets.observedAt : asOf;
  return {
    counts: await countInventory(tx, landing, () => false),
    changes,
    incomplete: isRead ? null : `Not read: permission sets. ${permissionSets.reason}`,
    freshness: isRead
      ? { permission_sets: { source: permissionSets.source, observedAt: observedAt.toISOString() } }
      : {},
  };
}
