import { organizations, type Prisma, type TenantTx } from "@rolecall/db";
import {
  type Connection,
  type ConnectionCheck,
  type PermissionPack,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  verdictOf,
} from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import { connectAccount } from "./connect-account.ts";

type Payload = { tenantId: string; connectionId: string; verificationId: string };
type Claim = {
  name: string;
  kind: Connection["kind"];
  role: RoleArn;
  externalId: string;
  packs: PermissionPack[];
  wasVerified: boolean;
};
type ClaimedRow = Omit<Claim, "role" | "wasVerified"> & { roleArn: string; verifiedAt: Date | null };

/** A verification takes seconds; whoever holds it longer than this is dead. */
const LEASE_SECONDS = 120;
const REVERIFY_HOURS = 24;
/** A connection that worked before is tried again sooner: the role may be on its way back. */
const RETRY_HOURS = 1;
const MS_PER_HOUR = 3_600_000;

/** Takes the verification for this run; null if it is stale, done, or in other hands. */
async function claim(ctx: Ctx, { connectionId, verificationId }: Payload): Promise<Claim | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const rows = await tx.$queryRaw<ClaimedRow[]>`
      UPDATE connection SET verify_lease_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      WHERE id = ${connectionId}::uuid AND verification_id = ${verificationId}::uuid AND verify_due_at IS NOT NULL
        AND role_arn IS NOT NULL AND status <> 'disconnected' AND (verify_lease_until IS NULL OR verify_lease_until < now())
      RETURNING name, kind, role_arn AS "roleArn", external_id AS "externalId", packs, verified_at AS "verifiedAt"`;
    const row = rows[0];
    const role = row && parseRoleArn(row.roleArn);
    return role ? { ...row, packs: row.packs ?? [], role, wasVerified: row.verifiedAt !== null } : null;
  });
}

/** What a proven connection starts: the first scan of its account, or the discovery of its organisation. */
type Start = { kind: "scan"; accountId: string; scanId: string } | { kind: "discovery" };

async function startAccount(ctx: Ctx, tx: TenantTx, connectionId: string, claimed: Claim): Promise<Start | null> {
  if (claimed.wasVerified && (await hasBeenScanned(tx, connectionId))) return null;
  const { role, name } = claimed;
  const account = { connectionId, role, name, member: null, firstScanAt: ctx.now() };
  const { accountId, scanId } = await connectAccount(ctx, tx, account);
  return scanId ? { kind: "scan", accountId, scanId } : null;
}

/** The organisation's own account is one of its members, and is verified and scanned as the others are. */
async function startOrganization(ctx: Ctx, tx: TenantTx, connectionId: string, claimed: Claim): Promise<Start | null> {
  const of = { tenantId: ctx.tenantId, connectionId, awsAccountId: claimed.role.awsAccountId };
  await organizations.startDiscovery(tx, of, ctx.now());
  const found = await organizations.findOrganization(tx, connectionId);
  return found?.discoverDueAt && found.discoverDueAt <= ctx.now() ? { kind: "discovery" } : null;
}

type Judgement = {
  status: "active" | "unsafe" | "failed";
  reason: string | null;
  /** False where an earlier proof stands because AWS gave no answer today. */
  isProven: boolean;
  event: `connection.${"verified" | "failed" | "unsafe" | "not_checked"}`;
};

/** What the checks mean. Another connection may have got the account while this one was still to be verified. */
async function judge(tx: TenantTx, id: string, claimed: Claim, checks: ConnectionCheck[]): Promise<Judgement> {
  const { status, reason, isConclusive } = verdictOf(checks);
  if (!isConclusive) {
    const before = await tx.connection.findFirst({ where: { id }, select: { status: true } });
    if (before?.status === "active") {
      return {
        status: "active",
        reason: `Not checked today: ${reason}`,
        isProven: false,
        event: "connection.not_checked",
      };
    }
  }
  if (status !== "active") return { status, reason, isProven: false, event: `connection.${status}` };
  const { awsAccountId } = claimed.role;
  // An organisation may be read in an account that is connected by itself: that account is then not taken from there.
  if (claimed.kind === "account" && (await organizations.isHeldByAnother(tx, awsAccountId, id))) {
    const taken = `Account ${awsAccountId} is connected already, by another connection. Disconnect that one first, then verify again.`;
    return { status: "failed", reason: taken, isProven: false, event: "connection.failed" };
  }
  return { status: "active", reason: null, isProven: true, event: "connection.verified" };
}

