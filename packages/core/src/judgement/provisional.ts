import { CREDENTIAL_SOURCES, ENTITY_SOURCES, type judgement } from "@rolecall/db";
import type { CheckId, CredentialKind, Verdict } from "@rolecall/domain";

/** The field, in words of the API, that decides a check where it may be told by a credential report alone. */
const DECIDED_BY: Partial<Record<CheckId, string>> = {
  console_user_mfa: "mfa",
  credential_unused: "lastUsedAt",
  credential_overdue: "createdAt",
  rotated_in_name_only: "lastUsedAt",
  two_key_deadlock: "lastUsedAt",
  root_recently_used: "lastUsedAt",
};

/**
 * Whether a check of a subject is decided by what a credential report alone tells. Of a user it is the user's own field, or that of its
 * access keys; of the account that of its root user.
 *
 * @param kind of the subject, where it is a credential.
 */
export function toldByReport(of: Pick<Verdict, "checkId" | "subject">, kind: CredentialKind | undefined): boolean {
  const field = DECIDED_BY[of.checkId];
  if (!field) return false;
  const ofAccount = of.subject === "account" ? CREDENTIAL_SOURCES.root_password : CREDENTIAL_SOURCES.access_key;
  const rules = field === "mfa" ? ENTITY_SOURCES.user : CREDENTIAL_SOURCES[kind ?? "access_key"];
  const telling = (kind === undefined && field !== "mfa" ? ofAccount : rules).find((rule) =>
    rule.field.split(", ").includes(field),
  );
  return telling?.resource === "credential_report";
}

/** When the report was made, and when the user that a finding belongs to was read by calls of its own. */
export type Readings = {
  reportObservedAt: Date | null;
  /** The user alone. */
  recheckedAt: Date | null;
};

const isNewer = (at: Date | null, than: Date): boolean => at !== null && at > than;

/**
 * Whether a failing check stands on a credential report alone, which may be 4 hours behind. It is firm once a reading of the user
 * itself is newer than the report, or a report that was made after the finding was opened still says so. The slow lane confirms
 * nothing: it asks for the devices of those alone who have one by the report.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function isProvisional(
  verdict: Verdict,
  kind: CredentialKind | undefined,
  known: Pick<judgement.FindingRow, "isProvisional" | "openedAt"> | undefined,
  { reportObservedAt, recheckedAt }: Readings,
): boolean {
  if (known && !known.isProvisional) return false;
  if (reportObservedAt === null || !toldByReport(verdict, kind)) return false;
  if (isNewer(recheckedAt, reportObservedAt)) return false;
  return known === undefined || reportObservedAt <= known.openedAt;
}
