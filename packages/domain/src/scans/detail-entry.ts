import { AppError } from "../errors.ts";
import type { Tag } from "../inventory/user.ts";
import { type PolicyDocument, readPolicyDocument } from "../policy/policy-text.ts";
import { isStorableInstant } from "../primitives.ts";
import { type BoundedEntry, DocumentAllowance, holdText, holdToQuota } from "./bounded-entry.ts";
import { IAM_QUOTAS, type IamQuota } from "./iam-quotas.ts";
import type { InlinePolicy } from "./reading.ts";

/**
 * How the facts of a large account share what they have in common: texts, and documents, which are to be read once each.
 * Shared documents must not be changed.
 */
export type DetailSharing = {
  text: (text: string) => string;
  document: (source: unknown) => PolicyDocument;
  /** Whether a policy beyond its quota, or more tags than can be, refuse the whole entry. Else such a policy counts as malformed. */
  isStrict?: boolean;
};
export const NO_SHARING: DetailSharing = { text: (text) => text, document: readPolicyDocument };

export type Fields = Readonly<Record<string, unknown>>;
export type Entry = BoundedEntry & { fields: Fields; sharing: DetailSharing };

const NAMES = ["Arn", "UserName", "RoleName", "GroupName", "PolicyName", "InstanceProfileName"] as const;

export function entryOf(kind: string, detail: object, sharing: DetailSharing): Entry {
  const fields = detail as Fields;
  const name = NAMES.map((field) => fields[field]).find((text) => typeof text === "string" && text !== "");
  return { kind, fields, sharing, name: typeof name === "string" ? name : "", isStrict: sharing.isStrict ?? false };
}

const QUOTA_OF_FIELD: Readonly<Record<string, IamQuota>> = {
  UserName: IAM_QUOTAS.userName,
  RoleName: IAM_QUOTAS.roleName,
  GroupName: IAM_QUOTAS.name,
  PolicyName: IAM_QUOTAS.name,
  InstanceProfileName: IAM_QUOTAS.name,
  Arn: IAM_QUOTAS.arn,
};

/**
 * @throws AppError INVALID, for any of the functions below: an entry without its id, ARN or creation is not told from others, and one
 * whose name no identity of IAM can have cannot be kept.
 */
export function required(entry: Entry, name: string): string {
  const { fields, kind, sharing } = entry;
  const value = fields[name];
  if (typeof value === "string" && value !== "") {
    holdText(entry, QUOTA_OF_FIELD[name] ?? IAM_QUOTAS.id, value);
    return sharing.text(value);
  }
  throw new AppError("INVALID", `A ${kind} has no ${name}`, {
    details: { kind, arn: fields.Arn ?? null, field: name },
  });
}

export const optional = (fields: Fields, name: string): string | null => {
  const value = fields[name];
  return typeof value === "string" ? value : null;
};

export const listIn = (fields: Fields, name: string): Fields[] => {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
};

/** As the SDK (`Date`), the CLI (ISO 8601, also with a blank for the T) and boto3 (seconds) write it. */
export const dateOf = (value: unknown): Date | null => {
  if (value instanceof Date) return value;
  const told =
    typeof value === "number" ? value * 1000 : typeof value === "string" ? value.replace(" ", "T") : Number.NaN;
  const at = new Date(told);
  return isStorableInstant(at) ? at : null;
};

function createdAtOf({ fields, kind }: Entry): Date {
  const at = dateOf(fields.CreateDate);
  if (at) return at;
  throw new AppError("INVALID", `A ${kind} has no CreateDate that is a date`, {
    details: { kind, arn: fields.Arn ?? null, field: "CreateDate" },
  });
}

/** `/team/` of `arn:aws:iam::111122223333:user/team/ada`: implementations may leave the path itself out. */
function pathOfArn(arn: string): string {
  const resource = arn.slice(arn.lastIndexOf(":") + 1);
  return resource.slice(resource.indexOf("/"), resource.lastIndexOf("/") + 1) || "/";
}

export function headOf(entry: Entry) {
  const arn = required(entry, "Arn");
  const path = optional(entry.fields, "Path") ?? pathOfArn(arn);
  holdText(entry, IAM_QUOTAS.path, path);
  return {
    arn,
    path: entry.sharing.text(path),
    createdAt: createdAtOf(entry),
  };
}

export function tagsOf(entry: Entry): Tag[] {
  const tags = listIn(entry.fields, "Tags");
  holdToQuota(entry, IAM_QUOTAS.tags, tags.length);
  return tags.map((tag) => {
    const [key, value] = [optional(tag, "Key") ?? "", optional(tag, "Value") ?? ""];
    holdToQuota(entry, IAM_QUOTAS.tagKey, key.length);
    holdToQuota(entry, IAM_QUOTAS.tagValue, value.length);
    return { key: entry.sharing.text(key), value: entry.sharing.text(value) };
  });
}

export function boundaryOf(entry: Entry): string | null {
  const boundary = entry.fields.PermissionsBoundary;
  const arn =
    typeof boundary === "object" && boundary !== null ? optional(boundary as Fields, "PermissionsBoundaryArn") : null;
  if (arn === null) return null;
  holdText(entry, IAM_QUOTAS.arn, arn);
  return entry.sharing.text(arn);
}

export function attachedIn(entry: Entry): string[] {
  const attached = listIn(entry.fields, "AttachedManagedPolicies");
  holdToQuota(entry, IAM_QUOTAS.attachedPolicies, attached.length);
  return attached.flatMap((policy) => {
    const arn = optional(policy, "PolicyArn");
    if (arn === null) return [];
    holdText(entry, IAM_QUOTAS.arn, arn);
    return [entry.sharing.text(arn)];
  });
}

export function inlineIn(entry: Entry, list: string, quota: IamQuota): InlinePolicy[] {
  const allowance = new DocumentAllowance(entry, quota);
  return listIn(entry.fields, list).map((policy) => {
    const name = optional(policy, "PolicyName") ?? "";
    holdText(entry, IAM_QUOTAS.name, name);
    return { name: entry.sharing.text(name), document: allowance.take(policy.PolicyDocument, entry.sharing.document) };
  });
}

export function groupNamesIn(entry: Entry): string[] {
  const { GroupList: groups } = entry.fields;
  if (!Array.isArray(groups)) return [];
  holdToQuota(entry, IAM_QUOTAS.groupsOfUser, groups.length);
  return groups.map((name) => {
    holdText(entry, IAM_QUOTAS.name, String(name));
    return entry.sharing.text(String(name));
  });
}
