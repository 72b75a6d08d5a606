import { accounts } from "@rolecall/db";
import {
  type AccountApiCalls,
  type AccountCoverage,
  type KnownResource,
  MS_PER_DAY,
  type ResourceCoverage,
  ResourceKind,
  SCAN_BUDGET,
  type ScanStatus,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { accountOf } from "./request-scan.ts";

const DAYS = 30;
/** Scans that read kinds of resource as a whole. */
const OF_ALL: readonly string[] = ["inventory", "slow_lane", "upload"];

/** Calls that scans of an account have made, by day and by action, with what they are published to cost. @throws AppError NOT_FOUND */
export function getAccountApiCalls(ctx: Ctx, input: { awsAccountId: string }): Promise<AccountApiCalls> {
  const since = new Date(ctx.now().getTime() - DAYS * MS_PER_DAY);
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { id, awsAccountId } = await accountOf(tx, input.awsAccountId);
    const landed = await accounts.lastLandedScans(tx, id);
    return {
      awsAccountId,
      days: await accounts.callsByDay(tx, id, since),
      byAction: await accounts.callsByAction(tx, id, since),
      lastScans: landed.map(({ scanId, kind, finishedAt, apiCalls }) => ({ scanId, kind, finishedAt, ...apiCalls })),
      budget: SCAN_BUDGET.map(({ kind, actions, calls }) => ({ kind, actions: [...actions], calls })),
    };
  });
}

/** What was to come of a scan that has ended does not come any more. */
const ended = (entry: ResourceCoverage, status: ScanStatus, error: string | null): ResourceCoverage => {
  if (entry.state !== "pending" || status !== "failed") return entry;
  const { pending: _, ...rest } = entry;
  return { ...rest, state: "failed", reason: `${entry.reason}: the scan ended before. ${error ?? ""}`.trim() };
};

const NEVER_ASKED = {
  state: null,
  reason: null,
  action: null,
  deniedBy: null,
  scanId: null,
  scanKind: null,
  pending: undefined,
};

/**
 * What is known of an account, kind of resource by kind of resource: the state that the newest landed scan gives it, and where and
 * when what is shown was last read.
 *
 * @throws AppError NOT_FOUND
 */
export function getAccountCoverage(ctx: Ctx, input: { awsAccountId: string }): Promise<AccountCoverage> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { id, awsAccountId } = await accountOf(tx, input.awsAccountId);
    const freshness = (await accounts.readFreshness(tx, [id])).get(id) ?? {};
    const oldestFirst = (await accounts.lastLandedScans(tx, id))
      .filter(({ kind }) => OF_ALL.includes(kind))
      .sort((a, b) => a.finishedAt.getTime() - b.finishedAt.getTime());
    const states = new Map(
      oldestFirst.flatMap(({ scanId, kind, coverage, status, error }) =>
        coverage.map((entry) => [entry.resource, { ...ended(entry, status, error), scanId, scanKind: kind }] as const),
      ),
    );
    const resources = ResourceKind.options.map((resource): KnownResource => {
      const known = freshness[resource];
      const { state, reason, action, deniedBy, scanId, scanKind, pending } = states.get(resource) ?? NEVER_ASKED;
      return {
        ...{ resource, state, reason, action, deniedBy, scanId, scanKind },
        ...(pending === undefined ? {} : { pending }),
        known: known ?? null,
      };
    });
    return { awsAccountId, resources, lastScans: await accounts.lastEndedScans(tx, id) };
  });
}
