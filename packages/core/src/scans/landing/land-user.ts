import { rollUps, type TenantTx } from "@rolecall/db";
import { AppError, type ScanChanges, type UserReading } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import type { Found, LandingScope } from "./found-row.ts";
import { addChanges, type LandingStore, landFound, landGone, TableIndex } from "./land-table.ts";
import { isJudged, knownKeysByUser, ReadUsers } from "./land-users.ts";
import {
  beginLanding,
  countInventory,
  databaseStore,
  describeGaps,
  judgeLanded,
  type Landed,
  type LandingInput,
  readOf,
} from "./landing-run.ts";

/**
 * Lands what was read anew of one user and all of the user's credentials.
 *
 * @throws AppError NOT_FOUND if there is no such user in the account.
 */
export async function landUserReading(
  store: LandingStore,
  scope: LandingScope,
  userRecordId: string,
  reading: UserReading,
): Promise<ScanChanges> {
  const index = new TableIndex("iam_user", await store.readIndex("iam_user"));
  const [known] = index.rows;
  if (!known) throw new AppError("NOT_FOUND", `The account has no user ${userRecordId} that could be read anew`);
  const credentials = new TableIndex("credential", await store.readIndex("credential"));
  const rechecked = { rechecked_at: scope.asOf.toISOString() };
  // Another user of the same name is not this one.
  const fact = reading.user?.userId === known.user_id ? reading.user : null;
  if (!fact) {
    if (!readOf(reading)("users")) return { created: 0, changed: 0, removed: 0 };
    const gone = await landGone(store, scope, index, () => true, rechecked);
    return addChanges(gone, await landGone(store, scope, credentials, () => true));
  }
  const users = new ReadUsers([fact], index, scope);
  function* userRows(): Generator<Found> {
    for (const row of users.userRows(scope)) yield { ...row, values: { ...row.values, ...rechecked } };
  }
  function* credentialRows(): Generator<Found> {
    yield* users.credentialRows(knownKeysByUser(credentials));
    yield* users.followers(credentials.missing().filter((row) => !isJudged(row, users, scope)));
  }
  return addChanges(
    await landFound(store, scope, index, userRows()),
    await landFound(store, scope, credentials, credentialRows()),
    await landGone(store, scope, credentials, (row) => isJudged(row, users, scope)),
  );
}

/**
 * Lands one user and judges it alone, in the transaction of the caller. The account's freshness stays: one user does not make a kind of resource read.
 *
 * @throws AppError NOT_FOUND if there is no such user in the account.
 */
export async function landUser(
  ctx: Ctx,
  tx: TenantTx,
  input: LandingInput & { userRecordId: string; reading: UserReading },
): Promise<Landed> {
  const { reading, accountId, asOf, userRecordId } = input;
  const scope = await beginLanding(ctx, tx, input);
  const changes = await landUserReading(databaseStore(tx, accountId, userRecordId), scope, userRecordId, reading);
  await scope.events.record(ctx, tx, scope);
  await judgeLanded(ctx, tx, input, { kind: "recheck", freshness: {}, userRecordId });
  await rollUps.refreshDay(tx, { accountId, asOf });
  return {
    counts: await countInventory(tx, scope, () => false),
    changes,
    incomplete: describeGaps(reading),
    freshness: {},
  };
}
