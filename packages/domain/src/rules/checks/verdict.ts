import type { Power } from "../../inventory/trust-grade.ts";
import type { CheckId, FindingSubject } from "../../judgement/check.ts";
import type { Fact } from "../../judgement/finding.ts";
import type { JudgedCredential, JudgedUserWithOwner, Verdict } from "../../judgement/judged.ts";
import { baseSeverity } from "./catalogue.ts";
import { weigh } from "./weigh.ts";

/** What a verdict is of. `power` null: it is of no principal, and its severity is not weighted. */
export type Subject = {
  subject: FindingSubject;
  id: string;
  name: string;
  userRecordId: string | null;
  owner: string | null;
  power: Power | null;
};

export type Outcome = { result: Verdict["result"]; sentence: string; facts: Fact[] };

type FactValue = Fact["value"] | Date;

const factsOf = (values: Readonly<Record<string, FactValue>>): Fact[] =>
  Object.entries(values).map(([field, value]) => ({
    field,
    value: value instanceof Date ? value.toISOString() : value,
  }));

/** Makes an outcome of a sentence and the facts that it stands on. Instants become ISO 8601 text. */
const outcome =
  (result: Verdict["result"]) =>
  (sentence: string, values: Readonly<Record<string, FactValue>> = {}): Outcome => ({
    result,
    sentence,
    facts: factsOf(values),
  });
export const fails = outcome("fail");
export const passes = outcome("pass");
export const isUnknown = outcome("unknown");

/** A day in a sentence, in UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

export function verdictOf(checkId: CheckId, of: Subject, { result, sentence, facts }: Outcome): Verdict {
  const severity = baseSeverity(checkId);
  return {
    checkId,
    subject: of.subject,
    subjectId: of.id,
    resourceName: of.name,
    userRecordId: of.userRecordId,
    owner: of.owner,
    result,
    severity: of.power === null ? severity : weigh(severity, of.power),
    sentence,
    facts,
    grade: null,
  };
}

export const userSubject = (user: JudgedUserWithOwner, power: Power): Subject => ({
  subject: "user",
  id: user.id,
  name: user.userName,
  userRecordId: user.id,
  owner: user.owner,
  power,
});

/** AWS's id of a credential, else its name, else whose it is: `<UserId>:console_password` and the like tell people nothing. */
const credentialName = ({ accessKeyId, credentialId, name, userName }: JudgedCredential): string =>
  accessKeyId ?? name ?? (credentialId.includes(":") ? userName : credentialId);

/** @param power of whom it belongs to; null: it opens nothing in AWS. */
export const credentialSubject = (credential: JudgedCredential, power: Power | null): Subject => ({
  subject: "credential",
  id: credential.id,
  name: credentialName(credential),
  userRecordId: credential.userRecordId,
  owner: credential.owner,
  power,
});
