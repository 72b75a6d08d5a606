import type { TenantTx } from "@rolecall/db";
import {
  type Freshness,
  lastOfEach,
  type PermissionSetFact,
  permissionSetRow,
  type Read,
  type ScanChanges,
} from "@rolecall/domain";
import { Duration } from "luxon";
import type { Ctx } from "../../context.ts";
import { addChanges, landTable } from "./land-table.ts";
import { openLanding } from "./landing-context.ts";

function secondsOf(duration: string | null): number | null {
  const parsed = Duration.fromISO(duration ?? "");
  return parsed.isValid ? parsed.as("seconds") : null;
}

/**
 * Lands the permission sets of IAM Identity Center in the account from which they were read, in the transaction of the caller. They
 * belong to the scan whose inventory is shown; unread ones change nothing.
 *
 * @returns what changed, and the freshness that it is to be noted with.
 */
export async function landPermissionSets(
  ctx: Ctx,
  tx: TenantTx,
  input: { accountId: string; scanId: string; asOf: Date; permissionSets: Read<PermissionSetFact[]> },
): Promise<{ changes: ScanChanges; freshness: Freshness }> {
  const { permissionSets, ...of } = input;
  if (permissionSets.state === "unread") return { changes: addChanges(), freshness: {} };
  const landing = await openLanding(ctx, tx, { ...of, kind: "inventory", userRecordId: null });
  const sets = lastOfEach(permissionSets.value, ({ arn }) => arn);
  const rows = sets.values().map((set) => permissionSetRow(set, secondsOf(set.sessionDuration)));
  const changes = await landTable(landing, "permission_set", rows, () => true);
  await landing.events.record(ctx, tx, landing);
  const { source, observedAt } = permissionSets;
  return { changes, freshness: { permission_sets: { source, observedAt } } };
}
