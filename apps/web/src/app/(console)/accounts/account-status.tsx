import type { AccountStatus, AwsAccount } from "@rolecall/domain";
import { StatusBadge, type Tone, Unknown } from "@rolecall/ui";
import { formatCount } from "@rolecall/ui/format";

export const ACCOUNT_STATUS: Record<AccountStatus, { label: string; tone: Tone; meaning: string }> = {
  never_scanned: { label: "Never scanned", tone: "neutral", meaning: "Nothing is known of this account yet." },
  ok: {
    label: "Up to date",
    tone: "positive",
    meaning: "The last scan read everything that it was allowed to ask for.",
  },
  partial: {
    label: "Partial",
    tone: "warning",
    meaning: "The last scan could not read everything. What is missing is shown as unknown.",
  },
  failing: {
    label: "Failing",
    tone: "critical",
    meaning: "The last scan failed. The inventory is from the scan before.",
  },
  suspended: {
    label: "Suspended",
    tone: "neutral",
    meaning: "Its organisation says that it is suspended, closed or gone. It is not scanned, and its history stays.",
  },
  uploaded: {
    label: "Uploaded",
    tone: "info",
    meaning: "Known by uploaded files alone. It is as old as the files, and nothing is asked of AWS.",
  },
  disconnected: {
    label: "Disconnected",
    tone: "neutral",
    meaning: "No longer read. The inventory is the last one known.",
  },
};

/** Whether an account is scanned regularly. */
export const isScanned = ({ status }: Pick<AwsAccount, "status">): boolean =>
  status !== "disconnected" && status !== "suspended" && status !== "uploaded";

export function AccountStatusBadge({ status }: { status: AccountStatus }) {
  const { label, tone } = ACCOUNT_STATUS[status];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

/** A number of the inventory, or why it is unknown. */
export function AccountCount({ account, of }: { account: AwsAccount; of: "users" | "roles" | "credentials" }) {
  const amount = account[of];
  if (amount !== null) return formatCount(amount);
  const reason = account.lastScanAt ? "The last scan could not read this" : "This account has not been scanned yet";
  return <Unknown reason={account.statusReason ?? reason} />;
}
