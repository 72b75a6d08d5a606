import type { AccountReading, RootFact } from "../scans/reading.ts";
import { keepAsKnown, keepKnown } from "./merge-rules.ts";
import type { LandingScope, MergeRule, WholeRow } from "./rows.ts";
import type { ColumnsOf } from "./tables.ts";
import type { WasRead } from "./what-was-read.ts";

type SettingsColumns = ColumnsOf<"account_settings">;
type Root = NonNullable<SettingsColumns["root"]>;

const QUOTA = "Quota";

/** The account's quotas and what is used of them, both by AWS's name without its ending. */
function quotasOf(summary: AccountReading["summary"]) {
  if (!summary) return { quotas: null, usage: null };
  const quotas = Object.entries(summary).flatMap(([key, value]) =>
    key.endsWith(QUOTA) ? [[key.slice(0, -QUOTA.length), value] as const] : [],
  );
  const usage = quotas.flatMap(([name]) => (summary[name] === undefined ? [] : [[name, summary[name]] as const]));
  return { quotas: Object.fromEntries(quotas), usage: Object.fromEntries(usage) };
}

const rootColumns = (root: RootFact): Root => ({
  hasPassword: root.hasPassword,
  mfaActive: root.mfaActive,
  mfaKind: root.mfaKind,
  accessKeys: root.accessKeys.length,
  signingCertificates: root.signingCertificates?.length ?? null,
});

/**
 * What was not read of the root user is what is known. The kind of a device does not outlive the device. Without the report
 * AWS says that there are keys or certificates, not how many.
 */
const keepRoot =
  (wasReportRead: boolean): MergeRule<"account_settings", "root"> =>
  (read, known) => {
    if (!read || !known) return read ?? known;
    const countOf = (part: "accessKeys" | "signingCertificates"): number | null => {
      const [now, before] = [read[part], known[part]];
      const isOnlyFlag = !wasReportRead && now !== null && now > 0;
      return now === null || (isOnlyFlag && (before ?? 0) > 0) ? before : now;
    };
    const isOtherDevice = read.mfaActive !== null && read.mfaActive !== known.mfaActive;
    return {
      hasPassword: read.hasPassword ?? known.hasPassword,
      mfaActive: read.mfaActive ?? known.mfaActive,
      mfaKind: read.mfaKind ?? (isOtherDevice ? null : known.mfaKind),
      accessKeys: countOf("accessKeys"),
      signingCertificates: countOf("signingCertificates"),
    };
  };

/** What holds for the account as a whole. */
export function accountSettingsRow(
  reading: AccountReading,
  { awsAccountId }: Pick<LandingScope, "awsAccountId">,
  wasRead: WasRead,
): WholeRow<"account_settings"> {
  const { passwordPolicy, root } = reading;
  const isPolicyUnread = passwordPolicy.state === "unread";
  const own = isPolicyUnread ? null : passwordPolicy.value;
  const { quotas, usage } = quotasOf(reading.summary);
  return {
    identity: awsAccountId,
    columns: {
      aws_account_id: awsAccountId,
      alias: reading.alias,
      password_policy_state: isPolicyUnread ? "unknown" : own ? "own" : "aws_default",
      password_policy: own,
      quotas,
      quota_usage: usage,
      root: root && rootColumns(root),
    },
    merge: {
      root: keepRoot(wasRead("credential_report")),
      alias: !wasRead("account_alias") && keepKnown,
      password_policy_state: isPolicyUnread && keepAsKnown,
      password_policy: isPolicyUnread && keepAsKnown,
      quotas: quotas === null && keepKnown,
      quota_usage: quotas === null && keepKnown,
    },
  };
}
