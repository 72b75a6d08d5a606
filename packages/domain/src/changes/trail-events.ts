import type { FieldChange, Subject, VersionChange } from "../inventory/change.ts";
import { CredentialKind } from "../inventory/credential.ts";
import type { VersionContent } from "./fields.ts";

type Events = {
  created: readonly string[];
  removed: readonly string[];
  fields: Readonly<Record<string, readonly string[]>>;
};

const ROOT_KEY: Events = {
  created: ["CreateAccessKey"],
  removed: ["DeleteAccessKey"],
  fields: { status: ["UpdateAccessKey"] },
};
const SERVICE_CREDENTIAL: Events = {
  created: ["CreateServiceSpecificCredential"],
  removed: ["DeleteServiceSpecificCredential"],
  fields: {
    status: ["UpdateServiceSpecificCredential"],
    createdAt: ["ResetServiceSpecificCredential"],
    expiresAt: ["ResetServiceSpecificCredential"],
  },
};
const CERTIFICATE: Events = {
  created: ["UploadSigningCertificate"],
  removed: ["DeleteSigningCertificate"],
  fields: { status: ["UpdateSigningCertificate"] },
};

/** Which events of CloudTrail make, end or change a credential. */
const CREDENTIAL_EVENTS: Readonly<Record<CredentialKind, Events>> = {
  access_key: ROOT_KEY,
  root_access_key: ROOT_KEY,
  console_password: {
    created: ["CreateLoginProfile"],
    removed: ["DeleteLoginProfile"],
    fields: { createdAt: ["UpdateLoginProfile", "ChangePassword", "CreateLoginProfile"] },
  },
  root_password: { created: [], removed: [], fields: { createdAt: ["PasswordUpdated"] } },
  ssh_public_key: {
    created: ["UploadSSHPublicKey"],
    removed: ["DeleteSSHPublicKey"],
    fields: { status: ["UpdateSSHPublicKey"] },
  },
  signing_certificate: CERTIFICATE,
  root_signing_certificate: CERTIFICATE,
  service_specific_credential: SERVICE_CREDENTIAL,
  api_key: SERVICE_CREDENTIAL,
  server_certificate: {
    created: ["UploadServerCertificate"],
    removed: ["DeleteServerCertificate"],
    fields: { name: ["UpdateServerCertificate"] },
  },
};

