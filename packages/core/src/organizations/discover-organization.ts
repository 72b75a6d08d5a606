import { accounts, connections, due, organizations, type TenantTx } from "@rolecall/db";
import {
  AppError,
  listedMember,
  memberPacks,
  type OrganizationReading,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  unlistedMember,
} from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { landPermissionSets } from "../scans/landing/land-permission-sets.ts";
import { defineWork } from "../work/define-work.ts";
import { verifyMembers } from "./verify-members.ts";
import { writeMembers } from "./write-members.ts";

const DISCOVER_EVERY_MINUTES = 6 * 60;
/** After a failure, and where the account that was read has no inventory yet to which its permission sets could be added. */
const RETRY_MINUTES = 15;
/** After it was given up. */
const LATER_MINUTES = 60;
/** The audit log names so many accounts at the most; it counts them all. */
const NAMED_AT_MOST = 50;

const inMinutes = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

type Claimed = { connectionId: string; role: RoleArn; externalId: string; callCeilingPerSecond: number };

/** How an organisation is read that is due; null if it is not, or its connection is not active. */
async function claim(ctx: Ctx, tx: TenantTx, connectionId: string): Promise<Claimed | null> {
  const connection = await connections.findConnection(tx, connectionId);
  const role = connection?.roleArn ? parseRoleArn(connection.roleArn) : null;
  if (!role || connection?.status !== "active") return null;
  const dueAt = (await organizations.findOrganization(tx, connectionId))?.discoverDueAt;
  if (!dueAt || dueAt > ctx.now()) return null;
  const { externalId, callCeilingPerSecond } = connection;
  return { connectionId, role, externalId, callCeilingPerSecond };
}

/** What the reading could not tell, in words; null: nothing. */
function gapsOf(reading: OrganizationReading): string | null {
  const unplaced = reading.accounts.filter(({ unitIds }) => unitIds === null).length;
  const parts: [what: string, reason: string | null][] = [
    ["The units", reading.units.length === 0 ? "AWS did not tell them; they are shown as last read" : null],
    [`The units of ${unplaced} accounts`, unplaced > 0 ? "AWS did not tell them" : null],
    ...(["delegatedAdministratorIds", "features", "permissionSets"] as const).map((key): [string, string | null] => {
      const read = reading[key];
      return [GAP_NAMES[key], read.state === "unread" ? read.reason : null];
    }),
  ];
  const gaps = parts.flatMap(([what, reason]) => (reason === null ? [] : [`${what} could not be read: ${reason}`]));
  return gaps.length > 0 ? gaps.join(". ") : null;
}

const GAP_NAMES = {
  delegatedAdministratorIds: "Delegated administrators",
  features: "Features of central root access",
  permissionSets: "Permission sets of Identity Center",
} as const;

/** Adds the permission sets to the account in which they were read. @returns false if it has no inventory yet. */
async function landSets(ctx: Ctx, tx: TenantTx, reading: OrganizationReading, asOf: Date): Promise<boolean> {
  const { awsAccountId, permissionSets } = reading;
  if (permissionSets.state !== "read") return true;
  const account = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (!account?.lastScanId) return false;
  const input = { accountId: account.id, scanId: account.lastScanId, asOf, permissionSets };
  const { freshness } = await landPermissionSets(ctx, tx, input);
  await accounts.mergeFreshness(tx, account.id, freshness);
  return true;
}

type Members = readonly organizations.MemberRow[];

async function auditChanges(ctx: Ctx, tx: TenantTx, connectionId: string, before: Members, after: Members) {
  const known = new Map(before.map((member) => [member.awsAccountId, member]));
  const named = (members: Members) => members.slice(0, NAMED_AT_MOST).map(({ awsAccountId }) => awsAccountId);
  const joined = after.filter(({ awsAccountId, leftAt }) => !leftAt && known.get(awsAccountId)?.leftAt !== null);
  const left = after.filter(({ awsAccountId, leftAt }) => leftAt && !known.get(awsAccountId)?.leftAt);
  const changed = after.filter(({ awsAccountId, state }) => (known.get(awsAccountId)?.state ?? state) !== state);
  if (joined.length + left.length + changed.length === 0) return;
  await audit(ctx, tx, "organization.accounts_changed", connectionId, {
    counts: { joined: joined.length, left: left.length, stateChanged: changed.length },
    joined: named(joined),
    left: named(left),
    stateChanged: changed.slice(0, NAMED_AT_MOST).map(({ awsAccountId, state }) => ({ awsAccountId, state })),
  });
}

