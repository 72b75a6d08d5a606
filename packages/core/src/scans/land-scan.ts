import { landing, rollUps, scans, type TenantTx } from "@rolecall/db";
import {
  describeGaps,
  type Freshness,
  freshnessOf,
  knownCounts,
  type ScanChanges,
  type ScanCounts,
  unreadBy,
  wasReadIn,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import { judgeInventory } from "../judgement/judge-inventory.ts";
import { addChanges } from "./landing/land-table.ts";
import { type LandingContext, openLanding } from "./landing/landing-context.ts";
import { type ReadScan, SCAN_KINDS } from "./scan-kinds.ts";
import type { Claimed } from "./scan-run.ts";
import { failUploadOf } from "./uploaded/end-upload.ts";

/** What a landing has done. */
export type Landed = {
  counts: ScanCounts;
  changes: ScanChanges;
  /** What could not be read, for people; null if everything was. */
  incomplete: string | null;
  /** What is known of the account from now on. */
  freshness: Freshness;
};

/** Lands the rows of what was read, and judges and counts what is known then. */
export async function landRead(context: LandingContext, read: ReadScan): Promise<Landed> {
  const { ctx, tx, account, scanId, kind, asOf, userRecordId } = context;
  const { readsKinds } = SCAN_KINDS[kind];
  const changes = await read.land(context);
  await context.events.record(ctx, tx, context);
  const head = readsKinds ? read.head : { coverage: [] };
  const freshness = { ...account.freshness, ...freshnessOf(head, context) };
  const unread = unreadBy({ kind, coverage: read.head.coverage });
  await judgeInventory(context, { asOf, scan: { id: scanId, kind }, userRecordId, freshness, unread });
  const incomplete = describeGaps(read.head);
  const existing = await landing.countPresent(tx, account.id);
  return { counts: knownCounts(existing, wasReadIn(head), context.everRead), changes, incomplete, freshness };
}

/** Rolls the day up. The last thing that a landing does: from here to its commit other landings of the tenant wait. */
export async function rollUp(
  { tx, account, scanId, kind, asOf }: LandingContext,
  { incomplete }: Landed,
): Promise<void> {
  const day = { accountId: account.id, scanId, asOf, partial: incomplete !== null };
  await (SCAN_KINDS[kind].readsAccount ? rollUps.writeDay(tx, day) : rollUps.refreshDay(tx, day));
}

/** Writes the scan's own row and what it means for its account. `before`: what its first look has changed. */
async function record(
  context: LandingContext,
  { head, alias }: ReadScan,
  landed: Landed,
  before: ScanChanges | null,
): Promise<void> {
  const { ctx, tx, account, scanId, kind, asOf } = context;
  const { apiCalls, coverage, problems } = head;
  const { counts, incomplete, freshness } = landed;
  const changes = before ? addChanges(before, landed.changes) : landed.changes;
  const status = incomplete === null ? "complete" : "partial";
  const scan = { status, finishedAt: ctx.now(), apiCalls, coverage, problems, counts, changes } as const;
  await landing.setLandedScan(tx, scanId, scan);
  const { users, roles, credentials } = counts;
  const after = SCAN_KINDS[kind].accountAfter({ account, scanId, asOf, incomplete });
  await landing.setLandedAccount(tx, account.id, { ...alias, ...after, users, roles, credentials, freshness });
  if (after.status !== "ok" && after.status !== "partial") return;
  const state = { at: asOf, accountId: account.id, subjectId: account.id, scanId, facts: { reason: null } };
  await recordState(ctx, tx, "account.recovered", state);
}

/** Ends a scan whose facts are older than what is shown; the account stays as it is. */
async function refuseOutdated({ ctx, tx, scanId, kind }: LandingContext, shownAt: Date): Promise<void> {
  const error = `A newer inventory, of ${shownAt.toISOString()}, has landed already`;
  await scans.failScan(tx, { id: scanId, finishedAt: ctx.now(), error });
  if (kind === "upload") await failUploadOf(tx, scanId, error);
}

/**
 * Lands what a first inventory has read so far, while it goes on. The account is `partial` until all of it has landed; nothing is
 * landed beside another inventory.
 */
export async function landFirstLook(ctx: Ctx, tx: TenantTx, run: Claimed, read: ReadScan): Promise<void> {
  if (!(await scans.lockRunningScan(tx, run.scanId))) return;
  const context = await openLanding(ctx, tx, { ...run, asOf: read.asOf });
  const { account, scanId, asOf } = context;
  if (account.lastScanAt) return;
  const landed = await landRead(context, read);
  const { counts, changes, freshness, incomplete } = landed;
  const { apiCalls, coverage, problems } = read.head;
  await landing.setFirstLook(tx, scanId, { firstLookAt: ctx.now(), apiCalls, coverage, problems, counts, changes });
  const { users, roles, credentials } = counts;
  const shown = { lastScanId: scanId, lastScanAt: asOf, users, roles, credentials, freshness, ...read.alias };
  const isStopped = account.status === "suspended";
  const status = isStopped ? {} : ({ status: "partial", statusReason: incomplete } as const);
  await landing.setLandedAccount(tx, account.id, { ...shown, ...status });
  await rollUp(context, landed);
}

/** Lands what was read: a reader sees the old inventory or the new one. A scan that was ended meanwhile lands nothing. */
export async function landScan(ctx: Ctx, tx: TenantTx, run: Claimed, read: ReadScan): Promise<void> {
  const running = await scans.lockRunningScan(tx, run.scanId);
  if (!running) return;
  const context = await openLanding(ctx, tx, { ...run, asOf: read.asOf });
  const { lastScanAt } = context.account;
  if (SCAN_KINDS[run.kind].isOutdatedByInventory && lastScanAt && lastScanAt > read.asOf) {
    return refuseOutdated(context, lastScanAt);
  }
  const landed = await landRead(context, read);
  await record(context, read, landed, running.changes);
  await rollUp(context, landed);
}
