import type { Resolution } from "../../judgement/finding.ts";
import type { JudgedCredential, Verdict } from "../../judgement/judged.ts";
import type { JudgedFinding } from "../../judgement/judged-finding.ts";
import type { AppliedLimits } from "../../judgement/rotation-policy.ts";
import type { ScanKind } from "../../scans/scan.ts";
import { credentialDeadlines, credentialState } from "../deadlines/credential-state.ts";
import { lastUseOf } from "../deadlines/limits.ts";
import { isKnownByReport } from "./provisional.ts";

/** What was judged, as far as a proof names it. */
export type ProofSource = {
  at: Date;
  /** Null: nothing was read, but policies, or what is known of the organisation, may have changed. */
  scan: { id: string; kind: ScanKind } | null;
  /** The credential report that is known; null: none, or it was uploaded. */
  reportObservedAt: Date | null;
};

const SCAN_IN_WORDS: Record<ScanKind, string> = {
  inventory: "the scan",
  slow_lane: "the weekly scan",
  recheck: "the recheck of the user",
  upload: "the uploaded files",
};

/** To the minute: `2026-06-01 10:00 UTC`. */
const inWords = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** Who saw it, when, and from which source. */
function seenBy({ at, scan, reportObservedAt }: ProofSource, isOfReport: boolean): string {
  if (!scan) return `Judged again ${inWords(at)}, without a new scan.`;
  const source = isOfReport && reportObservedAt ? `, in the credential report of ${inWords(reportObservedAt)}` : "";
  return `Seen by ${SCAN_IN_WORDS[scan.kind]} of ${inWords(at)}${source}.`;
}

const resolution = (kind: Resolution["kind"], what: string, seen: ProofSource, isOfReport = false): Resolution => ({
  kind,
  sentence: `${what.replace(/\.?$/, ".")} ${seenBy(seen, isOfReport)}`,
  scanId: seen.scan?.id ?? null,
});

/** A credential with the limits that held for it until this judgement; undefined: they are as they were. */
export type ProvenCredential = { credential: JudgedCredential; limitsBefore: AppliedLimits | undefined };

/** Whether a credential would still fail, had its limits stayed. */
function failsByLimitsBefore({ credential, limitsBefore }: ProvenCredential, checkId: string, at: Date): boolean {
  if (!limitsBefore) return false;
  const { kind, status, createdAt, expiresAt } = credential;
  const deadlines = credentialDeadlines({ status, createdAt, expiresAt, lastUse: lastUseOf(credential) }, limitsBefore);
  if (checkId === "credential_unused") return deadlines.unusedAt !== null && at >= deadlines.unusedAt;
  return (
    checkId === "credential_overdue" && credentialState({ ...deadlines, kind, status, createdAt }, at) === "overdue"
  );
}

/**
 * What proves that a finding on a subject that exists is over.
 *
 * @param proven the finding's subject, where it is a credential.
 * @param verdict null: its check does not apply to the subject any more.
 */
export function proveOver(
  finding: JudgedFinding,
  verdict: Verdict | null,
  proven: ProvenCredential | undefined,
  seen: ProofSource,
): Resolution {
  const isOfReport = isKnownByReport(finding, proven?.credential.kind);
  const what = verdict?.sentence ?? `${finding.resourceName} is not of a kind any more that this check is for.`;
  const { status } = proven?.credential ?? { status: "active" };
  if (status !== "active") return resolution("deactivated", `${finding.resourceName} is ${status}.`, seen, isOfReport);
  const isByPolicy = !seen.scan || (proven && failsByLimitsBefore(proven, finding.checkId, seen.at));
  return resolution(isByPolicy ? "policy_changed" : "corrected", what, seen, isOfReport);
}

/** The proof for a finding whose subject is gone. */
export const proveDeleted = (finding: JudgedFinding, seen: ProofSource): Resolution =>
  resolution("deleted", `${finding.resourceName} is not there any more.`, seen);

/** The proof for a finding of an account that nothing is read of any more. */
export const proveDisconnected = (at: Date): Resolution => ({
  kind: "account_disconnected",
  sentence: `The account is disconnected: nothing is read of it any more. Noted ${inWords(at)}.`,
  scanId: null,
});
