import type {
  JudgedCredential,
  JudgedLimits,
  JudgedSettings,
  JudgementContext,
  Verdict,
} from "../../judgement/judged.ts";
import { MS_PER_DAY } from "../../primitives.ts";
import { lastUseOf } from "../deadlines/limits.ts";
import { checkDeadlines } from "./check-deadlines.ts";
import {
  credentialSubject,
  dayOf,
  fails,
  isUnknown,
  type Outcome,
  passes,
  type Subject,
  verdictOf,
} from "./verdict.ts";

const RECENT_DAYS = 30;

type RootFacts = JudgedSettings["root"];
export type RootToCheck = {
  settings: JudgedSettings | null;
  /** What the account-wide verdicts are of; null: nothing was read of the account as a whole. */
  account: Subject | null;
  credentials: readonly JudgedCredential[];
  limits: ReadonlyMap<string, JudgedLimits>;
  context: JudgementContext;
  asOf: Date;
};

/** The verdicts on the root user. Its severities are told with the root user in mind, and are not weighted. */
export function checkRoot({ settings, account, credentials, limits, context, asOf }: RootToCheck): Verdict[] {
  const ofRoot = credentials.filter(({ kind }) => kind.startsWith("root_"));
  const keys = ofRoot.filter(({ kind, status }) => kind === "root_access_key" && status === "active");
  const onCredentials = [
    ...keys.map((key) => verdictOf("root_access_key", credentialSubject(key, null), activeKey(key))),
    // An overdue or idle key of an administrator's rights.
    ...ofRoot.flatMap((credential) => checkDeadlines({ credential, limits: limits.get(credential.id), asOf }, "admin")),
  ];
  if (account === null) return onCredentials;
  const root = settings?.root ?? null;
  const central = centrallyManaged(context);
  return [
    ...onCredentials,
    // A key that is known is judged itself; the account answers for what only the summary counts.
    ...(keys.length === 0 ? [verdictOf("root_access_key", account, countedKeys(root))] : []),
    verdictOf("root_mfa", account, mfa(root)),
    verdictOf("root_hardware_mfa", account, hardwareMfa(root)),
    verdictOf("root_recently_used", account, recentlyUsed(root, ofRoot, asOf)),
    ...(central ? [verdictOf("root_centrally_managed", account, central)] : []),
  ];
}

const activeKey = ({ status, createdAt }: JudgedCredential): Outcome =>
  fails(
    createdAt
      ? `The root user has an active access key, made on ${dayOf(createdAt)}`
      : "The root user has an active access key",
    { status, createdAt },
  );

function countedKeys(root: RootFacts): Outcome {
  const accessKeys = root?.accessKeys ?? null;
  if (accessKeys === null) return isUnknown("Whether the root user has access keys could not be read");
  return accessKeys > 0
    ? fails("The root user has access keys", { accessKeys })
    : passes("The root user has no access key", { accessKeys });
}

function mfa(root: RootFacts): Outcome {
  const { hasPassword = null, mfaActive = null } = root ?? {};
  const facts = { hasPassword, mfaActive };
  if (hasPassword === false) return passes("The root user has no password", facts);
  if (mfaActive === true) return passes("The root user has an MFA device", facts);
  if (mfaActive === null) return isUnknown("Whether the root user has an MFA device could not be read", facts);
  return hasPassword === null
    ? isUnknown("The root user has no MFA device; whether it has a password could not be read", facts)
    : fails("The root user has a password and no MFA device", facts);
}

/** AWS lists the device of the root user only if it is virtual: an active one of unknown kind is none of these. */
function hardwareMfa(root: RootFacts): Outcome {
  const { hasPassword = null, mfaActive = null, mfaKind = null } = root ?? {};
  const facts = { hasPassword, mfaActive, mfaKind };
  if (hasPassword === false) return passes("The root user has no password", facts);
  if (mfaKind === "virtual") return fails("The root user signs in with a virtual MFA device", facts);
  if (mfaActive === false) {
    return hasPassword === null
      ? isUnknown("The root user has no MFA device; whether it has a password could not be read", facts)
      : fails("The root user has a password and no MFA device", facts);
  }
  return mfaActive === null || mfaKind === null
    ? isUnknown("Which MFA device the root user has could not be read", facts)
    : passes("The root user has an MFA device that is not virtual", facts);
}

/** The day of the last use stays out of it: while somebody goes on to use the root user, it is the same finding. */
function recentlyUsed(root: RootFacts, credentials: readonly JudgedCredential[], asOf: Date): Outcome {
  const usable = credentials.filter(({ kind }) => kind === "root_password" || kind === "root_access_key");
  const isRecent = (at: Date | null) => at !== null && asOf.getTime() - at.getTime() < RECENT_DAYS * MS_PER_DAY;
  const usedBy = [...new Set(usable.flatMap(({ kind, lastUsedAt }) => (isRecent(lastUsedAt) ? [kind] : [])))].sort();
  if (usedBy.length > 0) {
    return fails(`The root user is in use: its last use is less than ${RECENT_DAYS} days ago`, {
      usedBy: usedBy.join(", "),
    });
  }
  const isUseKnown = usable.every((credential) => {
    const use = lastUseOf(credential);
    return use.kind !== "unknown" && !(use.kind === "before_record" && isRecent(use.recordedSince));
  });
  return isUseKnown && usable.length >= usableOf(root)
    ? passes("The root user has not been used of late", {})
    : isUnknown("When the root user was last used could not be read", {});
}

/** How many credentials the root user can be used by; more than there can be where that was not read. */
function usableOf(root: RootFacts): number {
  const { hasPassword = null, accessKeys = null } = root ?? {};
  return hasPassword === null || accessKeys === null ? Number.POSITIVE_INFINITY : Number(hasPassword) + accessKeys;
}

/** Null: the account is in no organisation that is known. */
function centrallyManaged({ isRootCentrallyManaged, unitIds }: JudgementContext): Outcome | null {
  const facts = { isRootCentrallyManaged };
  if (isRootCentrallyManaged === null) {
    return unitIds.length === 0
      ? null
      : isUnknown("Whether the organisation manages root credentials centrally could not be read", facts);
  }
  return isRootCentrallyManaged
    ? passes("The organisation manages root credentials centrally", facts)
    : fails("The organisation does not manage its members' root credentials centrally", facts);
}
