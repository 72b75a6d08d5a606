import {
  type ParsedReport,
  type PreviousUser,
  type Read,
  type ReportRow,
  rowOfUser,
  type SigningCertificateFact,
  type UserIdentity,
} from "@rolecall/domain";
import type { Outcome } from "../reading/outcome.ts";
import { pendingOf } from "../reading/pending.ts";
import { StopRule } from "../reading/stop-rule.ts";
import { NOT_IN_REPORT } from "../report/read-report.ts";
import { certificateFingerprintOf } from "../report/report-fingerprint.ts";
import type { IamCall } from "../session/account-session.ts";
import { listSigningCertificates } from "./credential-calls.ts";

type UserCertificates = {
  signingCertificates: Read<SigningCertificateFact[]>;
  /** Null: there are none. */
  fingerprint: string | null;
};

export type SigningCertificatesReading = {
  byUserId: Map<string, UserCertificates>;
  outcome: Outcome<unknown>;
};

type Context = {
  call: IamCall;
  now: () => Date;
  report: Outcome<ParsedReport>;
  previous: ReadonlyMap<string, PreviousUser>;
};

type Beforehand = Pick<Context, "report" | "previous">;

type ToList = { user: UserIdentity; row: ReportRow };

/**
 * The signing certificates of all users. A call is made only for the few users whose report row shows one, or showed one, and
 * is not what it was at the last scan.
 */
export async function readSigningCertificates(
  context: Context,
  users: readonly UserIdentity[],
): Promise<SigningCertificatesReading> {
  const { call, now, report } = context;
  const { byUserId, toList } = allFromReport(context, users);
  const listing = new StopRule();
  let unread = 0;
  await Promise.all(
    toList.map(async ({ user, row }) => {
      const listed = await listing.run(() => listSigningCertificates(call, user.userName));
      if (!listed.ok) unread += 1;
      const signingCertificates: Read<SigningCertificateFact[]> = listed.ok
        ? { state: "read", value: listed.value, source: "live_api", observedAt: now() }
        : { state: "unread", reason: listed.failure.reason };
      byUserId.set(user.userId, { signingCertificates, fingerprint: row.certificateFingerprint });
    }),
  );
  const { failure } = listing;
  if (!failure) return { byUserId, outcome: report };
  const reason = `Signing certificates of ${unread} of ${toList.length} users asked for are unknown. ${failure.reason}`;
  return { byUserId, outcome: { ok: false, failure: { ...failure, reason } } };
}

function allFromReport(context: Beforehand, users: readonly UserIdentity[]) {
  const byUserId = new Map<string, UserCertificates>();
  const toList: ToList[] = [];
  for (const user of users) {
    const reported = fromReport(context, user);
    if ("row" in reported) toList.push(reported);
    else byUserId.set(user.userId, reported);
  }
  return { byUserId, toList };
}

/** What is known of them before any user is asked for. */
export function certificatesBeforehand(
  context: Beforehand,
  users: readonly UserIdentity[],
): SigningCertificatesReading {
  const { byUserId, toList } = allFromReport(context, users);
  const failure = pendingOf("signing certificates", "iam:ListSigningCertificates", toList.length);
  if (!failure || !context.report.ok) return { byUserId, outcome: context.report };
  for (const { user } of toList) {
    byUserId.set(user.userId, { signingCertificates: { state: "unread", reason: failure.reason }, fingerprint: null });
  }
  return { byUserId, outcome: { ok: false, failure } };
}

function fromReport({ report, previous }: Beforehand, user: UserIdentity): UserCertificates | ToList {
  const unread = (reason: string): UserCertificates => ({
    signingCertificates: { state: "unread", reason },
    fingerprint: null,
  });
  if (!report.ok) return unread(report.failure.reason);
  const row = rowOfUser(report.value, user);
  if (!row?.certificateSlots) return unread(NOT_IN_REPORT);
  const before = previous.get(user.userId);
  const known = before?.signingCertificates ?? [];
  const shown = row.certificateSlots.length;
  const isUnchanged = before ? certificateFingerprintOf(before) === row.certificateFingerprint : false;
  if (shown + known.length > 0 && !(isUnchanged && known.length === shown)) return { user, row };
  const read = { state: "read", source: "credential_report", observedAt: report.observedAt } as const;
  return { signingCertificates: { ...read, value: known }, fingerprint: shown > 0 ? row.certificateFingerprint : null };
}
