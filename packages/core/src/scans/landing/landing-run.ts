import { inventory, landing, type TenantTx } from "@rolecall/db";
import type {
  FactSource,
  ReadingHead,
  ResourceKind,
  ScanChanges,
  ScanCounts,
  ScanKind,
  ValueSource,
} from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { VersionEvents } from "../../events/version-events.ts";
import { judgeInventory, type KnownFreshness } from "../../judgement/judge-inventory.ts";
import type { LandingScope } from "./found-row.ts";
import type { LandingStore } from "./land-table.ts";

/** What a landing has done. */
export type Landed = {
  counts: ScanCounts;
  changes: ScanChanges;
  /** What could not be read, for people; null if everything was. */
  incomplete: string | null;
  /** By kind of resource that was read: where and when, to be merged into the account's. */
  freshness: Record<string, Freshness>;
};
export type Freshness = { source: ValueSource["source"]; observedAt: string };

/** Which scan lands, and of which account. */
export type LandingInput = { accountId: string; awsAccountId: string; scanId: string; asOf: Date };

/** The inventory of an account in PostgreSQL. */
export const databaseStore = (tx: TenantTx, accountId: string, userRecordId?: string): LandingStore => ({
  readIndex: (table) => landing.readRowIndex(tx, table, accountId, userRecordId),
  readRows: (table, ids) => landing.readRows(tx, table, ids),
  readNewer: (table, ids, asOf) => landing.readNewerSubjects(tx, landing.LANDING_TABLES[table].subject, ids, asOf),
  write: async (table, rows, versions, samples) => {
    await landing.upsertRows(tx, table, rows);
    await landing.appendVersions(tx, versions);
    await inventory.appendActivity(tx, samples);
  },
});

/** Waits for its turn on the account, and finds out what has been read of it before. */
export async function beginLanding(
  ctx: Ctx,
  tx: TenantTx,
  input: LandingInput,
  isUpload = false,
): Promise<LandingScope> {
  await landing.lockLanding(tx, input.accountId);
  const account = await tx.awsAccount.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: input.accountId } },
    select: { freshness: true },
  });
  const everRead = new Set(Object.keys(account.freshness as Record<string, unknown>));
  return { ...input, isUpload, newId: ctx.newId, everRead, events: new VersionEvents() };
}

/** Judges what has landed, by what is known now of where and when it was read. */
export async function judgeLanded(
  ctx: Ctx,
  tx: TenantTx,
  { accountId, awsAccountId, scanId, asOf }: LandingInput,
  landed: { kind: ScanKind; freshness: Landed["freshness"]; userRecordId?: string },
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

export type WasRead = (...resources: ResourceKind[]) => boolean;

/** Whether all these kinds of resource are covered as read. */
export function readOf({ coverage }: Pick<ReadingHead, "coverage">): WasRead {
  const read = new Set(coverage.flatMap(({ resource, state }) => (state === "read" ? [resource] : [])));
  return (...resources) => resources.every((resource) => read.has(resource));
}

const SOURCES: Partial<Record<ResourceKind, Freshness["source"]>> = {
  credential_report: "credential_report",
  service_last_accessed: "last_accessed",
};

/** Where and when each kind that was read was read. The credential report tells its own time. */
export function freshnessOf(
  { coverage }: Pick<ReadingHead, "coverage">,
  asOf: Date,
  isUpload = false,
): Landed["freshness"] {
  const usual: FactSource = isUpload ? "upload" : "live_api";
  const read = coverage.filter(({ state }) => state === "read");
  return Object.fromEntries(
    read.map(({ resource, observedAt }) => [
      resource,
      {
        source: isUpload ? usual : (SOURCES[resource] ?? usual),
        observedAt: (observedAt ?? asOf).toISOString(),
      },
    ]),
  );
}

/** Names what a reading lacks, so that an account's page can say it in one line. */
export function describeGaps({ coverage, problems }: Pick<ReadingHead, "coverage" | "problems">): string | null {
  const gaps = coverage
    .filter(({ state }) => state !== "read" && state !== "not_applicable")
    .map(({ resource, state, action }) => `${resource.replaceAll("_", " ")} (${action ? `${action} ` : ""}${state})`);
  const sentences = [
    ...(gaps.length > 0 ? [`Not read: ${gaps.join(", ")}.`] : []),
    ...(problems.length > 0
      ? [`Odd in ${problems.length === 1 ? problems[0]?.resource : `${problems.length} resources`}.`]
      : []),
  ];
  return sentences.length > 0 ? `${sentences.join(" ")} The last scan tells why.` : null;
}

/** The kinds of resource by which each number is known. */
const COUNTED: Readonly<Record<keyof ScanCounts, readonly ResourceKind[]>> = {
  users: ["users"],
  roles: ["roles"],
  credentials: ["access_keys"],
  policies: ["policies"],
  groups: ["groups"],
  instanceProfiles: ["instance_profiles"],
  identityProviders: ["oidc_providers", "saml_providers"],
};

/** How many exist now. None known of a kind that was never read is not none. */
export async function countInventory(tx: TenantTx, scope: LandingScope, wasRead: WasRead): Promise<ScanCounts> {
  const present = await landing.countPresent(tx, scope.accountId);
  const known = (kind: keyof ScanCounts): number | null => {
    const isRead = COUNTED[kind].every((resource) => wasRead(resource) || scope.everRead.has(resource));
    return present[kind] === 0 && !isRead ? null : present[kind];
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
