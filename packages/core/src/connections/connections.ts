import { accounts, connections, organizations, type TenantTx } from "@rolecall/db";
import {
  AppError,
  accountOfArn,
  type Connection,
  type CustomerTemplate,
  cloudFormationLaunchUrl,
  DEFAULT_CALL_CEILING_PER_SECOND,
  DEFAULT_SCAN_EVERY_HOURS,
  type OptionalPermissionPack,
  type Page,
  type PageInput,
  type Partition,
  parseRoleArn,
  pendingChecks,
  type RoleArn,
  renderCustomerTemplate,
  type TemplateFormat,
} from "@rolecall/domain";
import { stopAccounts } from "../accounts/stop-accounts.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { assertWithinQuota } from "../quotas.ts";
import { rescheduleScans } from "../scans/scan-schedule.ts";
import { workerPrincipalArn } from "../work/worker-presence.ts";
import { verifyConnection } from "./verify-connection.ts";

type Row = connections.ConnectionRow;

/** What fills the templates in. The members of an organisation have a role of the name and path that the connection's own has. */
function templateValuesOf(row: Row) {
  const role = row.roleArn ? parseRoleArn(row.roleArn) : null;
  return {
    externalId: row.externalId,
    principalArn: row.principalArn,
    partition: row.partition,
    packs: row.packs,
    isOrganization: row.kind === "organization",
    ...(role && row.kind === "organization" ? { role: { roleName: role.roleName, path: role.path } } : {}),
  };
}

function toConnection(ctx: Ctx, row: Row): Connection {
  const templateUrl = ctx.settings.templateUrl;
  return {
    ...row,
    awsAccountId: row.roleArn ? (parseRoleArn(row.roleArn)?.awsAccountId ?? null) : null,
    launchUrl: cloudFormationLaunchUrl({ ...templateValuesOf(row), templateUrl }),
  };
}

/** @throws AppError NOT_FOUND */
const findRow = async (tx: TenantTx, id: string): Promise<Row> =>
  found(await connections.findConnection(tx, id), "connection");

type NewConnection = {
  name: string;
  kind: Connection["kind"];
  partition: Partition;
  /** What the role is asked to grant beyond the core; none if absent. An organisation's own pack comes with its kind. */
  packs?: readonly Exclude<OptionalPermissionPack, "organization">[];
  scanEveryHours?: number;
  callCeilingPerSecond?: number;
};

/**
 * Makes a connection and mints its External ID, which is unique to it and never changes. It is never accepted from input:
 * a customer who could choose it could take another customer's.
 *
 * @throws AppError UNAVAILABLE while nobody knows which principal the customer's role must trust; CONFLICT where there are as many
 * connections as there can be.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export async function createConnection(ctx: Ctx, input: NewConnection): Promise<Connection> {
  const principalArn = ctx.settings.principalArn ?? (await workerPrincipalArn(ctx));
  if (!principalArn) {
    throw new AppError(
      "UNAVAILABLE",
      "The principal that your role must trust is not known yet. Set ROLECALL_PRINCIPAL_ARN, or start a worker that has AWS credentials.",
    );
  }
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    assertWithinQuota("connections", await connections.countConnections(tx));
    const { name, kind, partition } = input;
    const ofKind: OptionalPermissionPack[] = kind === "organization" ? ["organization"] : [];
    const packs = [...new Set([...ofKind, ...(input.packs ?? [])])];
    const id = ctx.newId();
    await connections.insertConnection(tx, ctx.tenantId, {
      ...{ id, name, kind, partition, principalArn, packs },
      externalId: `rolecall-${ctx.newId()}`,
      status: "pending",
      checks: [],
      scanEveryHours: input.scanEveryHours ?? DEFAULT_SCAN_EVERY_HOURS,
      callCeilingPerSecond: input.callCeilingPerSecond ?? DEFAULT_CALL_CEILING_PER_SECOND,
      createdAt: ctx.now(),
    });
    await audit(ctx, tx, "connection.created", id, { name, kind, partition, packs });
    return toConnection(ctx, await findRow(tx, id));
  });
}

/** One page of the tenant's connections, newest first. */
export async function listConnections(ctx: Ctx, input: PageInput): Promise<Page<Connection>> {
  const page = await ctx.db.inTenant(ctx.tenantId, (tx) => connections.listConnectionRows(tx, input));
  return { ...page, items: page.items.map((row) => toConnection(ctx, row)) };
}

