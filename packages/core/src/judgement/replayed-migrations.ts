import { type judgement, migrations, type TenantTx } from "@rolecall/db";
import { isSame, type MigrationPeriod, type StageFacts } from "@rolecall/domain";
import { MigrationJudging } from "./judge-migrations.ts";

type Period = migrations.KnownPeriod;
type Difference = { kind: "migration"; what: string; kept: unknown; again: unknown };

const contentOf = ({ validFrom: _, ...period }: Period): MigrationPeriod => period;
/** Which campaign a user is put into is written by people, between judgements. */
const withoutCampaign = (period: Period): Period => ({ ...period, campaignId: null });

/** Periods of one after the other, those that say the same as one. */
const merged = (periods: readonly Period[]): Period[] =>
  periods.filter((period, index) => {
    const before = periods[index - 1];
    return !before || !isSame(contentOf(before), contentOf(period));
  });

/** One judgement that is made again. */
export type ReplayedJudgement = {
  users(users: readonly judgement.UserWithCredentials[]): Promise<void>;
  /** Those whose users are gone, once all that exist were judged. */
  gone(): Promise<void>;
};

/** The migrations of an account as they begin and move on while its history is judged again, in memory. */
export class ReplayedMigrations {
  readonly #periods = new Map<string, Period[]>();

  #standings(ids: Iterable<string>, at: Date): Map<string, migrations.Standing> {
    const standings = new Map<string, migrations.Standing>();
    for (const id of ids) {
      const periods = this.#periods.get(id) ?? [];
      const current = periods.at(-1);
      if (!current) continue;
      standings.set(id, { current, before: current.validFrom < at ? current : (periods.at(-2) ?? null) });
    }
    return standings;
  }

  #apply(at: Date, changed: readonly migrations.ChangedPeriod[]): void {
    for (const { after } of changed) {
      const earlier = (this.#periods.get(after.userId) ?? []).filter(({ validFrom }) => validFrom < at);
      this.#periods.set(after.userId, [...earlier, { ...after, validFrom: at }]);
    }
  }

  /** Begins to judge what one judgement judged; null: it was made before migrations were judged. */
  async begin(
    tx: TenantTx,
    of: { accountId: string; awsAccountId: string },
    one: judgement.JudgementWithContext,
    parts: judgement.AccountParts,
  ): Promise<ReplayedJudgement | null> {
    if (!one.unread) return null;
    const { judgedAt: at, scanId, reportObservedAt, userRecordId } = one;
    const unread = one.unread as StageFacts["unread"];
    const given = { of: { ...of, asOf: at }, at, scanId, reportObservedAt, unread };
    const judging = await MigrationJudging.begin(tx, given, parts);
    return {
      users: async (users) => {
        const ids = users.map(({ user }) => user.id);
        this.#apply(at, await judging.users(users, this.#standings(ids, at)));
      },
      gone: async () => {
        const asked = userRecordId === null ? this.#periods.keys() : [userRecordId];
        this.#apply(at, await judging.gone(this.#standings(asked, at)));
      },
    };
  }

  /** Migrations that are kept otherwise than they follow from the history. */
  async compare(tx: TenantTx, accountId: string): Promise<Difference[]> {
    const rows = await migrations.readPeriodHistory(tx, { accountId });
    const kept = Map.groupBy(rows, ({ userId }) => userId);
    const ids = new Set([...kept.keys(), ...this.#periods.keys()]);
    return [...ids].sort().flatMap((id): Difference[] => {
      const stored = merged((kept.get(id) ?? []).map(({ validTo: _, ...period }) => withoutCampaign(period)));
      const again = merged((this.#periods.get(id) ?? []).map(withoutCampaign));
      return isSame(stored, again) ? [] : [{ kind: "migration", what: `migration of user ${id}`, kept: stored, again }];
    });
  }
}
