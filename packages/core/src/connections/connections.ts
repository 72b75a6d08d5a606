import { accounts, keyset, Prisma, rollUp, type TenantTx, toPage } from "@rolecall/db";
import {
  AppError,
  type Connection,
  type ConnectionCheck,
  type CustomerTemplate,
  cloudFormationLaunchUrl,
  type Page,
  type PageInput,
  type Partition,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  renderCustomerTemplate,
  type TemplateFormat,
} from "@rolecall/domain";
import { jobs } from "@rolecall/jobs";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { workerPrincipalArn } from "../operations/worker-presence.ts";

type Row = NonNullable<Awaited<ReturnType<TenantTx["connection"]["findUnique"]>>>;

function toConnection(ctx: Ctx, row: Row): Connection {
  const values = { externalId: row.externalId, principalArn: row.principalArn, partition: row.partition as Partition };
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as Connection["kind"],
    ...values,
    roleArn: row.roleArn,
    awsAccountId: row.roleArn ? (parseRoleArn(row.roleArn)?.awsAccountId ?? null) : null,
    status: row.status as Connection["status"],
    statusReason: row.statusReason,
    checks: row.checks as ConnectionCheck[],
    launchUrl: cloudFormationLaunchUrl({ ...values, templateUrl: ctx.settings.templateUrl }),
    scanPausedReason: row.scanPausedReason,
    createdAt: row.createdAt,
    verifiedAt: row.verifiedAt,
  };
}

async function findRow(ctx: Ctx, tx: TenantTx, id: string): Promise<Row> {
  const row = await tx.connection.findUnique({ where: { tenantId_id: { tenantId: ctx.tenantId, id } } });
  if (!row) throw new AppError("NOT_FOUND", "No such connection");
  return row;
}

/**
 * Makes a connection and mints its External ID, which is unique to it and never changes. It is never accepted from input:
 * a customer who could choose it could take another customer's.
 *
 * @throws AppError UNAVAILABLE while nobody knows which principal the customer's role must trust.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export async function createConnection(
  ctx: Ctx,
  input: { name: string; kind: Connection["kind"]; partition: Partition },
): Promise<Connection> {
  if (input.kind === "organization") {
    throw new AppError(
      "INVALID",
      "kind: connecting a whole organisation is not available yet; connect its accounts one by one with kind=account",
      { details: { field: "kind" } },
    );
  }
  const principalArn = ctx.settings.principalArn ?? (await workerPrincipalArn(ctx));
  if (!principalArn) {
    throw new AppError(
      "UNAVAILABLE",
      "The principal that your role must trust is not known yet. Set ROLECALL_PRINCIPAL_ARN, or start a worker that has AWS credentials.",
    );
  }
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await tx.connection.create({
      data: {
        tenantId: ctx.tenantId,
        id: ctx.newId(),
        name: input.name,
        kind: input.kind,
        partition: input.partition,
        externalId: `rolecall-${ctx.newId()}`,
        principalArn,
        status: "pending",
        checks: [],
        createdAt: ctx.now(),
      },
    });
    await audit(ctx, tx, "connection.created", row.id, { name: row.name, partition: row.partition });
    return toConnection(ctx, row);
  });
}

/** One page of the tenant's connections, newest first. */
export function listConnections(ctx: Ctx, input: PageInput): Promise<Page<Connection>> {
  const order = keyset(
    { at: { expression: Prisma.sql`c.created_at`, type: "timestamptz" } },
    "-at",
    Prisma.sql`c.id`,
    input.cursor,
  );
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const found = await tx.$queryRaw<{ id: string; sortValue: string | null }[]>`
      SELECT c.id, ${order.sortValue} FROM connection c WHERE ${order.after} ${order.orderBy} LIMIT ${input.limit + 1}`;
    const page = toPage(found, input.limit);
    const ids = page.items.map(({ id }) => id);
    const rows = await tx.connection.findMany({ where: { id: { in: ids } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return { ...page, items: ids.map((id) => toConnection(ctx, byId.get(id)!)) };
  });
}

/** @throws AppError NOT_FOUND */
export function getConnection(ctx: Ctx, input: { id: string }): Promise<Connection> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => toConnection(ctx, await findRow(ctx, tx, input.id)));
}

const refusedRole = (code: "INVALID" | "CONFLICT", why: string): AppError =>
  new AppError(code, `roleArn: ${why}`, { details: { field: "roleArn" } });

