import type { Power } from "../../inventory/trust-grade.ts";
import type { JudgedCredential, JudgedLimits, Verdict } from "../../judgement/judged.ts";
import { noUseInWords } from "../../scans/use-record.ts";
import { credentialState, credentialUse, ROTATED_KINDS } from "../deadlines/credential-state.ts";
import { lastUseOf } from "../deadlines/limits.ts";
import { credentialInWords } from "./credential-words.ts";
import { credentialSubject, dayOf, fails, isUnknown, type Outcome, passes, verdictOf } from "./verdict.ts";

/** A server certificate has its expiry, which a check of its own judges. */
const WITHOUT_AGE: readonly JudgedCredential["kind"][] = ["server_certificate"];
/** That nobody uses the root user's password is as it should be. */
const WITHOUT_USE: readonly JudgedCredential["kind"][] = ["server_certificate", "root_password"];

type Given = { credential: JudgedCredential; limits: JudgedLimits | undefined; asOf: Date };

/** The deadlines of one credential: its age, and its use. A check that no limit stands behind gives no verdict. */
export function checkDeadlines(given: Given, power: Power): Verdict[] {
  const of = credentialSubject(given.credential, power);
  const { kind } = given.credential;
  const overdue = WITHOUT_AGE.includes(kind) ? null : judgeAge(given);
  const unused = WITHOUT_USE.includes(kind) ? null : judgeUse(given);
  return [
    ...(overdue ? [verdictOf("credential_overdue", of, overdue)] : []),
    ...(unused ? [verdictOf("credential_unused", of, unused)] : []),
  ];
}

const notActive = (credential: JudgedCredential): Outcome =>
  passes(`${credentialInWords(credential)} is not active`, { status: credential.status });

function judgeAge({ credential, limits, asOf }: Given): Outcome | null {
  const words = credentialInWords(credential);
  if (credential.status !== "active") return notActive(credential);
  if (!limits) return isUnknown(`${words} has no limits that it could be judged by`);
  const { createdAt, kind, status, expiresAt } = credential;
  const { deadlineAt } = limits.deadlines;
  const { rotationDays } = limits.limits;
  const hasLimit = rotationDays !== null || deadlineAt !== null;
  if (!hasLimit)
    return ROTATED_KINDS.includes(kind) ? passes(`No limit of age holds for ${words}`, { rotationDays }) : null;
  if (createdAt === null || deadlineAt === null)
    return isUnknown(`${words} was made at a time that is not known`, { createdAt });
  const aged = { kind, status, createdAt, deadlineAt, dueSoonAt: null };
  const facts = { status, createdAt, deadlineAt, rotationDays, ...(expiresAt ? { expiresAt } : {}) };
  const due = expiresAt && deadlineAt.getTime() === expiresAt.getTime() ? "expired on" : "had to be rotated by";
  const sentence = `${words} was made on ${dayOf(createdAt)} and ${due} ${dayOf(deadlineAt)}`;
  return credentialState(aged, asOf) === "overdue"
    ? fails(sentence, facts)
    : passes(`${words} was made on ${dayOf(createdAt)} and is due on ${dayOf(deadlineAt)}`, facts);
}

function useInWords({ kind, lastUse, lastUsedAt }: JudgedCredential): string {
  if (lastUsedAt) return `was last used on ${dayOf(lastUsedAt)}`;
  return lastUse === "before_record" ? `has had ${noUseInWords(kind)},` : "has never been used";
}

function judgeUse({ credential, limits, asOf }: Given): Outcome | null {
  const words = credentialInWords(credential);
  if (credential.status !== "active") return notActive(credential);
  if (!limits) return isUnknown(`${words} has no limits that it could be judged by`);
  const { unusedDays } = limits.limits;
  const { unusedAt } = limits.deadlines;
  if (unusedDays === null) return null;
  const { lastUse, lastUsedAt, createdAt, status } = credential;
  const isBound = lastUse === "before_record";
  const use = credentialUse({ status, createdAt, lastUse: lastUseOf(credential), unusedAt }, asOf);
  if (use === "unknown") return isUnknown(`${words} was last used at a time that is not known, if at all`, { lastUse });
  if (unusedAt === null || use !== "unused")
    return passes(`${words} has been used, or made, of late`, { status, unusedDays });
  const made = createdAt ? `, made on ${dayOf(createdAt)},` : "";
  return fails(
    `${words}${made} ${useInWords(credential)} and counts as unused since ${dayOf(unusedAt)}${isBound ? " at the latest" : ""}`,
    {
      status,
      createdAt,
      lastUse,
      lastUsedAt,
      unusedAt,
      unusedDays,
    },
  );
}
