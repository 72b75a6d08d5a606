import { organizations, type TenantTx } from "@rolecall/db";
import {
  type ConnectionCheck,
  firstScanAt,
  isMemberRead,
  judgeMember,
  type MemberVerdict,
  memberPacks,
  memberRole,
  type OptionalPermissionPack,
  type PermissionPack,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  retryUntilOf,
  unitPathOf,
  verdictOf,
  withRetryUntil,
} from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import { connectAccount } from "../connections/connect-account.ts";
import { stopAccounts } from "../connections/stop-accounts.ts";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";

type Payload = { tenantId: string; connectionId: string };
type MemberRow = organizations.MemberRow;
type OfOrganization = { id: string; role: RoleArn; externalId: string; packs: OptionalPermissionPack[] };

/** A verification takes seconds, half a minute where there is no role; whoever holds one longer than this is dead. */
const LEASE_SECONDS = 180;
/** Members that are verified at the same time. */
const LANES = 6;

/** The connection, if its members may be verified now. */
function findActive(ctx: Ctx, connectionId: string): Promise<OfOrganization | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await tx.connection.findUnique({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: connectionId } },
    });
    const role = row?.roleArn ? parseRoleArn(row.roleArn) : null;
    if (!row || !role || row.status !== "active") return null;
    return { id: row.id, role, externalId: row.externalId, packs: memberPacks(row.packs as PermissionPack[]) };
  });
}

/** Makes the account of an active member known, unless it is scanned already. */
async function connectMember(
  ctx: Ctx,
  tx: TenantTx,
  connection: OfOrganization,
  member: MemberRow,
  organization: organizations.OrganizationRow,
) {
  const { awsAccountId } = member;
  const role = memberRole(connection.role, awsAccountId);
  const of = { tenantId: ctx.tenantId, awsAccountId };
  const known = await tx.awsAccount.findUnique({ where: { tenantId_awsAccountId: of } });
  if (known?.connectionId === connection.id && known.nextScanAt !== null && known.roleArn === role.arn) return null;
  const chosen = await tx.organizationAccount.count({
    where: { connectionId: connection.id, isChosen: true, leftAt: null, state: "ACTIVE" },
  });
  return connectAccount(ctx, tx, {
    connectionId: connection.id,
    role,
    name: member.name,
    member: { roleArn: role.arn, unitPath: unitPathOf(organization.units, member.unitIds) },
    firstScanAt: firstScanAt(awsAccountId, chosen, ctx.now()),
  });
}

/** Stops the scans of an account whose role is not proven any more. */
async function stopMember(ctx: Ctx, tx: TenantTx, connectionId: string, awsAccountId: string, reason: string | null) {
  const owned = await tx.awsAccount.findMany({
    where: { connectionId, awsAccountId, status: { notIn: ["disconnected", "suspended"] } },
    select: { id: true },
  });
  const why = `Not scanned: the checks of its role did not pass. ${reason ?? "Verify it again."}`;
  const ids = owned.map(({ id }) => id);
  await stopAccounts(ctx, tx, ids, { status: "failing", reason: why, scanError: why });
}

/** The verdict with what only the tenant's other rows tell. */
async function judge(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  organization: organizations.OrganizationRow,
  member: MemberRow,
  checks: readonly ConnectionCheck[],
): Promise<MemberVerdict> {
  const { awsAccountId, status } = member;
  const isRefused = checks.some((check) => check.name === "right_external_id" && check.status === "failed");
  const retryUntil = retryUntilOf(member.checks);
  const judged = judgeMember({
    awsAccountId,
    status,
    verdict: verdictOf(checks),
    isRefused,
    retryUntil,
    now: ctx.now(),
  });
  if (judged.isProven && (await organizations.isHeldByAnother(tx, awsAccountId, connectionId))) {
    const reason = `Account ${awsAccountId} is connected already, by another connection, and stays with that one. Disconnect that one first, then verify again.`;
    return { ...judged, status: "failed", isProven: false, reason };
  }
  if (isRefused && awsAccountId === organization.managementAccountId) {
    const hint = "A StackSet never deploys to the management account: make its role there by a stack of its own.";
    return { ...judged, reason: `${judged.reason} ${hint}` };
  }
  return judged;
}

