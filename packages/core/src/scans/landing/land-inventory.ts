import { type landing, rollUps, type TenantTx } from "@rolecall/db";
import type { AccountReading, CredentialKind, RootFact, ScanChanges } from "@rolecall/domain";
import type { Ctx } from "../../context.ts";
import { accountSettingsRow } from "./account-settings-row.ts";
import { JUDGES } from "./credential-kinds.ts";
import { rootRows, serverCertificateRow } from "./credential-rows.ts";
import type { Found, LandingScope } from "./found-row.ts";
import { groupRow, roleRow } from "./identity-rows.ts";
import { addChanges, type LandingStore, landFound, landGone, TableIndex } from "./land-table.ts";
import { isJudged, knownKeysByUser, ReadUsers } from "./land-users.ts";
import {
  beginLanding,
  countInventory,
  databaseStore,
  describeGaps,
  freshnessOf,
  judgeLanded,
  type Landed,
  type LandingInput,
  readOf,
  type WasRead,
} from "./landing-run.ts";
import { instanceProfileRow, oidcProviderRow, policyRow, samlProviderRow } from "./resource-rows.ts";

type Row = landing.IndexRow;

/** Iterates as rows are asked for, so that only those exist at once that are being looked at. */
function* rowsOf<T>(facts: readonly T[], toRow: (fact: T) => Found): Generator<Found> {
  for (const fact of facts) yield toRow(fact);
}

/** Without the report only the number of root keys and certificates is known: less than what was known before. */
function* foundRoot(root: RootFact | null, known: readonly Row[], wasReportRead: boolean): Generator<Found> {
  const slotKinds = new Set(
    known
      .filter(
        ({ kind, gone_at }) =>
          gone_at === null && JUDGES[kind as CredentialKind].resources.includes("credential_report"),
      )
      .map(({ kind }) => kind),
  );
  for (const row of root ? rootRows(root) : []) {
    if (wasReportRead || !slotKinds.has(row.values.kind)) yield row;
  }
}

/**
 * Whether a credential that belongs to no user of the account, and was not found, is gone. That the root user has none of a kind
 * is told by the account summary too.
 */
function isAccountsJudged(row: Row, root: RootFact | null, wasRead: WasRead): boolean {
  const kind = row.kind as CredentialKind;
  if (kind === "root_password") return root?.hasPassword === false;
  if (kind === "server_certificate") return wasRead(...JUDGES[kind].resources);
  const told = kind === "root_access_key" ? root?.accessKeys : root?.signingCertificates;
  return told?.length === 0 || (told != null && wasRead(...JUDGES[kind].resources));
}

/** Users and all credentials. What was read anew of one user since this reading began is left as it is. */
async function landIdentities(store: LandingStore, scope: LandingScope, reading: AccountReading, wasRead: WasRead) {
  const userIndex = new TableIndex("iam_user", await store.readIndex("iam_user"));
  const asOf = scope.asOf.toISOString();
  const rechecked = new Set(
    userIndex.rows.filter((row) => typeof row.rechecked_at === "string" && row.rechecked_at > asOf).map(({ id }) => id),
  );
  const isNewer = (userId: string): boolean => rechecked.has(userIndex.find(userId)?.id ?? "");
  const users = new ReadUsers(
    reading.users.filter(({ userId }) => !isNewer(userId)),
    userIndex,
    scope,
  );
  const landedUsers = await landFound(store, scope, userIndex, users.userRows(scope));
  const goneUsers = await landGone(store, scope, userIndex, ({ id }) => wasRead("users") && !rechecked.has(id));

  const credentials = new TableIndex("credential", await store.readIndex("credential"));
  const mayBeGone = (row: Row): boolean => {
    if (row.user_record_id === null) return isAccountsJudged(row, reading.root, wasRead);
    if (rechecked.has(String(row.user_record_id))) return false;
    if (!users.has(row.user_id)) return wasRead("users");
    return !JUDGES[row.kind as CredentialKind].isSlow && isJudged(row, users, scope);
  };
  function* found(): Generator<Found> {
    yield* users.credentialRows(knownKeysByUser(credentials));
    yield* rowsOf(reading.serverCertificates, serverCertificateRow);
    yield* foundRoot(reading.root, credentials.rows, wasRead("credential_report"));
    yield* users.followers(credentials.missing().filter((row) => !mayBeGone(row)));
  }
  const landedCredentials = await landFound(store, scope, credentials, found());
  const goneCredentials = await landGone(store, scope, credentials, mayBeGone);
  return addChanges(landedUsers, goneUsers, landedCredentials, goneCredentials);
}

