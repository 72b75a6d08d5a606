import { accounts, organizations, type TenantTx } from "@rolecall/db";
import {
  AppError,
  listedMember,
  memberPacks,
  type OrganizationReading,
  type PermissionPack,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  unlistedMember,
} from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { landPermissionSets } from "../scans/landing/land-permission-sets.ts";
import { writeMembers } from "./write-members.ts";

type Payload = { tenantId: string; connectionId: string };
type Claim = { connectionId: string; role: RoleArn; externalId: string; callCeilingPerSecond: number };

const LEASE_SECONDS = 60;
const DISCOVER_EVERY_MINUTES = 6 * 60;
/** After a failure, and where the account that was read has no inventory yet to which its permission sets could be added. */
const RETRY_MINUTES = 15;
/** The audit log names so many accounts at the most; it counts them all. */
const NAMED_AT_MOST = 50;

const inMinutes = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000);

/** Takes a discovery that is due; null if there is none, it is in other hands, or the connection is not active. */
function claim(ctx: Ctx, connectionId: string): Promise<Claim | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const connection = await tx.connection.findUnique({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: connectionId } },
    });
    const role = connection?.roleArn ? parseRoleArn(connection.roleArn) : null;
    if (!connection || !role || connection.status !== "active") return null;
    if (!(await organizations.claimDiscovery(tx, connectionId, ctx.now(), LEASE_SECONDS))) return null;
    return {
      connectionId,
      role,
      externalId: connection.externalId,
      callCeilingPerSecond: connection.callCeilingPerSecond,
    };
  });
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
  const account = await tx.awsAccount.findUnique({
    where: { tenantId_awsAccountId: { tenantId: ctx.tenantId, awsAccountId } },
  });
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
function land(ctx: Ctx, { connectionId }: Claim, reading: OrganizationReading, asOf: Date): Promise<boolean> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const organization = await organizations.findOrganization(tx, connectionId, { lock: true });
    const connection = await tx.connection.findFirst({ where: { id: connectionId, status: "active" } });
    if (!organization || !connection) return false;
    const before = await organizations.readMembers(tx, connectionId);
    const units = reading.units.length > 0 ? reading.units : organization.units;
    const known = {
      selection: organization.selection,
      lastSeenAt: organization.discoveredAt,
      checks: pendingChecks(memberPacks(connection.packs as PermissionPack[])),
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
  });
}

/** Keeps everything that is known, and shows why it is not newer. */
async function showProblem(ctx: Ctx, connectionId: string, problem: string): Promise<void> {
  await ctx.db.inTenant(ctx.tenantId, (tx) =>
    tx.organization.updateMany({
      where: { connectionId },
      data: { problem, discoverDueAt: inMinutes(ctx.now(), RETRY_MINUTES), discoverLeaseUntil: null },
    }),
  );
}

const setLease = (ctx: Ctx, connectionId: string, seconds: number | null): Promise<void> =>
  ctx.db.inTenant(ctx.tenantId, (tx) => organizations.setDiscoveryLease(tx, connectionId, seconds));

/** Reads while the lease is renewed, every third of it. */
async function readWithLease(deps: WorkerDeps, ctx: Ctx, claimed: Claim, run: JobRun): Promise<OrganizationReading> {
  const { connectionId, role, externalId, callCeilingPerSecond } = claimed;
  // A renewal that fails is made up for by the next one.
  const renew = () => setLease(ctx, connectionId, LEASE_SECONDS).catch(() => undefined);
  const timer = setInterval(renew, (LEASE_SECONDS * 1_000) / 3);
  try {
    return await deps.aws.readOrganization({
      roleArn: role.arn,
      externalId,
      connectionId,
      readingId: ctx.newId(),
      expectedAwsAccountId: role.awsAccountId,
      callCeilingPerSecond,
      signal: run.signal,
    });
  } finally {
    clearInterval(timer);
  }
}

/**
 * Reads a connected organisation: its accounts and their states, units, delegated administrators, features and permission sets.
 * New accounts are taken up by what is chosen; suspended, closed and departed ones are stopped and kept. A reading that fails
 * changes nothing but the problem that is shown. Does nothing while no discovery is due.
 */
export async function discoverOrganization(deps: WorkerDeps, payload: Payload, run: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const claimed = await claim(ctx, payload.connectionId);
  if (!claimed) return;
  const { connectionId } = claimed;
  const asOf = ctx.now();
  let isDue: boolean;
  try {
    const reading = await readWithLease(deps, ctx, claimed, run);
    if (reading.accounts.length === 0) throw new AppError("UPSTREAM", "AWS listed no account of the organization");
    isDue = await land(ctx, claimed, reading, asOf);
  } catch (cause) {
    if (cause instanceof AppError && !run.signal.aborted) {
      await showProblem(ctx, connectionId, cause.message);
      return;
    }
    await setLease(ctx, connectionId, null);
    throw cause;
  }
  if (isDue) await ctx.jobs.enqueue(jobs.verifyMembers, payload, { key: connectionId });
}
