import { accounts, judgement, migrations, owners, type TenantTx } from "@rolecall/db";
import type { MigrationKnown, OwnerSource, StageFacts } from "@rolecall/domain";
import { found } from "../found.ts";
import { MigrationJudging } from "../judgement/judge-migrations.ts";
import { readOwnership, withOwners } from "../judgement/owned-users.ts";

export type Period = Awaited<ReturnType<typeof migrations.readPeriodHistory>>[number];

/** The migration of a user with all that it is judged by, and what else of its account is looked at. */
export type KnownMigration = {
  known: MigrationKnown;
  periods: Period[];
  account: Awaited<ReturnType<typeof accounts.findAccountById>> & object;
  parts: judgement.AccountParts;
  /** Null: it is gone. */
  user: judgement.UserToJudge | null;
  /** Where its owner comes from; null: the user is gone. */
  ownerSource: OwnerSource | null;
};

/**
 * What is known of a user's migration, by the same facts that judgements stand on.
 *
 * @throws AppError NOT_FOUND if there is none
 */
export async function readKnownMigration(
  tx: TenantTx,
  { accountId, userId, at, asOf }: { accountId: string; userId: string; at: Date; asOf: Date | undefined },
): Promise<KnownMigration> {
  const account = found(await accounts.findAccountById(tx, accountId), "account");
  const of = { accountId, awsAccountId: account.awsAccountId, asOf };
  const unread = ((await judgement.lastUnread(tx, accountId, at)) ?? {}) as StageFacts["unread"];
  const parts = await judgement.readAccountParts(tx, of);
  const judging = await MigrationJudging.begin(tx, { of, at, scanId: null, reportObservedAt: null, unread }, parts);
  const ownershipOf = await readOwnership(tx, of, { at, rules: await owners.readOwnerRules(tx, at), userId });
  const users = withOwners(await judgement.readOneUser(tx, of, userId), ownershipOf);
  const periods = (await migrations.readPeriodHistory(tx, { userIds: [userId] })).filter(
    ({ validFrom }) => validFrom <= at,
  );
  const standings = new Map(
    periods.slice(-1).map(({ validTo: _, ...current }) => [userId, { before: current, current }]),
  );
  const [known] = await judging.known(users, standings);
  const user = users[0]?.user ?? null;
  const ownerSource = user && ownershipOf(user).source;
  return { known: found(known ?? null, "migration"), periods, account, parts, user, ownerSource };
}