/** A connection that never worked is not tried again by itself. */
function nextVerificationAt(isProven: boolean, wasVerified: boolean, now: Date): Date | null {
  if (isProven) return new Date(now.getTime() + REVERIFY_HOURS * MS_PER_HOUR);
  return wasVerified ? new Date(now.getTime() + RETRY_HOURS * MS_PER_HOUR) : null;
}

async function hasBeenScanned(tx: TenantTx, connectionId: string): Promise<boolean> {
  return (await tx.awsAccount.count({ where: { connectionId, lastScanId: { not: null } } })) > 0;
}

/** Writes what the checks mean, and starts what a connection that has become active is for. */
async function conclude(
  ctx: Ctx,
  { connectionId, verificationId }: Payload,
  claimed: Claim,
  checks: ConnectionCheck[],
): Promise<Start | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { status, reason, isProven, event } = await judge(tx, connectionId, claimed, checks);
    const now = ctx.now();
    const { count } = await tx.connection.updateMany({
      where: { id: connectionId, verificationId, status: { not: "disconnected" } },
      data: {
        status,
        statusReason: reason,
        checks: checks as Prisma.InputJsonArray,
        verifyDueAt: nextVerificationAt(isProven, claimed.wasVerified, now),
        verifyLeaseUntil: null,
        verificationId: null,
        ...(isProven ? { verifiedAt: now } : {}),
      },
    });
    if (count === 0) return null;
    await audit(ctx, tx, event, connectionId, { reason });
    if (event !== "connection.not_checked") {
      await recordState(ctx, tx, event, { at: now, accountId: null, subjectId: connectionId, facts: { reason } });
    }
    if (!isProven) return null;
    const start = claimed.kind === "organization" ? startOrganization : startAccount;
    return start(ctx, tx, connectionId, claimed);
  });
}

/**
 * Runs a connection's checks, showing each as it ends, and draws the verdict: active, failed, or unsafe. Only an active
 * connection is scanned, at once and then by its interval, or its organisation discovered; its checks are run again every day.
 */
export async function verifyConnection(deps: WorkerDeps, payload: Payload, run: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const claimed = await claim(ctx, payload);
  if (!claimed) return;

  const checks = new Map(pendingChecks(claimed.packs).map((check) => [check.name, check]));
  const onCheck = async (check: ConnectionCheck) => {
    checks.set(check.name, check);
    const shown = [...checks.values()];
    await ctx.db.inTenant(ctx.tenantId, (tx) =>
      tx.connection.updateMany({
        where: { id: payload.connectionId, verificationId: payload.verificationId },
        data: { checks: shown as Prisma.InputJsonArray },
      }),
    );
  };
  try {
    await deps.aws.verifyConnection({
      roleArn: claimed.role.arn,
      externalId: claimed.externalId,
      packs: claimed.packs,
      connectionId: payload.connectionId,
      signal: run.signal,
      onCheck,
    });
  } catch (cause) {
    await ctx.db.inTenant(ctx.tenantId, (tx) =>
      tx.connection.updateMany({ where: { id: payload.connectionId }, data: { verifyLeaseUntil: null } }),
    );
    throw cause;
  }
  const { tenantId, connectionId } = payload;
  const start = await conclude(ctx, payload, claimed, [...checks.values()]);
  if (start?.kind === "scan") {
    const { accountId, scanId } = start;
    await ctx.jobs.enqueue(jobs.scanAccount, { tenantId, accountId, scanId }, { key: scanId });
  }
  if (start?.kind === "discovery") {
    await ctx.jobs.enqueue(jobs.discoverOrganization, { tenantId, connectionId }, { key: connectionId });
  }
}