/** @throws AppError NOT_FOUND */
export function getConnection(ctx: Ctx, input: { id: string }): Promise<Connection> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => toConnection(ctx, await findRow(tx, input.id)));
}

const BY_HAND = "Disconnected by hand";

const refusedRole = (code: "INVALID" | "CONFLICT", why: string): AppError =>
  new AppError(code, `roleArn: ${why}`, { details: { field: "roleArn" } });

/** @throws AppError if this connection cannot have this role. */
async function assertRoleFits(tx: TenantTx, row: Row, role: RoleArn): Promise<void> {
  if (role.partition !== row.partition) {
    const why = `the role is in partition ${role.partition}, but the connection is for ${row.partition}`;
    throw refusedRole("INVALID", `${why}. Make a connection for ${role.partition}.`);
  }
  if (role.awsAccountId === accountOfArn(row.principalArn)) {
    const why = `account ${role.awsAccountId} is the one that Rolecall's worker itself runs in, where an External ID keeps nobody out`;
    throw refusedRole("INVALID", `${why}. Upload this account's files instead.`);
  }
  if (row.kind === "account" && (await organizations.isHeldByAnother(tx, role.awsAccountId, row.id))) {
    throw refusedRole("CONFLICT", `account ${role.awsAccountId} is connected already, by another connection`);
  }
  const before = row.roleArn ? parseRoleArn(row.roleArn) : null;
  if (row.verifiedAt && before && before.awsAccountId !== role.awsAccountId) {
    const why = `this connection is for account ${before.awsAccountId}`;
    throw refusedRole("CONFLICT", `${why}. Make a new connection for ${role.awsAccountId}.`);
  }
}

/** Sets the role; one that changes is to be verified before anything else is read with it. */
async function setRole(ctx: Ctx, tx: TenantTx, row: Row, roleArn: string): Promise<void> {
  const role = parseRoleArn(roleArn);
  if (!role) throw refusedRole("INVALID", "not a role ARN");
  await assertRoleFits(tx, row, role);
  await audit(ctx, tx, "connection.role_set", row.id, { roleArn: role.arn });
  if (row.roleArn === role.arn) return;
  await verifyConnection.callOff(tx, [row.id]);
  await connections.setConnection(tx, row.id, {
    roleArn: role.arn,
    status: "pending",
    statusReason: null,
    checks: [],
    verifyDueAt: null,
  });
  // The roles of an organisation's members are named after the connection's.
  const due = { now: ctx.now(), checks: [] };
  const moved = await organizations.makeVerificationsDue(tx, row.id, { only: "all" }, due);
  if (moved > 0) await organizations.noteVerifyDue(tx, row.id);
}

type Schedule = { scanEveryHours?: number | undefined; callCeilingPerSecond?: number | undefined };

async function setSchedule(ctx: Ctx, tx: TenantTx, row: Row, asked: Schedule): Promise<void> {
  const data = {
    scanEveryHours: asked.scanEveryHours ?? row.scanEveryHours,
    callCeilingPerSecond: asked.callCeilingPerSecond ?? row.callCeilingPerSecond,
  };
  await connections.setConnection(tx, row.id, data);
  await audit(ctx, tx, "connection.schedule_set", row.id, data);
  if (data.scanEveryHours !== row.scanEveryHours) await rescheduleScans(ctx, tx, { connectionId: row.id });
}

