import type { CredentialKind } from "../../inventory/credential.ts";
import type { CheckId } from "../../judgement/check.ts";
import type { Verdict } from "../../judgement/judged.ts";
import type { JudgedFinding } from "../../judgement/judged-finding.ts";
import { resourceOfField } from "../../scans/resources.ts";

type Decided = { of: "user" | "credential" | "key" | "root"; field: string };

/**
 * The field, in words of the API, that decides a check where it may be known by a credential report alone, and whose it is: the user's,
 * the credential's that the finding is of, that of a user's access keys, or the root user's.
 */
const DECIDED_BY: Partial<Record<CheckId, Decided>> = {
  console_user_mfa: { of: "user", field: "hasMfa" },
  credential_unused: { of: "credential", field: "lastUsedAt" },
  credential_overdue: { of: "credential", field: "createdAt" },
  rotated_in_name_only: { of: "key", field: "lastUsedAt" },
  two_key_deadlock: { of: "key", field: "lastUsedAt" },
  root_recently_used: { of: "root", field: "lastUsedAt" },
};

/**
 * Whether a check of a subject is decided by what a credential report alone says.
 *
 * @param kind of the subject, where it is a credential.
 */
export function isKnownByReport({ checkId }: Pick<Verdict, "checkId">, kind: CredentialKind = "access_key"): boolean {
  const decided = DECIDED_BY[checkId];
  if (!decided) return false;
  const kinds = { user: "user", credential: kind, key: "access_key", root: "root_password" } as const;
  return resourceOfField(kinds[decided.of], decided.field) === "credential_report";
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
  known: Pick<JudgedFinding, "isProvisional" | "openedAt"> | undefined,
  { reportObservedAt, recheckedAt }: Readings,
): boolean {
  if (known && !known.isProvisional) return false;
  if (reportObservedAt === null || !isKnownByReport(verdict, kind)) return false;
  if (isNewer(recheckedAt, reportObservedAt)) return false;
  return known === undefined || reportObservedAt <= known.openedAt;
}
