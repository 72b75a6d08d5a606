import type { AccountReading, RootFact } from "@rolecall/domain";
import { type Found, type Keep, keeping, type LandingScope } from "./found-row.ts";

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

/** What was not told of the root user is what is known. The kind of a device does not outlive the device. */
const keepRoot: Keep = (told, known) => {
  if (!told || !known) return told ?? known;
  const [now, before] = [told, known] as [Record<string, unknown>, Record<string, unknown>];
  const kept = Object.fromEntries(Object.entries(now).map(([part, value]) => [part, value ?? before[part] ?? null]));
  return now.mfaKind === null && now.mfaActive !== before.mfaActive && now.mfaActive !== null
    ? { ...kept, mfaKind: null }
    : kept;
};

/** What holds for the account as a whole. */
export function accountSettingsRow(
  reading: AccountReading,
  { awsAccountId }: Pick<LandingScope, "awsAccountId">,
  wasAliasRead: boolean,
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
      root: keepRoot,
      ...(wasAliasRead ? {} : keeping(["alias"])),
      ...(passwordPolicy.state === "unread"
        ? { password_policy_state: (_told, known) => known, password_policy: (_told, known) => known }
        : {}),
      ...(quotas ? {} : keeping(["quotas", "quota_usage"])),
    },
  };
}
