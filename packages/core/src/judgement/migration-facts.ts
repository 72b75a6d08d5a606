import { type judgement, migrations, type TenantTx } from "@rolecall/db";
import {
  coversServices,
  createHeldPermissions,
  createHeldPolicyFacts,
  DEFAULT_QUIET_DAYS,
  type HeldPermissions,
  type JudgedCredential,
  type MigrationKnown,
  type MigrationPlan,
  MS_PER_DAY,
  type PermissionsHolder,
  type PolicyFacts,
  type PolicyHolding,
  type Quietness,
  quietnessOf,
  type StageFacts,
  type SuccessorRole,
} from "@rolecall/domain";

/** What migrations are judged by, of one account at one instant. */
export type JudgedMigrations = {
  of: judgement.JudgedAccount;
  at: Date;
  scanId: string | null;
  /** Until when the credential report tells of use; null: as of `at`. */
  reportObservedAt: Date | null;
  unread: StageFacts["unread"];
};

export type MigrationParts = Pick<judgement.AccountParts, "policies" | "groups" | "providers">;

/** A user, and what it has. */
export type MigratingUser = Pick<MigrationKnown, "user" | "credentials"> & { id: string; policies: PolicyFacts };

/** In use of late, whatever its rhythm: nothing has to be looked up to tell that it is not quiet. */
const IN_USE: Quietness = { rhythm: "unknown", quietDays: DEFAULT_QUIET_DAYS, isQuiet: false };

/** What the report at hand tells: also while the scan that has read it is landing. */
const lookOf = ({ at, reportObservedAt }: JudgedMigrations): migrations.Look[] =>
  reportObservedAt ? [{ day: reportObservedAt.toISOString().slice(0, 10), latestAt: at, userRecordId: null }] : [];

/** What all users of an account are judged by, read once. */
export type MigrationAccountFacts = JudgedMigrations & {
  /** By user. */
  plans: ReadonlyMap<string, MigrationPlan>;
  /** The campaigns that users belong to, by user. */
  campaigns: ReadonlyMap<string, string>;
  looks: readonly migrations.Look[];
  /** Until when somebody answers for a user or a credential. */
  exceptedUntil: ReadonlyMap<string, Date>;
  policyFacts: (holder: PolicyHolding) => PolicyFacts;
  held: (holder: PermissionsHolder) => HeldPermissions;
  providerArns: readonly string[];
};

export async function readMigrationAccountFacts(
  tx: TenantTx,
  given: JudgedMigrations,
  parts: MigrationParts,
): Promise<MigrationAccountFacts> {
  const { of, at, scanId } = given;
  const plans = await migrations.readPlans(tx, of, at);
  const memberships = await migrations.readMemberships(tx, of, at);
  const looks = await migrations.readLooks(tx, of.accountId, at, scanId);
  const exceptions = await migrations.readExceptedUntil(tx, of.accountId, at);
  return {
    ...given,
    plans: new Map(plans.map((plan) => [plan.userId, plan])),
    campaigns: new Map(memberships.map(({ userId, campaignId }) => [userId, campaignId])),
    looks: [...looks, ...lookOf(given)],
    exceptedUntil: new Map(exceptions.map(({ subjectId, until }) => [subjectId, until])),
    policyFacts: createHeldPolicyFacts(parts),
    held: createHeldPermissions(parts),
    providerArns: parts.providers.map(({ arn }) => arn),
  };
}

/** How quiet credentials are. Days of use are read of those alone that may be quiet, or whose user is planned. */
export async function readQuietness(
  tx: TenantTx,
  { at, plans, looks }: MigrationAccountFacts,
  users: readonly MigratingUser[],
): Promise<(credential: JudgedCredential) => Quietness> {
  const isInUse = ({ lastUsedAt }: JudgedCredential) =>
    lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < DEFAULT_QUIET_DAYS * MS_PER_DAY;
  const asked = users.flatMap(({ id, credentials }) =>
    credentials.filter((credential) => credential.status === "active" && (plans.has(id) || !isInUse(credential))),
  );
  const ids = asked.map(({ id }) => id);
  const facts = { looks, days: await migrations.readUseDays(tx, ids, at), at };
  const known = new Map(
    asked.map((credential) => [credential.id, quietnessOf(migrations.usageFactsOf(credential, facts))]),
  );
  return ({ id }) => known.get(id) ?? IN_USE;
}

