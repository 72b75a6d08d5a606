import { type judgement, migrations, type TenantTx } from "@rolecall/db";
import {
  coversServices,
  createHeldPermissions,
  createHeldPolicyFacts,
  DEFAULT_QUIET_DAYS,
  type HeldPermissions,
  isSame,
  type JudgedCredential,
  judgeMigration,
  type MigrationKnown,
  type MigrationPeriod,
  type MigrationPlan,
  MS_PER_DAY,
  type ObservedUse,
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

type AccountParts = Pick<judgement.AccountParts, "policies" | "groups" | "providers">;
const UNREAD: PolicyFacts = { allowedServices: null, conditionKeys: null };

/** A user, and what it has. */
type Subject = Pick<MigrationKnown, "user" | "credentials"> & {
  id: string;
  policies: PolicyFacts;
};

export type KnownMigration = MigrationPeriod & { waitsFor: string | null };

/** In use of late, whatever its rhythm: nothing has to be looked up to tell that it is not quiet. */
const IN_USE: Quietness = { rhythm: "unknown", quietDays: DEFAULT_QUIET_DAYS, isQuiet: false };

/** What all users of an account are judged by, read once. */
class AccountFacts {
  readonly #tx: TenantTx;
  readonly given: JudgedMigrations;
  readonly plans: ReadonlyMap<string, MigrationPlan>;
  /** The campaigns that users belong to, by user. */
  readonly campaigns: ReadonlyMap<string, string>;
  readonly #looks: readonly migrations.Look[];
  readonly #exceptions: ReadonlyMap<string, Date>;
  readonly policyFacts: (holder: PolicyHolding) => PolicyFacts;
  readonly held: (holder: PermissionsHolder) => HeldPermissions;
  readonly providerArns: readonly string[];

  private constructor(
    tx: TenantTx,
    given: JudgedMigrations,
    read: {
      plans: MigrationPlan[];
      memberships: migrations.Membership[];
      looks: migrations.Look[];
      exceptions: { subjectId: string; until: Date }[];
      policyFacts: (holder: PolicyHolding) => PolicyFacts;
      held: (holder: PermissionsHolder) => HeldPermissions;
      providerArns: string[];
    },
  ) {
    this.#tx = tx;
    this.given = given;
    this.plans = new Map(read.plans.map((plan) => [plan.userId, plan]));
    this.campaigns = new Map(read.memberships.map(({ userId, campaignId }) => [userId, campaignId]));
    this.#looks = read.looks;
    this.#exceptions = new Map(read.exceptions.map(({ subjectId, until }) => [subjectId, until]));
    this.policyFacts = read.policyFacts;
    this.held = read.held;
    this.providerArns = read.providerArns;
  }

  static async read(tx: TenantTx, given: JudgedMigrations, parts: AccountParts): Promise<AccountFacts> {
    const { of, at } = given;
    return new AccountFacts(tx, given, {
      plans: await migrations.readPlans(tx, of, at),
      memberships: await migrations.readMemberships(tx, of, at),
      looks: await migrations.readLooks(tx, of.accountId, at),
      exceptions: await migrations.readExceptedUntil(tx, of.accountId, at),
      policyFacts: createHeldPolicyFacts(parts),
      held: createHeldPermissions(parts),
      providerArns: parts.providers.map(({ arn }) => arn),
    });
  }

  /** How quiet credentials are. Days of use are read of those alone that may be quiet, or whose user is planned. */
  async quietness(subjects: readonly Subject[]): Promise<(credential: JudgedCredential) => Quietness> {
    const { at } = this.given;
    const isInUse = ({ lastUsedAt }: JudgedCredential) =>
      lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < DEFAULT_QUIET_DAYS * MS_PER_DAY;
    const asked = subjects.flatMap(({ id, credentials }) =>
      credentials.filter(
        (credential) => credential.status === "active" && (this.plans.has(id) || !isInUse(credential)),
      ),
    );
    const days = await migrations.readUseDays(
      this.#tx,
      asked.map(({ id }) => id),
      at,
    );
    const facts = { looks: this.#looks, days, at };
    const known = new Map(
      asked.map((credential) => [credential.id, quietnessOf(migrations.usageFactsOf(credential, facts))]),
    );
    return ({ id }) => known.get(id) ?? IN_USE;
  }

  exceptedUntil({ id, credentials }: Subject): Date | null {
    const own = this.#exceptions.get(id);
    const active = credentials.filter(({ status }) => status === "active");
    const ofAll = active.map((credential) => this.#exceptions.get(credential.id)?.getTime() ?? 0);
    const least = ofAll.length > 0 ? Math.min(...ofAll) : 0;
    return own ?? (least > 0 ? new Date(least) : null);
  }

  /** The roles that take over, by the users that they take over from. */
  async successors(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SuccessorRole>> {
    const { of, at } = this.given;
    const planned = subjects.flatMap((subject) => {
      const plan = this.plans.get(subject.id);
      return plan?.replacementRoleArn ? [{ subject, plan, arn: plan.replacementRoleArn }] : [];
    });
    if (planned.length === 0) return new Map();
    const roles = await migrations.readSuccessors(this.#tx, [...new Set(planned.map(({ arn }) => arn))], of.asOf);
    const ids = roles.map(({ id }) => id);
    const uses = Map.groupBy(await migrations.readRoleUse(this.#tx, ids, at), ({ subjectId }) => subjectId);
    const credentialIds = planned.flatMap(({ subject }) => subject.credentials.map(({ id }) => id));
    const used = Map.groupBy(
      await migrations.readUsedServices(this.#tx, credentialIds, at),
      ({ subjectId }) => subjectId,
    );
    const byArn = new Map(roles.map((role) => [role.arn, role]));
    return new Map(
      planned.map(({ subject, plan, arn }) => {
        const role = byArn.get(arn);
        const services = subject.credentials.flatMap(({ id }) => (used.get(id) ?? []).map(({ service }) => service));
        return [subject.id, this.#successor(arn, role, { plan, services, uses: uses.get(role?.id ?? "") ?? [] })];
      }),
    );
  }

  #covers(role: migrations.Successor, services: readonly string[]): boolean | null {
    const { policies, boundary } = this.held(role);
    return coversServices(
      policies.map(({ document }) => document),
      services,
      boundary?.document,
    );
  }

  #successor(
    arn: string,
    role: migrations.Successor | undefined,
    of: { plan: MigrationPlan; services: readonly string[]; uses: readonly migrations.RoleUse[] },
  ): SuccessorRole {
    const name = `role ${role?.roleName ?? arn}`;
    if (!role) return { name, isThere: false, grade: "unknown", covers: null, lastUsedAt: null, daysMoved: 0 };
    const acceptedOn = of.plan.acceptedAt.toISOString().slice(0, 10);
    const seenOn = of.uses.filter(({ day }) => day >= acceptedOn).map(({ observedOn }) => observedOn);
    // Managed policies of another account are not at hand.
    const isOwn = role.accountId === this.given.of.accountId;
    return {
      ...{ name, isThere: true, grade: role.trustGrade, lastUsedAt: role.lastUsedAt },
      covers: isOwn ? this.#covers(role, of.services) : null,
      daysMoved: new Set(seenOn).size,
    };
  }
}

type Observed = Awaited<ReturnType<typeof migrations.readObserved>>;

/** What lookups told of all of a user's credentials together. How many calls were refused is not kept with a lookup. */
function observedBy({ credentials }: Subject, lookups: Observed): ObservedUse | null {
  const found = credentials.flatMap(({ id }) => lookups.get(id) ?? []);
  const [first] = found;
  if (!first) return null;
  const all = (of: "userAgents" | "sourceIpAddresses" | "services") =>
    found.flatMap((lookup) => lookup[of].map((counted) => ({ ...counted, refused: null })));
  const lookedUpAt = new Date(Math.max(...found.map((lookup) => lookup.lookedUpAt.getTime())));
  return {
    ...{ lookedUpAt, userAgents: all("userAgents"), services: all("services") },
    sourceIpAddresses: all("sourceIpAddresses"),
  };
}

const goneAmong = (standings: ReadonlyMap<string, unknown>, present: ReadonlySet<string>): Subject[] =>
  [...standings.keys()]
    .filter((id) => !present.has(id))
    .map((id) => ({ id, user: null, credentials: [], policies: UNREAD }));

/** How the users' migrations stand, by user. */
type Standings = ReadonlyMap<string, migrations.Standing>;

/** What a period says, whatever it waits for, and since when it holds. */
const said = ({ waitsFor: _, ...period }: KnownMigration): MigrationPeriod => period;
const contentOf = ({ validFrom: _, ...period }: migrations.KnownPeriod): MigrationPeriod => period;

/**
 * Judges the migrations of an account's users, some hundreds at a time, by what is known at an instant. Nothing is written: what has changed is given back.
 */
export class MigrationJudging {
  readonly #tx: TenantTx;
  readonly #facts: AccountFacts;
  readonly #judged = new Set<string>();

  private constructor(tx: TenantTx, facts: AccountFacts) {
    this.#tx = tx;
    this.#facts = facts;
  }

  static async begin(tx: TenantTx, given: JudgedMigrations, parts: AccountParts): Promise<MigrationJudging> {
    return new MigrationJudging(tx, await AccountFacts.read(tx, given, parts));
  }

  /** Users that exist. */
  users(users: readonly judgement.UserWithCredentials[], standings: Standings): Promise<migrations.ChangedPeriod[]> {
    return this.#judge(this.#present(users), standings);
  }

  /** All that is known of these users' migrations, which exist; of one who is gone, ask with nobody and its period. */
  known(users: readonly judgement.UserWithCredentials[], standings: Standings): Promise<MigrationKnown[]> {
    const subjects = this.#present(users);
    const present = new Set(subjects.map(({ id }) => id));
    return this.#knownOf([...subjects, ...goneAmong(standings, present)], standings);
  }

  #present(users: readonly judgement.UserWithCredentials[]): Subject[] {
    return users.map(({ user, credentials }) => ({
      ...{ id: user.id, user, credentials },
      policies: this.#facts.policyFacts(user),
    }));
  }

  /** Users that had a migration and are gone; those that were judged already are left out. */
  gone(standings: Standings): Promise<migrations.ChangedPeriod[]> {
    return this.#judge(goneAmong(standings, this.#judged), standings);
  }

  async #judge(subjects: readonly Subject[], standings: Standings): Promise<migrations.ChangedPeriod[]> {
    for (const { id } of subjects) this.#judged.add(id);
    const known = await this.#knownOf(subjects, standings);
    return known.flatMap((facts, index): migrations.ChangedPeriod[] => {
      const after = judgeMigration(facts);
      const current = standings.get(subjects[index]?.id ?? "")?.current ?? null;
      if (!after || (current && isSame(contentOf(current), said(after)))) return [];
      return [{ current, after: said(after) }];
    });
  }

  async #knownOf(subjects: readonly Subject[], standings: Standings): Promise<MigrationKnown[]> {
    const { at, scanId, reportObservedAt, unread } = this.#facts.given;
    const quietness = await this.#facts.quietness(subjects);
    const successors = await this.#facts.successors(subjects);
    const observed = await migrations.readObserved(
      this.#tx,
      subjects.flatMap(({ credentials }) => credentials.map(({ id }) => id)),
      at,
    );
    const goneIds = subjects.filter(({ user }) => !user).map(({ id }) => id);
    const recreated = await migrations.readRecreated(this.#tx, goneIds, at);
    const recreatedAt = new Map(recreated.map((row) => [row.userId, row.at]));
    return subjects.map((subject) => ({
      ...{ at, scanId, unread, usedUntil: reportObservedAt ?? at, quietnessOf: quietness },
      ...{ user: subject.user, credentials: subject.credentials, policies: subject.policies },
      providerArns: this.#facts.providerArns,
      observed: observedBy(subject, observed),
      before: standings.get(subject.id)?.before ?? null,
      plan: this.#facts.plans.get(subject.id) ?? null,
      campaignId: this.#facts.campaigns.get(subject.id) ?? null,
      successor: successors.get(subject.id) ?? null,
      exceptedUntil: this.#facts.exceptedUntil(subject),
      recreatedAt: recreatedAt.get(subject.id) ?? null,
    }));
  }
}
