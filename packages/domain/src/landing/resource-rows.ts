import type { PermissionSetFact } from "../scans/organization-reading.ts";
import type {
  InstanceProfileFact,
  OidcProviderFact,
  PolicyFact,
  RolesAnywhereFact,
  SamlProviderFact,
} from "../scans/reading.ts";
import { keepKnown } from "./merge-rules.ts";
import type { MergeRule, WholeRow } from "./rows.ts";
import { byKey, iso, isoOrNull, sorted, sortedBy, storedDocument } from "./stored-values.ts";

/** The known document stands for an unread one only as long as it is of the same version. */
const keepVersion: MergeRule<"iam_policy", "policy"> = (read, known, rows) =>
  rows.known.default_version_id === rows.read.default_version_id ? known : read;

export const policyRow = (policy: PolicyFact): WholeRow<"iam_policy"> => ({
  identity: policy.policyId,
  columns: {
    policy_id: policy.policyId,
    policy_name: policy.policyName,
    arn: policy.arn,
    path: policy.path,
    is_aws_managed: policy.isAwsManaged,
    created_at: iso(policy.createdAt),
    updated_at: isoOrNull(policy.updatedAt),
    default_version_id: policy.defaultVersionId,
    policy: storedDocument(policy.document),
    attachment_count: policy.attachmentCount,
  },
  merge: {
    policy: policy.document.state === "unread" && keepVersion,
    attachment_count: policy.attachmentCount === null && keepKnown,
  },
});

export const instanceProfileRow = (profile: InstanceProfileFact): WholeRow<"instance_profile"> => ({
  identity: profile.instanceProfileId,
  columns: {
    instance_profile_id: profile.instanceProfileId,
    instance_profile_name: profile.instanceProfileName,
    arn: profile.arn,
    path: profile.path,
    created_at: iso(profile.createdAt),
    role_id: profile.roleId,
    role_name: profile.roleName,
  },
  merge: {},
});

/** AWS gives providers no id: made anew at another time, one of the same name is another one. */
const providerIdentity = ({ arn, createdAt }: { arn: string; createdAt: Date }): string => `${arn} ${iso(createdAt)}`;

export const oidcProviderRow = (provider: OidcProviderFact): WholeRow<"identity_provider"> => ({
  identity: providerIdentity(provider),
  columns: {
    identity: providerIdentity(provider),
    arn: provider.arn,
    kind: "oidc",
    name: provider.url.replace(/^https:\/\//, ""),
    created_at: iso(provider.createdAt),
    client_ids: sorted(provider.clientIds),
    thumbprints: sorted(provider.thumbprints),
    valid_until: null,
    tags: byKey(provider.tags),
  },
  merge: {},
});

export const samlProviderRow = (provider: SamlProviderFact): WholeRow<"identity_provider"> => ({
  identity: providerIdentity(provider),
  columns: {
    identity: providerIdentity(provider),
    arn: provider.arn,
    kind: "saml",
    name: provider.name,
    created_at: iso(provider.createdAt),
    client_ids: [],
    thumbprints: [],
    valid_until: isoOrNull(provider.validUntil),
    tags: [],
  },
  merge: {},
});

/** @param sessionDurationSeconds AWS writes it as an ISO 8601 duration; null: not set, or not one. */
export const permissionSetRow = (
  set: PermissionSetFact,
  sessionDurationSeconds: number | null,
): WholeRow<"permission_set"> => ({
  identity: set.arn,
  columns: {
    arn: set.arn,
    name: set.name,
    description: set.description,
    session_duration_seconds: sessionDurationSeconds,
    created_at: isoOrNull(set.createdAt),
    assignments:
      set.assignments.state === "read"
        ? sortedBy(set.assignments.value, (each) => `${each.awsAccountId} ${each.principalType} ${each.principalId}`)
        : null,
  },
  merge: { assignments: set.assignments.state === "unread" && keepKnown },
});

export const rolesAnywhereRow = (resource: RolesAnywhereFact): WholeRow<"roles_anywhere_resource"> => ({
  identity: resource.arn,
  columns: {
    kind: resource.kind,
    arn: resource.arn,
    name: resource.name,
    region: resource.region,
    enabled: resource.enabled,
    created_at: isoOrNull(resource.createdAt),
    role_arns: sorted(resource.roleArns),
    x509_subject: resource.x509Subject,
    last_seen_at: isoOrNull(resource.lastSeenAt),
  },
  merge: {},
});
