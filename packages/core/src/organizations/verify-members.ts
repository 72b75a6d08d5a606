import { accounts, connections, due, organizations, type TenantTx } from "@rolecall/db";
import {
  type ConnectionCheck,
  firstScanAt,
  isMemberRead,
  judgeMember,
  type MemberVerdict,
  memberPacks,
  memberRole,
  type OptionalPermissionPack,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  retryUntilOf,
  unitPathOf,
  verdictOf,
  withRetryUntil,
} from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import { connectAccount } from "../accounts/connect-account.ts";
import { stopAccounts } from "../accounts/stop-accounts.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { enqueueScan } from "../scans/request-scan.ts";
import { defineWork, type Run } from "../work/define-work.ts";

type MemberRow = organizations.MemberRow;
type OfOrganization = { id: string; role: RoleArn; externalId: string; packs: OptionalPermissionPack[] };

/** Members that are verified at the same time. */
const LANES = 6;
/** A verification that went wrong, not one that was refused, is tried again after so long: the others come first. */
const PUT_OFF_MS = 180_000;
/** All are tried again after so long, where the work was given up. */
const LATER_MS = 3_600_000;

const later = (ctx: Ctx, ms: number): Date => new Date(ctx.now().getTime() + ms);

/** The connection, if its members may be verified now. */
async function findActive(tx: TenantTx, connectionId: string): Promise<OfOrganization | null> {
  const row = await connections.findConnection(tx, connectionId);
  const role = row?.roleArn ? parseRoleArn(row.roleArn) : null;
  if (!role || row?.status !== "active") return null;
  return { id: row.id, role, externalId: row.externalId, packs: memberPacks(row.packs) };
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
  const known = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (known?.connectionId === connection.id && known.nextScanAt !== null && known.roleArn === role.arn) return null;
  const chosen = await organizations.countMembersToBeRead(tx, connection.id);
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
  const account = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (account?.connectionId !== connectionId || ["disconnected", "suspended"].includes(account.status)) return;
  const why = `Not scanned: the checks of its role did not pass. ${reason ?? "Verify it again."}`;
  await stopAccounts(ctx, tx, [account.id], { status: "failing", reason: why, scanError: why });
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
async function conclude(
  ctx: Ctx,
  tx: TenantTx,
  connection: OfOrganization,
  awsAccountId: string,
  checks: readonly ConnectionCheck[],
) {
  const organization = await organizations.findOrganization(tx, connection.id, { lock: true });
  const member = await organizations.findMember(tx, connection.id, awsAccountId);
  const isConnected = (await findActive(tx, connection.id)) !== null;
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
  await organizations.noteVerifyDue(tx, connection.id);
  if (status !== member.status) {
    await audit(ctx, tx, `organization.member_${status}`, connection.id, { awsAccountId, reason });
  }
  if (isProven) return connectMember(ctx, tx, connection, member, organization);
  if (status === "failed" || status === "unsafe") await stopMember(ctx, tx, connection.id, awsAccountId, reason);
  return null;
}

async function verifyMember(run: Run, connection: OfOrganization, member: MemberRow): Promise<void> {
  const { deps, ctx, signal, write } = run;
  const { awsAccountId } = member;
  const retryUntil = retryUntilOf(member.checks);
  const checks = new Map(pendingChecks(connection.packs).map((check) => [check.name, check]));
  const onCheck = async (check: ConnectionCheck) => {
    checks.set(check.name, check);
    // The proofs of trust are shown one by one, the many permissions with the verdict.
    if (check.name.startsWith("permission:")) return;
    const shown = withRetryUntil([...checks.values()], retryUntil);
    await write((tx) => organizations.showMemberChecks(tx, connection.id, awsAccountId, shown));
  };
  await deps.aws.verifyConnection({
    roleArn: memberRole(connection.role, awsAccountId).arn,
    externalId: connection.externalId,
    connectionId: connection.id,
    packs: connection.packs,
    signal,
    onCheck,
  });
  const first = await write((tx) => conclude(ctx, tx, connection, awsAccountId, [...checks.values()]));
  if (!first?.scanId) return;
  await enqueueScan(ctx, ctx.tenantId, { id: first.scanId, accountId: first.accountId, kind: "inventory" });
}

/** Verifies members a few at a time. @returns why some of them could not be; those are put off */
async function verifyAll(run: Run, connection: OfOrganization, members: readonly MemberRow[]): Promise<unknown[]> {
  const { ctx, signal, write } = run;
  const failures: unknown[] = [];
  const putOff = async ({ awsAccountId }: MemberRow, cause: unknown) => {
    failures.push(cause);
    if (signal.aborted) return;
    const until = later(ctx, PUT_OFF_MS);
    const off = { connectionId: connection.id, awsAccountId, until };
    await write((tx) => organizations.putOffMember(tx, off)).catch((error) => failures.push(error));
  };
  const waiting = members.values();
  const lane = async () => {
    for (const member of waiting) {
      if (signal.aborted) return;
      await verifyMember(run, connection, member).catch((cause) => putOff(member, cause));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return failures;
}

/**
 * Verifies the roles of an organisation's members that are due, each once and a few at a time: the same checks as of a connection. A
 * member that passes becomes an account, or takes over one that is uploaded or disconnected; one that does not is not scanned.
 */
export const verifyMembers = defineWork({
  job: defineJob({
    name: "verify-members",
    payload: ids("connectionId"),
    lane: "long",
    attempts: 4,
    backoffMs: 10_000,
    priority: 3,
  }),
  row: "connectionId",
  due: due.dueMemberVerifications,
  claim: ({ tx, payload }) => findActive(tx, payload.connectionId),
  lease: 60,
  run: async (run, connection) => {
    const { ctx, signal } = run;
    const failures: unknown[] = [];
    const seen = new Set<string>();
    const listUnseen = async () => {
      const asked = { connectionId: connection.id, now: ctx.now() };
      const members = await ctx.db.inTenant(ctx.tenantId, (tx) => organizations.listDueMembers(tx, asked));
      return members.filter(({ awsAccountId }) => !seen.has(awsAccountId));
    };
    for (let members = await listUnseen(); members.length > 0; members = await listUnseen()) {
      for (const { awsAccountId } of members) seen.add(awsAccountId);
      failures.push(...(await verifyAll(run, connection, members)));
      signal.throwIfAborted();
    }
    if (failures.length > 0) throw new AggregateError(failures, "Members of the organisation could not be verified");
  },
  bury: ({ ctx, tx, payload, reason }) => {
    const problem = `The roles of its accounts could not be verified: ${reason}. It is tried again within the hour.`;
    return organizations.showProblem(tx, payload.connectionId, { problem, verifyDueAt: later(ctx, LATER_MS) });
  },
});
