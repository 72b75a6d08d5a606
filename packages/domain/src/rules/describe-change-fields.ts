import type { FieldChange, Subject } from "../inventory/change.ts";

/** What a version holds: the columns of its table that are content. Times are ISO 8601 text. */
export type VersionContent = Readonly<Record<string, unknown>>;

/** A field that changed, with the change in words, to be put behind the name of its subject. */
export type DescribedField = FieldChange & { words: string[] };

/** Compares one field of two versions; null or empty: the same. */
type FieldRule = (before: VersionContent, after: VersionContent) => DescribedField[];

const MAX_NAMED = 5;
/** Names in a sentence: `a, b and c`; the sixth and those after it are counted only. */
export function inWords(names: readonly string[]): string {
  const shown = names.length > MAX_NAMED ? [...names.slice(0, MAX_NAMED), `${names.length - MAX_NAMED} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ) ?? "null";
const isSame = (a: unknown, b: unknown): boolean => stable(a ?? null) === stable(b ?? null);

const told = (value: unknown): string => {
  if (value === null || value === undefined) return "none";
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : stable(value);
};
const dayOf = (value: unknown): string => told(value).slice(0, 10);

const plain = { gained: [], lost: [], isPolicy: false };

type Phrase = (before: unknown, after: unknown) => string;
/** A label within a sentence; abbreviations stay as they are. */
const midSentence = (label: string): string => label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
const wentFrom =
  (label: string): Phrase =>
  (before, after) =>
    `went from ${midSentence(label)} ${told(before)} to ${told(after)}`;

type ScalarOptions = {
  phrase?: Phrase;
  /** What stands for "could not be read": from it and to it nothing changed in AWS. */
  unknown?: unknown;
};

/** A field with one value. */
const scalar =
  (
    column: string,
    field: string,
    label: string,
    { phrase = wentFrom(label), unknown }: ScalarOptions = {},
  ): FieldRule =>
  (before, after) => {
    if (!(column in before) || !(column in after)) return [];
    const [was, is] = [before[column] ?? null, after[column] ?? null];
    if (isSame(was, is) || (unknown !== undefined && [was, is].includes(unknown))) return [];
    return [{ field, label, before: was, after: is, ...plain, words: [phrase(was, is)] }];
  };

type ListWords = { gained: (names: string) => string; lost: (names: string) => string };
type ListOptions = {
  /** Where the list stands in a version; null: unknown. */
  read: (content: VersionContent) => readonly unknown[] | null;
  /** An item as it is listed. */
  item?: (value: unknown) => string;
  /** An item in a sentence. */
  short?: (item: string) => string;
  words?: ListWords;
};

const gainedLost: ListWords = { gained: (names) => `gained ${names}`, lost: (names) => `lost ${names}` };

/** A field that is a set of names: what it gained and lost. */
const set =
  (
    field: string,
    label: string,
    { read, item = told, short = (name) => name, words = gainedLost }: ListOptions,
  ): FieldRule =>
  (before, after) => {
    const [was, is] = [read(before), read(after)];
    if (was === null || is === null) return [];
    const [old, next] = [was.map(item), is.map(item)];
    const gained = next.filter((name) => !old.includes(name));
    const lost = old.filter((name) => !next.includes(name));
    if (gained.length + lost.length === 0) return [];
    const phrases = [
      ...(gained.length > 0 ? [words.gained(inWords(gained.map(short)))] : []),
      ...(lost.length > 0 ? [words.lost(inWords(lost.map(short)))] : []),
    ];
    return [{ field, label, before: was, after: is, gained, lost, isPolicy: false, words: phrases }];
  };

const column =
  (name: string) =>
  (content: VersionContent): readonly unknown[] | null =>
    Array.isArray(content[name]) ? content[name] : null;

/** The last part of an ARN's path: what people call it. */
const nameOfArn = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

const tags = set("tags", "Tags", {
  read: column("tags"),
  item: (tag) => (isRecord(tag) ? `${told(tag.key)}=${told(tag.value)}` : told(tag)),
  words: { gained: (names) => `gained the tag ${names}`, lost: (names) => `lost the tag ${names}` },
});
const attachedPolicies = set("attachedPolicyArns", "Attached policies", {
  read: column("attached_policy_arns"),
  short: nameOfArn,
});
const boundary = scalar("permissions_boundary_arn", "permissionsBoundaryArn", "Permissions boundary", {
  phrase: (before, after) =>
    after === null
      ? `lost the permissions boundary ${nameOfArn(told(before))}`
      : `has the permissions boundary ${nameOfArn(told(after))} now${before === null ? "" : `, not ${nameOfArn(told(before))}`}`,
});

/** A stored document that was not read; one that is merely malformed is what is there. */
const isUnread = (stored: Record<string, unknown>): boolean =>
  (stored.document ?? null) === null && told(stored.problem).startsWith("Not read");

const inlineOf = (content: VersionContent): Record<string, unknown>[] | null =>
  Array.isArray(content.inline_policies) ? content.inline_policies.filter(isRecord) : null;

/** Inline policies: those that came and went, and each whose document is another one. From and to an unread document nothing changed. */
const inlinePolicies: FieldRule = (before, after) => {
  const [was, is] = [inlineOf(before), inlineOf(after)];
  if (was === null || is === null) return [];
  const names = set("inlinePolicies", "Inline policies", {
    read: (content) => inlineOf(content)?.map(({ name }) => name) ?? null,
    words: { gained: (list) => `gained the inline policy ${list}`, lost: (list) => `lost the inline policy ${list}` },
  })(before, after);
  const documents = [...new Set([...was, ...is].map(({ name }) => told(name)))].flatMap((name): DescribedField[] => {
    const both = [was, is].map((policies) => policies.find((policy) => policy.name === name));
    const [old, next] = both;
    if (both.some((policy) => policy && isUnread(policy)) || isSame(old?.document, next?.document)) return [];
    const words = old && next ? [`has another inline policy ${name}`] : [];
    const [field, label] = [`inlinePolicies.${name}`, `Inline policy ${name}`];
    const documentsOf = { before: old?.document ?? null, after: next?.document ?? null };
    return [{ field, label, ...documentsOf, ...plain, isPolicy: true, words }];
  });
  return [...names, ...documents];
};

/** Null: the policy was not read. */
const trustOf = (content: VersionContent): Record<string, unknown> | null =>
  isRecord(content.trust) && content.trust.unread === undefined ? content.trust : null;

/** A principal of a trust policy as people say it, from `<type> <value>`. */
export function principalInWords(principal: string): string {
  const [type = "", value = ""] = [
    principal.slice(0, principal.indexOf(" ")),
    principal.slice(principal.indexOf(" ") + 1),
  ];
  if (type.startsWith("Not")) return `everybody but ${principalInWords(principal.slice(3))}`;
  if (value === "*") return "everybody";
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return type === "AWS" && account ? `account ${account}` : value;
}

const trustPrincipals = set("trust.principals", "Trusted principals", {
  read: (content) => {
    const principals = trustOf(content)?.principals;
    return Array.isArray(principals) ? principals : null;
  },
  item: (principal) => (isRecord(principal) ? `${told(principal.type)} ${told(principal.value)}` : told(principal)),
  short: principalInWords,
  words: { gained: (names) => `now also lets in ${names}`, lost: (names) => `no longer lets in ${names}` },
});
const trustExternalId: FieldRule = (before, after) => {
  const [was, is] = [trustOf(before)?.requiresExternalId, trustOf(after)?.requiresExternalId];
  if (typeof was !== "boolean" || typeof is !== "boolean" || was === is) return [];
  const words = [is ? "now demands an External ID" : "no longer demands an External ID"];
  return [
    { field: "trust.requiresExternalId", label: "Demands an External ID", before: was, after: is, ...plain, words },
  ];
};
const trustDocument: FieldRule = (before, after) => {
  const [was, is] = [trustOf(before), trustOf(after)];
  if (!was || !is || isSame(was.document, is.document)) return [];
  const label = "Trust policy";
  return [
    {
      field: "trust.document",
      label,
      before: was.document ?? null,
      after: is.document ?? null,
      ...plain,
      isPolicy: true,
      words: [],
    },
  ];
};

const policyDocument: FieldRule = (before, after) => {
  const [was, is] = [before.policy, after.policy];
  if (!isRecord(was) || !isRecord(is) || isUnread(was) || isUnread(is) || isSame(was.document, is.document)) return [];
  const words = ["has another document"];
  return [
    {
      field: "document",
      label: "Policy document",
      before: was.document ?? null,
      after: is.document ?? null,
      ...plain,
      isPolicy: true,
      words,
    },
  ];
};

/** The parts of a value with names of its own, each a field. A part that is null on one side could not be read there, if `nullIsUnknown`. */
const parts =
  (
    source: string,
    prefix: string,
    labels: Readonly<Record<string, string>> | ((key: string) => string),
    nullIsUnknown = false,
  ): FieldRule =>
  (before, after) => {
    const [was, is] = [before[source], after[source]];
    if (!isRecord(was) || !isRecord(is)) return [];
    const labelOf = (key: string) => (typeof labels === "function" ? labels(key) : (labels[key] ?? key));
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key): DescribedField[] => {
      const [old, next] = [was[key] ?? null, is[key] ?? null];
      if (isSame(old, next) || (nullIsUnknown && (old === null || next === null))) return [];
      const label = labelOf(key);
      return [
        { field: `${prefix}.${key}`, label, before: old, after: next, ...plain, words: [wentFrom(label)(old, next)] },
      ];
    });
  };

const path = scalar("path", "path", "Path");
const description = scalar("description", "description", "Description", { phrase: () => "has another description" });
const renamed = (source: string, field: string): FieldRule =>
  scalar(source, field, "Name", { phrase: (before) => `was named ${told(before)} before` });

const STATUS_WORDS: Readonly<Record<string, string>> = {
  inactive: "was deactivated",
  active: "was activated",
  expired: "expired",
};

const PASSWORD_POLICY_LABELS = {
  minimumLength: "Minimum password length",
  requiresSymbols: "Symbols required",
  requiresNumbers: "Numbers required",
  requiresUppercase: "Uppercase letters required",
  requiresLowercase: "Lowercase letters required",
  allowsUsersToChange: "Users may change their password",
  maxPasswordAgeDays: "Maximum password age in days",
  reusePrevention: "Passwords remembered",
  hardExpiry: "Expired passwords need an administrator",
} as const;
const ROOT_LABELS = {
  hasPassword: "Root user's password",
  mfaActive: "Root user's MFA",
  mfaKind: "Kind of the root user's MFA",
  accessKeys: "Root user's access keys",
  signingCertificates: "Root user's signing certificates",
} as const;

/** What is compared of each subject. Content that is in no rule follows from other content. */
const RULES: Readonly<Record<Subject, readonly FieldRule[]>> = {
  user: [
    renamed("user_name", "userName"),
    path,
    attachedPolicies,
    inlinePolicies,
    boundary,
    set("groupNames", "Groups", {
      read: column("group_names"),
      words: { gained: (names) => `joined group ${names}`, lost: (names) => `left group ${names}` },
    }),
    scalar("has_console_password", "hasConsolePassword", "Console password", {
      unknown: null,
      phrase: (_, after) => (after === true ? "got a console password" : "lost the console password"),
    }),
    scalar("mfa", "mfa", "MFA", { unknown: "unknown" }),
    set("mfaDevices", "MFA devices", {
      read: column("mfa_devices"),
      item: (device) => (isRecord(device) ? told(device.serialNumber) : told(device)),
      short: nameOfArn,
      words: { gained: (names) => `gained the MFA device ${names}`, lost: (names) => `lost the MFA device ${names}` },
    }),
    scalar("active_access_keys", "activeAccessKeys", "Active access keys", { unknown: null }),
    tags,
  ],
  credential: [
    scalar("status", "status", "Status", {
      phrase: (_, after) => STATUS_WORDS[told(after)] ?? `is ${told(after)} now`,
    }),
    scalar("created_at", "createdAt", "Made or last changed", {
      unknown: null,
      phrase: (_, after) => `was changed on ${dayOf(after)}`,
    }),
    scalar("expires_at", "expiresAt", "Expiry", {
      phrase: (_, after) => (after === null ? "no longer expires" : `expires on ${dayOf(after)} now`),
    }),
    scalar("user_name", "userName", "User", { phrase: (before) => `belonged to the user as ${told(before)} before` }),
    renamed("name", "name"),
    scalar("last_use", "lastUse", "Last use", {
      unknown: "unknown",
      phrase: (_, after) =>
        after === "at" ? "was used for the first time" : "was not used within AWS's memory any more",
    }),
  ],
  role: [
    renamed("role_name", "roleName"),
    path,
    trustPrincipals,
    trustExternalId,
    trustDocument,
    attachedPolicies,
    inlinePolicies,
    boundary,
    scalar("max_session_duration_seconds", "maxSessionDurationSeconds", "Maximum session duration in seconds", {
      unknown: null,
    }),
    set("instanceProfileNames", "Instance profiles", {
      read: column("instance_profile_names"),
      words: {
        gained: (names) => `was put into the instance profile ${names}`,
        lost: (names) => `was taken out of the instance profile ${names}`,
      },
    }),
    description,
    tags,
  ],
  policy: [
    renamed("policy_name", "policyName"),
    scalar("default_version_id", "defaultVersionId", "Default version"),
    policyDocument,
    path,
  ],
  group: [renamed("group_name", "groupName"), path, attachedPolicies, inlinePolicies],
  instance_profile: [
    scalar("role_name", "roleName", "Role", {
      phrase: (_, after) => (after === null ? "holds no role any more" : `holds the role ${told(after)} now`),
    }),
    path,
  ],
  identity_provider: [
    set("clientIds", "Audiences", {
      read: column("client_ids"),
      words: { gained: (names) => `gained the audience ${names}`, lost: (names) => `lost the audience ${names}` },
    }),
    set("thumbprints", "Thumbprints", {
      read: column("thumbprints"),
      words: { gained: (names) => `gained the thumbprint ${names}`, lost: (names) => `lost the thumbprint ${names}` },
    }),
    scalar("valid_until", "validUntil", "Metadata valid until", {
      phrase: (_, after) =>
        after === null ? "has metadata of unknown expiry" : `has metadata valid until ${dayOf(after)} now`,
    }),
    tags,
  ],
  permission_set: [
    renamed("name", "name"),
    scalar("session_duration_seconds", "sessionDurationSeconds", "Session duration in seconds", { unknown: null }),
    set("assignments", "Assignments", {
      read: column("assignments"),
      item: (value) =>
        isRecord(value)
          ? `${told(value.principalType).toLowerCase()} ${told(value.principalId)} in account ${told(value.awsAccountId)}`
          : told(value),
      words: { gained: (names) => `was assigned to ${names}`, lost: (names) => `is no longer assigned to ${names}` },
    }),
    description,
  ],
  roles_anywhere: [
    renamed("name", "name"),
    scalar("enabled", "enabled", "Enabled", {
      phrase: (_, after) => (after === true ? "was enabled" : "was disabled"),
    }),
    set("roleArns", "Roles", { read: column("role_arns"), short: nameOfArn }),
    scalar("x509_subject", "x509Subject", "Certificate subject"),
  ],
  account: [
    scalar("alias", "alias", "Alias"),
    scalar("password_policy_state", "passwordPolicyState", "Password policy", {
      unknown: "unknown",
      phrase: (_, after) =>
        after === "own" ? "got a password policy of its own" : "fell back to AWS's default password policy",
    }),
    parts("password_policy", "passwordPolicy", PASSWORD_POLICY_LABELS),
    parts("quotas", "quotas", (key) => `Quota ${key}`, true),
    parts("root", "root", ROOT_LABELS, true),
  ],
};

/** What differs between two versions of one subject, field by field, in the order in which it is told. */
export const diffVersions = (subject: Subject, before: VersionContent, after: VersionContent): DescribedField[] =>
  RULES[subject].flatMap((rule) => rule(before, after));