/**
 * Which events of CloudTrail make, end or change the other subjects, by field.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
const EVENTS: Readonly<Record<Exclude<Subject, "credential">, Events>> = {
  user: {
    created: ["CreateUser"],
    removed: ["DeleteUser"],
    fields: {
      userName: ["UpdateUser"],
      path: ["UpdateUser"],
      attachedPolicyArns: ["AttachUserPolicy", "DetachUserPolicy"],
      inlinePolicies: ["PutUserPolicy", "DeleteUserPolicy"],
      permissionsBoundaryArn: ["PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary"],
      groupNames: ["AddUserToGroup", "RemoveUserFromGroup"],
      hasConsolePassword: ["CreateLoginProfile", "DeleteLoginProfile"],
      hasMfa: ["EnableMFADevice", "DeactivateMFADevice", "DeleteVirtualMFADevice"],
      mfa: ["EnableMFADevice", "DeactivateMFADevice", "DeleteVirtualMFADevice"],
      mfaDevices: ["EnableMFADevice", "DeactivateMFADevice", "DeleteVirtualMFADevice"],
      activeAccessKeys: ["CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey"],
      tags: ["TagUser", "UntagUser"],
      owner: ["TagUser", "UntagUser"],
    },
  },
  role: {
    created: ["CreateRole", "CreateServiceLinkedRole"],
    removed: ["DeleteRole", "DeleteServiceLinkedRole"],
    fields: {
      trust: ["UpdateAssumeRolePolicy"],
      kind: ["UpdateAssumeRolePolicy"],
      attachedPolicyArns: ["AttachRolePolicy", "DetachRolePolicy"],
      inlinePolicies: ["PutRolePolicy", "DeleteRolePolicy"],
      permissionsBoundaryArn: ["PutRolePermissionsBoundary", "DeleteRolePermissionsBoundary"],
      maxSessionDurationSeconds: ["UpdateRole"],
      description: ["UpdateRole", "UpdateRoleDescription"],
      instanceProfileNames: ["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"],
      tags: ["TagRole", "UntagRole"],
    },
  },
  policy: {
    created: ["CreatePolicy"],
    removed: ["DeletePolicy"],
    fields: {
      defaultVersionId: ["CreatePolicyVersion", "SetDefaultPolicyVersion"],
      document: ["CreatePolicyVersion", "SetDefaultPolicyVersion"],
      updatedAt: ["CreatePolicyVersion", "DeletePolicyVersion"],
    },
  },
  group: {
    created: ["CreateGroup"],
    removed: ["DeleteGroup"],
    fields: {
      groupName: ["UpdateGroup"],
      path: ["UpdateGroup"],
      attachedPolicyArns: ["AttachGroupPolicy", "DetachGroupPolicy"],
      inlinePolicies: ["PutGroupPolicy", "DeleteGroupPolicy"],
    },
  },
  instance_profile: {
    created: ["CreateInstanceProfile"],
    removed: ["DeleteInstanceProfile"],
    fields: {
      roleName: ["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"],
      roleId: ["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"],
    },
  },
  identity_provider: {
    created: ["CreateOpenIDConnectProvider", "CreateSAMLProvider"],
    removed: ["DeleteOpenIDConnectProvider", "DeleteSAMLProvider"],
    fields: {
      clientIds: ["AddClientIDToOpenIDConnectProvider", "RemoveClientIDFromOpenIDConnectProvider"],
      thumbprints: ["UpdateOpenIDConnectProviderThumbprint"],
      validUntil: ["UpdateSAMLProvider"],
      tags: ["TagOpenIDConnectProvider", "UntagOpenIDConnectProvider", "TagSAMLProvider", "UntagSAMLProvider"],
    },
  },
  permission_set: {
    created: ["CreatePermissionSet"],
    removed: ["DeletePermissionSet"],
    fields: {
      sessionDurationSeconds: ["UpdatePermissionSet"],
      description: ["UpdatePermissionSet"],
      assignments: ["CreateAccountAssignment", "DeleteAccountAssignment"],
    },
  },
  roles_anywhere: {
    created: ["CreateTrustAnchor", "CreateProfile"],
    removed: ["DeleteTrustAnchor", "DeleteProfile"],
    fields: {
      name: ["UpdateTrustAnchor", "UpdateProfile"],
      enabled: ["EnableTrustAnchor", "DisableTrustAnchor", "EnableProfile", "DisableProfile"],
      roleArns: ["UpdateProfile"],
    },
  },
  account: {
    created: [],
    removed: [],
    fields: {
      alias: ["CreateAccountAlias", "DeleteAccountAlias"],
      passwordPolicyState: ["UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"],
      passwordPolicy: ["UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"],
    },
  },
};

/** The events of CloudTrail that may have made a change, by name; none: CloudTrail does not tell of it. */
export function eventNamesOf(
  subject: Subject,
  change: Exclude<VersionChange, "learned">,
  content: VersionContent,
  fields: readonly Pick<FieldChange, "field">[],
): string[] {
  const kind = CredentialKind.safeParse(content.kind);
  const events = subject !== "credential" ? EVENTS[subject] : kind.success ? CREDENTIAL_EVENTS[kind.data] : null;
  if (!events) return [];
  if (change !== "changed") return [...events[change]];
  return [...new Set(fields.flatMap(({ field }) => events.fields[field.split(".")[0] ?? field] ?? []))];
}

const NAME_COLUMNS: Readonly<Record<Subject, readonly string[]>> = {
  user: ["user_name", "arn"],
  credential: ["access_key_id", "identity"],
  role: ["role_name", "arn"],
  policy: ["policy_name", "arn"],
  group: ["group_name", "arn"],
  instance_profile: ["instance_profile_name", "arn"],
  identity_provider: ["arn", "name"],
  permission_set: ["arn"],
  roles_anywhere: ["arn"],
  account: ["alias"],
};
/** Credentials without an id of their own in AWS: events name the user. */
const NAMED_BY_USER: readonly unknown[] = ["console_password"];

/** The names under which CloudTrail lists a subject among an event's resources. */
export function eventResourceNames(subject: Subject, content: VersionContent): string[] {
  const columns = NAMED_BY_USER.includes(content.kind) ? ["user_name"] : NAME_COLUMNS[subject];
  return columns.flatMap((column) => (typeof content[column] === "string" ? [content[column]] : []));
}
