import {
  AppError,
  isUserCredentialGone,
  type ReadRow,
  ReadUsers,
  type ScanChanges,
  type UserReading,
  wasReadIn,
} from "@rolecall/domain";
import { addChanges, type Landing, landMissing, landRows, readTable } from "./land-table.ts";

/**
 * Lands what was read anew of one user and all of the user's credentials.
 *
 * @param landing of whose inventory only this user is read.
 * @throws AppError NOT_FOUND if there is no such user in the account.
 */
export async function landUser(landing: Landing, reading: UserReading): Promise<ScanChanges> {
  const index = await readTable(landing, "iam_user");
  const [known] = index.rows;
  if (!known) throw new AppError("NOT_FOUND", `Account ${landing.awsAccountId} has no user that could be read anew`);
  const credentials = await readTable(landing, "credential");
  const rechecked = { rechecked_at: landing.asOf.toISOString() };
  // Another user of the same name is not this one.
  const fact = reading.user?.userId === known.user_id ? reading.user : null;
  if (!fact) {
    if (!wasReadIn(reading)("users")) return addChanges();
    const gone = await landMissing(landing, index, () => true, rechecked);
    return addChanges(gone, await landMissing(landing, credentials, () => true));
  }
  const users = new ReadUsers([fact], index, landing);
  const userRows = users.userRows().map((row) => ({ ...row, columns: { ...row.columns, ...rechecked } }));
  function* credentialRows(): Generator<ReadRow<"credential">> {
    yield* users.credentialRows(credentials.rows);
    yield* users.followers(credentials.missing().filter((row) => !isUserCredentialGone(row, users, landing)));
  }
  return addChanges(
    await landRows(landing, index, userRows),
    await landRows(landing, credentials, credentialRows()),
    await landMissing(landing, credentials, (row) => isUserCredentialGone(row, users, landing)),
  );
}
