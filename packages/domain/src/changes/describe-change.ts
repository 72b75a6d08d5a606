import type { ChangeKind, FieldChange, Subject, VersionChange } from "../inventory/change.ts";
import { CredentialKind, CredentialStatus } from "../inventory/credential.ts";
import { MS_PER_DAY } from "../primitives.ts";
import { isEndOfUse } from "../rules/rotation/key-rotation.ts";
import { diffVersions } from "./compared-fields.ts";
import type { DescribedField, VersionContent } from "./fields.ts";

/** One version of one subject beside the one before it, and what was around it. */
export type VersionStep = {
  subject: Subject;
  change: Exclude<VersionChange, "learned">;
  foundAt: Date;
  accountName: string;
  /** Null: there is none before. */
  before: VersionContent | null;
  after: VersionContent;
  /** Found by the first reading of its kind: nobody knows when it appeared. */
  isFirstSeen: boolean;
  /** Another one of the same name was there before, and is gone. */
  isRecreated: boolean;
  /** Of an access key that ends: `successorOf` it among the active keys of its user; `createdAt` as far as it is known (`bornAt`). */
  replacedBy: { accessKeyId: string; createdAt: Date } | null;
};

export type DescribedChange = { name: string; change: ChangeKind; summary: string; fields: FieldChange[] };

const text = (value: unknown): string => (typeof value === "string" ? value : "");

const KIND_WORDS: Readonly<Record<CredentialKind, (content: VersionContent) => string>> = {
  access_key: (c) => `Access key ${credentialName(c)} of ${text(c.user_name)}`,
  console_password: (c) => `Console password of ${text(c.user_name)}`,
  ssh_public_key: (c) => `SSH public key ${credentialName(c)} of ${text(c.user_name)}`,
  signing_certificate: (c) => `Signing certificate ${credentialName(c)} of ${text(c.user_name)}`,
  service_specific_credential: (c) =>
    `Password ${credentialName(c)} of ${text(c.user_name)} for ${text(c.service_name)}`,
  api_key: (c) => `API key ${credentialName(c)} of ${text(c.user_name)} for ${text(c.service_name)}`,
  server_certificate: (c) => `Server certificate ${credentialName(c)}`,
  root_access_key: () => "Access key of the root user",
  root_password: () => "Password of the root user",
  root_signing_certificate: () => "Signing certificate of the root user",
};

/** AWS's id of a credential; of those that have none, whose it is. */
function credentialName(content: VersionContent): string {
  const { kind } = content;
  if (kind === "server_certificate") return text(content.name) || text(content.identity);
  const identity = text(content.identity);
  // `<UserId>:console_password` and the like are Rolecall's own and tell people nothing.
  return (
    text(content.access_key_id) ||
    (identity.includes(":") ? text(content.user_name) : identity) ||
    text(content.user_name)
  );
}

const PROVIDER_WORDS: Readonly<Record<string, string>> = { oidc: "OIDC provider", saml: "SAML provider" };
const ROLES_ANYWHERE_WORDS: Readonly<Record<string, string>> = {
  trust_anchor: "Trust anchor",
  profile: "Roles Anywhere profile",
  subject: "Roles Anywhere subject",
};

type Naming = { name: (content: VersionContent) => string; what: (content: VersionContent) => string };
const named = (column: string, what: string): Naming => ({
  name: (content) => text(content[column]),
  what: () => what,
});

const NAMES: Readonly<Record<Exclude<Subject, "credential" | "account">, Naming>> = {
  user: named("user_name", "User"),
  role: named("role_name", "Role"),
  policy: named("policy_name", "Policy"),
  group: named("group_name", "Group"),
  instance_profile: named("instance_profile_name", "Instance profile"),
  identity_provider: { name: (c) => text(c.name), what: (c) => PROVIDER_WORDS[text(c.kind)] ?? "Identity provider" },
  permission_set: named("name", "Permission set"),
  roles_anywhere: {
    name: (c) => text(c.name),
    what: (c) => ROLES_ANYWHERE_WORDS[text(c.kind)] ?? "Roles Anywhere resource",
  },
};

