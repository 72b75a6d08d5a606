import type { landing } from "@rolecall/db";
import type {
  AccessKeyFact,
  AccountReading,
  PreviousUser,
  ResourceKind,
  ScanChanges,
  ScanCounts,
  UserFact,
} from "@rolecall/domain";
import {
  accessKeyRow,
  canonicalJson,
  contentHash,
  type Found,
  passwordRow,
  roleRow,
  rootRows,
  userRow,
} from "./inventory-rows.ts";

type Table = landing.LandingTable;
type Present = landing.PresentRow;
type Row = landing.LandingRow;

export type LandingInput = {
  accountId: string;
  awsAccountId: string;
  scanId: string;
  asOf: Date;
  reading: AccountReading;
  present: Record<Table, readonly Present[]>;
  previousUsers: readonly PreviousUser[];
  newId: () => string;
};

export type Landing = {
  rows: Record<Table, Row[]>;
  versions: landing.VersionRow[];
  counts: ScanCounts;
  changes: ScanChanges;
  /** What could not be read, for people; null if everything was. */
  incomplete: string | null;
};

/** `extra` are columns that are neither content nor use, such as references to other rows. */
type FoundRow = Found & { extra?: Record<string, unknown> };

const SUBJECT = { iam_user: "user", credential: "credential", iam_role: "role" } as const;
const IDENTITY = { iam_user: "user_id", credential: "identity", iam_role: "role_id" } as const;

const sameInstant = (a: unknown, b: unknown): boolean =>
  typeof a === "string" &&
  typeof b === "string" &&
  a !== b &&
  !Number.isNaN(Date.parse(a)) &&
  Date.parse(a) === Date.parse(b);
const sameValue = (a: unknown, b: unknown): boolean => a === b || sameInstant(a, b);

/** Values with the unread ones replaced by what was known before, if anything was. */
function withKnown(
  values: Record<string, unknown>,
  unread: readonly string[],
  before: Record<string, unknown> | undefined,
) {
  if (!before || unread.length === 0) return values;
  const known = unread
    .filter((column) => column in values && before[column] !== null)
    .map((column) => [column, before[column]]);
  return { ...values, ...Object.fromEntries(known) };
}

/** Content that a scan may not have been able to read, and how its column says so. */
const NOT_YET_KNOWN: Readonly<Record<string, unknown>> = {
  mfa: "unknown",
  has_console_password: null,
  active_access_keys: null,
  max_session_duration_seconds: null,
};

/** Whether the only difference is that something is known now that could not be read before: nothing changed in the account. */
function isOnlyLearned(before: Present, content: Record<string, unknown>): boolean {
  return Object.entries(content).every(
    ([column, value]) =>
      sameValue(before[column], value) ||
      canonicalJson(before[column]) === canonicalJson(value) ||
      (column in NOT_YET_KNOWN && before[column] === NOT_YET_KNOWN[column]),
  );
}

type Planned = { row: Row; change: "created" | "changed" | null; content: Record<string, unknown> };

/** What becomes of one row that was found; null if it is as it was. A use alone changes the row, and makes no version. */
function planRow(input: LandingInput, entry: FoundRow, before: Present | undefined): Planned | null {
  const content = withKnown(entry.content, entry.unread, before);
  const volatile = withKnown(entry.volatile, entry.unread, before);
  const hash = contentHash(content);
  const isPresent = before !== undefined && before.gone_at === null;
  const isChanged = before?.content_hash !== hash;
  const isUsed = Object.entries(volatile).some(([column, value]) => !sameValue(before?.[column] ?? null, value));
  if (isPresent && !isChanged && !isUsed) return null;
  const row = {
    account_id: input.accountId,
    ...content,
    ...volatile,
    ...entry.extra,
    id: before?.id ?? String(entry.extra?.id ?? input.newId()),
    content_hash: hash,
    first_seen_at: before?.first_seen_at ?? input.asOf.toISOString(),
    gone_at: null,
  };
  if (!isPresent) return { row, change: "created", content };
  return { row, change: isChanged && !isOnlyLearned(before, content) ? "changed" : null, content };
}

