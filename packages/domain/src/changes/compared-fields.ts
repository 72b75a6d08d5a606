import type { Subject } from "../inventory/change.ts";
import { isRecord } from "../policy/json.ts";
import {
  column,
  type DescribedField,
  dayOf,
  type FieldRule,
  isSame,
  nameOfArn,
  parts,
  plain,
  scalar,
  set,
  shown,
  type VersionContent,
} from "./fields.ts";
import { leftOverFields } from "./left-over-fields.ts";
import { inlinePolicies, policyDocument } from "./policy-fields.ts";
import { trustDocument, trustExternalId, trustPrincipals } from "./trust-fields.ts";
import { lastActivity, lastUseOfCredential, lastUseOfRole } from "./use-fields.ts";

const tags = set("tags", "Tags", {
  read: column("tags"),
  item: (tag) => (isRecord(tag) ? `${shown(tag.key)}=${shown(tag.value)}` : shown(tag)),
  words: { gained: (names) => `gained the tag ${names}`, lost: (names) => `lost the tag ${names}` },
});
const attachedPolicies = set("attachedPolicyArns", "Attached policies", {
  read: column("attached_policy_arns"),
  short: nameOfArn,
});
const boundary = scalar("permissions_boundary_arn", "permissionsBoundaryArn", "Permissions boundary", {
  phrase: (before, after) =>
    after === null
      ? `lost the permissions boundary ${nameOfArn(shown(before))}`
      : `has the permissions boundary ${nameOfArn(shown(after))} now${before === null ? "" : `, not ${nameOfArn(shown(before))}`}`,
});

const path = scalar("path", "path", "Path");
const description = scalar("description", "description", "Description", { phrase: () => "has another description" });
const renamed = (source: string, field: string): FieldRule =>
  scalar(source, field, "Name", { phrase: (before) => `was named ${shown(before)} before` });

const mfaKind = scalar("mfa", "mfa", "MFA", { unknown: "unknown" });
/** Versions that are older than the column told it by the kind. */
const withHasMfa = (content: VersionContent): VersionContent => {
  if ("has_mfa" in content || !("mfa" in content)) return content;
  return { ...content, has_mfa: content.mfa === "unknown" ? null : content.mfa !== "none" };
};
const mfaActive = scalar("has_mfa", "hasMfa", "MFA active", {
  unknown: null,
  phrase: (_, after) => `${after === true ? "got" : "lost"} MFA of a kind that was not read`,
});
/** The kind tells whether there is a device too; it is told alone where the kind was not read. */
const mfa: FieldRule = (before, after) => {
  const kind = mfaKind(before, after);
  return kind.length > 0 ? kind : mfaActive(withHasMfa(before), withHasMfa(after));
};

type Device = { serial: string; since: unknown };
const devicesOf = (content: VersionContent): Device[] =>
  (column("mfa_devices")(content) ?? []).filter(isRecord).map(({ serialNumber, enabledAt, kind }) => ({
    serial: shown(serialNumber),
    since: [enabledAt ?? null, kind ?? null],
  }));

/** Devices of the same serial numbers that were set up anew. */
const devicesSetUpAnew: FieldRule = (before, after) => {
  const known = new Map(devicesOf(before).map(({ serial, since }) => [serial, since]));
  return devicesOf(after).flatMap(({ serial, since }): DescribedField[] => {
    const was = known.get(serial);
    if (was === undefined || isSame(was, since)) return [];
    const [label, words] = [`MFA device ${nameOfArn(serial)}`, [`set up the MFA device ${nameOfArn(serial)} anew`]];
    return [{ field: `mfaDevices.${serial}`, label, before: inDevice(was), after: inDevice(since), ...plain, words }];
  });
};
const inDevice = (since: unknown): string =>
  Array.isArray(since) ? `${shown(since[1])} device, enabled on ${since[0] ? dayOf(since[0]) : "an unknown day"}` : "";

