import type { AccountReading, RootFact } from "@rolecall/domain";
import { type Found, type Keep, keeping, type LandingScope } from "./found-row.ts";
import type { WasRead } from "./landing-run.ts";

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

const rootColumns = (root: RootFact) => ({
  hasPassword: root.hasPassword,
  mfaActive: root.mfaActive,
  mfaKind: root.mfaKind,
  accessKeys: root.accessKeys.length,
  signingCertificates: root.signingCertificates?.length ?? null,
});

type Root = ReturnType<typeof rootColumns>;

/**
 * What was not told of the root user is what is known. The kind of a device does not outlive the device. Without the report
 * AWS tells that there are keys or certificates, not how many.
 */
const keepRoot =
  (wasReportRead: boolean): Keep =>
  (told, known) => {
    if (!told || !known) return told ?? known;
    const [now, before] = [told as Root, known as Root];
    const count = (part: "accessKeys" | "signingCertificates") =>
      now[part] === null || (!wasReportRead && now[part] > 0 && (before[part] ?? 0) > 0) ? before[part] : now[part];
    const isOtherDevice = now.mfaActive !== null && now.mfaActive !== before.mfaActive;
    return {
      hasPassword: now.hasPassword ?? before.hasPassword,
      mfaActive: now.mfaActive ?? before.mfaActive,
      mfaKind: now.mfaKind ?? (isOtherDevice ? null : before.mfaKind),
      accessKeys: count("accessKeys"),
      signingCertificates: count("signingCertificates"),
    };
  };

/** What holds for the account as a whole. */
export function accountSettingsRow(
  reading: AccountReading,
  { awsAccountId }: Pick<LandingScope, "awsAccountId">,
  wasRead: WasRead,
): Found {
  const { passwordPolicy, root } = reading;
  const own = passwordPolicy.state === "read" ? passwordPolicy.value : null;
  const { quotas, usage } = quotasOf(reading.summary);
  return {
    identity: awsAccountId,
    values: {
      aws_account_id: awsAccountId,
      alias: reading.alias,
      password_policy_state: passwordPolicy.state === "unread" ? "unknown" : own ? "own" : "aws_default",
      password_policy: own,
      quotas,
      quota_usage: usage,
      root: root && rootColumns(root),
    },
    keep: {
      root: keepRoot(wasRead("credential_report")),
      ...(wasRead("account_alias") ? {} : keeping(["alias"])),
      ...(passwordPolicy.state === "unread"
        ? { password_policy_state: (_told, known) => known, password_policy: (_told, known) => known }
        : {}),
      ...(quotas ? {} : keeping(["quotas", "quota_usage"])),
    },
  };
}
