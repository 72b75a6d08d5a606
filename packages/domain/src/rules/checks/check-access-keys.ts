import type { CheckId } from "../../judgement/check.ts";
import type { JudgedCredential, JudgedLimits, Verdict } from "../../judgement/judged.ts";
import { type Deadlock, deadlockOf, type SlotKey } from "../rotation/deadlock.ts";
import { bornAt, graceDaysOf, graceEndsAt, isInNameOnly, isWithinGrace, precedes } from "../rotation/key-rotation.ts";
import type { UserToCheck } from "./check-user.ts";
import { credentialInWords } from "./credential-words.ts";
import { credentialSubject, dayOf, fails, isUnknown, type Outcome, passes, userSubject, verdictOf } from "./verdict.ts";

/** What the wizard makes together with a user is made within seconds; a person who comes back for a key takes longer. */
const MADE_TOGETHER_MS = 5 * 60_000;

type Limits = ReadonlyMap<string, JudgedLimits>;
/** Two active keys of a user; `cutOverAt` null: no limits are known that would say how long both may be used. */
type Pair = { older: JudgedCredential; newer: JudgedCredential; graceDays: number | null; cutOverAt: Date | null };
/** The active keys of a user as old and new. Null: there are no two; `unknown`: which one is older cannot be told. */
type KnownPair = Pair | "unknown" | null;

/** Oldest first; keys of the same instant by their id, so that the order in which they were listed does not matter. */
const byBirth = (a: JudgedCredential, b: JudgedCredential): number =>
  bornAt(a).getTime() - bornAt(b).getTime() || (a.credentialId < b.credentialId ? -1 : 1);

function pairOf(keys: readonly JudgedCredential[], limits: Limits): KnownPair {
  const active = keys.filter(({ status }) => status === "active").toSorted(byBirth);
  const [older, newer] = [active.at(-2), active.at(-1)];
  if (!older || !newer) return null;
  const isOrderKnown = precedes(older, newer) || (older.createdAt !== null && newer.createdAt !== null);
  if (!isOrderKnown) return "unknown";
  const graceDays = graceDaysOf(active.map(({ id }) => limits.get(id)?.limits));
  return { older, newer, graceDays, cutOverAt: graceDays === null ? null : graceEndsAt(bornAt(newer), graceDays) };
}

/** The verdicts on a user's access keys as keys of one user: one for each key and check, and one on the user. */
export function checkAccessKeys(given: UserToCheck, limits: Limits): Verdict[] {
  const all = given.credentials.filter(({ kind }) => kind === "access_key");
  const pair = pairOf(all, limits);
  const slots = all.map((key) => ({ ...key, limits: limits.get(key.id)?.limits }));
  const verdicts = all.flatMap((key) => {
    const of = credentialSubject(key, given.power.power);
    const outcomes: readonly (readonly [CheckId, Outcome])[] = [
      ["one_active_key", oneActiveKey(key, pair, given.asOf)],
      ["rotated_in_name_only", rotatedInNameOnly(key, pair)],
      ["key_made_with_user", madeWithUser(key, given)],
    ];
    return outcomes.map(([checkId, outcome]) => verdictOf(checkId, of, outcome));
  });
  const ofUser = verdictOf(
    "two_key_deadlock",
    userSubject(given.user, given.power.power),
    deadlockOutcome(given.user, deadlockOf(slots, given.asOf)),
  );
  return [...verdicts, ofUser];
}

const notActive = (key: JudgedCredential): Outcome =>
  passes(`${credentialInWords(key)} is not active`, { status: key.status });

function oneActiveKey(key: JudgedCredential, pair: KnownPair, asOf: Date): Outcome {
  const words = credentialInWords(key);
  if (key.status !== "active") return notActive(key);
  if (pair === null) return passes(`${words} is the only active one`);
  if (pair === "unknown") return isUnknown(`Which of the active access keys of ${key.userName} is older is not known`);
  const { older, newer, graceDays, cutOverAt } = pair;
  if (key.id !== older.id) return passes(`${words} is the newest active one`);
  if (graceDays === null || cutOverAt === null)
    return isUnknown(`${credentialInWords(newer)} has no limits that it could be judged by`);
  const facts = {
    createdAt: older.createdAt,
    newerAccessKeyId: newer.accessKeyId,
    newerCreatedAt: newer.createdAt,
    cutOverAt,
  };
  const until = dayOf(cutOverAt);
  if (isWithinGrace(bornAt(newer), graceDays, asOf))
    return passes(`${words} is being rotated, with time until ${until}`, facts);
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
  const { older, newer, graceDays, cutOverAt } = pair;
  if (key.id !== older.id || !precedes(older, newer)) return passes(`${words} has no successor`);
  const inNameOnly = graceDays === null ? null : isInNameOnly(older, newer, graceDays);
  const hasUse = (kind: JudgedCredential["lastUse"]) => older.lastUse === kind || newer.lastUse === kind;
  if (hasUse("never") || (hasUse("before_record") && inNameOnly === false))
    return passes(`${words} and its successor are not both in use`);
  if (inNameOnly === null || cutOverAt === null) {
    return isUnknown(`${words} and its successor were last used at times that are not known`, {
      lastUse: older.lastUse,
      newerLastUse: newer.lastUse,
    });
  }
  const facts = { newerAccessKeyId: newer.accessKeyId, newerCreatedAt: newer.createdAt, cutOverAt };
  if (!inNameOnly) return passes(`${words} has not been used after ${dayOf(cutOverAt)}`, facts);
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

/** What is said where there is no deadlock, of the user whose keys they are. */
const NO_DEADLOCK: Readonly<
  Record<Exclude<Deadlock["state"], "deadlocked" | "unknown">, (userName: string) => string>
> = {
  slot_free: (userName) => `${userName} has room for a new access key`,
  unused: (userName) => `${userName} has room for a new access key`,
  rotating: (userName) => `A rotation of ${userName}'s access keys is under way`,
  cut_over: (userName) => `The older access key of ${userName} is not used any more, and can make room`,
  not_due: (userName) => `No access key of ${userName} has to be rotated now`,
};

function deadlockOutcome(
  { userName, activeAccessKeys }: UserToCheck["user"],
  found: Deadlock<JudgedCredential & SlotKey>,
): Outcome {
  const { state } = found;
  if (state === "slot_free" && activeAccessKeys === null)
    return isUnknown(`The access keys of ${userName} could not be read`);
  if (state === "unknown") return isUnknown(`Age and use of the access keys of ${userName} are not known well enough`);
  if (state !== "deadlocked") return passes(NO_DEADLOCK[state](userName));
  const { older, newer } = found;
  const [a, b] = [older, newer].map(({ accessKeyId, credentialId }) => accessKeyId ?? credentialId);
  return fails(
    `${userName} has two access keys in use, ${a} and ${b}, of which one is overdue: there is no room for its successor`,
    {
      olderAccessKeyId: older.accessKeyId,
      olderCreatedAt: older.createdAt,
      newerAccessKeyId: newer.accessKeyId,
      newerCreatedAt: newer.createdAt,
    },
  );
}