/** What one table's landing writes: only rows that are new, changed, back or gone. */
function planTable(
  input: LandingInput,
  table: Table,
  found: ReadonlyMap<string, FoundRow>,
  mayBeGone: (row: Present) => boolean,
) {
  const asOf = input.asOf.toISOString();
  const byIdentity = new Map(input.present[table].map((row) => [String(row[IDENTITY[table]]), row]));
  const rows: Row[] = [];
  const versions: landing.VersionRow[] = [];
  const version = (row: Row, change: landing.VersionRow["change"], content: unknown) =>
    versions.push({
      subject: SUBJECT[table],
      subject_id: row.id,
      valid_from: asOf,
      valid_to: change === "removed" ? asOf : null,
      account_id: input.accountId,
      scan_id: input.scanId,
      change,
      content_hash: String(row.content_hash),
      content,
    });

  for (const [identity, entry] of found) {
    const planned = planRow(input, entry, byIdentity.get(identity));
    if (!planned) continue;
    rows.push(planned.row);
    if (planned.change) version(planned.row, planned.change, planned.content);
  }
  for (const [identity, row] of byIdentity) {
    if (found.has(identity) || row.gone_at !== null || !mayBeGone(row)) continue;
    rows.push({ ...row, gone_at: asOf });
    version(row, "removed", contentOf(row));
  }
  return { rows, versions };
}

const NOT_CONTENT = new Set(["id", "account_id", "content_hash", "first_seen_at", "gone_at"]);
const contentOf = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !NOT_CONTENT.has(column)));

/** The root user's rows. Without the report only the number of its keys is known: less than what was known before. */
function foundRootRows({ reading, present }: LandingInput, reportRead: boolean): Found[] {
  const rows = reading.root ? rootRows(reading.root) : [];
  const keysKnown = present.credential.some((row) => row.kind === "root_access_key" && row.gone_at === null);
  return reportRead || !keysKnown ? rows : rows.filter((row) => row.content.kind !== "root_access_key");
}

/** Details of a user or role that cost calls of their own where the bulk call is denied, and may then be empty for unread. */
const DETAILS = [
  "tags",
  "owner",
  "group_names",
  "attached_policy_arns",
  "inline_policy_names",
  "permissions_boundary_arn",
] as const;

/** A row of a kind that was not wholly read: its details keep what was known of them. */
const withDetails = <T extends Found>(row: T, wereRead: boolean): T =>
  wereRead ? row : { ...row, unread: [...row.unread, ...DETAILS] };

const knownActivityOf = (users: readonly Present[]): ReadonlyMap<string, Date> =>
  new Map(
    users.flatMap((row) =>
      typeof row.last_activity_at === "string" ? [[String(row.user_id), new Date(row.last_activity_at)]] : [],
    ),
  );

/**
 * What a reading changes in an account's inventory. Nothing is marked gone by a kind of resource that could not be read,
 * and what could not be read of a user keeps its last known value.
 */
