import { findings, type TenantTx } from "@rolecall/db";
import {
  checkOf,
  checksOf,
  type FindInput,
  type Finding,
  type FindingDetail,
  type ListFindingsInput,
  type Page,
  type UpdateFindingInput,
  withFactSources,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { checkInstant, readInventory } from "../inventory/read-inventory.ts";

function withCheck({ accountId: _, ...row }: findings.FindingRow): Finding {
  const { title, fix, controls } = checkOf(row.checkId);
  return { ...row, title, fix, controls };
}

/**
 * One page of the tenant's findings, by default of those that are open, or as they were at `asOf`.
 *
 * @throws AppError INVALID for a future `asOf`, an impossible instant or a cursor of another list.
 */
export async function listFindings(ctx: Ctx, input: ListFindingsInput): Promise<Page<Finding>> {
  checkInstant("openedFrom", input.openedFrom);
  const checkIds = input.benchmark && checksOf(input.benchmark).map(({ id }) => id);
  const page = await readInventory(ctx, input, (tx) => findings.listFindingRows(tx, input, checkIds, ctx.now()));
  return { ...page, items: page.items.map(withCheck) };
}

async function toDetail(tx: TenantTx, row: findings.FindingRow, asOf?: Date): Promise<FindingDetail> {
  const sources = await findings.readFindingSources(tx, row, asOf);
  const periods = await findings.listPeriodRows(tx, row.id, asOf);
  const judgedAt = await findings.findJudgedAt(tx, row, asOf);
  return { ...withCheck(row), sourcedFacts: withFactSources(row.facts, sources, judgedAt), judgedAt, periods };
}

/**
 * One finding with its course and where its facts come from, also a resolved one; now, or as it was at `asOf`.
 *
 * @throws AppError NOT_FOUND, also if it had not been opened by then; INVALID for a future `asOf`
 */
export const getFinding = (ctx: Ctx, { id, asOf }: FindInput): Promise<FindingDetail> =>
  readInventory(ctx, { asOf }, async (tx) =>
    toDetail(tx, found(await findings.findFinding(tx, id, ctx.now(), asOf), "finding"), asOf),
  );

const TRIAGE = ["assignee", "note", "severityOverride"] as const;

/**
 * Says who works on a finding, what is known of it, and how grave it is here; null takes a value away, what is absent stays.
 *
 * @throws AppError NOT_FOUND
 */
export function updateFinding(ctx: Ctx, { id, ...input }: UpdateFindingInput): Promise<FindingDetail> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = found(await findings.findFindingForUpdate(tx, id, ctx.now()), "finding");
    const changed = TRIAGE.filter((field) => input[field] !== undefined && input[field] !== row[field]);
    if (changed.length === 0) return toDetail(tx, row);
    const pick = (of: Partial<Pick<Finding, (typeof TRIAGE)[number]>>) =>
      Object.fromEntries(changed.map((field) => [field, of[field] ?? null]));
    await findings.setTriage(tx, id, pick(input));
    await audit(ctx, tx, "finding.updated", id, {
      checkId: row.checkId,
      resourceName: row.resourceName,
      before: pick(row),
      after: pick(input),
    });
    return toDetail(tx, found(await findings.findFinding(tx, id, ctx.now()), "finding"));
  });
}
