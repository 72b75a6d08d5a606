import { accounts, migrations, type TenantTx, trail } from "@rolecall/db";
import {
  AppError,
  ArtifactFormat,
  type ArtifactInput,
  artifactsOf,
  askedValue,
  breaksOf,
  coverageOf,
  createHeldPermissions,
  type HeldPermissions,
  heldByProposal,
  type KnownUse,
  type MigrationArtifacts,
  type MigrationReplacement,
  type ObservedPermissions,
  observedPermissionsOf,
  ownersValuesOf,
  type PermissionsProposal,
  proposePermissions,
  rolesThatFit,
  type StepInput,
  stepsOf,
  successorRoleName,
  successorTrustPolicy,
  type UserFacts,
} from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { noteArtifactsGiven } from "../evidence/append-evidence.ts";
import { found } from "../found.ts";
import { type KnownMigration, readKnownMigration } from "./known-migration.ts";

const SESSION_SECONDS = 3_600;
const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

/** All that a replacement is worked out from. */
type Present = KnownMigration & { user: NonNullable<KnownMigration["user"]> };
type Facts = Present & {
  userFacts: UserFacts;
  held: HeldPermissions;
  calls: KnownUse["calls"];
  observed: ObservedPermissions;
  permissions: PermissionsProposal;
  /** The role that takes over, if it is in the inventory of the user's account. */
  role: migrations.Successor | null;
};

/** What is known of the use of a user's permissions, also by credentials that were deleted. */
async function useOf(tx: TenantTx, { account, user }: Present, at: Date): Promise<KnownUse> {
  const credentialIds = (await migrations.readCredentialsOf(tx, [user.id])).map(({ id }) => id);
  const used = await migrations.readServicesUsed(tx, [user.id, ...credentialIds], at);
  const freshness = (await accounts.readFreshness(tx, [account.id])).get(account.id);
  const isRead = freshness?.service_last_accessed !== undefined;
  const accessed = await trail.findAccessedServices(tx, user.id, at);
  const lookups = [...(await migrations.readObserved(tx, credentialIds, at)).values()];
  return {
    services: isRead ? used : null,
    accessed: accessed && { at: accessed.finishedAt, services: accessed.services },
    calls: lookups.length > 0 ? lookups.flatMap(({ calls }) => calls) : null,
    userCreatedAt: user.createdAt,
    at,
  };
}

async function readFacts(ctx: Ctx, tx: TenantTx, userId: string): Promise<Facts> {
  const at = ctx.now();
  const { accountId } = found(await migrations.findMigration(tx, userId), "migration");
  const migration = await readKnownMigration(tx, { accountId, userId, at, asOf: undefined });
  const { user, known, parts } = migration;
  if (!user) throw new AppError("CONFLICT", "The user is gone: nothing has to take its place any more");
  const { userName, arn, tags } = user;
  const userFacts = { userName, userId: user.userId, arn, tags };
  const held = createHeldPermissions(parts)(user);
  const use = await useOf(tx, { ...migration, user }, at);
  const observed = observedPermissionsOf(use);
  const permissions = proposePermissions({ ...held, user: userFacts, observed, name: successorRoleName(userName) });
  const roleArn = known.plan?.replacementRoleArn;
  const roles = roleArn ? await migrations.readSuccessors(tx, [roleArn]) : [];
  const role = roles.find((each) => each.accountId === accountId) ?? null;
  return { ...migration, user, userFacts, held, calls: use.calls, observed, permissions, role };
}

const targetOf = ({ known }: Facts) => known.plan?.target ?? known.before?.target ?? "ask_owner";
const valuesOf = ({ known }: Facts) => known.plan?.values ?? {};
const roleNameOf = ({ known, user }: Facts): string =>
  known.plan?.replacementRoleArn ? nameOf(known.plan.replacementRoleArn) : successorRoleName(user.userName);

/** What people run next, and how to go back. */
function nextOf(facts: Facts): MigrationReplacement["next"] {
  const { known, user } = facts;
  const input: StepInput = {
    target: targetOf(facts),
    userName: user.userName,
    credentials: known.credentials.map(({ kind, credentialId, status }) => ({ kind, id: credentialId, status })),
    groupNames: user.groupNames,
    attachedPolicyArns: user.attachedPolicyArns,
    inlinePolicyNames: user.inlinePolicies.map(({ name }) => name),
    hasPermissionsBoundary: user.permissionsBoundaryArn !== null,
    mfaSerialNumbers: null,
    roleName: roleNameOf(facts),
  };
  return stepsOf(input)[known.before?.stage ?? "identified"];
}