/** What a subject is called, in a list. */
export function subjectName(subject: Subject, content: VersionContent, accountName: string): string {
  if (subject === "account") return accountName;
  return subject === "credential" ? credentialName(content) : NAMES[subject].name(content);
}

/** What a subject is called at the start of a sentence. */
function subjectInWords(subject: Subject, content: VersionContent, accountName: string): string {
  if (subject === "account") return `Account ${accountName}`;
  if (subject !== "credential") return `${NAMES[subject].what(content)} ${NAMES[subject].name(content)}`;
  const kind = CredentialKind.safeParse(content.kind);
  return kind.success ? KIND_WORDS[kind.data](content) : `Credential ${credentialName(content)}`;
}

const isTrust = ({ field }: DescribedField): boolean => field.startsWith("trust.");

/** A role's trust policy is what people look for first, and it has a sentence of its own. */
function trustSentence(name: string, fields: readonly DescribedField[]): string[] {
  const trust = fields.filter(isTrust);
  if (trust.length === 0) return [];
  return [`Trust policy of role ${name} changed: ${trust.flatMap((field) => field.words).join("; ")}`];
}

function changedSentence({ subject, after, accountName }: VersionStep, fields: readonly DescribedField[]): string {
  const trust = trustSentence(subjectName(subject, after, accountName), fields);
  const words = fields.filter((field) => !isTrust(field)).flatMap((field) => field.words);
  // A user is a person to most readers, and is called by name alone.
  const who = subject === "user" ? text(after.user_name) : subjectInWords(subject, after, accountName);
  if (words.length > 0) return [...trust, `${who} ${words.join("; ")}`].join(". ");
  // Versions of old may tell of lists that came in another order, or of what was unknown before.
  return trust[0] ?? `${who} was read anew: nothing changed`;
}

const statusIn = (content: VersionContent | null): CredentialStatus | null =>
  CredentialStatus.safeParse(content?.status).data ?? null;

/** A key's end completes its rotation where a newer one has taken over (`successorOf`). */
function rotationSentence({ subject, change, before, after, replacedBy, foundAt }: VersionStep): string | null {
  if (subject !== "credential" || !replacedBy || change === "created") return null;
  if (!isEndOfUse(statusIn(before), change === "removed" ? null : statusIn(after))) return null;
  const overlapDays = Math.max(0, Math.floor((foundAt.getTime() - replacedBy.createdAt.getTime()) / MS_PER_DAY));
  const overlap = `after ${overlapDays} ${overlapDays === 1 ? "day" : "days"} overlap`;
  return `Access key of ${text(after.user_name)} was rotated: ${replacedBy.accessKeyId} replaces ${credentialName(after)} ${overlap}`;
}

function createdSentence({ subject, after, before, accountName, isFirstSeen, isRecreated }: VersionStep): string {
  const who = subjectInWords(subject, after, accountName);
  if (isRecreated) return `${who} was deleted and made anew under the same name`;
  if (before !== null) return `${who} is there again`;
  return isFirstSeen ? `${who} was there at the first inventory` : `${who} appeared`;
}

const bare = ({ words: _, ...field }: DescribedField): FieldChange => field;

/** A change in words: who appeared, vanished, rotated, gained or lost what. */
export function describeChange(step: VersionStep): DescribedChange {
  const { subject, change, before, after, accountName } = step;
  const name = subjectName(subject, after, accountName);
  const fields = change === "changed" && before ? diffVersions(subject, before, after) : [];
  const rotated = rotationSentence(step);
  if (rotated) return { name, change: "rotated", summary: rotated, fields: fields.map(bare) };
  if (change === "created") {
    return { name, change: step.isFirstSeen ? "first_seen" : "appeared", summary: createdSentence(step), fields: [] };
  }
  if (change === "removed") {
    return {
      name,
      change: "vanished",
      summary: `${subjectInWords(subject, before ?? after, accountName)} was deleted`,
      fields: [],
    };
  }
  return { name, change: "changed", summary: changedSentence(step, fields), fields: fields.map(bare) };
}
