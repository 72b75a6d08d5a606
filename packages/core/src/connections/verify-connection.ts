import { accounts, connections, due, organizations, type TenantTx } from "@rolecall/db";
import { type ConnectionCheck, parseRoleArn, pendingChecks, type RoleArn, verdictOf } from "@rolecall/domain";
import { defineJob, ids } from "@rolecall/jobs";
import { connectAccount } from "../accounts/connect-account.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { recordState } from "../events/record-events.ts";
import { discoverOrganization } from "../organizations/discover-organization.ts";
import { enqueueScan } from "../scans/request-scan.ts";
import { defineWork } from "../work/define-work.ts";

/** A connection that is being verified, and the role that is. */
type Claimed = connections.ConnectionRow & { role: RoleArn };

const REVERIFY_HOURS = 24;
/** A connection that worked before is tried again sooner: the role may be on its way back. */
const RETRY_HOURS = 1;
const MS_PER_HOUR = 3_600_000;

/** What a proven connection starts: the first scan of its account, or the discovery of its organisation. */
type Start = { kind: "scan"; accountId: string; scanId: string } | { kind: "discovery" };

async function startAccount(ctx: Ctx, tx: TenantTx, { id, name, role, verifiedAt }: Claimed): Promise<Start | null> {
  if (verifiedAt && (await accounts.hasScannedAccount(tx, id))) return null;
  const account = { connectionId: id, role, name, member: null, firstScanAt: ctx.now() };
  const { accountId, scanId } = await connectAccount(ctx, tx, account);
  return scanId ? { kind: "scan", accountId, scanId } : null;
}

/** The organisation's own account is one of its members, and is verified and scanned as the others are. */
async function startOrganization(ctx: Ctx, tx: TenantTx, { id, role }: Claimed): Promise<Start | null> {
  const of = { tenantId: ctx.tenantId, connectionId: id, awsAccountId: role.awsAccountId };
  await organizations.startDiscovery(tx, of, ctx.now());
  const found = await organizations.findOrganization(tx, id);
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
async function judge(tx: TenantTx, { id, kind, role }: Claimed, checks: ConnectionCheck[]): Promise<Judgement> {
  const { status, reason, isConclusive } = verdictOf(checks);
  if (!isConclusive && (await connections.findConnection(tx, id))?.status === "active") {
    const unanswered = `Not checked today: ${reason}`;
    return { status: "active", reason: unanswered, isProven: false, event: "connection.not_checked" };
  }
  if (status !== "active") return { status, reason, isProven: false, event: `connection.${status}` };
  // An organisation may be read in an account that is connected by itself: that account is then not taken from there.
  if (kind === "account" && (await organizations.isHeldByAnother(tx, role.awsAccountId, id))) {
    const taken = `Account ${role.awsAccountId} is connected already, by another connection. Disconnect that one first, then verify again.`;
    return { status: "failed", reason: taken, isProven: false, event: "connection.failed" };
  }
  return { status: "active", reason: null, isProven: true, event: "connection.verified" };
}

/** A connection that never worked is not tried again by itself. */
function nextVerificationAt(isProven: boolean, wasVerified: boolean, now: Date): Date | null {
  if (isProven) return new Date(now.getTime() + REVERIFY_HOURS * MS_PER_HOUR);
  return wasVerified ? new Date(now.getTime() + RETRY_HOURS * MS_PER_HOUR) : null;
}

/** Writes what the checks mean, and starts what a connection that has become active is for. */
async function conclude(ctx: Ctx, tx: TenantTx, claimed: Claimed, checks: ConnectionCheck[]): Promise<Start | null> {
  const { status, reason, isProven, event } = await judge(tx, claimed, checks);
  const now = ctx.now();
  await connections.setConnection(tx, claimed.id, {
    status,
    statusReason: reason,
    checks,
    verifyDueAt: nextVerificationAt(isProven, claimed.verifiedAt !== null, now),
    ...(isProven ? { verifiedAt: now } : {}),
  });
  await audit(ctx, tx, event, claimed.id, { reason });
  if (event !== "connection.not_checked") {
    await recordState(ctx, tx, event, { at: now, accountId: null, subjectId: claimed.id, facts: { reason } });
  }
  if (!isProven) return null;
  return claimed.kind === "organization" ? startOrganization(ctx, tx, claimed) : startAccount(ctx, tx, claimed);
}

/**
 * Runs a connection's checks, showing each as it ends, and draws the verdict: active, failed, or unsafe. Only an active
 * connection is scanned, at once and then by its interval, or its organisation discovered; its checks are run again every day.
 */
export const verifyConnection = defineWork({
  job: defineJob({
    name: "verify-connection",
    payload: ids("connectionId"),
    lane: "quick",
    attempts: 4,
    backoffMs: 2_000,
    priority: 1,
  }),
  row: "connectionId",
  due: due.dueVerifications,
  claim: async ({ ctx, tx, payload }): Promise<Claimed | null> => {
    const row = await connections.findDueVerification(tx, { id: payload.connectionId, now: ctx.now() });
    const role = row?.roleArn ? parseRoleArn(row.roleArn) : null;
    return row && role && { ...row, role };
  },
  lease: 60,
  run: async ({ deps, ctx, signal, write, finish }, claimed) => {
    const { id: connectionId, externalId, packs, role } = claimed;
    const checks = new Map(pendingChecks(packs).map((check) => [check.name, check]));
    const onCheck = async (check: ConnectionCheck) => {
      checks.set(check.name, check);
      const shown = [...checks.values()];
      await write((tx) => connections.setConnection(tx, connectionId, { checks: shown }));
    };
    await deps.aws.verifyConnection({ roleArn: role.arn, externalId, packs, connectionId, signal, onCheck });
    const start = await finish((tx) => conclude(ctx, tx, claimed, [...checks.values()]));
    const { tenantId } = ctx;
    if (start?.kind === "scan") {
      await enqueueScan(ctx, tenantId, { id: start.scanId, accountId: start.accountId, kind: "inventory" });
    }
    if (start?.kind === "discovery") await discoverOrganization.enqueue(ctx, { tenantId, connectionId });
  },
  bury: async ({ tx, payload, reason }) => {
    const connection = await connections.findConnection(tx, payload.connectionId);
    // What worked keeps its status, and is tried again.
    if (connection?.status !== "verifying") return;
    await connections.setConnection(tx, connection.id, {
      status: "failed",
      statusReason: `The checks could not be run: ${reason}. Verify again.`,
      verifyDueAt: null,
    });
  },
});
