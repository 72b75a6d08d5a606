import type { CheckId } from "../../judgement/check.ts";
import type { JudgedCredential, JudgedLimits, Verdict } from "../../judgement/judged.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import type { UserToCheck } from "./check-user.ts";
import { credentialInWords } from "./credential-words.ts";
import { credentialSubject, dayOf, fails, isUnknown, type Outcome, passes, userSubject, verdictOf } from "./verdict.ts";

/** What the wizard makes together with a user is made within seconds; a person who comes back for a key takes longer. */
const MADE_TOGETHER_MS = 5 * 60_000;

type Limits = ReadonlyMap<string, JudgedLimits>;
type Pair = { older: JudgedCredential; newer: JudgedCredential; cutOverAt: Date | null };
/** The active keys of a user as old and new. Null: there are no two; `unknown`: which one is older cannot be told. */
type KnownPair = Pair | "unknown" | null;

/** Oldest first; keys of the same instant by their id, so that the order in which they were listed does not matter. */
function byAge(keys: readonly JudgedCredential[]): JudgedCredential[] {
  const at = ({ createdAt }: JudgedCredential): number => createdAt?.getTime() ?? 0;
  return keys.toSorted((a, b) => at(a) - at(b) || (a.credentialId < b.credentialId ? -1 : 1));
}

function pairOf(credentials: readonly JudgedCredential[], limits: Limits): KnownPair {
  const active = byAge(credentials.filter(({ status }) => status === "active"));
  const [older, newer] = [active.at(-2), active.at(-1)];
  if (!older || !newer) return null;
  if (active.some(({ createdAt }) => createdAt === null)) return "unknown";
  const graceDays = limits.get(newer.id)?.limits.graceDays;
  const madeAt = newer.createdAt?.getTime() ?? Number.NaN;
  const cutOverAt = graceDays === undefined ? null : new Date(madeAt + graceDays * MS_PER_DAY);
  return { older, newer, cutOverAt };
}

/** The verdicts on a user's access keys as keys of one user: one for each key and check, and one on the user. */
export function checkAccessKeys(given: UserToCheck, limits: Limits): Verdict[] {
  const all = given.credentials.filter(({ kind }) => kind === "access_key");
  const pair = pairOf(all, limits);
  const verdicts = all.flatMap((key) => {
    const of = credentialSubject(key, given.power.power);
    const outcomes: readonly (readonly [CheckId, Outcome])[] = [
      ["one_active_key", oneActiveKey(key, pair, given.asOf)],
      ["rotated_in_name_only", rotatedInNameOnly(key, pair)],
      ["key_made_with_user", madeWithUser(key, given)],
    ];
    return outcomes.map(([checkId, outcome]) => verdictOf(checkId, of, outcome));
  });
  const deadlock = verdictOf(
    "two_key_deadlock",
    userSubject(given.user, given.power.power),
    deadlockOf(all, pair, given, limits),
  );
  return [...verdicts, deadlock];
}

const notActive = (key: JudgedCredential): Outcome =>
  passes(`${credentialInWords(key)} is not active`, { status: key.status });

function oneActiveKey(key: JudgedCredential, pair: KnownPair, asOf: Date): Outcome {
  const words = credentialInWords(key);
  if (key.status !== "active") return notActive(key);
  if (pair === null) return passes(`${words} is the only active one`);
  if (pair === "unknown") return isUnknown(`Which of the active access keys of ${key.userName} is older is not known`);
  const { older, newer, cutOverAt } = pair;
  if (key.id !== older.id) return passes(`${words} is the newest active one`);
  if (cutOverAt === null) return isUnknown(`${credentialInWords(newer)} has no limits that it could be judged by`);
  const facts = {
    createdAt: older.createdAt,
    newerAccessKeyId: newer.accessKeyId,
    newerCreatedAt: newer.createdAt,
    cutOverAt,
  };
  const until = dayOf(cutOverAt);
  if (asOf < cutOverAt) return passes(`${words} is being rotated, with time until ${until}`, facts);
  const successor = newer.accessKeyId ?? "a newer one";
  return fails(
    `${words} is still active beside ${successor}, with time to cut over until ${until}: finish the rotation`,
    facts,
  );
}

