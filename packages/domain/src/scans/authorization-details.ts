import { AppError } from "../errors.ts";
import type { Tag } from "../inventory/user.ts";
import { type PolicyDocument, readPolicyDocument } from "../policy/policy-text.ts";
import type {
  GroupFact,
  InlinePolicy,
  InstanceProfileFact,
  LastUse,
  PolicyFact,
  RoleFact,
  UserFact,
} from "./reading.ts";

/** A user as GetAccountAuthorizationDetails tells it: without what the credential report and calls for each user tell. */
export type UserIdentity = Omit<
  UserFact,
  | "consolePassword"
  | "mfa"
  | "mfaDevices"
  | "accessKeys"
  | "signingCertificates"
  | "serviceSpecificCredentials"
  | "sshPublicKeys"
  | "reportFingerprint"
>;
/** A role without what only ListRoles tells. */
export type RoleIdentity = Omit<RoleFact, "description" | "maxSessionDurationSeconds">;

/**
 * How the facts of a large account share what they have in common: texts, and documents, which are to be read once each.
 * Shared documents must not be changed.
 */
export type DetailSharing = {
  text: (text: string) => string;
  document: (source: unknown) => PolicyDocument;
};
const NO_SHARING: DetailSharing = { text: (text) => text, document: readPolicyDocument };

type Fields = Readonly<Record<string, unknown>>;
type Entry = { fields: Fields; kind: string; sharing: DetailSharing };

const entryOf = (kind: string, detail: object, sharing: DetailSharing): Entry => ({
  kind,
  fields: detail as Fields,
  sharing,
});

/** @throws AppError INVALID, for any of the functions below: an entry without its id, ARN or creation is not told from others. */
function required({ fields, kind, sharing }: Entry, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value !== "") return sharing.text(value);
  throw new AppError("INVALID", `A ${kind} has no ${name}`, {
    details: { kind, arn: fields.Arn ?? null, field: name },
  });
}

const optional = (fields: Fields, name: string): string | null => {
  const value = fields[name];
  return typeof value === "string" ? value : null;
};

const listIn = (fields: Fields, name: string): Fields[] => {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
};

/** As the SDK (`Date`), the CLI (ISO 8601, also with a blank for the T) and boto3 (seconds) write it. */
const dateOf = (value: unknown): Date | null => {
  if (value instanceof Date) return value;
  const told =
    typeof value === "number" ? value * 1000 : typeof value === "string" ? value.replace(" ", "T") : Number.NaN;
  const at = new Date(told);
  return Number.isNaN(at.getTime()) ? null : at;
};

function createdAtOf({ fields, kind }: Entry): Date {
  const at = dateOf(fields.CreateDate);
  if (at) return at;
  throw new AppError("INVALID", `A ${kind} has no CreateDate that is a date`, {
    details: { kind, arn: fields.Arn ?? null, field: "CreateDate" },
  });
}

/** `/team/` of `arn:aws:iam::111122223333:user/team/ada`: implementations may leave the path itself out. */
const pathOfArn = (arn: string): string => /:[a-z-]+(\/.*?)[^/]*$/.exec(arn)?.[1] ?? "/";

function headOf(entry: Entry) {
  const arn = required(entry, "Arn");
  return {
    arn,
    path: entry.sharing.text(optional(entry.fields, "Path") ?? pathOfArn(arn)),
    createdAt: createdAtOf(entry),
  };
}

const tagsOf = ({ fields, sharing }: Entry): Tag[] =>
  listIn(fields, "Tags").map((tag) => ({
    key: sharing.text(optional(tag, "Key") ?? ""),
    value: sharing.text(optional(tag, "Value") ?? ""),
  }));

const boundaryOf = ({ fields, sharing }: Entry): string | null => {
  const boundary = fields.PermissionsBoundary;
  const arn =
    typeof boundary === "object" && boundary !== null ? optional(boundary as Fields, "PermissionsBoundaryArn") : null;
  return arn === null ? null : sharing.text(arn);
};

const attachedIn = ({ fields, sharing }: Entry): string[] =>
  listIn(fields, "AttachedManagedPolicies").flatMap((policy) => {
    const arn = optional(policy, "PolicyArn");
    return arn === null ? [] : [sharing.text(arn)];
  });

const inlineIn = ({ fields, sharing }: Entry, list: string): InlinePolicy[] =>
  listIn(fields, list).map((policy) => ({
    name: sharing.text(optional(policy, "PolicyName") ?? ""),
    document: sharing.document(policy.PolicyDocument),
  }));

/**
 * Reads one entry of UserDetailList. Like the other functions here it takes what the SDK, the CLI and boto3 make of the answer:
 * documents as URL-encoded text or parsed, dates as `Date`, ISO 8601 or seconds.
 *
 * @throws AppError INVALID if it lacks its id, ARN or creation.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html
 */
