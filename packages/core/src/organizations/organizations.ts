import { connections, organizations, type TenantTx } from "@rolecall/db";
import {
  AppError,
  isMemberRead,
  type ListOrganizationAccountsInput,
  memberPacks,
  type Organization,
  type OrganizationAccount,
  type OrganizationalUnitFact,
  type OrganizationMember,
  type Page,
  pendingChecks,
  rechosenMember,
  type SelectOrganizationInput,
  sumOfCounts,
  unitPathOf,
  unitTree,
  type VerifyOrganizationInput,
} from "@rolecall/domain";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { found } from "../found.ts";
import { discoverOrganization } from "./discover-organization.ts";
import { verifyMembers } from "./verify-members.ts";
import { writeMembers } from "./write-members.ts";

type ByConnection = { connectionId: string };
/** The audit log names so many ids at the most; it counts them all. */
const NAMED_AT_MOST = 50;

/** @throws AppError NOT_FOUND; CONFLICT for the connection of a single account. */
async function findConnection(tx: TenantTx, connectionId: string): Promise<connections.ConnectionRow> {
  const row = found(await connections.findConnection(tx, connectionId), "organisation");
  if (row.kind !== "organization") {
    throw new AppError("CONFLICT", "This connection is of a single account, not of an organisation");
  }
  return row;
}

/** @throws AppError CONFLICT if the connection is not active. */
function assertActive(connection: { status: string; statusReason: string | null }): void {
  if (connection.status === "active") return;
  const why = connection.statusReason ?? "Verify it first.";
  throw new AppError("CONFLICT", `The organisation cannot be asked: its connection is ${connection.status}. ${why}`);
}

/** @throws AppError CONFLICT while nothing is known of the organisation. */
async function findDiscovered(tx: TenantTx, connectionId: string) {
  const organization = await organizations.findOrganization(tx, connectionId, { lock: true });
  if (!organization?.discoveredAt) {
    throw new AppError("CONFLICT", "The organisation has not been read yet. Verify its connection, then wait for it.");
  }
  return organization;
}

async function describe(tx: TenantTx, connectionId: string): Promise<Organization> {
  const row = await organizations.findOrganization(tx, connectionId);
  const isRead = row !== null && row.discoveredAt !== null;
  const groups = isRead ? await organizations.countMembers(tx, connectionId) : [];
  return {
    connectionId,
    organizationId: row?.organizationId ?? null,
    managementAccountId: row?.managementAccountId ?? null,
    awsAccountId: row?.awsAccountId ?? null,
    units: isRead ? unitTree(row.units, groups, row.selection.unitIds) : null,
    delegatedAdministratorIds: row?.delegatedAdministratorIds ?? null,
    features: row?.features ?? null,
    selection: row?.selection ?? { unitIds: [], accountIds: [], leftOutAccountIds: [] },
    counts: isRead ? sumOfCounts(groups.map(({ counts }) => counts)) : null,
    problem: row?.problem ?? null,
    discoveredAt: row?.discoveredAt ?? null,
    nextDiscoveryAt: row?.discoverDueAt ?? null,
  };
}

/** An organisation with its tree of units. @throws AppError NOT_FOUND; CONFLICT for the connection of a single account. */
export function getOrganization(ctx: Ctx, { connectionId }: ByConnection): Promise<Organization> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await findConnection(tx, connectionId);
    return describe(tx, connectionId);
  });
}

type ListedMember = Awaited<ReturnType<typeof organizations.listMemberRows>>["items"][number];

function toAccount(member: ListedMember, units: readonly OrganizationalUnitFact[]): OrganizationAccount {
  return {
    ...member,
    state: member.leftAt ? "LEFT" : member.state,
    unitPath: unitPathOf(units, member.unitIds),
    checks: member.checks.map(({ name, title, status, message }) => ({ name, title, status, message })),
  };
}

/** One page of an organisation's accounts by name, departed ones too. @throws AppError as `getOrganization`. */
export function listOrganizationAccounts(
  ctx: Ctx,
  input: ListOrganizationAccountsInput,
): Promise<Page<OrganizationAccount>> {
  return ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await findConnection(tx, input.connectionId);
    const units = (await organizations.findOrganization(tx, input.connectionId))?.units ?? [];
    const page = await organizations.listMemberRows(tx, input);
    return { ...page, items: page.items.map((member) => toAccount(member, units)) };
  });
}

/** @throws AppError INVALID if one of the ids is unknown. */
function assertKnown(field: string, ids: readonly string[], known: ReadonlySet<string>, what: string): void {
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  const named = unknown.slice(0, 5).join(", ");
  throw new AppError("INVALID", `${field}: no such ${what} in this organisation: ${named}`, {
    details: { field, unknown: unknown.slice(0, NAMED_AT_MOST) },
  });
}

function checkedSelection(
  input: SelectOrganizationInput,
  units: readonly OrganizationalUnitFact[],
  members: readonly OrganizationMember[],
) {
  const accountIds = new Set(members.map(({ awsAccountId }) => awsAccountId));
  assertKnown("unitIds", input.unitIds, new Set(units.map(({ unitId }) => unitId)), "unit");
  assertKnown("accountIds", input.accountIds, accountIds, "account");
  assertKnown("leftOutAccountIds", input.leftOutAccountIds, accountIds, "account");
  const both = input.accountIds.find((id) => input.leftOutAccountIds.includes(id));
  if (both) {
    throw new AppError("INVALID", `accountIds: ${both} is chosen and left out at the same time`, {
      details: { field: "accountIds" },
    });
  }
  return {
    unitIds: [...new Set(input.unitIds)],
    accountIds: [...new Set(input.accountIds)],
    leftOutAccountIds: [...new Set(input.leftOutAccountIds)],
  };
}