/** Writes what the checks mean. @returns the scan that it starts */
function conclude(ctx: Ctx, connection: OfOrganization, awsAccountId: string, checks: readonly ConnectionCheck[]) {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const organization = await organizations.findOrganization(tx, connection.id, { lock: true });
    const member = await organizations.findMember(tx, connection.id, awsAccountId);
    const isConnected = (await tx.connection.count({ where: { id: connection.id, status: "active" } })) > 0;
    // The verdict is of no use where the account was left out, suspended or disconnected meanwhile.
    if (!organization || !member || !isConnected || !isMemberRead(member)) return null;
    const verdict = await judge(ctx, tx, connection.id, organization, member, checks);
    const { status, reason, isProven, verifyDueAt } = verdict;
    const next: MemberRow = {
      ...member,
      status,
      statusReason: reason,
      verifyDueAt,
      checks: status === "verifying" ? withRetryUntil(checks, retryUntilOf(member.checks)) : [...checks],
      verifiedAt: isProven ? ctx.now() : member.verifiedAt,
    };
    await organizations.writeMembers(tx, { tenantId: ctx.tenantId, connectionId: connection.id }, [next]);
    await organizations.releaseMember(tx, connection.id, awsAccountId);
    await organizations.noteVerifyDue(tx, connection.id);
    if (status !== member.status) {
      await audit(ctx, tx, `organization.member_${status}`, connection.id, { awsAccountId, reason });
    }
    if (isProven) return connectMember(ctx, tx, connection, member, organization);
    if (status === "failed" || status === "unsafe") await stopMember(ctx, tx, connection.id, awsAccountId, reason);
    return null;
  });
}

async function verifyMember(
  deps: WorkerDeps,
  ctx: Ctx,
  connection: OfOrganization,
  member: MemberRow,
  run: JobRun,
): Promise<void> {
  const { awsAccountId } = member;
  const retryUntil = retryUntilOf(member.checks);
  const checks = new Map(pendingChecks(connection.packs).map((check) => [check.name, check]));
  const onCheck = async (check: ConnectionCheck) => {
    checks.set(check.name, check);
    // The proofs of trust are shown one by one, the many permissions with the verdict.
    if (check.name.startsWith("permission:")) return;
    const shown = withRetryUntil([...checks.values()], retryUntil);
    await ctx.db.inTenant(ctx.tenantId, (tx) => organizations.showMemberChecks(tx, connection.id, awsAccountId, shown));
  };
  try {
    await deps.aws.verifyConnection({
      roleArn: memberRole(connection.role, awsAccountId).arn,
      externalId: connection.externalId,
      connectionId: connection.id,
      packs: connection.packs,
      signal: run.signal,
      onCheck,
    });
    const first = await conclude(ctx, connection, awsAccountId, [...checks.values()]);
    if (!first?.scanId) return;
    const { accountId, scanId } = first;
    await ctx.jobs.enqueue(jobs.scanAccount, { tenantId: ctx.tenantId, accountId, scanId }, { key: scanId });
  } catch (cause) {
    // What went wrong for another reason goes wrong again: it waits for its lease to pass, so that the others come first.
    if (run.signal.aborted) {
      await ctx.db.inTenant(ctx.tenantId, (tx) => organizations.releaseMember(tx, connection.id, awsAccountId));
    }
    throw cause;
  }
}

/**
 * Verifies the roles of an organisation's members that are due, a few at a time: the same checks as of a connection. A member that
 * passes becomes an account, or takes over one that is uploaded or disconnected; one that does not is not scanned.
 */
export async function verifyMembers(deps: WorkerDeps, payload: Payload, run: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const connection = await findActive(ctx, payload.connectionId);
  if (!connection) return;
  const claim = () =>
    ctx.db.inTenant(ctx.tenantId, (tx) => organizations.claimMember(tx, connection.id, ctx.now(), LEASE_SECONDS));
  const failures: unknown[] = [];
  const lane = async () => {
    while (!run.signal.aborted) {
      const member = await claim();
      if (!member) return;
      await verifyMember(deps, ctx, connection, member, run).catch((cause) => failures.push(cause));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  run.signal.throwIfAborted();
  if (failures.length > 0) throw new AggregateError(failures, "Members of the organisation could not be verified");
}
