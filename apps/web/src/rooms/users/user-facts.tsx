import { ACTIVITY_RECORDED_SINCE, type IamUser } from "@rolecall/domain";
import { AgeText, DateText, StatusBadge, Unknown } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";
import { MFA_LABELS } from "./user-labels.ts";

/** The kind of MFA. A missing one matters only where there is a console password to protect. */
export function MfaBadge({ hasMfa, mfa, hasConsolePassword }: Pick<IamUser, "hasMfa" | "mfa" | "hasConsolePassword">) {
  if (hasMfa === null) return <Unknown reason="Whether there is a device could not be read." />;
  if (mfa === "none" && hasConsolePassword === false) return <StatusBadge tone="neutral">None needed</StatusBadge>;
  const { label, tone } = MFA_LABELS[mfa];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
}

export function ConsolePassword({ hasConsolePassword }: Pick<IamUser, "hasConsolePassword">) {
  if (hasConsolePassword === null)
    return <Unknown reason="Neither the credential report nor the login profile could be read." />;
  return hasConsolePassword ? "yes" : "no";
}

export function ActiveKeys({ activeAccessKeys }: Pick<IamUser, "activeAccessKeys">) {
  if (activeAccessKeys === null) return <Unknown reason="The user's access keys could not be read." />;
  return activeAccessKeys;
}

export function OldestKeyAge({
  activeAccessKeys,
  oldestActiveKeyAgeDays,
}: Pick<IamUser, "activeAccessKeys" | "oldestActiveKeyAgeDays">) {
  if (activeAccessKeys === 0) return "no active key";
  if (oldestActiveKeyAgeDays !== null) return formatDays(oldestActiveKeyAgeDays);
  return <Unknown reason="The age of the user's access keys could not be read." />;
}

export function LastActivity({
  lastActivity,
  lastActivityAt,
  now,
}: Pick<IamUser, "lastActivity" | "lastActivityAt"> & { now: Date }) {
  if (lastActivity === "at" && lastActivityAt) return <AgeText at={lastActivityAt} now={now} />;
  if (lastActivity === "never") return "never";
  if (lastActivity === "before_record")
    return (
      <>
        before <DateText at={ACTIVITY_RECORDED_SINCE} />, if ever
      </>
    );
  return <Unknown reason="AWS did not tell when the user's credentials were last used." />;
}