export function userFromDetail(detail: object, sharing: DetailSharing = NO_SHARING): UserIdentity {
  const entry = entryOf("user", detail, sharing);
  const groups = entry.fields.GroupList;
  return {
    userId: required(entry, "UserId"),
    userName: required(entry, "UserName"),
    ...headOf(entry),
    groupNames: Array.isArray(groups) ? groups.map((name) => sharing.text(String(name))) : [],
    attachedPolicyArns: attachedIn(entry),
    inlinePolicies: inlineIn(entry, "UserPolicyList"),
    tags: tagsOf(entry),
    permissionsBoundaryArn: boundaryOf(entry),
  };
}

/**
 * Reads one entry of RoleDetailList.
 *
 * @throws AppError INVALID
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html
 */
export function roleFromDetail(detail: object, sharing: DetailSharing = NO_SHARING): RoleIdentity {
  const entry = entryOf("role", detail, sharing);
  return {
    roleId: required(entry, "RoleId"),
    roleName: required(entry, "RoleName"),
    ...headOf(entry),
    trustPolicy: sharing.document(entry.fields.AssumeRolePolicyDocument),
    lastUse: roleLastUse(entry.fields.RoleLastUsed, sharing),
    instanceProfileNames: listIn(entry.fields, "InstanceProfileList").flatMap(
      (profile) => optional(profile, "InstanceProfileName") ?? [],
    ),
    attachedPolicyArns: attachedIn(entry),
    inlinePolicies: inlineIn(entry, "RolePolicyList"),
    tags: tagsOf(entry),
    permissionsBoundaryArn: boundaryOf(entry),
  };
}

/** AWS answers with an empty element for a role without use: no element at all is told by nobody who tracks it. */
export function roleLastUse(used: unknown, sharing: DetailSharing = NO_SHARING): LastUse {
  if (typeof used !== "object" || used === null) return { kind: "unknown", reason: "AWS's answer does not tell it" };
  const at = dateOf((used as Fields).LastUsedDate);
  if (!at) return { kind: "never" };
  const region = optional(used as Fields, "Region");
  return { kind: "at", at, service: null, region: region === null ? null : sharing.text(region) };
}

function profileOf(entry: Entry) {
  return {
    instanceProfileId: required(entry, "InstanceProfileId"),
    instanceProfileName: required(entry, "InstanceProfileName"),
    ...headOf(entry),
  };
}

const heldRole = (role: Entry) => ({ roleId: required(role, "RoleId"), roleName: required(role, "RoleName") });

/** The instance profiles that hold the role of one entry of RoleDetailList. @throws AppError INVALID */
export function instanceProfilesFromRoleDetail(
  detail: object,
  sharing: DetailSharing = NO_SHARING,
): InstanceProfileFact[] {
  const role = entryOf("role", detail, sharing);
  return listIn(role.fields, "InstanceProfileList").map((profile) => ({
    ...profileOf(entryOf("instance profile", profile, sharing)),
    ...heldRole(role),
  }));
}

/**
 * Reads an instance profile as lists of them have it.
 *
 * @throws AppError INVALID
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_InstanceProfile.html
 */
export function instanceProfileFromDetail(detail: object, sharing: DetailSharing = NO_SHARING): InstanceProfileFact {
  const entry = entryOf("instance profile", detail, sharing);
  const [role] = listIn(entry.fields, "Roles");
  return {
    ...profileOf(entry),
    ...(role ? heldRole(entryOf("role", role, sharing)) : { roleId: null, roleName: null }),
  };
}

/**
 * Reads one entry of GroupDetailList.
 *
 * @throws AppError INVALID
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GroupDetail.html
 */
export function groupFromDetail(detail: object, sharing: DetailSharing = NO_SHARING): GroupFact {
  const entry = entryOf("group", detail, sharing);
  return {
    groupId: required(entry, "GroupId"),
    groupName: required(entry, "GroupName"),
    ...headOf(entry),
    attachedPolicyArns: attachedIn(entry),
    inlinePolicies: inlineIn(entry, "GroupPolicyList"),
  };
}

const AWS_MANAGED = /^arn:[^:]+:iam::aws:/;

/**
 * Reads one entry of Policies, and of its versions the default one only.
 *
 * @throws AppError INVALID
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html
 */
export function policyFromDetail(detail: object, sharing: DetailSharing = NO_SHARING): PolicyFact {
  const entry = entryOf("policy", detail, sharing);
  const head = headOf(entry);
  const defaultVersionId = required(entry, "DefaultVersionId");
  const version = listIn(entry.fields, "PolicyVersionList").find(({ VersionId }) => VersionId === defaultVersionId);
  const { AttachmentCount } = entry.fields;
  return {
    policyId: required(entry, "PolicyId"),
    policyName: required(entry, "PolicyName"),
    ...head,
    isAwsManaged: AWS_MANAGED.test(head.arn),
    updatedAt: dateOf(entry.fields.UpdateDate),
    defaultVersionId,
    document: version
      ? sharing.document(version.Document)
      : { state: "unread", reason: `The default version ${defaultVersionId} is not among those that were returned` },
    attachmentCount: typeof AttachmentCount === "number" ? AttachmentCount : null,
  };
}