/** Until when a user is excepted: by an exception of its own, or by those of all its active credentials. */
export function exceptedUntilOf(
  { exceptedUntil }: MigrationAccountFacts,
  { id, credentials }: MigratingUser,
): Date | null {
  const active = credentials.filter(({ status }) => status === "active");
  const ofAll = active.map((credential) => exceptedUntil.get(credential.id)?.getTime() ?? 0);
  const least = ofAll.length > 0 ? Math.min(...ofAll) : 0;
  return exceptedUntil.get(id) ?? (least > 0 ? new Date(least) : null);
}

function coversAll(
  { held }: MigrationAccountFacts,
  role: migrations.Successor,
  services: readonly string[],
): boolean | null {
  const { policies, boundary } = held(role);
  const documents = policies.map(({ document }) => document);
  return coversServices(documents, services, boundary?.document);
}

type UseOfBoth = { services: readonly string[]; uses: readonly migrations.RoleUse[] };

function successorOf(
  facts: MigrationAccountFacts,
  { acceptedAt }: MigrationPlan,
  role: migrations.Successor,
  { services, uses }: UseOfBoth,
): SuccessorRole {
  const acceptedOn = acceptedAt.toISOString().slice(0, 10);
  const seenOn = uses.filter(({ day }) => day >= acceptedOn).map(({ observedOn }) => observedOn);
  return {
    ...{ name: `role ${role.roleName}`, isThere: true, grade: role.trustGrade, lastUsedAt: role.lastUsedAt },
    // Managed policies of another account are not at hand.
    covers: role.accountId === facts.of.accountId ? coversAll(facts, role, services) : null,
    daysMoved: new Set(seenOn).size,
  };
}

const NOT_THERE = { isThere: false, grade: "unknown", covers: null, lastUsedAt: null, daysMoved: 0 } as const;

/** The roles that take over, by the users that they take over from. */
export async function readSuccessorRoles(
  tx: TenantTx,
  facts: MigrationAccountFacts,
  users: readonly MigratingUser[],
): Promise<ReadonlyMap<string, SuccessorRole>> {
  const { of, at, plans } = facts;
  const planned = users.flatMap((user) => {
    const plan = plans.get(user.id);
    return plan?.replacementRoleArn ? [{ user, plan, arn: plan.replacementRoleArn }] : [];
  });
  if (planned.length === 0) return new Map();
  const roles = await migrations.readSuccessors(tx, [...new Set(planned.map(({ arn }) => arn))], of.asOf);
  const roleIds = roles.map(({ id }) => id);
  const uses = Map.groupBy(await migrations.readRoleUse(tx, roleIds, at), ({ subjectId }) => subjectId);
  // What a key was used for stays needed when the key is deleted.
  const owners = await migrations.readCredentialsOf(tx, [...new Set(planned.map(({ user }) => user.id))]);
  const ownerOf = new Map(owners.map(({ id, userId }) => [id, userId]));
  const usedServices = await migrations.readUsedServices(tx, [...ownerOf.keys()], at);
  const used = Map.groupBy(usedServices, ({ subjectId }) => ownerOf.get(subjectId) ?? "");
  const byArn = new Map(roles.map((role) => [role.arn, role]));
  return new Map(
    planned.map(({ user, plan, arn }) => {
      const role = byArn.get(arn);
      if (!role) return [user.id, { name: `role ${arn}`, ...NOT_THERE }];
      const services = [...new Set((used.get(user.id) ?? []).map(({ service }) => service))];
      return [user.id, successorOf(facts, plan, role, { services, uses: uses.get(role.id) ?? [] })];
    }),
  );
}
