import {
  type AccountReading,
  accountSettingsRow,
  eachOnce,
  groupRow,
  INVENTORY,
  type IndexRow,
  type InventoryKind,
  instanceProfileRow,
  isAccountCredentialGone,
  isReadBy,
  isUserCredentialGone,
  oidcProviderRow,
  policyRow,
  type ReadRow,
  ReadUsers,
  roleRow,
  rootRows,
  type ScanChanges,
  samlProviderRow,
  serverCertificateRow,
  TableIndex,
  type WasRead,
  wasReadIn,
} from "@rolecall/domain";
import { addChanges, type Landing, landIndexed, landMissing, landRows, readTable } from "./land-table.ts";

/** Whether a row of this kind that the reading has not may be taken as gone. */
const isKindRead = (kind: InventoryKind, wasRead: WasRead): boolean => wasRead(...INVENTORY[kind].goneBy);

/** Users and all credentials. What was read anew of one user since this reading began is left as it is. */
async function landIdentities(landing: Landing, reading: AccountReading, wasRead: WasRead): Promise<ScanChanges> {
  const userIndex = await readTable(landing, "iam_user");
  const asOf = landing.asOf.toISOString();
  const rechecked = new Set(
    userIndex.rows.flatMap(({ id, rechecked_at: at }) => (at !== null && at > asOf ? [id] : [])),
  );
  const users = new ReadUsers(
    reading.users.filter(({ userId }) => !rechecked.has(userIndex.find(userId)?.id ?? "")),
    userIndex,
    landing,
  );
  const landedUsers = await landRows(landing, userIndex, users.userRows());
  const goneUsers = await landMissing(
    landing,
    userIndex,
    ({ id }) => isKindRead("user", wasRead) && !rechecked.has(id),
  );

  const credentials = await readTable(landing, "credential");
  const isGone = (row: IndexRow<"credential">): boolean => {
    if (row.user_record_id === null) return isAccountCredentialGone(row, reading.root, wasRead);
    if (rechecked.has(row.user_record_id)) return false;
    if (!users.has(row.user_id)) return isKindRead(row.kind, wasRead);
    return isReadBy(row.kind, "inventory") && isUserCredentialGone(row, users, landing);
  };
  function* credentialRows(): Generator<ReadRow<"credential">> {
    yield* users.credentialRows(credentials.rows);
    yield* reading.serverCertificates.values().map(serverCertificateRow);
    yield* rootRows(reading.root, credentials.rows, wasRead("credential_report"));
    yield* users.followers(credentials.missing().filter((row) => !isGone(row)));
  }
  const landedCredentials = await landRows(landing, credentials, credentialRows());
  const goneCredentials = await landMissing(landing, credentials, isGone);
  return addChanges(landedUsers, goneUsers, landedCredentials, goneCredentials);
}

/** Tables whose rows hang on no other's. */
const OTHERS = [
  "iam_role",
  "iam_policy",
  "iam_group",
  "instance_profile",
  "identity_provider",
  "account_settings",
] as const;

/** Everything else: a table each, and the kinds of resource by which its rows may be taken as gone. */
async function landOthers(landing: Landing, reading: AccountReading, wasRead: WasRead): Promise<ScanChanges> {
  const roles = reading.roles.values().map((role) => roleRow(role, landing));
  function* providers(): Generator<ReadRow<"identity_provider">> {
    yield* reading.oidcProviders.values().map(oidcProviderRow);
    yield* reading.samlProviders.values().map(samlProviderRow);
  }
  const profiles = reading.instanceProfiles.values().map(instanceProfileRow);
  const settings = [accountSettingsRow(reading, landing, wasRead)];
  const indexes = await landing.store.readIndexes(OTHERS);
  const land = <T extends (typeof OTHERS)[number]>(
    table: T,
    rows: Iterable<ReadRow<T>>,
    isGone: (row: IndexRow<T>) => boolean,
  ): Promise<ScanChanges> => landIndexed(landing, new TableIndex<T>(table, indexes[table]), rows, isGone);
  return addChanges(
    await land("iam_role", roles, () => isKindRead("role", wasRead)),
    await land("iam_policy", reading.policies.values().map(policyRow), () => isKindRead("policy", wasRead)),
    await land("iam_group", reading.groups.values().map(groupRow), () => isKindRead("group", wasRead)),
    await land("instance_profile", profiles, () => isKindRead("instance_profile", wasRead)),
    await land("identity_provider", providers(), ({ kind }) => isKindRead(kind, wasRead)),
    await land("account_settings", settings, () => false),
  );
}

/**
 * Lands the facts of an account. Nothing is marked gone by a kind of resource that could not be read, and what could not be read
 * keeps its last known value.
 */
export async function landInventory(landing: Landing, given: AccountReading): Promise<ScanChanges> {
  const reading = eachOnce(given);
  const wasRead = wasReadIn(reading);
  const identities = await landIdentities(landing, reading, wasRead);
  return addChanges(identities, await landOthers(landing, reading, wasRead));
}