/** Follows from tags: where they changed too, they tell it. */
const owner: FieldRule = (before, after) =>
  isSame(before.tags, after.tags)
    ? scalar("owner", "owner", "Owner", {
        phrase: (was, is) =>
          is === null
            ? `has no owner any more, who was ${shown(was)}`
            : `is owned by ${shown(is)} now${was === null ? "" : `, not by ${shown(was)}`}`,
      })(before, after)
    : [];

/** AWS writes when the versions of a policy were touched, also those that are not its default. */
const policyUpdate: FieldRule = (before, after) =>
  before.default_version_id === after.default_version_id
    ? scalar("updated_at", "updatedAt", "Last updated", {
        phrase: (_, is) =>
          `had its versions changed${is === null ? "" : ` on ${dayOf(is)}`}, its default being the same`,
      })(before, after)
    : [];

/** The role of an instance profile that was deleted and made anew under the same name. */
const roleMadeAnew: FieldRule = (before, after) =>
  before.role_name === after.role_name
    ? scalar("role_id", "roleId", "Id of the role", {
        phrase: () => `holds another role of the name ${shown(after.role_name)} now`,
      })(before, after)
    : [];

const ROLE_KINDS: Readonly<Record<string, string>> = {
  service: "a service role",
  service_linked: "a service-linked role",
  identity_center: "a role of Identity Center",
  federated: "a role for federated sign-in",
  cross_account: "a role for other accounts",
};
const kindInWords = (kind: unknown): string => ROLE_KINDS[shown(kind)] ?? `a role of the type ${shown(kind)}`;

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
    mfa,
    set("mfaDevices", "MFA devices", {
      read: column("mfa_devices"),
      item: (device) => (isRecord(device) ? shown(device.serialNumber) : shown(device)),
      short: nameOfArn,
      words: { gained: (names) => `gained the MFA device ${names}`, lost: (names) => `lost the MFA device ${names}` },
    }),
    devicesSetUpAnew,
    scalar("active_access_keys", "activeAccessKeys", "Active access keys", {
      unknown: null,
      phrase: (before, after) =>
        `has ${shown(after)} active access ${after === 1 ? "key" : "keys"} now, not ${shown(before)}`,
    }),
    tags,
    owner,
    lastActivity,
  ],
  credential: [
    scalar("status", "status", "Status", {
      phrase: (_, after) => STATUS_WORDS[shown(after)] ?? `is ${shown(after)} now`,
    }),
    scalar("created_at", "createdAt", "Made or last changed", {
      unknown: null,
      phrase: (_, after) => `was changed on ${dayOf(after)}`,
    }),
    scalar("expires_at", "expiresAt", "Expiry", {
      phrase: (_, after) => (after === null ? "no longer expires" : `expires on ${dayOf(after)} now`),
    }),
    scalar("user_name", "userName", "User", { phrase: (before) => `belonged to the user as ${shown(before)} before` }),
    renamed("name", "name"),
    owner,
    lastUseOfCredential,
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
    scalar("kind", "kind", "Type of role", {
      phrase: (before, after) => `is ${kindInWords(after)} now, not ${kindInWords(before)}`,
    }),
    lastUseOfRole,
  ],
  policy: [
    renamed("policy_name", "policyName"),
    scalar("default_version_id", "defaultVersionId", "Default version"),
    policyDocument,
    path,
    policyUpdate,
  ],
  group: [renamed("group_name", "groupName"), path, attachedPolicies, inlinePolicies],
  instance_profile: [
    scalar("role_name", "roleName", "Role", {
      phrase: (_, after) => (after === null ? "holds no role any more" : `holds the role ${shown(after)} now`),
    }),
    roleMadeAnew,
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
    scalar("session_duration_seconds", "sessionDurationSeconds", "Session duration in seconds"),
    set("assignments", "Assignments", {
      read: column("assignments"),
      item: (value) =>
        isRecord(value)
          ? `${shown(value.principalType).toLowerCase()} ${shown(value.principalId)} in account ${shown(value.awsAccountId)}`
          : shown(value),
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
export function diffVersions(subject: Subject, before: VersionContent, after: VersionContent): DescribedField[] {
  const fields = RULES[subject].flatMap((rule) => rule(before, after));
  return fields.length > 0 ? fields : leftOverFields(before, after);
}
