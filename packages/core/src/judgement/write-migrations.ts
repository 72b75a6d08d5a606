import { type judgement, migrations, type TenantTx } from "@rolecall/db";
import { canonicalJson, type EventOf, type NewEvidence } from "@rolecall/domain";
import type { Ctx } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { appendEvidence } from "../evidence/append-evidence.ts";
import { groupPeopleSoon } from "../people/group-people.ts";
import { MigrationJudging } from "./judge-migrations.ts";
import type { JudgedMigrations } from "./migration-facts.ts";

type Held = { ctx: Ctx; tx: TenantTx };

/** Whether it bears on whose users are: somebody came, went, or has another name or owner. */
const tellsOfPeople = ({ current, after }: migrations.ChangedPeriod): boolean =>
  current?.userName !== after.userName ||
  current.owner !== after.owner ||
  (current.userAbsentSince === null) !== (after.userAbsentSince === null);

/** That a user was found is in the inventory, and proves nothing of its migration. */
const isProved = ({ current, after }: migrations.ChangedPeriod): boolean =>
  current !== null || after.stage !== "identified";

/** What is kept of a stage that moved: from where to where, and what has come to prove it since. */
const evidenceOf =
  ({ of: { awsAccountId }, at, scanId }: JudgedMigrations) =>
  ({ current, after }: migrations.ChangedPeriod): NewEvidence => {
    const known = new Set(current?.evidence.map((proof) => canonicalJson(proof)));
    const { userId, userName, stage, target, replacementRoleArn, evidence } = after;
    return {
      ...{ at, kind: "stage_moved", userId },
      content: {
        ...{ userName, awsAccountId, scanId, stage, before: current?.stage ?? null, target, replacementRoleArn },
        evidence: evidence.filter((proof) => !known.has(canonicalJson(proof))),
      },
    };
  };

/** Judges the migrations of an account's users as batches of them are judged, and writes those that have changed. */
export class MigrationWriter {
  readonly #held: Held;
  readonly #given: JudgedMigrations;
  readonly #judging: MigrationJudging;

  private constructor(held: Held, given: JudgedMigrations, judging: MigrationJudging) {
    this.#held = held;
    this.#given = given;
    this.#judging = judging;
  }

  static async begin(
    held: Held,
    given: JudgedMigrations,
    parts: Pick<judgement.AccountParts, "policies" | "groups" | "providers">,
  ): Promise<MigrationWriter> {
    return new MigrationWriter(held, given, await MigrationJudging.begin(held.tx, given, parts));
  }

  async users(users: readonly judgement.UserWithCredentials[]): Promise<void> {
    const ids = users.map(({ user }) => user.id);
    const standings = await migrations.readStandings(this.#held.tx, ids, this.#given.at);
    await this.#write(await this.#judging.users(users, standings));
  }

  /** Those whose users are gone: of the whole account, or of one user. */
  async gone(userRecordId: string | null): Promise<void> {
    const { tx } = this.#held;
    const { of, at } = this.#given;
    const standings =
      userRecordId === null
        ? await migrations.readStandingsOfGone(tx, of.accountId, at)
        : await migrations.readStandings(tx, [userRecordId], at);
    await this.#write(await this.#judging.gone(standings));
  }

  async #write(changed: readonly migrations.ChangedPeriod[]): Promise<void> {
    if (changed.length === 0) return;
    const { ctx, tx } = this.#held;
    const { of, at, scanId } = this.#given;
    const { accountId } = of;
    await migrations.writePeriods(tx, { accountId, at, scanId }, changed);
    if (changed.some(tellsOfPeople)) await groupPeopleSoon(tx, ctx.now());
    const moved = changed.filter(({ current, after }) => current?.stage !== after.stage);
    await appendEvidence(ctx, tx, moved.filter(isProved).map(evidenceOf(this.#given)));
    await recordEvents(
      ctx,
      tx,
      moved.map(({ current, after: { userId: subjectId, stage, target } }): EventOf<"migration.moved"> => {
        const facts = { stage, before: current?.stage ?? null, target };
        const common = { at, accountId, subject: "user" as const, subjectId, scanId };
        return { ...common, type: "migration.moved", isFirstSeen: current === null, facts };
      }),
    );
  }
}