/**
 * Tells which role to assume, how often to scan, and how many calls a second an account may be asked.
 *
 * @throws AppError NOT_FOUND; INVALID if the role is in another partition, or in the worker's own account; CONFLICT if the tenant has this account
 * connected by another connection, this connection belongs to another account already, or is disconnected.
 */
export function updateConnection(
  ctx: Ctx,
  input: { id: string; roleArn?: string | undefined } & Schedule,
): Promise<Connection> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findRow(tx, input.id);
    if (row.status === "disconnected") {
      throw new AppError("CONFLICT", "This connection is disconnected. Make a new one.");
    }
    if (input.roleArn !== undefined) await setRole(ctx, tx, row, input.roleArn);
    const asked = { scanEveryHours: input.scanEveryHours, callCeilingPerSecond: input.callCeilingPerSecond };
    if (Object.values(asked).some((value) => value !== undefined)) await setSchedule(ctx, tx, row, asked);
    return toConnection(ctx, await findRow(tx, input.id));
  });
}

/**
 * Asks for the checks to be run. The page and the API follow them on the connection itself.
 *
 * @throws AppError NOT_FOUND; CONFLICT if no role is set or the connection is disconnected.
 */
export async function requestVerification(ctx: Ctx, input: { id: string }): Promise<Connection> {
  const connection = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const { id, roleArn, status, packs } = await findRow(tx, input.id);
    if (!roleArn) {
      throw new AppError("CONFLICT", "roleArn: tell the role's ARN first", { details: { field: "roleArn" } });
    }
    if (status === "disconnected") throw new AppError("CONFLICT", "This connection is disconnected. Make a new one.");
    await audit(ctx, tx, "connection.verification_requested", id);
    // One that runs starts anew.
    await verifyConnection.callOff(tx, [id]);
    await connections.setConnection(tx, id, {
      status: "verifying",
      statusReason: null,
      verifyDueAt: ctx.now(),
      checks: pendingChecks(packs),
    });
    return toConnection(ctx, await findRow(tx, id));
  });
  await verifyConnection.enqueue(ctx, { tenantId: ctx.tenantId, connectionId: connection.id });
  return connection;
}

/**
 * Disconnects: no session is opened any more. The inventory and its history stay; the accounts count no longer.
 *
 * @throws AppError NOT_FOUND
 */
export function removeConnection(ctx: Ctx, input: { id: string }): Promise<Connection> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const row = await findRow(tx, input.id);
    if (row.status === "disconnected") return toConnection(ctx, row);
    await verifyConnection.callOff(tx, [row.id]);
    await audit(ctx, tx, "connection.disconnected", row.id, { name: row.name });
    const disconnected = { status: "disconnected", statusReason: BY_HAND } as const;
    await connections.setConnection(tx, row.id, { ...disconnected, verifyDueAt: null });
    if (row.kind === "organization") {
      await organizations.stopOrganization(tx, row.id, "Not verified: the connection was disconnected by hand");
    }
    const owned = await accounts.listConnectedAccountRows(tx, row.id);
    await stopAccounts(
      ctx,
      tx,
      owned.map(({ id }) => id),
      {
        status: "disconnected",
        reason: BY_HAND,
        scanError: "The connection was disconnected: nothing was written. Connect the account again to scan it.",
      },
    );
    return toConnection(ctx, { ...row, ...disconnected });
  });
}

/**
 * What the customer installs, with this connection's External ID, principal and packs filled in. Of an organisation, `stackset` is
 * for its member accounts, the other formats for the account in which it is read.
 *
 * @throws AppError NOT_FOUND; INVALID for the StackSet of a single account.
 */
export async function getConnectionTemplate(
  ctx: Ctx,
  input: { id: string; format: TemplateFormat },
): Promise<CustomerTemplate> {
  const row = await ctx.db.inTenant(ctx.tenantId, (tx) => findRow(tx, input.id));
  return renderCustomerTemplate(input.format, templateValuesOf(row));
}
