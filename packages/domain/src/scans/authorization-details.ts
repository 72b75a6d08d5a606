import { DocumentAllowance, holdText } from "./bounded-entry.ts";
import {
  attachedIn,
  boundaryOf,
  type DetailSharing,
  dateOf,
  type Entry,
  entryOf,
  type Fields,
  groupNamesIn,
  headOf,
  inlineIn,
  listIn,
  NO_SHARING,
  optional,
  required,
  tagsOf,
} from "./detail-entry.ts";
import { IAM_QUOTAS, type IamQuota } from "./iam-quotas.ts";
import type { GroupFact, InstanceProfileFact, LastUse, PolicyFact, RoleFact, UserFact } from "./reading.ts";

export type { DetailSharing } from "./detail-entry.ts";

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
 * Reads one entry of UserDetailList. Like the other functions here it takes what the SDK, the CLI and boto3 make of the answer:
 * documents as URL-encoded text or parsed, dates as `Date`, ISO 8601 or seconds.
 *
 * @throws AppError INVALID if it lacks its id, ARN or creation.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html
 */
export function userFromDetail(detail: object, sharing: DetailSharing = NO_SHARING): UserIdentity {
  const entry = entryOf("user", detail, sharing);
  return {
    userId: required(entry, "UserId"),
    userName: required(entry, "UserName"),
    ...headOf(entry),
    groupNames: groupNamesIn(entry),
    attachedPolicyArns: attachedIn(entry),
    inlinePolicies: inlineIn(entry, "UserPolicyList", IAM_QUOTAS.inlineOfUser),
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
    trustPolicy: new DocumentAllowance(entry, IAM_QUOTAS.trustPolicy).take(
      entry.fields.AssumeRolePolicyDocument,
      sharing.document,
    ),
    lastUse: roleLastUse(entry.fields.RoleLastUsed, sharing),
    instanceProfileNames: listIn(entry.fields, "InstanceProfileList").flatMap((profile) => {
      const name = optional(profile, "InstanceProfileName");
      if (name === null) return [];
      holdText(entry, IAM_QUOTAS.name, name);
      return [name];
    }),
    attachedPolicyArns: attachedIn(entry),
    inlinePolicies: inlineIn(entry, "RolePolicyList", IAM_QUOTAS.inlineOfRole),
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
    inlinePolicies: inlineIn(entry, "GroupPolicyList", IAM_QUOTAS.inlineOfGroup),
  };
}

/** What a managed policy may have: AWS's own are larger. */
export const quotaOfPolicy = ({ isAwsManaged }: Pick<PolicyFact, "isAwsManaged">): IamQuota =>
  isAwsManaged ? IAM_QUOTAS.awsManagedPolicy : IAM_QUOTAS.managedPolicy;

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
  const isAwsManaged = AWS_MANAGED.test(head.arn);
  return {
    policyId: required(entry, "PolicyId"),
    policyName: required(entry, "PolicyName"),
    ...head,
    isAwsManaged,
    updatedAt: dateOf(entry.fields.UpdateDate),
    defaultVersionId,
    document: version
      ? new DocumentAllowance(entry, quotaOfPolicy({ isAwsManaged })).take(version.Document, sharing.document)
      : { state: "unread", reason: `The default version ${defaultVersionId} is not among those that were returned` },
    attachmentCount: typeof AttachmentCount === "number" ? AttachmentCount : null,
  };
}
