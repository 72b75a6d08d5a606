import { createHash } from "node:crypto";
import { inventory, landing, type TenantTx } from "@rolecall/db";
import {
  COUNTED_BY,
  type KnownFreshness,
  type LandingScope,
  type ScanChanges,
  type ScanCounts,
  type ScanKind,
  type WasRead,
} from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { VersionEvents } from "../../events/version-events.ts";
import { judgeInventory } from "../../judgement/judge-inventory.ts";
import type { Landing, LandingStore } from "./land-table.ts";

/** What a landing has done. */
export type Landed = {
  counts: ScanCounts;
  changes: ScanChanges;
  /** What could not be read, for people; null if everything was. */
  incomplete: string | null;
  /** By kind of resource that was read: where and when, to be merged into the account's. */
  freshness: KnownFreshness;
};

/** Which scan lands, and of which account. */
export type LandingInput = { accountId: string; awsAccountId: string; scanId: string; asOf: Date };

const present = <T>(items: readonly (T | null)[]): T[] => items.filter((item) => item !== null);

/** The inventory of an account in PostgreSQL. */
const databaseStore = (tx: TenantTx, accountId: string, userRecordId?: string): LandingStore => ({
  readIndex: (table) => landing.readRowIndex(tx, table, accountId, userRecordId),
  readRows: (table, ids, asOf) => landing.readRows(tx, table, ids, asOf),
  write: async (table, planned) => {
    const rows = planned.map(({ row }) => row);
    await landing.upsertRows(tx, table, rows);
    await landing.appendVersions(tx, present(planned.map(({ version }) => version)));
    await inventory.appendActivity(tx, present(planned.map(({ sample }) => sample)));
  },
});

export const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Waits for its turn on the account, and finds out what has been read of it before. */
export async function beginLanding(
  ctx: Ctx,
  tx: TenantTx,
  input: LandingInput,
  { isUpload = false, userRecordId }: { isUpload?: boolean; userRecordId?: string } = {},
): Promise<Landing> {
  const { accountId, awsAccountId, scanId, asOf } = input;
  await landing.lockLanding(tx, accountId);
  const account = await tx.awsAccount.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: accountId } },
    select: { freshness: true },
  });
  const everRead = new Set(Object.keys(account.freshness as KnownFreshness));
  const scope: LandingScope = { accountId, awsAccountId, scanId, asOf, isUpload, newId: ctx.newId, digest, everRead };
  return { ...scope, store: databaseStore(tx, accountId, userRecordId), events: new VersionEvents() };
}

/** Judges what has landed, by what is known now of where and when it was read. */
export async function judgeLanded(
  ctx: Ctx,
  tx: TenantTx,
  { accountId, awsAccountId, scanId, asOf }: LandingInput,
  landed: { kind: ScanKind; freshness: KnownFreshness; userRecordId?: string },
): Promise<void> {
  const account = await tx.awsAccount.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: accountId } },
    select: { freshness: true },
  });
  await judgeInventory(ctx, tx, {
    accountId,
    awsAccountId,
    asOf,
    scan: { id: scanId, kind: landed.kind },
    userRecordId: landed.userRecordId ?? null,
    freshness: { ...(account.freshness as KnownFreshness), ...landed.freshness },
  });
}

/** How many exist now. None known of a kind that was never read is not none. */
export async function countInventory(tx: TenantTx, scope: LandingScope, wasRead: WasRead): Promise<ScanCounts> {
  const existing = await landing.countPresent(tx, scope.accountId);
  const known = (kind: keyof ScanCounts): number | null => {
    const isRead = COUNTED_BY[kind].every((resource) => wasRead(resource) || scope.everRead.has(resource));
    return existing[kind] === 0 && !isRead ? null : existing[kind];
  };
  return {
    users: known("users"),
    roles: known("roles"),
    credentials: known("credentials"),
    policies: known("policies"),
    groups: known("groups"),
    instanceProfiles: known("instanceProfiles"),
    identityProviders: known("identityProviders"),
  };
}
