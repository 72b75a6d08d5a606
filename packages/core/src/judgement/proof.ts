import type { judgement } from "@rolecall/db";
import {
  type CredentialStatus,
  credentialDeadlines,
  credentialState,
  type JudgedCredential,
  lastUseOf,
  type Resolution,
  type ScanKind,
  type Verdict,
} from "@rolecall/domain";
import { DateTime } from "luxon";
import { toldByReport } from "./provisional.ts";

/** What was judged, in words that a proof can name. */
export type Seen = {
  at: Date;
  /** Null: nothing was read, but policies, or what is known of the organisation, may have changed. */
  scan: { id: string; kind: ScanKind } | null;
  /** The credential report that is known; null: none, or it was uploaded. */
  reportObservedAt: Date | null;
};

type Finding = judgement.FindingRow;

const SCAN_IN_WORDS: Record<ScanKind, string> = {
  inventory: "the scan",
  slow_lane: "the weekly scan",
  recheck: "the recheck of the user",
  upload: "the uploaded files",
};

const inWords = (at: Date): string => DateTime.fromJSDate(at, { zone: "utc" }).toFormat("yyyy-MM-dd HH:mm 'UTC'");

/** Who saw it, when, and from which source. */
function seenBy({ at, scan, reportObservedAt }: Seen, isOfReport: boolean): string {
  if (!scan) return `Judged again ${inWords(at)}, without a new scan.`;
  const source = isOfReport && reportObservedAt ? `, in the credential report of ${inWords(reportObservedAt)}` : "";
  return `Seen by ${SCAN_IN_WORDS[scan.kind]} of ${inWords(at)}${source}.`;
}

const resolution = (kind: Resolution["kind"], what: string, seen: Seen, isOfReport = false): Resolution => ({
  kind,
  sentence: `${what.replace(/\.?$/, ".")} ${seenBy(seen, isOfReport)}`,
  scanId: seen.scan?.id ?? null,
});

/** A credential with the limits that held for it until this judgement; undefined: they are as they were. */
export type ProvenCredential = Pick<
  JudgedCredential,
  "kind" | "status" | "createdAt" | "expiresAt" | "lastUse" | "lastUsedAt"
> & {
  limitsBefore: judgement.CredentialLimitRow | undefined;
};

/** Whether a credential would still fail, had its limits stayed. */
function failsByLimitsBefore({ limitsBefore, ...credential }: ProvenCredential, checkId: string, at: Date): boolean {
  if (!limitsBefore) return false;
  const { kind, createdAt, expiresAt } = credential;
  const status: CredentialStatus = credential.status;
  const deadlines = credentialDeadlines({ status, createdAt, expiresAt, lastUse: lastUseOf(credential) }, limitsBefore);
  if (checkId === "credential_unused") return deadlines.unusedAt !== null && at >= deadlines.unusedAt;
  return (
    checkId === "credential_overdue" && credentialState({ ...deadlines, kind, status, createdAt }, at) === "overdue"
  );
}

/**
 * What proves that a finding on a subject that exists is over.
 *
 * @param credential the finding's subject, where it is a credential.
 * @param verdict null: its check does not apply to the subject any more.
 */
export function proveOver(
  finding: Finding,
  verdict: Verdict | null,
  credential: ProvenCredential | undefined,
  seen: Seen,
): Resolution {
  const isOfReport = toldByReport(finding, credential?.kind);
  const what = verdict?.sentence ?? `${finding.resourceName} is not of a kind any more that this check is for.`;
  if (credential && credential.status !== "active") {
    return resolution("deactivated", `${finding.resourceName} is ${credential.status}.`, seen, isOfReport);
  }
  const isByPolicy = !seen.scan || (credential && failsByLimitsBefore(credential, finding.checkId, seen.at));
  return resolution(isByPolicy ? "policy_changed" : "corrected", what, seen, isOfReport);
}

/** The proof for a finding whose subject is gone. */
export const proveDeleted = (finding: Finding, seen: Seen): Resolution =>
  resolution("deleted", `${finding.resourceName} is not there any more.`, seen);

/** The proof for a finding of an account that nothing is read of any more. */
export const proveDisconnected = (at: Date): Resolution => ({
  kind: "account_disconnected",
  sentence: `The account is disconnected: nothing is read of it any more. Noted ${inWords(at)}.`,
  scanId: null,
});