/** @throws AppError if this connection cannot have this role. */
async function assertRoleFits(tx: TenantTx, row: Row, role: RoleArn): Promise<void> {
  if (row.status === "disconnected") {
    throw new AppError("CONFLICT", "This connection is disconnected. Make a new one.");
  }
  if (role.partition !== row.partition) {
    const why = `the role is in partition ${role.partition}, but the connection is for ${row.partition}`;
    throw refusedRole("INVALID", `${why}. Make a connection for ${role.partition}.`);
  }
  const account = await accounts.findAccountByAwsId(tx, role.awsAccountId);
  if (account && account.connectionId !== row.id && account.status !== "disconnected") {
    throw refusedRole("CONFLICT", `account ${role.awsAccountId} is connected already, by another connection`);
  }
  const before = row.roleArn ? parseRoleArn(row.roleArn) : null;
  if (row.verifiedAt && before && before.awsAccountId !== role.awsAccountId) {
    const why = `this connection is for account ${before.awsAccountId}`;
    throw refusedRole("CONFLICT", `${why}. Make a new connection for ${role.awsAccountId}.`);
  }
}

/**
 * Tells which role to assume.
 *
 * @throws AppError NOT_FOUND; INVALID if the role is in another partition; CONFLICT if the tenant has this account
 * connected by another connection, or this connection belongs to another account already.
 */
export function updateConnection(ctx: Ctx, input: { id: string; roleArn: string }): Promise<Connection> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findRow(ctx, tx, input.id);
    const role = parseRoleArn(input.roleArn);
    if (!role) throw refusedRole("INVALID", "not a role ARN");
    await assertRoleFits(tx, row, role);
    await audit(ctx, tx, "connection.role_set", row.id, { roleArn: role.arn });
    const updated = await tx.connection.update({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: row.id } },
      data: {
        roleArn: role.arn,
        ...(row.roleArn === role.arn
          ? {}
          : { status: "pending", statusReason: null, checks: [], verifyDueAt: null, verificationId: null }),
      },
    });
    return toConnection(ctx, updated);
  });
}

/**
 * Asks for the checks to be run. The page and the API follow them on the connection itself.
 *
 * @throws AppError NOT_FOUND; CONFLICT if no role is set or the connection is disconnected.
 */
export async function requestVerification(ctx: Ctx, input: { id: string }): Promise<Connection> {
  const row = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const found = await findRow(ctx, tx, input.id);
    if (!found.roleArn)
      throw new AppError("CONFLICT", "roleArn: tell the role's ARN first", { details: { field: "roleArn" } });
    if (found.status === "disconnected")
      throw new AppError("CONFLICT", "This connection is disconnected. Make a new one.");
    await audit(ctx, tx, "connection.verification_requested", found.id);
    return tx.connection.update({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: found.id } },
      data: {
        status: "verifying",
        statusReason: null,
        verificationId: ctx.newId(),
        verifyDueAt: ctx.now(),
        verifyLeaseUntil: null,
        checks: pendingChecks() as Prisma.InputJsonArray,
      },
    });
  });
  const payload = { tenantId: ctx.tenantId, connectionId: row.id, verificationId: row.verificationId! };
  await ctx.jobs.enqueue(jobs.verifyConnection, payload, { key: payload.verificationId });
  return toConnection(ctx, row);
}

/**
 * Disconnects: no session is opened any more. The inventory and its history stay; the accounts count no longer.
 *
 * @throws AppError NOT_FOUND
 */
export function removeConnection(ctx: Ctx, input: { id: string }): Promise<Connection> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findRow(ctx, tx, input.id);
    if (row.status === "disconnected") return toConnection(ctx, row);
    await audit(ctx, tx, "connection.disconnected", row.id, { name: row.name });
    const owned = await tx.awsAccount.findMany({ where: { connectionId: row.id }, select: { id: true } });
    // Scans before accounts, the order in which a landing locks them.
    await tx.scan.updateMany({
      where: { status: { in: ["queued", "running"] }, accountId: { in: owned.map(({ id }) => id) } },
      data: {
        status: "failed",
        finishedAt: ctx.now(),
        leaseUntil: null,
        error: "The connection was disconnected: nothing was written. Connect the account again to scan it.",
      },
    });
    await tx.awsAccount.updateMany({
      where: { connectionId: row.id },
      data: { status: "disconnected", statusReason: "Disconnected by hand", nextScanAt: null },
    });
    if (await tx.tenantDay.findFirst({ select: { day: true } })) await rollUp.writeTenantDay(tx, ctx.now());
    const updated = await tx.connection.update({
      where: { tenantId_id: { tenantId: ctx.tenantId, id: row.id } },
      data: { status: "disconnected", statusReason: "Disconnected by hand", verifyDueAt: null, verificationId: null },
    });
    return toConnection(ctx, updated);
  });
}

/**
 * What the customer installs, with this connection's External ID and principal filled in.
 *
 * @throws AppError NOT_FOUND
 */
export async function getConnectionTemplate(
  ctx: Ctx,
  input: { id: string; format: TemplateFormat },
): Promise<CustomerTemplate> {
  const { externalId, principalArn, partition } = await getConnection(ctx, input);
  return renderCustomerTemplate(input.format, { externalId, principalArn, partition });
}
