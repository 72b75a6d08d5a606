import { DEFAULT_VENDOR } from "@rolecall/aws-emulator";
import { type Change, ListChangesInput, READ_PERMISSIONS } from "@rolecall/domain";
import { exampleOrganisation } from "@rolecall/example-organisation";
import { expect, it } from "vitest";
import type { Ctx } from "../context.ts";
import { type Connected, connectCustomer, emulateAws, jobRun } from "../emulated-customer-fixture.ts";
import { recomputeJudgements } from "../judgement/recompute.ts";
import { scanAccount } from "../scans/scan-account.ts";
import { queueScheduledScan } from "../scans/scan-schedule.ts";
import { listChanges } from "./changes.ts";
import { listGroups, listIdentityProviders, listInstanceProfiles, listPolicies } from "./entities.ts";
import { listCredentials, listRoles, listUsers } from "./inventory.ts";

const MS_PER_DAY = 86_400_000;
const ENDS_AT = new Date("2026-11-01T12:00:00Z");
const DAYS = 360;
const EVERY_DAYS = 18;
const SLOW_LANE_EVERY = 3;
/** The account that moved from keys to roles the furthest, and was bought with all its old keys. */
const AWS_ACCOUNT_ID = "680451937728";

type Listed = { items: ({ id: string } & Record<string, unknown>)[]; nextCursor: string | null };
type List = (ctx: Ctx, page: { limit: number; cursor?: string; asOf?: Date }) => Promise<Listed>;

const LISTS: Record<string, List> = {
  users: (ctx, page) => listUsers(ctx, { ...page, sort: "userName" }),
  credentials: (ctx, page) => listCredentials(ctx, { ...page, sort: "-age" }),
  roles: (ctx, page) => listRoles(ctx, { ...page, sort: "roleName" }),
  policies: listPolicies,
  groups: listGroups,
  instanceProfiles: listInstanceProfiles,
  identityProviders: listIdentityProviders,
};

/**
 * All rows of a list, page by page. Where and when a value was read is told otherwise for the past, and how often a policy is
 * attached is not kept (its attachments are): neither is compared.
 */
async function readAll(ctx: Ctx, list: List, asOf?: Date) {
  const rows: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(ctx, { limit: 200, cursor, asOf });
    rows.push(...page.items.map(({ sources: _, attachmentCount: __, ...row }) => row));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

const snapshot = async (ctx: Ctx, asOf?: Date) =>
  Object.fromEntries(
    await Promise.all(Object.entries(LISTS).map(async ([name, list]) => [name, await readAll(ctx, list, asOf)])),
  );

async function scan({ ctx, deps, tenantId, accountId }: Connected, kind: "inventory" | "slow_lane"): Promise<void> {
  const scanId = await queueScheduledScan(ctx, { accountId, kind });
  await scanAccount.handle(deps, { tenantId, accountId, scanId }, jobRun());
}

/** All changes of a tenant, the newest first. */
async function readChanges(ctx: Ctx) {
  const changes: Change[] = [];
  let cursor: string | undefined;
  do {
    const page = await listChanges(ctx, ListChangesInput.parse({ limit: 200, cursor }));
    changes.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return changes;
}

/** Says neither which field changed nor how, or says it in values as they are kept. */
const isWordless = ({ change, summary, fields }: Change): boolean =>
  / changed$|nothing changed|→|undefined/.test(summary) || (change === "changed" && fields.length === 0);

it("a year of an account, asked for as of each scan, is what was listed then, and each of its changes says what changed", async () => {
  const readerActions = READ_PERMISSIONS.map(({ action }) => action);
  const world = exampleOrganisation({ endsAt: ENDS_AT, vendor: DEFAULT_VENDOR, readerActions });
  const aws = await emulateAws(world);
  const joinedAt = new Date(ENDS_AT.getTime() - DAYS * 0.5 * MS_PER_DAY);
  aws.emulator.setNow(joinedAt);
  const customer = await connectCustomer({ aws, awsAccountId: AWS_ACCOUNT_ID });
  const seen: { at: Date; listed: Awaited<ReturnType<typeof snapshot>> }[] = [];
  for (let day = 0; day <= DAYS * 0.5; day += EVERY_DAYS) {
    aws.emulator.setNow(new Date(joinedAt.getTime() + day * MS_PER_DAY));
    await scan(customer, "inventory");
    if (seen.length % SLOW_LANE_EVERY === 0) await scan(customer, "slow_lane");
    seen.push({ at: aws.emulator.now(), listed: await snapshot(customer.ctx) });
  }
  const rowsChanged = new Set(seen.map(({ listed }) => JSON.stringify(listed)));
  expect(rowsChanged.size).toBe(seen.length);
  for (const { at, listed } of seen) {
    const asOf = await snapshot(customer.ctx, at);
    for (const name of Object.keys(LISTS))
      expect(asOf[name], `${name} as of ${at.toISOString()}`).toEqual(listed[name]);
  }
  const changes = await readChanges(customer.ctx);
  expect(new Set(changes.map(({ change }) => change))).toContain("changed");
  expect(changes.filter(isWordless).map(({ summary }) => summary)).toEqual([]);
  expect(await recomputeJudgements(customer.ctx, { accountId: customer.accountId })).toEqual([]);
}, 180_000);