export function planLanding(input: LandingInput): Landing {
  const { reading } = input;
  const wasRead = (resource: ResourceKind) =>
    reading.coverage.some((entry) => entry.resource === resource && entry.state === "read");
  const neverRead = new Set(
    input.present.iam_user.filter((row) => row.active_access_keys === null).map((row) => String(row.user_id)),
  );
  const previousKeys = new Map(
    input.previousUsers.filter((user) => !neverRead.has(user.userId)).map((user) => [user.userId, user.accessKeys]),
  );
  const knownKeys = (user: UserFact): readonly AccessKeyFact[] | null =>
    user.accessKeys.state === "read" ? user.accessKeys.value : (previousKeys.get(user.userId) ?? null);

  const userIds = new Map(input.present.iam_user.map((row) => [String(row.user_id), row.id]));
  for (const user of reading.users) if (!userIds.has(user.userId)) userIds.set(user.userId, input.newId());

  const knownActivity = knownActivityOf(input.present.iam_user);
  const users = new Map<string, FoundRow>();
  const credentials = new Map<string, FoundRow>();
  const unreadUserIds = new Set<string>();
  const usersRead = wasRead("users");
  const addCredential = (row: Found | null, userId: string | null) => {
    const extra = { user_record_id: userId ? userIds.get(userId) : null };
    if (row) credentials.set(row.identity, { ...withDetails(row, usersRead), extra });
  };
  for (const user of reading.users) {
    const keys = knownKeys(user);
    users.set(user.userId, {
      ...withDetails(userRow(user, keys, knownActivity.get(user.userId)), usersRead),
      extra: { id: userIds.get(user.userId) },
    });
    for (const key of keys ?? []) addCredential(accessKeyRow(key, user), user.userId);
    addCredential(passwordRow(user), user.userId);
    if (user.accessKeys.state === "unread") unreadUserIds.add(`access_key ${user.userId}`);
    if (user.consolePassword.state === "unread") unreadUserIds.add(`console_password ${user.userId}`);
  }
  const reportRead = wasRead("credential_report");
  for (const row of foundRootRows(input, reportRead)) addCredential(row, null);

  const credentialMayBeGone = (row: Present): boolean => {
    const { kind, user_id: userId } = row;
    if (kind === "root_access_key") return reportRead && reading.root !== null;
    if (kind === "root_password") return reading.root?.hasPassword === false;
    return usersRead && !unreadUserIds.has(`${kind} ${userId}`);
  };
  const rolesRead = wasRead("roles");
  const roles = new Map(
    reading.roles.map((role) => [role.roleId, withDetails(roleRow(role, input.awsAccountId), rolesRead)]),
  );
  const plans = {
    iam_user: planTable(input, "iam_user", users, () => usersRead),
    credential: planTable(input, "credential", credentials, credentialMayBeGone),
    iam_role: planTable(input, "iam_role", roles, () => rolesRead),
  };
  const versions = Object.values(plans).flatMap((plan) => plan.versions);
  const tally = (change: landing.VersionRow["change"]) => versions.filter((entry) => entry.change === change).length;
  return {
    rows: { iam_user: plans.iam_user.rows, credential: plans.credential.rows, iam_role: plans.iam_role.rows },
    versions,
    counts: {
      users: presentAfter(input.present.iam_user, plans.iam_user.versions),
      roles: presentAfter(input.present.iam_role, plans.iam_role.versions),
      credentials: presentAfter(input.present.credential, plans.credential.versions),
    },
    changes: { created: tally("created"), changed: tally("changed"), removed: tally("removed") },
    incomplete: describeGaps(reading),
  };
}

/** Names what a reading lacks, so that an account's page can say it in one line. */
function describeGaps({ coverage, problems }: AccountReading): string | null {
  const gaps = coverage
    .filter(({ state }) => state !== "read" && state !== "not_applicable")
    .map(({ resource, state, action }) => `${resource.replaceAll("_", " ")} (${action ? `${action} ` : ""}${state})`);
  const sentences = [
    ...(gaps.length > 0 ? [`Not read: ${gaps.join(", ")}.`] : []),
    ...(problems.length > 0
      ? [`Odd in ${problems.length === 1 ? problems[0]?.resource : `${problems.length} resources`}.`]
      : []),
  ];
  return sentences.length > 0 ? `${sentences.join(" ")} The last scan tells why.` : null;
}

function presentAfter(present: readonly Present[], versions: readonly landing.VersionRow[]): number {
  const before = present.filter((row) => row.gone_at === null).length;
  const created = versions.filter((entry) => entry.change === "created").length;
  const removed = versions.filter((entry) => entry.change === "removed").length;
  return before + created - removed;
}