/** Writes what the organisation lists. @returns whether members are due for verification */
async function land(
  ctx: Ctx,
  tx: TenantTx,
  { connectionId }: Claimed,
  reading: OrganizationReading,
  asOf: Date,
): Promise<boolean> {
  const organization = await organizations.findOrganization(tx, connectionId, { lock: true });
  const connection = await connections.findConnection(tx, connectionId);
  if (!organization || connection?.status !== "active") return false;
  const before = await organizations.readMembers(tx, connectionId);
  const units = reading.units.length > 0 ? reading.units : organization.units;
  const known = {
    selection: organization.selection,
    lastSeenAt: organization.discoveredAt,
    checks: pendingChecks(memberPacks(connection.packs)),
    now: asOf,
  };
  const beforeById = new Map(before.map((member) => [member.awsAccountId, member]));
  const seen = new Map(reading.accounts.map((account) => [account.awsAccountId, account]));
  const after = [
    ...reading.accounts.map((account) => listedMember(beforeById.get(account.awsAccountId) ?? null, account, known)),
    ...before.filter(({ awsAccountId }) => !seen.has(awsAccountId)).map((member) => unlistedMember(member, known)),
  ];
  await writeMembers(ctx, tx, connectionId, { before, after, units });
  await auditChanges(ctx, tx, connectionId, before, after);
  const isWhole = await landSets(ctx, tx, reading, asOf);
  const { delegatedAdministratorIds, features } = reading;
  await organizations.writeDiscovery(tx, connectionId, {
    organizationId: reading.organizationId,
    managementAccountId: reading.managementAccountId,
    awsAccountId: reading.awsAccountId,
    units,
    delegatedAdministratorIds: delegatedAdministratorIds.state === "read" ? delegatedAdministratorIds.value : null,
    features: features.state === "read" ? features.value : null,
    discoveredAt: asOf,
    discoverDueAt: inMinutes(asOf, isWhole ? DISCOVER_EVERY_MINUTES : RETRY_MINUTES),
    problem: gapsOf(reading),
  });
  return after.some(({ verifyDueAt }) => verifyDueAt !== null && verifyDueAt <= asOf);
}

/**
 * Reads a connected organisation: its accounts and their states, units, delegated administrators, features and permission sets.
 * New accounts are taken up by what is chosen; suspended, closed and departed ones are stopped and kept. A reading that fails
 * changes nothing but the problem that is shown.
 */
export const discoverOrganization = defineWork({
  job: defineJob({
    name: "discover-organization",
    payload: ids("connectionId"),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 3,
  }),
  row: "connectionId",
  due: due.dueDiscoveries,
  claim: ({ ctx, tx, payload }) => claim(ctx, tx, payload.connectionId),
  lease: 60,
  run: async ({ deps, ctx, signal, finish }, claimed) => {
    const { connectionId, role, externalId, callCeilingPerSecond } = claimed;
    const asOf = ctx.now();
    const reading = await deps.aws.readOrganization({
      roleArn: role.arn,
      ...{ externalId, connectionId, callCeilingPerSecond, signal },
      readingId: ctx.newId(),
      expectedAwsAccountId: role.awsAccountId,
    });
    if (reading.accounts.length === 0) throw new AppError("UPSTREAM", "AWS listed no account of the organization");
    const isDue = await finish((tx) => land(ctx, tx, claimed, reading, asOf));
    if (isDue) await verifyMembers.enqueue(ctx, { tenantId: ctx.tenantId, connectionId });
  },
  refuse: ({ ctx, tx, claimed, error }) => {
    const discoverDueAt = inMinutes(ctx.now(), RETRY_MINUTES);
    return organizations.showProblem(tx, claimed.connectionId, { problem: error.message, discoverDueAt });
  },
  bury: ({ ctx, tx, payload, reason }) => {
    const problem = `The organisation could not be read: ${reason}. It is tried again within the hour.`;
    const discoverDueAt = inMinutes(ctx.now(), LATER_MINUTES);
    return organizations.showProblem(tx, payload.connectionId, { problem, discoverDueAt });
  },
});
