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
import { accessKeyRow, type Found, passwordRow, roleRow, rootRows, userRow } from "./inventory-rows.ts";
import { type FoundRow, type LandingScope, planTable, type TablePlan } from "./plan-table.ts";

type Table = landing.LandingTable;
type Present = landing.PresentRow;
type Row = landing.LandingRow;

type WasRead = (resource: ResourceKind) => boolean;

export type LandingInput = LandingScope & {
  awsAccountId: string;
  reading: AccountReading;
  present: Record<Table, readonly Present[]>;
  previousUsers: readonly PreviousUser[];
};

export type Landing = {
  rows: Record<Table, Row[]>;
  versions: landing.VersionRow[];
  counts: ScanCounts;
  changes: ScanChanges;
  /** What could not be read, for people; null if everything was. */
  incomplete: string | null;
};

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

type FoundRows = {
  users: ReadonlyMap<string, FoundRow>;
  credentials: ReadonlyMap<string, FoundRow>;
  roles: ReadonlyMap<string, FoundRow>;
  /** `<kind> <UserId>` of the credentials that could not be read of a user who was. */
  unreadOfUsers: ReadonlySet<string>;
};

/** The keys of each user as far as they are known; null where they were never read. */
function knownKeysOf({ present, previousUsers }: LandingInput) {
  const neverRead = new Set(
    present.iam_user.filter((row) => row.active_access_keys === null).map((row) => String(row.user_id)),
  );
  const previous = new Map(
    previousUsers.filter((user) => !neverRead.has(user.userId)).map((user) => [user.userId, user.accessKeys]),
  );
  return (user: UserFact): readonly AccessKeyFact[] | null =>
    user.accessKeys.state === "read" ? user.accessKeys.value : (previous.get(user.userId) ?? null);
}

/** The rows that a reading gives, by their identity in AWS. */
function foundRows(input: LandingInput, wasRead: WasRead): FoundRows {
  const { reading, present } = input;
  const knownKeys = knownKeysOf(input);
  const knownActivity = knownActivityOf(present.iam_user);
  const recordIds = new Map(present.iam_user.map((row) => [String(row.user_id), row.id]));
  const users = new Map<string, FoundRow>();
  const credentials = new Map<string, FoundRow>();
  const unreadOfUsers = new Set<string>();

  for (const user of reading.users) {
    const keys = knownKeys(user);
    const id = recordIds.get(user.userId) ?? input.newId();
    const row = userRow(user, keys, knownActivity.get(user.userId));
    users.set(user.userId, { ...withDetails(row, wasRead("users")), extra: { id } });
    const owned = [...(keys ?? []).map((key) => accessKeyRow(key, user)), passwordRow(user)];
    for (const credential of owned.filter((candidate) => candidate !== null)) {
      const extra = { user_record_id: id };
      credentials.set(credential.identity, { ...withDetails(credential, wasRead("users")), extra });
    }
    if (user.accessKeys.state === "unread") unreadOfUsers.add(`access_key ${user.userId}`);
    if (user.consolePassword.state === "unread") unreadOfUsers.add(`console_password ${user.userId}`);
  }
  for (const row of foundRootRows(input, wasRead("credential_report"))) {
    credentials.set(row.identity, { ...row, extra: { user_record_id: null } });
  }
  const roles = new Map(
    reading.roles.map((role) => [role.roleId, withDetails(roleRow(role, input.awsAccountId), wasRead("roles"))]),
  );
  return { users, credentials, roles, unreadOfUsers };
}

/**
 * What a reading changes in an account's inventory. Nothing is marked gone by a kind of resource that could not be read,
 * and what could not be read of a user keeps its last known value.
 */
export function planLanding(input: LandingInput): Landing {
  const { reading, present } = input;
  const wasRead: WasRead = (resource) =>
    reading.coverage.some((entry) => entry.resource === resource && entry.state === "read");
  const found = foundRows(input, wasRead);
  const credentialMayBeGone = ({ kind, user_id: userId }: Present): boolean => {
    if (kind === "root_access_key") return wasRead("credential_report") && reading.root !== null;
    if (kind === "root_password") return reading.root?.hasPassword === false;
    return wasRead("users") && !found.unreadOfUsers.has(`${kind} ${userId}`);
  };
  const users = planTable(input, "iam_user", present.iam_user, found.users, () => wasRead("users"));
  const credentials = planTable(input, "credential", present.credential, found.credentials, credentialMayBeGone);
  const roles = planTable(input, "iam_role", present.iam_role, found.roles, () => wasRead("roles"));
  const versions = [...users.versions, ...credentials.versions, ...roles.versions];
  return {
    rows: { iam_user: users.rows, credential: credentials.rows, iam_role: roles.rows },
    versions,
    counts: {
      users: presentAfter(present.iam_user, users, wasRead("users")),
      roles: presentAfter(present.iam_role, roles, wasRead("roles")),
      credentials: presentAfter(present.credential, credentials, wasRead("access_keys")),
    },
    changes: {
      created: tally(versions, "created"),
      changed: tally(versions, "changed"),
      removed: tally(versions, "removed"),
    },
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

const tally = (versions: readonly landing.VersionRow[], change: landing.VersionRow["change"]): number =>
  versions.filter((entry) => entry.change === change).length;

/** How many exist now. None known of a kind that could not be read is not none. */
function presentAfter(present: readonly Present[], { versions }: TablePlan, wasRead: boolean): number | null {
  const before = present.filter((row) => row.gone_at === null).length;
  const count = before + tally(versions, "created") - tally(versions, "removed");
  return count === 0 && !wasRead ? null : count;
}
