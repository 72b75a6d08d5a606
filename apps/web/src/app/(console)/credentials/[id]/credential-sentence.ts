import {
  type Credential,
  type CredentialKind,
  type CredentialState,
  type CredentialStatus,
  type CredentialUse,
  MS_PER_DAY,
  noUseInWords,
} from "@rolecall/domain";
import { formatDay, formatDays } from "@rolecall/ui/format";
import { isKey } from "../../../../rooms/credentials/credential-labels.ts";

const daysBetween = (from: Date, to: Date) =>
  formatDays(Math.max(0, Math.floor((to.getTime() - from.getTime()) / MS_PER_DAY)));

const INACTIVE_SENTENCES: Record<Exclude<CredentialStatus, "active">, string> = {
  inactive: "It is deactivated: nobody can use it, but it can be activated again. Delete it when nothing missed it.",
  expired: "It has expired: nobody can use it any more. Delete it.",
};

/** The best replacement, where it is not simply another credential of the same kind. */
const BETTER: Partial<Record<CredentialKind, string>> = {
  access_key: "rotate it, or better replace it by a role,",
  root_access_key: "delete it: nobody should use keys of the root user; at the latest",
  server_certificate: "replace it, or better by one of AWS Certificate Manager,",
};

type Sentence = (credential: Credential, at: Date) => string;

const isExpiry = ({ deadlineAt, expiresAt }: Credential): boolean =>
  deadlineAt !== null && expiresAt !== null && deadlineAt.getTime() === expiresAt.getTime();
const dueVerb = (credential: Credential): string => (isExpiry(credential) ? "replaced, as it expires," : "rotated");

/** When it was last used, as far as is known. */
function lastUseInWords({ kind, lastUse, lastUsedAt }: Credential, at: Date): string {
  if (lastUse === "at" && lastUsedAt)
    return `It was last used ${daysBetween(lastUsedAt, at)} ago, on ${formatDay(lastUsedAt)}.`;
  return lastUse === "before_record" ? `There has been ${noUseInWords(kind)}.` : "It was never used since it was made.";
}

const unusedSince: Sentence = (credential, at) => {
  const { kind } = credential;
  const next = isKey(kind)
    ? "Deactivate it, and delete it when nothing missed it."
    : "Take it away, unless its owner still needs it.";
  return `${lastUseInWords(credential, at)} ${next}`;
};

const SENTENCES: Record<CredentialState, Sentence> = {
  ok: ({ deadlineAt, kind }, at) =>
    deadlineAt
      ? `It is within its deadline: ${BETTER[kind] ?? "replace it"} by ${formatDay(deadlineAt)}, in ${daysBetween(at, deadlineAt)}.`
      : "No rule gives it a deadline.",
  due_soon: (credential, at) =>
    credential.deadlineAt
      ? `It must be ${dueVerb(credential)} by ${formatDay(credential.deadlineAt)}, in ${daysBetween(at, credential.deadlineAt)}.`
      : "It must be rotated soon.",
  overdue: (credential, at) =>
    credential.deadlineAt
      ? `It should have been ${dueVerb(credential)} by ${formatDay(credential.deadlineAt)}, ${daysBetween(credential.deadlineAt, at)} ago.`
      : "Its rotation is overdue.",
  excepted: () => "An exception lets it stand longer than the rotation policy allows.",
  unknown: () => "Its age could not be read, so it cannot be judged. What cannot be judged never counts as compliant.",
  ended: ({ status }) => (status === "active" ? "" : INACTIVE_SENTENCES[status]),
};

const USE_SENTENCES: Record<CredentialUse, Sentence> = {
  ok: () => "",
  unused: unusedSince,
  excepted: (credential, at) => `${lastUseInWords(credential, at)} An exception lets it stand unused.`,
  unknown: () => "Whether it is in use is not known.",
  ended: () => "",
};

/** How a credential stands by age and by use at an instant, and what to do. What nobody uses is best switched off, overdue or not. */
export function credentialSentence(credential: Credential, at: Date): string {
  const { state, use, goneAt } = credential;
  if (goneAt) return `It is deleted: a scan of ${formatDay(goneAt)} did not find it any more.`;
  const sentences = [USE_SENTENCES[use](credential, at), SENTENCES[state](credential, at)];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
