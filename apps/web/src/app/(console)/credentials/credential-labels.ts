import type { Credential, CredentialKind, CredentialState, CredentialStatus } from "@rolecall/domain";
import { formatDay, formatDays, type Tone } from "@rolecall/ui";

export const KIND_LABELS: Record<CredentialKind, string> = {
  access_key: "Access key",
  console_password: "Console password",
  root_access_key: "Root access key",
  root_password: "Root password",
};

export const STATUS_LABELS: Record<CredentialStatus, string> = {
  active: "Active",
  inactive: "Inactive",
  expired: "Expired",
};

export const STATE_LABELS: Record<CredentialState, { label: string; tone: Tone }> = {
  ok: { label: "OK", tone: "positive" },
  due_soon: { label: "Due soon", tone: "warning" },
  overdue: { label: "Overdue", tone: "critical" },
  unused: { label: "Unused", tone: "warning" },
  excepted: { label: "Excepted", tone: "info" },
  unknown: { label: "Unknown", tone: "neutral" },
};

/** Whether AWS tells the service and the Region of its last use: it does of access keys, never of passwords. */
export function isKey(kind: CredentialKind): boolean {
  return kind === "access_key" || kind === "root_access_key";
}

/** What a credential is called in a list: its own id, or what it is. */
export function credentialName({ accessKeyId, kind }: Pick<Credential, "accessKeyId" | "kind">): string {
  return accessKeyId ?? KIND_LABELS[kind];
}

const MS_PER_DAY = 86_400_000;
const daysBetween = (from: Date, to: Date) =>
  formatDays(Math.max(0, Math.floor((to.getTime() - from.getTime()) / MS_PER_DAY)));

const INACTIVE_SENTENCES: Record<Exclude<CredentialStatus, "active">, string> = {
  inactive:
    "It is deactivated: nobody can sign with it, but it can be activated again. Delete it when nothing missed it.",
  expired: "AWS has expired it: nobody can sign with it. Delete it.",
};

type Sentence = (credential: Credential, now: Date) => string;

const unusedSince: Sentence = ({ kind, lastUse, lastUsedAt }, now) => {
  const next = isKey(kind)
    ? "Deactivate it, and delete it when nothing missed it."
    : "Take it away, unless its owner still needs it.";
  return lastUse === "at" && lastUsedAt
    ? `It was last used ${daysBetween(lastUsedAt, now)} ago, on ${formatDay(lastUsedAt)}. ${next}`
    : `It was never used since it was made. ${next}`;
};

const SENTENCES: Record<CredentialState, Sentence> = {
  ok: ({ deadlineAt }, now) =>
    deadlineAt
      ? `It is within its deadline: rotate it, or better replace it by a role, by ${formatDay(deadlineAt)}, ${daysBetween(now, deadlineAt)} from now.`
      : "It is in use, and no rule gives it a deadline.",
  due_soon: ({ deadlineAt }, now) =>
    deadlineAt
      ? `It must be rotated by ${formatDay(deadlineAt)}, ${daysBetween(now, deadlineAt)} from now.`
      : "It must be rotated soon.",
  overdue: ({ deadlineAt }, now) =>
    deadlineAt
      ? `It should have been rotated by ${formatDay(deadlineAt)}, ${daysBetween(deadlineAt, now)} ago.`
      : "Its rotation is overdue.",
  unused: unusedSince,
  excepted: () => "An exception lets it stand longer than the rotation policy allows.",
  unknown: ({ ageDays }) =>
    ageDays === null
      ? "Its age could not be read, so it cannot be judged. What cannot be judged never counts as compliant."
      : "Its last use could not be read, so it cannot be judged. What cannot be judged never counts as compliant.",
};

/** Why a credential has its state, and what to do about it. */
export function credentialSentence(credential: Credential, now: Date): string {
  const { status } = credential;
  return status === "active" ? SENTENCES[credential.state](credential, now) : INACTIVE_SENTENCES[status];
}
