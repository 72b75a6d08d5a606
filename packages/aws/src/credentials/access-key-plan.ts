import {
  type AccessKeyFact,
  type ParsedReport,
  type PreviousUser,
  type ReportRow,
  rowOfUser,
  type UserIdentity,
} from "@rolecall/domain";
import { keyFingerprintOf } from "../report/report-fingerprint.ts";

/**
 * A report may leave inactive keys out: AWS's documentation says that it does, its live reports show them. So a user in whose
 * row no key shows is asked for once all the same: all such users of a small account or of a few at the first scan, a few per
 * scan in a large one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const UNCONFIRMED_AT_ONCE = 25;
const UNCONFIRMED_A_SCAN = 2;
/** Users with more keys than their row shows: no report would show their deletion. In a large account they take turns. */
const HIDDEN_AT_ONCE = 25;
const HIDDEN_A_SCAN = 5;
const SMALL_ACCOUNT_USERS = 100;
const DAY_MS = 86_400_000;

type WithRow = { user: UserIdentity; row: ReportRow };
export type Carried = WithRow & { keys: readonly AccessKeyFact[] };

/** What is done for each user: a call; the last scan's keys; or, until it is their turn to be asked for, the report's word. */
export type AccessKeyPlan = { toList: UserIdentity[]; toCarry: Carried[]; unconfirmed: WithRow[] };

type Given = {
  report: ParsedReport | null;
  previous: ReadonlyMap<string, PreviousUser>;
  now: () => Date;
};

/** The plan with the fewest calls by which no key that the report can show is missed, or kept too long. */
export function planAccessKeys(given: Given, users: readonly UserIdentity[]): AccessKeyPlan {
  const { toList, toCarry, hidden, unconfirmed } = sorted(given, users);
  const isSmall = users.length <= SMALL_ACCOUNT_USERS;
  const isFirst = given.previous.size === 0;
  const confirmsAll = (isSmall || isFirst) && unconfirmed.length <= UNCONFIRMED_AT_ONCE;
  const confirmed = confirmsAll ? unconfirmed.length : UNCONFIRMED_A_SCAN;
  const day = Math.floor(given.now().getTime() / DAY_MS);
  const turns = takeTurns(hidden, isSmall && hidden.length <= HIDDEN_AT_ONCE ? hidden.length : HIDDEN_A_SCAN, day);
  return {
    toList: [...toList, ...[...turns.due, ...unconfirmed.slice(0, confirmed)].map(({ user }) => user)],
    toCarry: [...toCarry, ...turns.rest],
    unconfirmed: unconfirmed.slice(confirmed),
  };
}

function sorted({ report, previous }: Given, users: readonly UserIdentity[]) {
  const sorts = { toList: [] as UserIdentity[], toCarry: [] as Carried[], hidden: [] as Carried[] };
  const unconfirmed: WithRow[] = [];
  for (const user of users) {
    const row = rowOfUser(report, user);
    const before = previous.get(user.userId);
    const keys = before?.accessKeys ?? [];
    const shown = row?.keySlots?.length ?? 0;
    if (!row?.keySlots) sorts.toList.push(user);
    else if (isUnchanged(row, before)) (keys.length > shown ? sorts.hidden : sorts.toCarry).push({ user, row, keys });
    else if (shown + keys.length > 0) sorts.toList.push(user);
    else unconfirmed.push({ user, row });
  }
  return { ...sorts, unconfirmed };
}

/** Fewer keys known than the report shows: the last reading was of a moment at which a key was gone, or it was incomplete. */
function isUnchanged(row: ReportRow, previous: PreviousUser | undefined): boolean {
  if (!previous || row.keyFingerprint === null || keyFingerprintOf(previous) !== row.keyFingerprint) return false;
  return previous.accessKeys.length >= (row.keySlots?.length ?? 0);
}

/** Parts a list into `count` items whose turn it is and the rest; each turn goes on where the one before ended. */
function takeTurns<T>(items: readonly T[], count: number, turn: number): { due: T[]; rest: T[] } {
  const start = items.length > count ? (turn * count) % items.length : 0;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return { due: turned.slice(0, count), rest: turned.slice(count) };
}
