import { z } from "zod";
import { AwsAccountId, Instant, PageInput, TypedText } from "../primitives.ts";
import { AsOf, ValueSource } from "./credential.ts";
import { InlinePolicyView, Tag } from "./user.ts";

/** What every entity of the inventory has. */
const entity = {
  id: z.uuid(),
  awsAccountId: AwsAccountId,
  accountName: z.string(),
  arn: z.string(),
  firstSeenAt: Instant,
  goneAt: Instant.nullable(),
  sources: z.array(ValueSource),
};

/** A managed policy in its default version. */
export const IamPolicy = z.object({
  ...entity,
  policyName: z.string(),
  policyId: z.string().describe("ANPA...: a recreated name is a new policy"),
  path: z.string(),
  isAwsManaged: z.boolean(),
  createdAt: Instant,
  updatedAt: Instant.nullable(),
  defaultVersionId: z.string(),
  attachmentCount: z.number().int().nullable(),
  document: z.unknown().nullable().describe("Null: not valid JSON, or not readable"),
  problem: z.string().nullable().describe("Why there is no document"),
});
export type IamPolicy = z.infer<typeof IamPolicy>;

export const IamGroup = z.object({
  ...entity,
  groupName: z.string(),
  groupId: z.string().describe("AGPA...: a recreated name is a new group"),
  path: z.string(),
  createdAt: Instant,
  attachedPolicyArns: z.array(z.string()),
  inlinePolicies: z.array(InlinePolicyView),
  members: z.number().int().describe("Users in it"),
});
export type IamGroup = z.infer<typeof IamGroup>;

export const InstanceProfile = z.object({
  ...entity,
  instanceProfileName: z.string(),
  instanceProfileId: z.string(),
  path: z.string(),
  createdAt: Instant,
  roleName: z.string().nullable().describe("Null: it holds no role"),
  roleId: z.string().nullable(),
});
export type InstanceProfile = z.infer<typeof InstanceProfile>;

export const IdentityProvider = z.object({
  ...entity,
  kind: z.enum(["oidc", "saml"]),
  name: z.string().describe("The URL without https:// of an OIDC provider, the name of a SAML one"),
  createdAt: Instant,
  clientIds: z.array(z.string()).describe("Audiences of an OIDC provider"),
  thumbprints: z.array(z.string()),
  validUntil: Instant.nullable().describe("When the metadata of a SAML provider expires"),
  tags: z.array(Tag),
  roles: z.number().int().describe("Roles of the account whose trust policy names it"),
});
export type IdentityProvider = z.infer<typeof IdentityProvider>;

export const PermissionSet = z.object({
  ...entity,
  name: z.string(),
  description: z.string().nullable(),
  sessionDurationSeconds: z.number().int().nullable(),
  createdAt: Instant.nullable(),
  assignments: z
    .array(z.object({ awsAccountId: AwsAccountId, principalType: z.enum(["USER", "GROUP"]), principalId: z.string() }))
    .nullable()
    .describe("Null: could not be read"),
});
export type PermissionSet = z.infer<typeof PermissionSet>;

export const RolesAnywhereResource = z.object({
  ...entity,
  kind: z.enum(["trust_anchor", "profile", "subject"]),
  name: z.string(),
  region: z.string(),
  enabled: z.boolean(),
  createdAt: Instant.nullable(),
  roleArns: z.array(z.string()),
  x509Subject: z.string().nullable(),
  lastSeenAt: Instant.nullable(),
});
export type RolesAnywhereResource = z.infer<typeof RolesAnywhereResource>;

/** What holds for an account as a whole. Null: could not be read. */
export const AccountSettings = z.object({
  id: z.uuid(),
  awsAccountId: AwsAccountId,
  alias: z.string().nullable(),
  passwordPolicy: z
    .object({
      minimumLength: z.number().int(),
      requiresSymbols: z.boolean(),
      requiresNumbers: z.boolean(),
      requiresUppercase: z.boolean(),
      requiresLowercase: z.boolean(),
      allowsUsersToChange: z.boolean(),
      maxPasswordAgeDays: z.number().int().nullable(),
      reusePrevention: z.number().int().nullable(),
      hardExpiry: z.boolean().nullable(),
    })
    .nullable()
    .describe("Null: AWS's default applies, or it could not be read: passwordPolicyState tells which"),
  passwordPolicyState: z.enum(["own", "aws_default", "unknown"]),
  quotas: z
    .array(z.object({ name: z.string(), used: z.number().int().nullable(), quota: z.number().int() }))
    .nullable()
    .describe("As GetAccountSummary tells them"),
  root: z
    .object({
      hasPassword: z.boolean().nullable(),
      mfaActive: z.boolean().nullable(),
      mfaKind: z.enum(["none", "virtual", "fido", "hardware", "unknown"]).nullable(),
      accessKeys: z.number().int().nullable(),
      signingCertificates: z.number().int().nullable(),
    })
    .nullable(),
  sources: z.array(ValueSource),
});
export type AccountSettings = z.infer<typeof AccountSettings>;

const listed = {
  awsAccountId: AwsAccountId.optional(),
  q: TypedText.max(200).optional().describe("Part of a name"),
  asOf: AsOf,
};
export const ListPoliciesInput = PageInput.extend({ ...listed, isAwsManaged: z.stringbool().optional() });
export const ListGroupsInput = PageInput.extend(listed);
export const ListInstanceProfilesInput = PageInput.extend(listed);
export const ListIdentityProvidersInput = PageInput.extend({ ...listed, kind: z.enum(["oidc", "saml"]).optional() });
export const ListPermissionSetsInput = PageInput.extend(listed);
export const ListRolesAnywhereInput = PageInput.extend({
  ...listed,
  kind: z.enum(["trust_anchor", "profile", "subject"]).optional(),
});
export type ListPoliciesInput = z.infer<typeof ListPoliciesInput>;
export type ListGroupsInput = z.infer<typeof ListGroupsInput>;
export type ListInstanceProfilesInput = z.infer<typeof ListInstanceProfilesInput>;
export type ListIdentityProvidersInput = z.infer<typeof ListIdentityProvidersInput>;
export type ListPermissionSetsInput = z.infer<typeof ListPermissionSetsInput>;
export type ListRolesAnywhereInput = z.infer<typeof ListRolesAnywhereInput>;

/** One record, now or as it was. */
export const FindInput = z.object({ id: z.uuid(), asOf: AsOf });
export type FindInput = z.infer<typeof FindInput>;

export const FindAccountSettingsInput = z.object({ awsAccountId: AwsAccountId, asOf: AsOf });
export type FindAccountSettingsInput = z.infer<typeof FindAccountSettingsInput>;

/** Somebody who has a managed policy: attached, or as the boundary of what others may give. */
export const PolicyAttachment = z.object({
  subject: z.enum(["user", "group", "role"]),
  id: z.uuid(),
  name: z.string(),
  as: z.enum(["attached", "permissions_boundary"]),
});
export type PolicyAttachment = z.infer<typeof PolicyAttachment>;

export const ListPolicyAttachmentsInput = PageInput.extend({ id: z.uuid(), asOf: AsOf });
export type ListPolicyAttachmentsInput = z.infer<typeof ListPolicyAttachmentsInput>;
