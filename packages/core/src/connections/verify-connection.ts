import { accounts, type Prisma, type TenantTx } from "@rolecall/db";
import { AppError, type ConnectionCheck, parseRoleArn, pendingChecks, verdictOf } from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import { type Ctx, type JobRun, systemCtx, type WorkerDeps } from "../context.ts";
import { insertScan } from "../scans/request-scan.ts";

type Payload = { tenantId: string; connectionId: string; verificationId: string };
type Claim = { roleArn: string; externalId: string; wasVerified: boolean };

/** A verification takes seconds; whoever holds it longer than this is dead. */
const LEASE_SECONDS = 120;
const REVERIFY_HOURS = 24;
/** A connection that worked before is tried again sooner: the role may be on its way back. */
const RETRY_HOURS = 1;
const MS_PER_HOUR = 3_600_000;

/** Takes the verification for this run; null if it is stale, done, or in other hands. */
async function claim(ctx: Ctx, { connectionId, verificationId }: Payload): Promise<Claim | null> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const rows = await tx.$queryRaw<{ roleArn: string; externalId: string; verifiedAt: Date | null }[]>`
      UPDATE connection SET verify_lease_until = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      WHERE id = ${connectionId}::uuid AND verification_id = ${verificationId}::uuid AND verify_due_at IS NOT NULL
        AND role_arn IS NOT NULL AND status <> 'disconnected' AND (verify_lease_until IS NULL OR verify_lease_until < now())
      RETURNING role_arn AS "roleArn", external_id AS "externalId", verified_at AS "verifiedAt"`;
    const row = rows[0];
    return row ? { roleArn: row.roleArn, externalId: row.externalId, wasVerified: row.verifiedAt !== null } : null;
  });
}

/** Makes the account known, or takes it over from an uploaded or disconnected one, and queues its first scan. */
async function connectAccount(
  ctx: Ctx,
  tx: TenantTx,
  connectionId: string,
  roleArn: string,
): Promise<{ accountId: string; scanId: string }> {
  const role = parseRoleArn(roleArn);
  if (!role) throw new AppError("INVALID", `${roleArn} is no role ARN`);
  const connection = await tx.connection.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: ctx.tenantId, id: connectionId } },
  });
  const nextScanAt = ctx.now();
  const account = await tx.awsAccount.upsert({
    where: { tenantId_awsAccountId: { tenantId: ctx.tenantId, awsAccountId: role.awsAccountId } },
    create: {
      tenantId: ctx.tenantId,
      id: ctx.newId(),
      connectionId,
      awsAccountId: role.awsAccountId,
      partition: role.partition,
      name: connection.name,
      status: "never_scanned",
      nextScanAt,
      createdAt: ctx.now(),
    },
    update: { connectionId, name: connection.name, nextScanAt },
  });
  if (account.status === "disconnected") {
    const status = account.lastScanAt ? "ok" : "never_scanned";
    await tx.awsAccount.update({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: account.id } },
      data: { status, statusReason: null },
    });
  }
  const scan = await insertScan(ctx, tx, account.id, "connected");
  return { accountId: account.id, scanId: scan.id };
}

type Judgement = {
  status: "active" | "unsafe" | "failed";
  reason: string | null;
  /** False where an earlier proof stands because AWS gave no answer today. */
  isProven: boolean;
  event: string;
};

/** What the checks mean. Another connection may have got the account while this one was still to be verified. */
async function judge(tx: TenantTx, id: string, roleArn: string, checks: ConnectionCheck[]): Promise<Judgement> {
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
  const awsAccountId = parseRoleArn(roleArn)?.awsAccountId ?? "";
  const account = await accounts.findAccountByAwsId(tx, awsAccountId);
  if (account && account.connectionId !== id && account.status !== "disconnected") {
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

/** Writes what the checks mean, and queues the first scan of a connection that has become active. */
async function conclude(
  ctx: Ctx,
  { connectionId, verificationId }: Payload,
  claimed: Claim,
  checks: ConnectionCheck[],
) {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { status, reason, isProven, event } = await judge(tx, connectionId, claimed.roleArn, checks);
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
    if (!isProven || (claimed.wasVerified && (await hasBeenScanned(tx, connectionId)))) return null;
    return connectAccount(ctx, tx, connectionId, claimed.roleArn);
  });
}

/**
 * Runs a connection's checks, showing each as it ends, and draws the verdict: active, failed, or unsafe. Only an active
 * connection is scanned, at once and then every 6 hours; its checks are run again every day.
 */
export async function verifyConnection(deps: WorkerDeps, payload: Payload, run: JobRun): Promise<void> {
  const ctx = systemCtx(deps, payload.tenantId);
  const claimed = await claim(ctx, payload);
  if (!claimed) return;

  const checks = new Map(pendingChecks().map((check) => [check.name, check]));
  const onCheck = async (check: ConnectionCheck) => {
    checks.set(check.name, check);
    const shown = [...checks.values()];
    await ctx.db.inTenant(ctx.tenantId, (tx) =>
      tx.connection.updateMany({
        where: { id: payload.connectionId, verificationId: payload.verificationId },
        data: { checks: shown as Prisma.InputJsonArray },
      }),
    );
    await run.reportProgress({ checks: shown });
  };
  try {
    const { roleArn, externalId } = claimed;
    await deps.aws.verifyConnection({
      roleArn,
      externalId,
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
  const first = await conclude(ctx, payload, claimed, [...checks.values()]);
  if (first) await ctx.jobs.enqueue(jobs.scanAccount, { tenantId: ctx.tenantId, ...first }, { key: first.scanId });
}
