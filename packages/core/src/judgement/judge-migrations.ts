import { type judgement, migrations, type TenantTx } from "@rolecall/db";
import {
  isSame,
  judgeMigration,
  type MigrationKnown,
  type MigrationPeriod,
  type ObservedUse,
  type PolicyFacts,
} from "@rolecall/domain";
import {
  exceptedUntilOf,
  type JudgedMigrations,
  type MigratingUser,
  type MigrationAccountFacts,
  type MigrationParts,
  readMigrationAccountFacts,
  readQuietness,
  readSuccessorRoles,
} from "./migration-facts.ts";

const UNREAD: PolicyFacts = { allowedServices: null, conditionKeys: null };

type Observed = Awaited<ReturnType<typeof migrations.readObserved>>;

/** What lookups told of all of a user's credentials together. */
function observedBy({ credentials }: MigratingUser, lookups: Observed): ObservedUse | null {
  const found = credentials.flatMap(({ id }) => lookups.get(id) ?? []);
  const [first] = found;
  if (!first) return null;
  const all = (of: "userAgents" | "sourceIpAddresses" | "services") => found.flatMap((lookup) => lookup[of]);
  const lookedUpAt = new Date(Math.max(...found.map((lookup) => lookup.lookedUpAt.getTime())));
  return {
    ...{ lookedUpAt, userAgents: all("userAgents"), services: all("services") },
    sourceIpAddresses: all("sourceIpAddresses"),
  };
}

const goneAmong = (standings: ReadonlyMap<string, unknown>, present: ReadonlySet<string>): MigratingUser[] =>
  [...standings.keys()]
    .filter((id) => !present.has(id))
    .map((id) => ({ id, user: null, credentials: [], policies: UNREAD }));

/** How the users' migrations stand, by user. */
type Standings = ReadonlyMap<string, migrations.Standing>;

/** What a period says, whatever it waits for, and since when it holds. */
const said = ({ waitsFor: _, ...period }: MigrationPeriod & { waitsFor: string | null }): MigrationPeriod => period;
const contentOf = ({ validFrom: _, ...period }: migrations.KnownPeriod): MigrationPeriod => period;

/**
 * Judges the migrations of an account's users, some hundreds at a time, by what is known at an instant. Nothing is written: what has
 * changed is given back.
 */
export class MigrationJudging {
  readonly #tx: TenantTx;
  readonly #facts: MigrationAccountFacts;
  readonly #judged = new Set<string>();

  private constructor(tx: TenantTx, facts: MigrationAccountFacts) {
    this.#tx = tx;
    this.#facts = facts;
  }

  static async begin(tx: TenantTx, given: JudgedMigrations, parts: MigrationParts): Promise<MigrationJudging> {
    return new MigrationJudging(tx, await readMigrationAccountFacts(tx, given, parts));
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

  #present(users: readonly judgement.UserWithCredentials[]): MigratingUser[] {
    return users.map(({ user, credentials }) => ({
      ...{ id: user.id, user, credentials },
      policies: this.#facts.policyFacts(user),
    }));
  }

  /** Users that had a migration and are gone; those that were judged already are left out. */
  gone(standings: Standings): Promise<migrations.ChangedPeriod[]> {
    return this.#judge(goneAmong(standings, this.#judged), standings);
  }

  async #judge(subjects: readonly MigratingUser[], standings: Standings): Promise<migrations.ChangedPeriod[]> {
    for (const { id } of subjects) this.#judged.add(id);
    const known = await this.#knownOf(subjects, standings);
    return known.flatMap((facts, index): migrations.ChangedPeriod[] => {
      const after = judgeMigration(facts);
      const current = standings.get(subjects[index]?.id ?? "")?.current ?? null;
      if (!after || (current && isSame(contentOf(current), said(after)))) return [];
      return [{ current, after: said(after) }];
    });
  }

  async #knownOf(subjects: readonly MigratingUser[], standings: Standings): Promise<MigrationKnown[]> {
    const { at, scanId, reportObservedAt, unread } = this.#facts;
    const quietness = await readQuietness(this.#tx, this.#facts, subjects);
    const successors = await readSuccessorRoles(this.#tx, this.#facts, subjects);
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
      exceptedUntil: exceptedUntilOf(this.#facts, subject),
      recreatedAt: recreatedAt.get(subject.id) ?? null,
    }));
  }
}