/** The times of use are no facts here: they move from day to day while both keys are in use. */
function rotatedInNameOnly(key: JudgedCredential, pair: KnownPair): Outcome {
  const words = credentialInWords(key);
  if (key.status !== "active") return notActive(key);
  if (pair === null) return passes(`${words} has no successor`);
  if (pair === "unknown") return isUnknown(`Which of the active access keys of ${key.userName} is older is not known`);
  const { older, newer, cutOverAt } = pair;
  if (key.id !== older.id) return passes(`${words} has no successor`);
  if (older.lastUse === "never" || newer.lastUse === "never")
    return passes(`${words} and its successor are not both in use`);
  if (older.lastUsedAt === null || newer.lastUsedAt === null || cutOverAt === null) {
    return isUnknown(`${words} and its successor were last used at times that are not known`, {
      lastUse: older.lastUse,
      newerLastUse: newer.lastUse,
    });
  }
  const facts = { newerAccessKeyId: newer.accessKeyId, newerCreatedAt: newer.createdAt, cutOverAt };
  if (older.lastUsedAt <= cutOverAt) return passes(`${words} has not been used after ${dayOf(cutOverAt)}`, facts);
  const successor = newer.accessKeyId ?? "a newer key";
  return fails(
    `${words} has been used after ${dayOf(cutOverAt)}, although ${successor} replaces it and is in use`,
    facts,
  );
}

function madeWithUser(key: JudgedCredential, { user }: UserToCheck): Outcome {
  const words = credentialInWords(key);
  if (key.status !== "active") return notActive(key);
  if (user.hasConsolePassword === false) return passes(`${user.userName} has no console password`);
  if (key.createdAt === null) return isUnknown(`${words} was made at a time that is not known`);
  const apartMs = Math.abs(key.createdAt.getTime() - user.createdAt.getTime());
  const facts = {
    createdAt: key.createdAt,
    userCreatedAt: user.createdAt,
    hasConsolePassword: user.hasConsolePassword,
  };
  if (apartMs > MADE_TOGETHER_MS) return passes(`${words} was made on its own`, facts);
  if (user.hasConsolePassword === null) {
    return isUnknown(`Whether ${user.userName} has a console password could not be read`, facts);
  }
  return fails(`${words} was made together with the user, who signs in with a console password`, facts);
}

/** Null: not known. */
type Standing = { key: JudgedCredential; isInUse: boolean | null; isOverdue: boolean | null };

const isPast = (at: Date, asOf: Date, afterMs = 0): boolean => asOf.getTime() >= at.getTime() + afterMs;

/** A key that is inactive, or that nobody uses, can be deleted. */
function isInUse({ status, lastUse }: JudgedCredential, unusedAt: Date | null, asOf: Date): boolean | null {
  if (status !== "active" || lastUse === "never" || (unusedAt && isPast(unusedAt, asOf))) return false;
  return lastUse === "unknown" ? null : true;
}

function standingOf(key: JudgedCredential, limits: Limits, asOf: Date): Standing {
  const { deadlines, limits: applied } = limits.get(key.id) ?? {};
  const deadlineAt = deadlines?.deadlineAt ?? null;
  const isUnlimited = applied?.rotationDays === null;
  return {
    key,
    isInUse: isInUse(key, deadlines?.unusedAt ?? null, asOf),
    isOverdue: deadlineAt ? isPast(deadlineAt, asOf, MS_PER_DAY) : isUnlimited ? false : null,
  };
}

/** Two keys in use and one overdue, after the time in which a rotation may have both in use. */
function deadlockOf(all: readonly JudgedCredential[], pair: KnownPair, given: UserToCheck, limits: Limits): Outcome {
  const { userName, activeAccessKeys } = given.user;
  const standings = byAge(all).map((key) => standingOf(key, limits, given.asOf));
  const [first, second] = standings.filter((standing) => standing.isInUse !== false);
  if (!first || !second) {
    return activeAccessKeys === null
      ? isUnknown(`The access keys of ${userName} could not be read`)
      : passes(`${userName} has room for a new access key`);
  }
  const isRotating = pair !== null && pair !== "unknown" && pair.cutOverAt !== null && given.asOf < pair.cutOverAt;
  if (isRotating) return passes(`A rotation of ${userName}'s access keys is under way`);
  const overdue = [first.isOverdue, second.isOverdue];
  if (overdue.every((each) => each === false)) return passes(`No access key of ${userName} has to be rotated now`);
  const isKnown = overdue.includes(true) && first.isInUse && second.isInUse;
  if (!isKnown) return isUnknown(`Age and use of the access keys of ${userName} are not known well enough`);
  const [a, b] = [first.key, second.key].map(({ accessKeyId, credentialId }) => accessKeyId ?? credentialId);
  return fails(
    `${userName} has two access keys in use, ${a} and ${b}, of which one is overdue: there is no room for its successor`,
    {
      olderAccessKeyId: first.key.accessKeyId,
      olderCreatedAt: first.key.createdAt,
      newerAccessKeyId: second.key.accessKeyId,
      newerCreatedAt: second.key.createdAt,
    },
  );
}