async function breaks(tx: TenantTx, facts: Facts): Promise<MigrationReplacement["breaks"]> {
  const { known, user, held, calls, observed, userFacts } = facts;
  const own = await accounts.listAccountIds(tx);
  return breaksOf({
    ...{ user: userFacts, target: targetOf(facts), permissions: held, services: observed.services },
    credentials: known.credentials,
    replacementLastUsedAt: known.successor?.lastUsedAt ?? null,
    trustingRoles: await migrations.readRolesNaming(tx, user.arn),
    userAgents: known.observed?.userAgents.map(({ value }) => value) ?? null,
    ownAccountIds: own.map(({ awsAccountId }) => awsAccountId),
    eventNames: calls?.map(({ value }) => value.slice(value.indexOf(":") + 1)) ?? null,
    // Each needs a pack of permissions that is not asked for yet.
    ...{ namingResources: null, grantingKeys: null, accessEntries: null },
  });
}

/**
 * What should take the place of a user: its trust policy and permissions, whether they cover what was used, existing roles that fit, what
 * breaks, and the commands of the next step.
 *
 * @throws AppError NOT_FOUND if the user has no migration; CONFLICT if it is gone
 */
export const getReplacement = (ctx: Ctx, { userId }: { userId: string }): Promise<MigrationReplacement> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const facts = await readFacts(ctx, tx, userId);
    const { account, parts, held, observed, permissions, role } = facts;
    const where = { awsAccountId: account.awsAccountId, partition: account.partition };
    const [target, values] = [targetOf(facts), valuesOf(facts)];
    const holds = createHeldPermissions(parts);
    const candidates = await migrations.readCandidates(tx, account.id);
    return {
      roleName: roleNameOf(facts),
      isExisting: role !== null,
      trustPolicy: successorTrustPolicy(target, where, values)?.policy ?? null,
      values: ownersValuesOf(target).map((asked) => askedValue(asked, values)),
      permissions,
      coverage: coverageOf({
        ...{ observed, user: held },
        replacement: role ? holds(role) : heldByProposal(permissions, held.boundary),
      }),
      coversExisting: role !== null,
      fittingRoles: rolesThatFit({
        ...{ target, ...where, values, user: held, observed },
        roles: candidates.map((each) => ({ ...holds(each), ...each, roleArn: each.arn })),
      }),
      breaks: await breaks(tx, facts),
      next: nextOf(facts),
      artifactFormats: ArtifactFormat.options,
    };
  });

function artifactInput(facts: Facts): ArtifactInput {
  const { user, account, permissions, role } = facts;
  const { userName, path, arn, tags, permissionsBoundaryArn } = user;
  return {
    target: targetOf(facts),
    awsAccountId: account.awsAccountId,
    partition: account.partition,
    user: { userName, path, arn, tags },
    role: {
      ...{ roleName: roleNameOf(facts), path: "/", maxSessionDurationSeconds: SESSION_SECONDS },
      isExisting: role !== null,
    },
    permissions: permissions.documents,
    permissionsBoundaryArn: permissions.boundaryArnToKeep === null ? null : permissionsBoundaryArn,
    values: valuesOf(facts),
    region: null,
  };
}

/**
 * What a team runs to make the replacement of a user, or changes at its client, in one format. What is given out is noted as evidence.
 *
 * @throws AppError NOT_FOUND if the user has no migration; CONFLICT if it is gone
 */
export const getArtifacts = (
  ctx: Ctx,
  { userId, format }: { userId: string; format: ArtifactFormat },
): Promise<MigrationArtifacts> =>
  ctx.db.inTenant(ctx.tenantId, async (tx) => {
    const facts = await readFacts(ctx, tx, userId);
    const { files, why, missing } = artifactsOf(artifactInput(facts), format);
    if (files.length > 0) await noteArtifactsGiven(ctx, tx, { userId, format, files });
    return { files, why, missing: missing.map((asked) => askedValue(asked, valuesOf(facts))) };
  });