type Part = {
  table: landing.LandingTable;
  rows: Iterable<Found>;
  mayBeGone: (row: Row) => boolean;
};

/** Everything else: a table each, and the kinds of resource by which its rows may be taken as gone. */
function partsOf(reading: AccountReading, scope: LandingScope, wasRead: WasRead): Part[] {
  function* providers() {
    yield* rowsOf(reading.oidcProviders, oidcProviderRow);
    yield* rowsOf(reading.samlProviders, samlProviderRow);
  }
  return [
    {
      table: "iam_role",
      rows: rowsOf(reading.roles, (role) => roleRow(role, scope.awsAccountId)),
      mayBeGone: () => wasRead("roles"),
    },
    { table: "iam_policy", rows: rowsOf(reading.policies, policyRow), mayBeGone: () => wasRead("policies") },
    { table: "iam_group", rows: rowsOf(reading.groups, groupRow), mayBeGone: () => wasRead("groups") },
    {
      table: "instance_profile",
      rows: rowsOf(reading.instanceProfiles, instanceProfileRow),
      mayBeGone: () => wasRead("instance_profiles"),
    },
    {
      table: "identity_provider",
      rows: providers(),
      mayBeGone: ({ kind }) => wasRead(kind === "oidc" ? "oidc_providers" : "saml_providers"),
    },
    {
      table: "account_settings",
      rows: [accountSettingsRow(reading, scope, wasRead)],
      mayBeGone: () => false,
    },
  ];
}

/**
 * Lands the facts of an account. Nothing is marked gone by a kind of resource that could not be read, and what could not be read
 * keeps its last known value.
 */
export async function landReading(
  store: LandingStore,
  scope: LandingScope,
  reading: AccountReading,
): Promise<ScanChanges> {
  const wasRead = readOf(reading);
  let changes = await landIdentities(store, scope, reading, wasRead);
  for (const { table, rows, mayBeGone } of partsOf(reading, scope, wasRead)) {
    const index = new TableIndex(table, await store.readIndex(table));
    const found = await landFound(store, scope, index, rows);
    changes = addChanges(changes, found, await landGone(store, scope, index, mayBeGone));
  }
  return changes;
}

/** Lands the reading of a whole account with its judgement and its roll-ups, in the transaction of the caller. */
export async function landInventory(
  ctx: Ctx,
  tx: TenantTx,
  input: LandingInput & { reading: AccountReading; isUpload: boolean },
): Promise<Landed> {
  const { reading, isUpload, asOf, accountId, scanId } = input;
  const scope = await beginLanding(ctx, tx, input, isUpload);
  const changes = await landReading(databaseStore(tx, accountId), scope, reading);
  await scope.events.record(ctx, tx, scope);
  const incomplete = describeGaps(reading);
  const freshness = freshnessOf(reading, asOf, isUpload);
  await judgeLanded(ctx, tx, input, { kind: isUpload ? "upload" : "inventory", freshness });
  await rollUps.writeDay(tx, { accountId, scanId, asOf, partial: incomplete !== null });
  return {
    counts: await countInventory(tx, scope, readOf(reading)),
    changes,
    incomplete,
    freshness,
  };
}
