import type { TenantTx } from "@rolecall/db";
import type { PermissionSetFact, Read, ScanChanges } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import type { LandingScope } from "./found-row.ts";
import { addChanges, type LandingStore, landFound, landGone, TableIndex } from "./land-table.ts";
import { beginLanding, countInventory, databaseStore, type Landed, type LandingInput } from "./landing-run.ts";
import { permissionSetRow } from "./resource-rows.ts";

/** Lands permission sets; unread ones change nothing. */
export async function landPermissionSetFacts(
  store: LandingStore,
  scope: LandingScope,
  permissionSets: Read<PermissionSetFact[]>,
): Promise<ScanChanges> {
  if (permissionSets.state === "unread") return addChanges();
  const index = new TableIndex("permission_set", await store.readIndex("permission_set"));
  const found = await landFound(store, scope, index, permissionSets.value.values().map(permissionSetRow));
  return addChanges(found, await landGone(store, scope, index, () => true));
}

/** Lands the permission sets of IAM Identity Center in the account from which they were read, in the transaction of the caller. */
export async function landPermissionSets(
  ctx: Ctx,
  tx: TenantTx,
  input: Omit<LandingInput, "awsAccountId"> & { permissionSets: Read<PermissionSetFact[]> },
): Promise<Landed> {
  const { permissionSets, accountId, asOf } = input;
  const scope = await beginLanding(ctx, tx, { ...input, awsAccountId: "" });
  const changes = await landPermissionSetFacts(databaseStore(tx, accountId), scope, permissionSets);
  await scope.events.record(ctx, tx, scope);
  const isRead = permissionSets.state === "read";
  const observedAt = isRead ? permissionSets.observedAt : asOf;
  return {
    counts: await countInventory(tx, scope, () => false),
    changes,
    incomplete: isRead ? null : `Not read: permission sets. ${permissionSets.reason}`,
    freshness: isRead
      ? { permission_sets: { source: permissionSets.source, observedAt: observedAt.toISOString() } }
      : {},
  };
}