const enqueueVerification = (ctx: Ctx, connectionId: string): Promise<void> =>
  verifyMembers.enqueue(ctx, { tenantId: ctx.tenantId, connectionId });

/**
 * Sets which accounts are verified and scanned. New ones are verified at once; those that are not chosen any more are disconnected,
 * with their history kept.
 *
 * @throws AppError NOT_FOUND; INVALID for an unknown id; CONFLICT while the organisation has not been read, or if its connection is
 * disconnected.
 */
export async function selectOrganizationAccounts(ctx: Ctx, input: SelectOrganizationInput): Promise<Organization> {
  const { connectionId } = input;
  const result = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    if (connection.status === "disconnected") assertActive(connection);
    const { units, discoveredAt } = await findDiscovered(tx, connectionId);
    const before = await organizations.readMembers(tx, connectionId);
    const selection = checkedSelection(input, units, before);
    await organizations.setSelection(tx, connectionId, selection);
    const known = {
      selection,
      lastSeenAt: discoveredAt,
      checks: pendingChecks(memberPacks(connection.packs)),
      now: ctx.now(),
    };
    const after = before.map((member) => rechosenMember(member, known));
    await writeMembers(ctx, tx, connectionId, { before, after, units });
    await audit(ctx, tx, "organization.selection_set", connectionId, {
      counts: Object.fromEntries(Object.entries(selection).map(([key, ids]) => [key, ids.length])),
      ...Object.fromEntries(Object.entries(selection).map(([key, ids]) => [key, ids.slice(0, NAMED_AT_MOST)])),
    });
    const isDue = after.some((member) => isMemberRead(member) && member.verifyDueAt && member.verifyDueAt <= known.now);
    return { isDue, organization: await describe(tx, connectionId) };
  });
  if (result.isDue) await enqueueVerification(ctx, connectionId);
  return result.organization;
}

/** Has the organisation read now. @throws AppError NOT_FOUND; CONFLICT if its connection is not active. */
export async function requestDiscovery(ctx: Ctx, { connectionId }: ByConnection): Promise<Organization> {
  const organization = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    assertActive(connection);
    await organizations.setDiscoveryDue(tx, connectionId, ctx.now());
    await audit(ctx, tx, "organization.discovery_requested", connectionId);
    return describe(tx, connectionId);
  });
  await discoverOrganization.enqueue(ctx, { tenantId: ctx.tenantId, connectionId });
  return organization;
}

type Which = { only: VerifyOrganizationInput["only"] } | { awsAccountId: string };

async function makeDue(ctx: Ctx, tx: TenantTx, connectionId: string, which: Which): Promise<number> {
  const connection = await findConnection(tx, connectionId);
  assertActive(connection);
  await findDiscovered(tx, connectionId);
  const checks = pendingChecks(memberPacks(connection.packs));
  const due = await organizations.makeVerificationsDue(tx, connectionId, which, { now: ctx.now(), checks });
  await organizations.noteVerifyDue(tx, connectionId);
  await audit(ctx, tx, "organization.verification_requested", connectionId, { ...which, accounts: due });
  return due;
}

/**
 * Has the roles of the chosen accounts checked again, all or those that did not pass.
 *
 * @returns how many are.
 * @throws AppError NOT_FOUND; CONFLICT if the connection is not active or the organisation was not read yet.
 */
export async function requestMemberVerifications(
  ctx: Ctx,
  input: VerifyOrganizationInput,
): Promise<{ accounts: number }> {
  const { connectionId, only } = input;
  const accounts = await ctx.db.inTenant(ctx.tenantId, (tx) => makeDue(ctx, tx, connectionId, { only }));
  if (accounts > 0) await enqueueVerification(ctx, connectionId);
  return { accounts };
}

/**
 * Has the role of one account checked again.
 *
 * @throws AppError NOT_FOUND; CONFLICT if the account is not chosen or not active, or as `requestMemberVerifications`.
 */
export async function requestMemberVerification(
  ctx: Ctx,
  input: ByConnection & { awsAccountId: string },
): Promise<OrganizationAccount> {
  const { connectionId, awsAccountId } = input;
  const account = await ctx.db.inTenant(ctx.tenantId, async (tx) => {
    await findConnection(tx, connectionId);
    const member = await organizations.findMember(tx, connectionId, awsAccountId);
    if (!member) throw new AppError("NOT_FOUND", "No such account in this organisation");
    if (!isMemberRead(member)) {
      throw new AppError(
        "CONFLICT",
        `Account ${awsAccountId} is not verified: ${member.statusReason ?? "choose it first"}`,
      );
    }
    await makeDue(ctx, tx, connectionId, { awsAccountId });
    const { units } = await findDiscovered(tx, connectionId);
    const { items } = await organizations.listMemberRows(tx, { connectionId, awsAccountId, limit: 1 });
    return toAccount(found(items[0] ?? null, "account in this organisation"), units);
  });
  await enqueueVerification(ctx, connectionId);
  return account;
}
